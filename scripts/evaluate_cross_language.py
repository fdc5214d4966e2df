#!/usr/bin/env python3
"""What a topic's name in one language finds of the documents in the other one.

usage: scripts/evaluate_cross_language.py PROGRAM LABELLED.jsonl

LABELLED has documents with lang and labels (subfields) by hand. They are imported; each subfield's
Chinese name is asked for English documents and its English name for Chinese ones, and the name in
the documents' own language as it is typed beside it. Recall@20 of the documents labelled so, the
mean over subfields that have some. Lines: "zh-en" or "en-zh", TAB, the crossing query's recall as
a share of the own language's, TAB, both recalls, what the own language's name finds with all names of
the topic, and the number of subfields.
"""
import collections
import csv
import io
import json
import pathlib
import subprocess
import sys
import tempfile

DEPTH = 20


def horizon(program, workspace, *arguments):
    return subprocess.run([program, "-w", workspace, *arguments], check=True, capture_output=True,
                          encoding="utf-8").stdout


def documents_of(path):
    with open(path, encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def import_all(program, documents, workspace):
    subprocess.run([program, "init", workspace], check=True, stdout=subprocess.DEVNULL)
    path = pathlib.Path(workspace) / "documents.jsonl"
    with open(path, "w", encoding="utf-8") as out:
        for number, one in enumerate(documents):
            out.write(json.dumps({"id": f"d{number}", "kind": one["kind"], "lang": one["lang"],
                                  "title": one["title"], "abstract": one["text"]},
                                 ensure_ascii=False) + "\n")
    horizon(program, workspace, "import", path)


def recall(program, workspace, name, language, relevant, *options):
    out = horizon(program, workspace, "search", f"{name} lang:{language}", "--limit", str(DEPTH),
                  "--format", "jsonl", *options)
    found = {json.loads(line)["id"] for line in out.splitlines()}
    return len(found & relevant) / min(DEPTH, len(relevant))


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    program, documents = sys.argv[1], documents_of(sys.argv[2])
    relevant = collections.defaultdict(set)
    for number, one in enumerate(documents):
        for label in one["labels"]:
            relevant[one["lang"], label].add(f"d{number}")
    with tempfile.TemporaryDirectory() as workspace:
        import_all(program, documents, workspace)
        table = horizon(program, workspace, "taxonomy", "list", "--format", "csv", "--lang", "en")
        names = {row["id"]: row for row in csv.DictReader(io.StringIO(table))}
        for asked, language in (("zh", "en"), ("en", "zh")):
            cross, own, whole = [], [], []
            for (of, label), wanted in sorted(relevant.items()):
                if of != language or label not in names:
                    continue
                cross.append(recall(program, workspace, names[label][asked], language, wanted))
                own.append(recall(program, workspace, names[label][language], language, wanted,
                                  "--as-typed"))
                whole.append(recall(program, workspace, names[label][language], language, wanted))
            both = [sum(values) / max(1, len(values)) for values in (cross, own, whole)]
            print(f"{asked}-{language}\t{both[0] / max(both[1], 1e-9):.4f}\trecall@{DEPTH} "
                  f"{both[0]:.4f} of {both[1]:.4f}, with all names {both[2]:.4f}, "
                  f"{len(cross)} subfields")


if __name__ == "__main__":
    main()
