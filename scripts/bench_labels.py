#!/usr/bin/python3
"""The labels of the taxonomy on documents that were labelled by hand, and on mathematics.

bench_labels.py HORIZON

Data: $HORIZON_TEST_DATA. gold_dev.jsonl, the documents that its authors were sure of: precision,
recall, F1, by language too; of the documents without a subfield, how many are given one; coverage
(the share of the true pairs of document and subfield that is found while nine of ten found ones are
right, by probability alone); calibration error where p >= 0.1, over ten bins of equal width, beside
what probabilities that are right would show by chance. arxiv_dev: 10,000 abstracts
drawn at random by a seed, from those whose categories are all of mathematics, and from those whose
first one is (the tokamak of numerical analysis is among them): how many are given a subfield.
Called by `scripts/bench labels`.
"""
import gzip
import json
import os
import pathlib
import random
import subprocess
import sys

MATHEMATICS = 10_000
SEED = 1
BINS = 10


def classify(program, documents, *options):
    """For each document its subfields with their probabilities."""
    lines = "\n".join(json.dumps(document, ensure_ascii=False) for document in documents)
    done = subprocess.run([program, "classify", "--format", "jsonl", *options], input=lines,
                          check=True, capture_output=True, encoding="utf-8")
    return [{label["id"]: label["p"] for label in json.loads(line)["labels"]
             if label["id"].count(".") == 1} for line in done.stdout.splitlines()]


def scores(pairs):
    right = sum(len(true & given) for true, given in pairs)
    given = sum(len(given) for _, given in pairs)
    true = sum(len(true) for true, _ in pairs)
    precision, recall = right / max(1, given), right / max(1, true)
    return precision, recall, 2 * right / max(1, given + true)


def coverage(judged, true_count):
    """`judged`: (probability, right) of every pair that has a probability."""
    best = right = 0
    ranked = sorted(judged, reverse=True)
    for rank, (_, is_right) in enumerate(ranked, 1):
        right += is_right
        if right >= 0.9 * rank:
            best = right
    return best / true_count


def calibration_error(judged):
    bins = [[0, 0.0, 0] for _ in range(BINS)]
    for p, is_right in judged:
        entry = bins[min(BINS - 1, int(p * BINS))]
        entry[0] += 1
        entry[1] += p
        entry[2] += is_right
    return sum(abs(p - right) for _, p, right in bins) / max(1, len(judged))


def by_chance(judged, draw):
    trials = [calibration_error([(p, draw.random() < p) for p, _ in judged]) for _ in range(500)]
    return sum(trials) / len(trials)


def bench_gold(program, file):
    with open(file, encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    rows = [row for row in rows if row.get("confidence", "high") == "high"]
    documents = [{key: row.get(key) for key in ("id", "title", "text", "lang")} for row in rows]
    truth = [set(row["labels"]) for row in rows]
    given = [set(labels) for labels in classify(program, documents)]
    for name in ("all", "en", "zh"):
        pairs = [pair for row, pair in zip(rows, zip(truth, given)) if name in ("all", row["lang"])]
        none = [got for true, got in pairs if not true]
        print("{:4} {:4} documents  precision {:.3f}  recall {:.3f}  F1 {:.3f}  without a subfield "
              "{}, given one {} ({:.1%})".format(name, len(pairs), *scores(pairs), len(none),
                                                 sum(map(bool, none)),
                                                 sum(map(bool, none)) / len(none)))
    judged = [(p, node in true)
              for true, labels in zip(truth, classify(program, documents, "--all"))
              for node, p in labels.items()]
    sure = [pair for pair in judged if pair[0] >= 0.1]
    print(f"coverage at 90 % precision {coverage(judged, sum(map(len, truth))):.3f}")
    print(f"calibration error where p >= 0.1: {calibration_error(sure):.3f} over {len(sure)} pairs "
          f"(by chance {by_chance(sure, random.Random(SEED)):.3f})")


def is_mathematics(category):
    return category.startswith("math")


def bench_mathematics(program, folder):
    first, whole = [], []
    for file in sorted(folder.glob("arxiv_*.jsonl.gz")):
        with gzip.open(file, "rt", encoding="utf-8") as lines:
            for line in lines:
                row = json.loads(line)
                document = {key: row[key] for key in ("id", "title", "abstract")}
                if is_mathematics(row["categories"][0]):
                    first.append(document)
                if all(map(is_mathematics, row["categories"])):
                    whole.append(document)
    for name, documents in (("alone", whole), ("first", first)):
        documents = random.Random(SEED).sample(documents, min(MATHEMATICS, len(documents)))
        given = sum(map(bool, classify(program, documents)))
        print(f"mathematics {name}: {given} of {len(documents)} documents are given a subfield "
              f"({given / len(documents):.2%})")


def main():
    data = pathlib.Path(os.environ["HORIZON_TEST_DATA"])
    bench_gold(sys.argv[1], data / "gold_dev.jsonl")
    bench_mathematics(sys.argv[1], data / "arxiv_dev")


if __name__ == "__main__":
    main()
