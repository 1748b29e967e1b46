"""What a round of feedback on one hidden category gains on other queries.

    python3 feedback.py PATH-TO-mmsearch LIBRARY FIELD [image|auto]

LIBRARY is copied first. FIELD names the categories (articleType of the fashion products). For each category
of WORDINGS somebody searches in five wordings and likes the first ten items of the category; mmsearch tune
--from-feedback learns from it. Then precision@10 of five other wordings and of titles that were not liked, and that
of all wordings of other categories, before and after; and whether rolling back restores the answers. Prints a
JSON line for each category, and their means.
"""

import json
import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path

WORDINGS = {
    "Flip Flops": [
        "flip flops", "rubber slippers for the beach", "thong sandals", "bathroom slippers",
        "men's flip flops", "women's flip flops", "summer slippers", "poolside footwear",
        "toe post slippers", "comfortable slippers for home",
    ],
    "Sandals": [
        "sandals", "open shoes with straps", "summer sandals", "men's leather sandals",
        "women's sandals", "strappy footwear", "outdoor sandals with velcro", "sandals for hiking",
        "casual open toe shoes", "floaters",
    ],
    "Flats": [
        "flats", "women's flat shoes", "ballerinas", "flat ballet shoes", "bellies for women",
        "slip on flat shoes for girls", "women's shoes without heels", "pretty flat footwear",
        "low pumps", "flat sandals for women",
    ],
    "Tops": [
        "tops", "women's tops", "blouse for women", "sleeveless top for girls", "women's party top",
        "casual top for women", "printed top", "tank top for women", "summer top", "chiffon top",
    ],
    "Kurtis": [
        "kurtis", "short kurta for women", "ethnic top for women", "kurti with embroidery",
        "casual indian top", "printed kurti", "cotton kurti", "women's short tunic kurta",
        "indian blouse tunic", "sleeveless kurti",
    ],
    "Tunics": [
        "tunics", "long top for women", "women's tunic", "printed tunic dress",
        "loose long shirt for women", "casual tunic", "flowy tunic", "women's long blouse",
        "cotton tunic", "tunic for leggings",
    ],
    "Track Pants": [
        "track pants", "jogging trousers", "sports pants", "men's sweatpants",
        "women's track pants", "gym pants", "running trousers", "training pants", "lounge pants",
        "joggers",
    ],
    "Trousers": [
        "trousers", "formal pants", "men's chinos", "women's trousers", "office trousers",
        "cotton trousers", "black formal trousers", "suit pants", "khaki pants",
        "slim fit trousers",
    ],
    "Clutches": [
        "clutches", "evening purse", "small bag for a party", "women's clutch", "clutch wallet",
        "hand purse", "wedding purse", "sequin purse", "envelope bag",
        "ladies' purse without straps",
    ],
    "Handbags": [
        "handbags", "women's shoulder bag", "leather handbag", "tote bag", "ladies' bag",
        "big purse", "office bag for women", "sling bag", "hobo bag", "designer bag",
    ],
    "Backpacks": [
        "backpacks", "school bag", "rucksack", "laptop bag with two straps", "hiking bag",
        "college bag", "bag to carry books", "travel backpack", "sports backpack",
        "children's school bag",
    ],
    "Sweaters": [
        "sweaters", "woollen pullover", "knitted jumper", "men's sweater", "women's cardigan",
        "winter knitwear", "v neck sweater", "warm pullover", "striped jumper", "wool cardigan",
    ],
    "Jackets": [
        "jackets", "winter jacket", "leather jacket", "rain jacket", "men's jacket",
        "women's jacket", "windcheater", "padded jacket", "denim jacket", "sports jacket",
    ],
    "Innerwear Vests": [
        "innerwear vests", "undershirt", "men's vest", "sleeveless undershirt", "white cotton vest",
        "tank undershirt for men", "inner vest", "thermal vest", "cotton undershirt", "vests pack",
    ],
    "Casual Shoes": [
        "casual shoes", "sneakers", "canvas shoes", "loafers", "men's casual shoes",
        "women's casual shoes", "everyday shoes", "slip on shoes", "lace up canvas sneakers",
        "skater shoes",
    ],
    "Sports Shoes": [
        "sports shoes", "running shoes", "trainers", "gym shoes", "basketball shoes",
        "football boots", "men's sports shoes", "women's running shoes", "tennis shoes",
        "athletic footwear",
    ],
    "Lip Gloss": [
        "lip gloss", "shiny lip colour", "lip shine", "gloss for lips", "lip lacquer",
        "clear lip gloss", "make-up for lips", "glossy lip make-up", "pink lip gloss",
        "lip plumper",
    ],
    "Ring": [
        "ring", "finger ring", "women's ring", "gold ring", "diamond ring", "silver ring",
        "jewellery for the finger", "engagement ring", "band ring", "stone ring",
    ],
}
HIDDEN = ["Flip Flops", "Kurtis", "Track Pants", "Handbags", "Sweaters", "Ring", "Tops", "Trousers",
          "Jackets", "Flats", "Casual Shoes", "Backpacks", "Sandals", "Innerwear Vests"]


