"""Which texts belong to which pictures: drawing texts for a batch, and the signs of every pair in it."""
import json
import re
from pathlib import Path

import numpy as np
import torch

from pictures import domain_of
from texts import CLASS, COLOUR, GENDER, SET

#: Two texts of different sets nearer than this in the teacher's space may mean the same thing: such a pair is not a negative.
FOREIGN_LIMIT = 0.40
#: What a mixed batch's bank consists of; the rest is of the other sets.
BANK_SHARES = {"flickr8k": 0.5, "fashion": 0.3}
#: Captions of photographs that are in no set (COCO): so many in the bank of a batch of photographs, and the similarity to the gist of a
#: picture from which one may describe it.
ELSEWHERE, ELSEWHERE_LIMIT = 1000, 0.55
#: Texts of other domains in the bank of a batch of one domain.
FOREIGN = 400
#: For each product of a fashion batch: other titles of its article type, and texts of its colour.
SAME_TYPE, SAME_COLOUR = 22, 3
#: Weight of a product's title among the texts drawn for it.
TITLE_WEIGHT = 2.0


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
        self.domains = np.array([domain_of(name) for name in sets])
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
        self.swaps = self._coloured(usable, CLASS)
        self.same_colour = self._coloured(usable, COLOUR)
        self.titles = self._titles(train & (self.attributes[:, SET] == codes["fashion"]))
        self.elsewhere = self._append_captions(scratch)
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

    def _append_captions(self, scratch):
        """Add captions that belong to no picture of the library to the table; returns their rows."""
        captions, known = json.load(open(scratch / "words.json"))["captions"], len(self.strings)
        self.strings += captions
        self.teacher = torch.cat([self.teacher, torch.from_numpy(np.load(scratch / "teacher-captions.npy"))])
        self.constraints = np.concatenate([self.constraints, np.full((len(captions), self.constraints.shape[1]), -1, self.constraints.dtype)])
        self.limits = np.full(len(self.strings), FOREIGN_LIMIT, np.float32)
        self.limits[known:] = ELSEWHERE_LIMIT
        return np.arange(known, len(self.strings))

    def _kinds_of(self, row):
        return self.owned[self.owned_starts[row]:self.owned_starts[row + 1]]

    def _texts_of(self, kind):
        return self.kinds[self.kind_starts[kind]:self.kind_starts[kind + 1]]

    def _coloured(self, usable, column):
        """{class or colour: texts of it that name a class and a colour}."""
        rows = np.flatnonzero(usable & (self.constraints[:, CLASS] >= 0) & (self.constraints[:, COLOUR] >= 0))
        order = rows[np.argsort(self.constraints[rows, column], kind="stable")]
        values, starts = np.unique(self.constraints[order, column], return_index=True)
        return dict(zip(values.tolist(), np.split(order, starts[1:])))

    def _titles(self, products):
        """{article type: titles of the products}."""
        rows = np.flatnonzero(products)
        titles = self.kinds[self.kind_starts[self.owned[self.owned_starts[rows]]]]
        classes = self.attributes[rows, CLASS]
        return {int(value): np.unique(titles[classes == value]) for value in np.unique(classes)}

    def draw(self, rows, most=4, captions=5):
        """(texts, position of the owner in `rows`): some captions of a photograph, or one text from each of `most` kinds.

        The first kind is always drawn, and of a product those of `_telling` too where there is room for more.
        """
        texts, owners = [], []
        for position, row in enumerate(rows):
            kinds = self._kinds_of(row)
            name = self.library.records[row]["set"]
            if name == "flickr8k":
                chosen = list(self.chance.permutation(self._texts_of(kinds[0]))[:captions])
            else:
                first = self._telling(row) if name == "fashion" and most > 3 else [0]
                others = [k for k in range(len(kinds)) if k not in first]
                count = min(most - len(first), len(others))
                picked = first + list(self.chance.choice(others, count, replace=False) if count else [])
                chosen = [self.chance.choice(self._texts_of(kinds[k])) for k in picked]
            texts += chosen
            owners += [position] * len(chosen)
        return np.array(texts), np.array(owners)

    def _telling(self, row):
        """Kinds of a product's texts that tell it best, in the order of `texts.fashion_texts`: title, colour × type, and × wearer."""
        return [0, 2, 5] if self.attributes[row, GENDER] >= 0 else [0, 2]

    def weights(self, rows, owners):
        """Weight of each own text, summing to 1 over each picture's and over the batch: a title counts `TITLE_WEIGHT` times."""
        first = np.concatenate([[True], owners[1:] != owners[:-1]])
        product = np.array([self.library.records[row]["set"] == "fashion" for row in rows])[owners]
        weight = np.where(first & product, TITLE_WEIGHT, 1.0)
        return weight / np.bincount(owners, weight)[owners] / len(rows)

    def _some(self, lists, rows, column, count):
        """`count` of the texts listed for each picture's value of a column."""
        found = [lists.get(int(self.attributes[row, column])) for row in rows]
        return np.concatenate([self.chance.choice(texts, count) for texts in found if texts is not None] or [np.zeros(0, int)])

    def swapped(self, rows, count):
        """For each picture of a coloured class, `count` texts of that class that name a colour."""
        return self._some(self.swaps, rows, CLASS, count)

    def negatives(self, rows, size, domain=None, swaps=3, same_type=SAME_TYPE, same_colour=SAME_COLOUR):
        """Texts to tell apart from the batch's own: colour swaps of its products, and random texts.

        For a batch of one domain they are of that domain but for `FOREIGN`, and half of fashion's are of the batch's own article types.
        """
        out = [self.swapped(rows, swaps)]
        if domain == "fashion":
            out += [self._some(self.titles, rows, CLASS, same_type), self._some(self.same_colour, rows, COLOUR, same_colour)]
        if domain == "flickr8k":
            out.append(self.chance.choice(self.elsewhere, ELSEWHERE))
        rest = size - sum(map(len, out))
        shares = dict(BANK_SHARES, others=1 - sum(BANK_SHARES.values()))
        if domain:
            own = "others" if domain == "things" else domain
            foreign = FOREIGN / rest / (len(shares) - 1)
            shares = {name: 1 - (len(shares) - 1) * foreign if name == own else foreign for name in shares}
        for name, share in shares.items():
            out.append(self.chance.choice(self.bank[name], int(rest * share)))
        return np.concatenate(out)

    def nearness(self, rows, texts):
        """Cosine of the gist of each picture's own texts with each text, in the teacher's space; `[rows, texts]`."""
        return self.gists[rows].float() @ self.teacher[texts].float().T

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
        near = self.nearness(rows, texts).numpy()
        sign = np.where(native & differs, -1, 0)
        sign = np.where(native & ~differs & ~unknown, 1, sign)
        return np.where(~native & (near < self.limits[texts]), -1, sign).astype(np.int8)

    def spare_twins(self, sign, own, owners, texts):
        """Set a pair's sign to 0 where a negative text reads the same as one of the picture's own."""
        same = self.spelling[own][:, None] == self.spelling[texts][None]
        twin, column = np.nonzero(same)
        rows = owners[twin]
        sign[rows, column] = np.maximum(sign[rows, column], 0)
        return sign
