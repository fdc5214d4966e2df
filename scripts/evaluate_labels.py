#!/usr/bin/env python3
"""Precision, recall and F1 of the subfield labels on documents that were labelled by hand.

usage: scripts/evaluate_labels.py PROGRAM FILE.jsonl

A line has id, title, text, lang, labels (subfield ids, may be empty) and, if some labels are less
sure than others, confidence ("high" or "low"). Printed for the confident documents, for all, and
per language; `none` is how many documents without a label were given one.
"""
import json
import subprocess
import sys


def classify(program, documents):
    lines = "\n".join(
        json.dumps({key: document.get(key) for key in ("id", "title", "text", "lang")})
        for document in documents)
    done = subprocess.run([program, "classify", "--format", "jsonl"], input=lines, check=True,
                          capture_output=True, encoding="utf-8")
    for line in done.stdout.splitlines():
        yield {label["id"] for label in json.loads(line)["labels"] if label["id"].count(".") == 1}


def report(name, pairs):
    right = sum(len(intended & given) for intended, given in pairs)
    given_count = sum(len(given) for _, given in pairs)
    intended_count = sum(len(intended) for intended, _ in pairs)
    none = [given for intended, given in pairs if not intended]
    precision = right / max(1, given_count)
    recall = right / max(1, intended_count)
    f1 = 2 * precision * recall / max(1e-9, precision + recall)
    print(f"{name:10} documents {len(pairs):5}  precision {precision:.3f}  recall {recall:.3f}  "
          f"F1 {f1:.3f}  none {sum(map(bool, none))} of {len(none)}")


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    with open(sys.argv[2], encoding="utf-8") as file:
        documents = [json.loads(line) for line in file]
    given = list(classify(sys.argv[1], documents))
    rows = [(document, (set(document["labels"]), labels))
            for document, labels in zip(documents, given, strict=True)]
    sure = [row for row in rows if row[0].get("confidence", "high") == "high"]
    report("confident", [pair for _, pair in sure])
    report("all", [pair for _, pair in rows])
    for language in sorted({document["lang"] for document in documents}):
        report(language, [pair for document, pair in sure if document["lang"] == language])


if __name__ == "__main__":
    main()
