"""The texts of the training: which text describes which picture, and the words only the text tower reads.

A text carries *constraints*, one integer a column of `COLUMNS`; a picture carries *attributes* in the same columns. -1 in a
constraint says "any", -1 in an attribute says "unknown". A picture is described by a text if all constraints are met.
"""
import json
import random
import sys
from pathlib import Path

import numpy as np

import words
import wordnet
from shards import Library, data_root

COLUMNS = ("item", "class", "group", "colour", "gender", "usage", "set")
ITEM, CLASS, GROUP, COLOUR, GENDER, USAGE, SET = range(7)


class Table:
    """Texts with constraints and, for each picture, the texts that may be drawn for it."""

    def __init__(self):
        self.strings, self.constraints, self.owned, self.kinds = [], [], [], []
        self._text, self._value, self._kind = {}, {}, {}

    def value(self, column, name):
        """The integer of a named value of a column."""
        return self._value.setdefault((column, name), len(self._value))

    def text(self, string, **constraints):
        """Index of a text with these constraints (column name → integer), made on first use."""
        row = tuple(constraints.get(column, -1) for column in COLUMNS)
        assert row[SET] >= 0
        key = (string, row)
        if key not in self._text:
            self._text[key] = len(self.strings)
            self.strings.append(string)
            self.constraints.append(row)
        return self._text[key]

    def kind(self, texts):
        """Index of a list of interchangeable texts (the same for equal lists)."""
        key = tuple(dict.fromkeys(texts))
        if key not in self._kind:
            self._kind[key] = len(self.kinds)
            self.kinds.append(key)
        return self._kind[key]

    def save(self, path, attributes):
        """Write strings as JSON and the integer arrays as NPZ: kinds and owned lists as flat values with offsets."""
        flat = lambda lists: (np.array([v for row in lists for v in row], np.int32), np.cumsum([0] + [len(row) for row in lists]))
        kinds, kind_starts = flat(self.kinds)
        owned, owned_starts = flat(self.owned)
        json.dump(self.strings, open(str(path) + ".json", "w"))
        np.savez(str(path) + ".npz", constraints=np.array(self.constraints, np.int32), kinds=kinds, kind_starts=kind_starts,
                 owned=owned, owned_starts=owned_starts, attributes=np.array(attributes, np.int32))


def fashion_texts(table, record, row):
    """Title, description and phrases of colour, type, wearer and use of one product; fills the attribute row."""
    title, colour, article = record["title"], words.colour_name(record["base_colour"] or "multi"), record["article_type"]
    wearer = words.gender(title or "")
    row[CLASS] = table.value("class", ("fashion", article))
    row[GROUP] = table.value("group", ("fashion", record["sub_category"]))
    row[COLOUR] = table.value("colour", colour)
    row[GENDER] = table.value("gender", wearer) if wearer else -1
    row[USAGE] = table.value("usage", record["usage"])
    row[ITEM] = table.value("item", ("title", title))
    own = {"class": row[CLASS], "set": row[SET]}
    coloured = dict(own, colour=row[COLOUR])
    names = words.article_names(article)
    text = table.text
    lists = [[text(title, item=row[ITEM], set=row[SET])],
             [text(s, **own) for name in names for s in words.sentences(name)],
             [text(s, **coloured) for name in names for s in ([f"{colour} {name}"] * 2 + [words.with_article(f"{colour} {name}"),
                                                                                         f"a photo of {words.with_article(f'{colour} {name}')}"])],
             [text(s, **coloured) for name in names[:2] for s in (f"{name} in {colour}", f"{name}, {colour}", f"{colour} coloured {name}")],
             [text(s, group=row[GROUP], set=row[SET]) for name in words.group_names("fashion", record) for s in (name, f"a photo of {name}")]]
    if wearer:
        phrase, possessive = words.GENDERS[wearer]
        worn = dict(coloured, gender=row[GENDER])
        lists += [[text(s, **worn) for name in names for s in (f"{colour} {name} {phrase}", f"{possessive} {colour} {name}",
                                                               f"{words.with_article(f'{colour} {name}')} {phrase}")],
                  [text(s, **dict(own, gender=row[GENDER])) for name in names for s in (f"{name} {phrase}", f"{possessive} {name}")]]
    if record["usage"]:
        used = dict(own, usage=row[USAGE])
        lists.append([text(f"{record['usage'].lower()} {name}", **used) for name in names]
                     + [text(f"{record['usage'].lower()} {colour} {name}", **dict(used, colour=row[COLOUR])) for name in names[:1]])
    description = {"item": -1, "class": row[CLASS], "colour": row[COLOUR], "usage": row[USAGE], "group": row[GROUP], "set": row[SET]}
    lists.append([text(record["description"], **description)])
    return lists


def labelled_texts(table, record, row, nouns):
    """Template sentences of the class, the wider class and WordNet's synonyms of one labelled picture."""
    name = record["set"]
    row[CLASS] = table.value("class", (name if "imagenet" not in name else "imagenet", record.get("wnid") or record["label"]))
    names = words.class_names(name, record)
    lists = [[table.text(s, **{"class": row[CLASS], "set": row[SET]}) for s in words.sentences(names[0])]]
    if record.get("wnid"):
        lemmas, gloss, parents = nouns[record["wnid"][1:]]
        names = list(dict.fromkeys(names + lemmas))
        lists.append([table.text(f"{names[0]}, {gloss}", **{"class": row[CLASS], "set": row[SET]})])
    if len(names) > 1:
        lists.append([table.text(s, **{"class": row[CLASS], "set": row[SET]}) for other in names[1:] for s in words.sentences(other)])
    for wider in words.group_names(name, record):
        row[GROUP] = table.value("group", (name, wider))
        lists.append([table.text(s, group=row[GROUP], set=row[SET]) for s in words.sentences(wider)])
    if name == "grocery" and record["description"]:
        lists.append([table.text(record["description"], **{"class": row[CLASS], "set": row[SET]})])
    return lists


