"""Which texts belong to which pictures: drawing texts for a batch, and the signs of every pair in it."""
import json
import re
from pathlib import Path

import numpy as np
import torch

from texts import CLASS, COLOUR, SET

#: Two texts of different sets nearer than this in the teacher's space may mean the same thing: such a pair is not a negative.
FOREIGN_LIMIT = 0.40
BANK_SHARES = {"flickr8k": 0.5, "fashion": 0.3}


class Pairs:
    """The text table with its constraints, the pictures' attributes and the teacher's vectors."""

    def __init__(self, scratch, library, chance):
        scratch = Path(scratch)
        self.strings = json.load(open(scratch / "table.json"))
        arrays = np.load(scratch / "table.npz")
        self.constraints, self.attributes = arrays["constraints"], arrays["attributes"]
        self.kinds, self.kind_starts = arrays["kinds"], arrays["kind_starts"]
        self.owned, self.owned_starts = arrays["owned"], arrays["owned_starts"]
        self.teacher = torch.from_numpy(np.asarray(np.load(scratch / "teacher-table.npy")))
        self.chance, self.library = chance, library
        sets = [record["set"] for record in library.records]
        train = np.array([record["split"] == "train" for record in library.records])
        # Dev titles and captions must never be seen, so the bank holds texts owned by training pictures only.
        owner = np.repeat(np.arange(len(library)), np.diff(self.owned_starts))
        allowed = np.zeros(len(self.kind_starts) - 1, bool)
        allowed[self.owned[train[owner]]] = True
        usable = np.zeros(len(self.strings), bool)
        usable[self.kinds[np.repeat(allowed, np.diff(self.kind_starts))]] = True
        self.usable = usable
        text_set = self.constraints[:, SET]
        codes = {name: self.attributes[sets.index(name), SET] for name in set(sets)}
        self.bank = {name: np.flatnonzero(usable & (text_set == codes[name])) for name in BANK_SHARES}
        self.bank["others"] = np.flatnonzero(usable & ~np.isin(text_set, [codes[name] for name in BANK_SHARES]))
        self.swaps = self._colour_swaps(usable)
        _, self.spelling = np.unique(np.array(self.strings), return_inverse=True)
        # The gist of a picture: mean teacher vector of the first texts of its kinds (five captions of a photograph).
        most = np.minimum(5, np.diff(self.kind_starts))[self.owned]
        firsts = np.where(np.diff(self.owned_starts)[owner] == 1, most, 1)
        position = np.arange(firsts.sum()) - np.repeat(np.cumsum(firsts) - firsts, firsts)
        first_texts = self.kinds[np.repeat(self.kind_starts[self.owned], firsts) + position]
        sums = torch.zeros(len(library), self.teacher.shape[1])
        sums.index_add_(0, torch.from_numpy(np.repeat(owner, firsts)), self.teacher[first_texts].float())
        self.gists = torch.nn.functional.normalize(sums, dim=-1).half()
        sided = re.compile(r"\b(left|right)\b")
        self.mirrored = np.array([not any(sided.search(caption) for caption in record.get("captions") or []) for record in library.records])

    def _kinds_of(self, row):
        return self.owned[self.owned_starts[row]:self.owned_starts[row + 1]]

    def _texts_of(self, kind):
        return self.kinds[self.kind_starts[kind]:self.kind_starts[kind + 1]]

    def _colour_swaps(self, usable):
        """{class: texts of that class that name a colour}."""
        rows = np.flatnonzero(usable & (self.constraints[:, CLASS] >= 0) & (self.constraints[:, COLOUR] >= 0))
        order = rows[np.argsort(self.constraints[rows, CLASS], kind="stable")]
        classes, starts = np.unique(self.constraints[order, CLASS], return_index=True)
        return dict(zip(classes.tolist(), np.split(order, starts[1:])))

    def draw(self, rows, most=4, captions=5):
        """(texts, position of the owner in `rows`): some captions of a photograph, or one text from each of `most` kinds."""
        texts, owners = [], []
        for position, row in enumerate(rows):
            kinds = self._kinds_of(row)
            if self.library.records[row]["set"] == "flickr8k":
                chosen = list(self.chance.permutation(self._texts_of(kinds[0]))[:captions])
            else:
                kinds = kinds if len(kinds) <= most else np.concatenate([kinds[:1], self.chance.choice(kinds[1:], most - 1, replace=False)])
                chosen = [self.chance.choice(self._texts_of(kind)) for kind in kinds]
            texts += chosen
            owners += [position] * len(chosen)
        return np.array(texts), np.array(owners)

    def swapped(self, rows, count):
        """For each picture of a coloured class, `count` texts of that class that name a colour."""
        found = [self.swaps.get(int(self.attributes[row, CLASS])) for row in rows]
        return np.concatenate([self.chance.choice(texts, count) for texts in found if texts is not None] or [np.zeros(0, int)])

    def negatives(self, rows, size, swaps=3):
        """Texts to tell apart from the batch's own: colour swaps of its products, and random texts by `BANK_SHARES`."""
        out = [self.swapped(rows, swaps)]
        rest = size - sum(map(len, out))
        for name, share in list(BANK_SHARES.items()) + [("others", 1 - sum(BANK_SHARES.values()))]:
            out.append(self.chance.choice(self.bank[name], int(rest * share)))
        return np.concatenate(out)

    def relation(self, rows, texts):
        """Sign of each (picture, text): 1 described, -1 not described, 0 not known; `[rows, texts]` int8.

        Within a set the constraints decide. Between sets a pair is a negative only if the text is far from the gist of
        the picture's own texts, in the teacher's space.
        """
        differs = np.zeros((len(rows), len(texts)), bool)
        unknown = np.zeros_like(differs)
        for column in range(self.constraints.shape[1]):
            wanted = np.flatnonzero(self.constraints[texts, column] >= 0)
            if column == SET or not len(wanted):
                continue
            value, has = self.constraints[texts[wanted], column][None], self.attributes[rows, column][:, None]
            differs[:, wanted] |= (value != has) & (has >= 0)
            unknown[:, wanted] |= has < 0
        native = self.constraints[texts, SET][None] == self.attributes[rows, SET][:, None]
        near = (self.gists[rows].float() @ self.teacher[texts].float().T).numpy()
        sign = np.where(native & differs, -1, 0)
        sign = np.where(native & ~differs & ~unknown, 1, sign)
        return np.where(~native & (near < FOREIGN_LIMIT), -1, sign).astype(np.int8)

    def spare_twins(self, sign, own, owners, texts):
        """Set a pair's sign to 0 where a negative text reads the same as one of the picture's own."""
        same = self.spelling[own][:, None] == self.spelling[texts][None]
        twin, column = np.nonzero(same)
        rows = owners[twin]
        sign[rows, column] = np.maximum(sign[rows, column], 0)
        return sign
