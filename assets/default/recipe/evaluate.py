"""Quick measurements on the dev splits with the product's definitions (recall@k, hit@k, precision@10)."""
import json
from collections import defaultdict

import numpy as np

import towers
import words
from frozen import features, same_class_precision
from shards import Library

SETS = ("flickr8k", "fashion", "grocery", "caltech101", "clothing", "tiny-imagenet-slice")
LIMIT = {"tiny-imagenet-slice": 400}


def dev_rows(library):
    """{set: rows of its dev pictures}."""
    rows = defaultdict(list)
    for row, record in enumerate(library.records):
        if record["split"] == "dev":
            rows[record["set"]].append(row)
    return {name: members[:LIMIT.get(name, len(members))] for name, members in rows.items()}


def rates(ranks, levels=(1, 5, 10)):
    """Percentages of ranks (0 = first) within the levels."""
    return [round(100 * float((ranks < level).mean()), 1) for level in levels]


def precision(scores, relevant, least=1, k=10):
    """(mean of hits / min(k, relevant), number of queries) over queries with at least `least` relevant items."""
    values = [relevant[q][np.argsort(-scores[q])[:k]].sum() / min(k, relevant[q].sum())
              for q in range(len(scores)) if relevant[q].sum() >= least]
    return round(100 * float(np.mean(values)), 1) if values else None, len(values)


class Sheet:
    """All dev questions; the texts asked are `queries` in the order that vectors are expected in."""

    def __init__(self, scratch, library=None):
        self.library = library or Library(scratch)
        self.rows = dev_rows(self.library)
        records = self.library.records
        self.captions = [caption.strip() for row in self.rows["flickr8k"] for caption in records[row]["captions"]]
        self.caption_owner = np.repeat(np.arange(len(self.rows["flickr8k"])), [len(records[row]["captions"]) for row in self.rows["flickr8k"]])
        self.titles = [records[row]["title"] for row in self.rows["fashion"]]
        self.phrases, self.types = {}, {}
        fashion = [records[row] for row in self.rows["fashion"]]
        facets = [(words.colour_name(r["base_colour"] or "multi"), r["article_type"], words.gender(r["title"] or "")) for r in fashion]
        for colour, article, wearer in dict.fromkeys(facets):
            name = words.article_names(article)[0]
            self.phrases[f"{colour} {name}"] = np.array([f[:2] == (colour, article) for f in facets])
            if wearer:
                self.phrases[f"{colour} {name} {words.GENDERS[wearer][0]}"] = np.array([f == (colour, article, wearer) for f in facets])
            self.types[name] = np.array([f[1] == article for f in facets])
        self.labels = {}
        for name, namer in (("grocery", words.group_names), ("caltech101", words.class_names), ("clothing", words.class_names),
                            ("tiny-imagenet-slice", words.class_names)):
            labels = [namer(name, records[row])[0] for row in self.rows[name]]
            self.labels[name] = {label: np.array([other == label for other in labels]) for label in dict.fromkeys(labels)}
        self.queries = list(dict.fromkeys(self.captions + self.titles + list(self.phrases) + list(self.types)
                                          + [label for labels in self.labels.values() for label in labels]))
        self.index = {text: k for k, text in enumerate(self.queries)}

    def asked(self, vectors, texts):
        return vectors[[self.index[text] for text in texts]]

    def measure(self, pictures, texts):
        """{row of the table: numbers} from unit vectors: pictures {set: `[n, d]`} and texts `[queries, d]`."""
        out = {}
        scores = self.asked(texts, self.captions) @ pictures["flickr8k"].T
        best = scores[np.arange(len(scores)), self.caption_owner]
        out["flickr t>i"] = rates((scores > best[:, None]).sum(1))
        own = np.array([scores[self.caption_owner == k, k].max() for k in range(scores.shape[1])])
        out["flickr i>t"] = rates((scores > own[None]).sum(0))
        scores = self.asked(texts, self.titles) @ pictures["fashion"].T
        out["fashion title"] = rates((scores > scores.diagonal()[:, None]).sum(1))
        for name, asked, least in (("colour x type", self.phrases, 10), ("colour x type, 3+", self.phrases, 3), ("type", self.types, 10)):
            out[name] = precision(self.asked(texts, asked) @ pictures["fashion"].T, list(asked.values()), least)
        for name, labels in self.labels.items():
            out["word " + name.split("-")[0]] = precision(self.asked(texts, labels) @ pictures[name].T, list(labels.values()))
        for name in ("fashion", "grocery", "clothing"):
            classes = [self.library.records[row]["label"] for row in self.rows[name]]
            out["like " + name] = [round(100 * v, 1) for v in same_class_precision(pictures[name], classes)]
        return out


def score(results):
    """One number to compare checkpoints: the mean of each row's value over its target, cut at 1.25."""
    targets = {"flickr t>i": (27, 55, 68), "flickr i>t": (30, 58, 71), "fashion title": (24, None, 70), "colour x type": (80,), "word grocery": (75,),
               "word caltech101": (75,), "like fashion": (72,), "like grocery": (72,)}
    values = [min(1.25, np.mean([a / b for a, b in zip(results[name], target) if b])) for name, target in targets.items()]
    return round(float(np.mean(values)), 4)


def record(scratch, tag, results):
    """Print one evaluation and append it to the log; returns the score."""
    line = json.dumps({"at": tag, "score": score(results), **results})
    print(line, flush=True)
    with open(scratch / "training.log", "a") as out:
        out.write(line + "\n")
    return score(results)


def picture_vectors(network, sheet, size=towers.SIZE):
    """Unit vectors of the dev pictures, {set: `[n, d]`}."""
    out = {}
    for name in SETS:
        z = features(network, sheet.library, sheet.rows[name], size)
        out[name] = z / np.linalg.norm(z, axis=1, keepdims=True)
    return out


def background(scratch, model, encoder, statistics):
    """Cosine statistics of unrelated pairs: texts and pictures of different sets, or of different classes of one set."""
    sheet = Sheet(scratch)
    pictures = picture_vectors(model.visual, sheet)
    captions = sheet.captions[::5]
    asked = captions + list(sheet.phrases)[:300] + [label for labels in sheet.labels.values() for label in labels]
    groups = np.array([0] * len(captions) + [1] * min(300, len(sheet.phrases)) + [2] * (len(asked) - len(captions) - min(300, len(sheet.phrases))))
    texts = towers.encode_texts(model.text, encoder(asked)).numpy()
    photo, product = pictures["flickr8k"], pictures["fashion"]
    things = np.concatenate([pictures["caltech101"], pictures["grocery"]])
    pairs = [(texts[groups == 0], product), (texts[groups == 1], photo), (texts[groups == 1], things)]
    merged = [statistics(a @ b.T) for a, b in pairs]
    mean_of = lambda parts: {key: round(float(np.mean([part[key] for part in parts])), 5) for key in parts[0]}
    text_text = [statistics(texts[groups == 0] @ texts[groups == 1].T), statistics(texts[groups == 0] @ texts[groups == 2].T)]
    image_image = [statistics(photo[:500] @ product.T), statistics(product[:500] @ things.T), statistics(photo[:500] @ things.T)]
    return {"text_image": mean_of(merged), "text_text": mean_of(text_text), "image_image": mean_of(image_image)}
