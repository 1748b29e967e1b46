"""Compares the measures of `mmsearch eval` with those that pytrec_eval (trec_eval) and ranx read from its TREC files.

usage: python3 trec.py MMSEARCH QUERIES [OPTION…]   (options of `mmsearch eval`, such as --db and --mode)
needs: pip install pytrec-eval-terrier ranx

Prints one JSON line a measure with the three means and the greatest difference, and fails where one exceeds 1e-6: the
command prints six decimals. Rankings are cut to 1,000 results for all three (`--depth 1000`). Ties: the program breaks them by
item and writes scores that fall from line to line even as 32-bit numbers, so that trec_eval, which orders by score and then by
name, and ranx, which orders by score, see the same order. A query without any result is in no run; it scores 0 here.
"""
import json
import subprocess
import sys
import tempfile
from pathlib import Path

import pytrec_eval
import ranx

CUTOFFS = (1, 3, 5, 10, 100)
TOLERANCE = 1e-6


def names():
    """(name in mmsearch, in trec_eval, in ranx) of every measure that the others have."""
    for k in CUTOFFS:
        yield f"hit@{k}", f"success_{k}", f"hit_rate@{k}"
        yield f"recall@{k}", f"recall_{k}", f"recall@{k}"
        yield f"precision@{k}", f"P_{k}", f"precision@{k}"
        if k > 1:
            yield f"ndcg@{k}", f"ndcg_cut_{k}", f"ndcg@{k}"
    yield "mrr", "recip_rank", "mrr"
    yield "map", "map", "map"


def read(path, columns):
    """{query: {item: number}} of a file whose columns are (query, item, number)."""
    found = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        fields = line.split()
        query, item, number = (fields[column] for column in columns)
        found.setdefault(query, {})[item] = float(number)
    return found


def main(program, queries, options):
    with tempfile.TemporaryDirectory() as folder:
        run_path, qrels_path = Path(folder, "run.trec"), Path(folder, "qrels.trec")
        ours = json.loads(subprocess.run(
            [program, "eval", queries, "--run", run_path, "--qrels", qrels_path, "--depth", "1000",
             "--k", ",".join(map(str, CUTOFFS)), "--json", "--quiet", *options],
            check=True, capture_output=True).stdout)
        run = read(run_path, (0, 2, 4))
        qrels = {query: {item: int(grade) for item, grade in items.items()} for query, items in read(qrels_path, (0, 2, 3)).items()}
        rows = list(names())
        evaluator = pytrec_eval.RelevanceEvaluator(
            qrels, {measure.rsplit("_", 1)[0] + "." + ",".join(map(str, CUTOFFS)) if measure[-1].isdigit() else measure
                    for _, measure, _ in rows})
        theirs = evaluator.evaluate(run)
        peer = ranx.evaluate(ranx.Qrels.from_file(str(qrels_path), kind="trec"), ranx.Run.from_file(str(run_path), kind="trec"),
                             [name for _, _, name in rows], make_comparable=True)
    worst = 0
    for name, trec_name, ranx_name in rows:
        trec = sum(values[trec_name] for values in theirs.values()) / len(qrels)
        difference = max(abs(ours[name] - trec), abs(ours[name] - float(peer[ranx_name])))
        worst = max(worst, difference)
        print(json.dumps({"measure": name, "mmsearch": ours[name], "trec_eval": round(trec, 7),
                          "ranx": round(float(peer[ranx_name]), 7), "difference": float(f"{difference:.1e}")}))
    print(json.dumps({"queries": len(qrels), "greatest difference": float(f"{worst:.1e}")}))
    if worst > TOLERANCE:
        sys.exit(f"a measure differs by {worst}")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3:])
