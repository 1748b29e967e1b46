"""WordNet's words and definitions from Debian's `wordnet-base`, and CLDR's English names of emoji."""
import re
import xml.etree.ElementTree as ElementTree
from pathlib import Path

WORDNET = Path("/usr/share/wordnet")
ANNOTATIONS = (Path("/usr/share/unicode/cldr/common/annotations/en.xml"), Path("/usr/share/unicode/cldr/common/annotationsDerived/en.xml"))
#: Lexicographer files of things that can be seen (wordnet's lexnames(5WN)).
VISIBLE = {"04": "act", "05": "animal", "06": "artifact", "08": "body", "13": "food", "15": "location", "17": "object", "18": "person",
           "19": "phenomenon", "20": "plant", "25": "shape", "27": "substance", "07": "attribute"}


def synsets(part):
    """Yield (offset, lexicographer file, lemmas, gloss, examples, parent offsets) of one part of speech ("noun", "adj", "verb")."""
    for line in open(WORDNET / ("data." + part), encoding="utf-8"):
        if line.startswith("  "):
            continue
        head, _, gloss = line.partition(" | ")
        fields = head.split()
        count = int(fields[3], 16)
        lemmas = [re.sub(r"\(.*\)", "", word).replace("_", " ").lower() for word in fields[4:4 + 2 * count:2]]
        pointers = fields[4 + 2 * count + 1:]
        parents = [pointers[k + 1] for k in range(0, len(pointers) - 3, 4) if pointers[k] == "@"]
        examples = re.findall(r'"([^"]+)"', gloss)
        definition = re.sub(r';?\s*"[^"]*"', "", gloss).strip(" ;\n")
        yield fields[0], fields[1], lemmas, definition, examples, parents


def frequencies():
    """Sense-tagged counts of lemmas, from cntlist.rev: {lemma: count}."""
    counts = {}
    for line in open(WORDNET / "cntlist.rev", encoding="utf-8"):
        sense, _, count = line.split()
        lemma = sense.split("%")[0].replace("_", " ")
        counts[lemma] = counts.get(lemma, 0) + int(count)
    return counts


def nouns_by_offset():
    """{offset: (lemmas, definition, parent offsets)} of all nouns; a wnid is "n" + offset in WordNet 3.0."""
    return {offset: (lemmas, gloss, parents) for offset, _, lemmas, gloss, _, parents in synsets("noun")}


def emoji_names():
    """{emoji: (name, keywords)} in English."""
    names, keywords = {}, {}
    for path in ANNOTATIONS:
        if not path.exists():
            continue
        for entry in ElementTree.parse(path).iter("annotation"):
            if entry.get("type") == "tts":
                names[entry.get("cp")] = entry.text.strip().lower()
            else:
                keywords[entry.get("cp")] = [word.strip().lower() for word in entry.text.split("|")]
    return {cp: (name, keywords.get(cp, [])) for cp, name in names.items()}