def drawn_texts(table, record, row):
    """Captions of one drawn picture; pictures of one emoji or one catalogue description share an item."""
    if record["set"] == "emoji":
        row[ITEM] = table.value("item", ("emoji", record["title"]))
        own = {"item": row[ITEM], "set": row[SET]}
        lists = [[table.text(s, **own) for s in words.sentences(record["title"], words.DRAWN_TEMPLATES)]]
        return lists + ([[table.text(", ".join(record["captions"]), **own)]] if record["captions"] else [])
    row[ITEM] = table.value("item", ("drawn", record["key"]))
    if record["two"]:
        return [[table.text(caption, item=row[ITEM], set=row[SET])] for caption in record["captions"]]
    row[CLASS] = table.value("class", ("drawn", record["kind"]))
    row[COLOUR] = table.value("colour", ("drawn", record["color"]))
    row[USAGE] = table.value("usage", ("drawn", record["pattern"]))
    lists = []
    for caption in record["captions"]:
        constraints = {"class": row[CLASS], "set": row[SET]}
        if words.COLOUR_WORDS.search(caption.lower()):
            constraints["colour"] = row[COLOUR]
        if words.PATTERN_WORDS.search(caption.lower()):
            constraints["usage"] = row[USAGE]
        lists.append([table.text(caption, **constraints)])
    return lists


def build(scratch):
    """Write `table.json`, `table.npz` (pictures) and `words.json` (texts without pictures) below `scratch`."""
    library, table, nouns = Library(scratch), Table(), wordnet.nouns_by_offset()
    attributes = []
    for record in library.records:
        row = [-1] * len(COLUMNS)
        row[SET] = table.value("set", record["set"])
        if record["set"] == "flickr8k":
            row[ITEM] = table.value("item", record["key"])
            lists = [[table.text(caption.strip(), item=row[ITEM], set=row[SET]) for caption in record["captions"]]]
        elif record["set"] == "fashion":
            lists = fashion_texts(table, record, row)
        elif record["set"] in ("emoji", "drawn"):
            lists = drawn_texts(table, record, row)
        else:
            lists = labelled_texts(table, record, row, nouns)
        attributes.append(row)
        table.owned.append([table.kind(texts) for texts in lists])
    table.save(Path(scratch) / "table", attributes)
    print("texts with pictures", len(table.strings), "lists", len(table.kinds), "values", len(table._value))


COLOURS = ("red blue green yellow orange purple pink brown black white grey gray beige gold silver golden navy turquoise teal maroon "
           "cream violet dark-blue light-blue dark-green multicoloured").split()
PATTERNS = ("striped checked plaid dotted polka-dot floral plain printed wooden leather metal plastic glass ceramic cotton woollen knitted "
            "denim paper steel round square small big large old new shiny fluffy cute vintage modern tiny folding electric ripe fresh").split()


def word_corpus(seed=1):
    """Texts read by the text tower alone: {group: list of strings}; groups are drawn with weights of `distill.py`."""
    rng = random.Random(seed)
    counts = wordnet.frequencies()
    lemmas, glosses, examples, things = [], [], [], []
    for part in ("noun", "adj", "verb"):
        for _, file, names, gloss, quotes, _ in wordnet.synsets(part):
            known = max(counts.get(name, 0) for name in names)
            if part == "noun" and file not in wordnet.VISIBLE and known < 5:
                continue
            lemmas += [name for name in names]
            glosses.append(rng.choice([gloss, f"{names[0]}: {gloss}", f"{names[0]}, {gloss}"]))
            examples += quotes
            if part == "noun" and file in ("05", "06", "13", "20", "08", "17"):
                things += [name for name in names for _ in range(1 + min(counts.get(name, 0), 3)) if len(name) < 24]
    phrases = []
    for thing in things:
        noun = words.with_article(thing)
        phrases.append(rng.choice(words.TEMPLATES).format(thing, a=noun))
        colour, pattern = rng.choice(COLOURS), rng.choice(PATTERNS)
        first = rng.choice([colour, pattern, f"{colour} {pattern}", f"{pattern} {colour}"])
        phrases.append(rng.choice(["{} {}", "{} {}", "a {} {}", "a photo of a {} {}"]).format(first, thing))
        phrases.append(rng.choice(["{} and {}", "{} with {}", "a {} on a {}", "a {} next to a {}"]).format(thing, rng.choice(things)))
    emoji = [name for name, _ in wordnet.emoji_names().values()] + [", ".join(keys) for _, keys in wordnet.emoji_names().values() if keys]
    captions = [line.strip() for line in open(data_root() / "coco-captions.txt") if line.strip()]
    for path in sorted((data_root() / "clip-text-embeddings").glob("*.names.json")):
        phrases += [str(name).lower().replace("_", " ") for name in json.load(open(path))]
    unique = lambda texts: list(dict.fromkeys(text for text in texts if text))
    return {"captions": unique(captions), "phrases": unique(phrases), "lemmas": unique(lemmas),
            "glosses": unique(glosses + examples), "emoji": unique(emoji)}


if __name__ == "__main__":
    build(sys.argv[1])
    corpus = word_corpus()
    json.dump(corpus, open(Path(sys.argv[1]) / "words.json", "w"))
    print({group: len(texts) for group, texts in corpus.items()})
