"""What the default model makes of German and French, and what `mmsearch tune` gains from translated pairs.

usage: python3 languages.py MMSEARCH

Ingests the demo catalogue, asks it catalog/queries-languages.jsonl (twenty questions in English, German and French
that have the same answers), and trains heads on translated titles: for every product its kind and colours in one
language or both. None of the questions is among them. Printed are nDCG@10 by language before and after, by `eval`.
"""

import csv
import json
import subprocess
import sys
import tempfile
from pathlib import Path

CATALOG = Path(__file__).resolve().parents[3] / "catalog"

KINDS = {
    "MUG": ("Tasse", "tasse"), "TSH": ("T-Shirt", "t-shirt"), "SNK": ("Turnschuhe", "baskets"),
    "BOT": ("Gummistiefel", "bottes de pluie"), "TEA": ("Teekanne", "théière"), "DRS": ("Kleid", "robe"),
    "TRS": ("Hose", "pantalon"), "RUC": ("Rucksack", "sac à dos"), "UMB": ("Regenschirm", "parapluie"),
    "LMP": ("Lampe", "lampe"), "SOF": ("Sofa", "canapé"), "CUS": ("Kissen", "coussin"),
    "BTL": ("Trinkflasche", "gourde"), "VAS": ("Vase", "vase"), "JMP": ("Pullover", "pull"),
    "SCK": ("Socken", "chaussettes"), "BAG": ("Handtasche", "sac à main"),
    "SUN": ("Sonnenbrille", "lunettes de soleil"), "WAT": ("Armbanduhr", "montre"), "HDP": ("Kopfhörer", "casque audio"),
    "CAS": ("Koffer", "valise"), "CAP": ("Kappe", "casquette"), "CHR": ("Stuhl", "chaise"),
    "BOK": ("Notizbuch", "carnet"), "BIK": ("Fahrrad", "vélo"), "CAR": ("Spielzeugauto", "petite voiture"),
    "BWL": ("Schüssel", "saladier"), "POT": ("Pflanze im Topf", "plante en pot"), "SCF": ("Schal", "écharpe"),
    "HAT": ("Hut", "chapeau"), "BEA": ("Mütze", "bonnet"), "ARM": ("Sessel", "fauteuil"), "CLK": ("Wecker", "réveil"),
    "TED": ("Teddybär", "ours en peluche"),
}
COLORS = {
    "red": ("rot", "rouge"), "green": ("grün", "vert"), "black": ("schwarz", "noir"), "yellow": ("gelb", "jaune"),
    "blue": ("blau", "bleu"), "white": ("weiß", "blanc"), "pink": ("rosa", "rose"), "orange": ("orange", "orange"),
    "brown": ("braun", "marron"), "grey": ("grau", "gris"), "beige": ("beige", "beige"),
    "turquoise": ("türkis", "turquoise"), "navy": ("dunkelblau", "bleu marine"), "purple": ("lila", "violet"),
}
PATTERNS = {
    "striped": ("gestreift", "à rayures"), "floral": ("mit Blumen", "à fleurs"),
    "dotted": ("mit Punkten", "à pois"), "starred": ("mit Sternen", "à étoiles"),
    "checked": ("kariert", "à carreaux"),
    "hearts": ("mit Herzen", "à cœurs"), "zigzag": ("mit Zickzack", "à zigzag"),
}


def pairs(place):
    """A query in one language for every product."""
    joint = (" und ", " et ")[place]
    with open(CATALOG / "catalog.csv", newline="", encoding="utf-8") as feed:
        for row in csv.DictReader(feed):
            colors = row["color"].split("/")
            if row["id"][:3] not in KINDS or not all(color in COLORS for color in colors):
                continue
            words = [KINDS[row["id"][:3]][place], joint.join(COLORS[color][place] for color in colors)]
            words += [PATTERNS[row["pattern"]][place]] if row["pattern"] in PATTERNS else []
            yield {"query": " ".join(words), "relevant": [row["id"]]}


def main(program):
    with tempfile.TemporaryDirectory() as scratch:
        library = ["--db", f"{scratch}/library.sqlite"]

        def run(*arguments):
            out = subprocess.run([program, *arguments, *library, "--json"], stdout=subprocess.PIPE, check=True,
                                 stderr=subprocess.DEVNULL)
            return json.loads(out.stdout)

        def report(name, *arguments):
            answer = run("eval", CATALOG / "queries-languages.jsonl", *arguments)
            for language, found in answer["languages"].items():
                print(json.dumps({
                    "heads": name, "language": language, "hit@1": found["hit@1"], "ndcg@10": found["ndcg@10"],
                    "interval": found["interval"]["ndcg@10"]}), flush=True)

        run("ingest", CATALOG / "catalog.csv")
        report("none")
        report("none, image", "--mode", "image")
        for name, places in (("german", [0]), ("french", [1]), ("both", [0, 1])):
            path = Path(scratch) / f"{name}.jsonl"
            lines = [json.dumps(line) for place in places for line in pairs(place)]
            path.write_text("\n".join(lines) + "\n")
            tuned = run("tune", path, "--name", name, "--force")
            print(json.dumps({"heads": name, "pairs": len(lines), "tune": tuned}), flush=True)
            report(name, "--head", name)
            report(f"{name}, image", "--head", name, "--mode", "image")


if __name__ == "__main__":
    main(*sys.argv[1:])
