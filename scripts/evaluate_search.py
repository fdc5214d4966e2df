#!/usr/bin/env python3
"""nDCG@10 of `horizon search` on test collections.

usage: scripts/evaluate_search.py PROGRAM FOLDER... [-- SEARCH OPTIONS...]

A folder holds docs.tsv (id, title, text), queries.tsv (id, text) and qrels.tsv (query, document,
grade), tab-separated. It is imported into a temporary workspace, all queries are asked in one run
(--batch), and the run is judged: gains are the grades, logarithmic discounts from the second rank
on, the ideal made of all judged documents; queries without a relevant document are left out.
"""
import collections
import csv
import json
import math
import pathlib
import subprocess
import sys
import tempfile

DEPTH = 10


def rows(path):
    with open(path, encoding="utf-8", newline="") as file:
        return [row for row in csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE) if row]


def import_documents(program, folder, workspace):
    subprocess.run([program, "init", workspace], check=True, stdout=subprocess.DEVNULL)
    documents = pathlib.Path(workspace) / "documents.jsonl"
    with open(documents, "w", encoding="utf-8") as out:
        for identity, title, text in rows(folder / "docs.tsv"):
            out.write(json.dumps({"id": f"d{identity}", "kind": "paper", "title": title,
                                  "abstract": text}, ensure_ascii=False) + "\n")
    subprocess.run([program, "-w", workspace, "import", documents], check=False,
                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def run(program, folder, workspace, options):
    done = subprocess.run([program, "-w", workspace, "search", "--batch", folder / "queries.tsv",
                           "--format", "trec", "--limit", str(DEPTH), *options],
                          check=True, capture_output=True, encoding="utf-8")
    ranked = collections.defaultdict(list)
    for line in done.stdout.splitlines():
        query, _, document, _, _, _ = line.split()
        ranked[query].append(document.removeprefix("d"))
    return ranked


def gain(grades):
    return sum(grade / math.log2(rank + 2) for rank, grade in enumerate(grades))


def ndcg(ranked, judged):
    ideal = gain(sorted(judged.values(), reverse=True)[:DEPTH])
    return gain([judged.get(document, 0) for document in ranked[:DEPTH]]) / ideal


def main():
    arguments = sys.argv[1:]
    options = []
    if "--" in arguments:
        at = arguments.index("--")
        arguments, options = arguments[:at], arguments[at + 1:]
    if len(arguments) < 2:
        sys.exit(__doc__)
    for name in arguments[1:]:
        folder = pathlib.Path(name)
        judged = collections.defaultdict(dict)
        for query, document, grade in rows(folder / "qrels.tsv"):
            judged[query][document] = max(0, int(grade))
        asked = [row[0] for row in rows(folder / "queries.tsv")]
        with tempfile.TemporaryDirectory() as workspace:
            import_documents(arguments[0], folder, workspace)
            ranked = run(arguments[0], folder, workspace, options)
        values = [ndcg(ranked[query], judged[query]) for query in asked
                  if any(judged[query].values())]
        print(f"{folder.name:20} queries {len(values):5}  nDCG@{DEPTH} "
              f"{sum(values) / max(1, len(values)):.4f}")


if __name__ == "__main__":
    main()