class Library:
    def __init__(self, binary, path, field, mode):
        self.binary, self.path = binary, str(path)
        self.options = [] if mode == "auto" else ["--mode", mode]
        rows = sqlite3.connect(self.path).execute("SELECT key, title, fields FROM item").fetchall()
        self.category = {key: json.loads(fields or "{}").get(field) for key, _, fields in rows}
        self.titles = {}
        for key, title, _ in rows:
            if title:
                self.titles.setdefault(self.category[key], []).append((key, title))

    def run(self, *words, text=None):
        command = [self.binary, *words, "--db", self.path, "--quiet"]
        return subprocess.run(command, input=text, capture_output=True, text=True).stdout

    def search(self, queries, count=10):
        lines = "".join(json.dumps({"query": query, "k": count}) + "\n" for query in queries)
        found = self.run("search", "--queries", "-", *self.options, text=lines).splitlines()
        return [[hit["id"] for hit in json.loads(line)["results"]] for line in found]

    def precision(self, answers, categories, without=()):
        values = []
        for answer, category in zip(answers, categories):
            kept = [item for item in answer if item not in without][:10]
            values.append(sum(self.category[item] == category for item in kept) / 10)
        return values


def mean(values):
    return round(sum(values) / max(1, len(values)), 4)


def measure(library, hidden):
    generator = random.Random(3)
    asked, liked = WORDINGS[hidden][:5], set()
    for query, answer in zip(asked, library.search(asked, 400)):
        likes = [item for item in answer if library.category[item] == hidden][:10]
        if likes:
            library.run("feedback", "like", query, *likes)
        liked.update(likes)
    unseen = [title for key, title in library.titles[hidden] if key not in liked]
    titles = generator.sample(unseen, min(15, len(unseen)))
    others = [(q, c) for c, words in WORDINGS.items() for q in words if c != hidden]

    def state():
        words = library.search(WORDINGS[hidden][5:], 60)
        named = [hidden] * 60
        return {
            "words": mean(library.precision(words, named)),
            "unseen": mean(library.precision(words, named, liked)),
            "titles": mean(library.precision(library.search(titles), named)),
            "others": mean(
                library.precision(library.search([q for q, _ in others]), [c for _, c in others])
            ),
        }

    before, answers = state(), library.search(WORDINGS[hidden])
    report = json.loads(library.run("tune", "--from-feedback", "--json", "--force"))
    after = state()
    library.run("tune", "--rollback")
    library.run("tune", "--remove", "feedback")
    library.run("feedback", "undo", "all")
    return {
        "category": hidden,
        "before": before,
        "after": after,
        "held_out": [report["base"], report["tuned"], *report["interval"]],
        "would_be_kept": report["interval"][0] > 0,
        "restored": library.search(WORDINGS[hidden]) == answers,
    }


def main():
    binary, source, field = sys.argv[1:4]
    mode = sys.argv[4] if len(sys.argv) > 4 else "auto"
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "library.sqlite"
        shutil.copy(source, path)
        library = Library(str(Path(binary).resolve()), path, field, mode)
        library.run("tune", "--use", "none")
        rows = []
        for hidden in HIDDEN:
            rows.append(measure(library, hidden))
            print(json.dumps(rows[-1]), flush=True)
        means = {
            when: {name: mean([row[when][name] for row in rows]) for name in rows[0][when]}
            for when in ("before", "after")
        }
        print(json.dumps({"means": means, "kept": sum(row["would_be_kept"] for row in rows)}))


main()
