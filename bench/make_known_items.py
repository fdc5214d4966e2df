#!/usr/bin/env python3
"""make_known_items.py DATA OUT: a test collection for scripts/evaluate_search.py of known items:
2,000 abstracts of arXiv (DATA/arxiv_dev, 2019) without their titles; the title of every second one
is a query, which its abstract answers. The same for the same DATA."""
import gzip
import json
import pathlib
import sys

COUNT = 2000
LEAST_WORDS = 4


def main():
    data, out = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
    out.mkdir(parents=True, exist_ok=True)
    with gzip.open(data / "arxiv_dev" / "arxiv_2019.jsonl.gz", "rt", encoding="utf-8") as lines:
        documents = [(" ".join(one["title"].split()), " ".join(one["abstract"].split()))
                     for one in map(json.loads, lines)]
    documents = [(title, abstract) for title, abstract in documents
                 if len(title.split()) >= LEAST_WORDS]
    step = len(documents) // COUNT
    chosen = documents[::step][:COUNT]
    with open(out / "docs.tsv", "w", encoding="utf-8") as docs, \
         open(out / "queries.tsv", "w", encoding="utf-8") as queries, \
         open(out / "qrels.tsv", "w", encoding="utf-8") as judged:
        for number, (title, abstract) in enumerate(chosen, 1):
            docs.write(f"{number}\t\t{abstract}\n")
            if number % 2 == 1:
                queries.write(f"{number}\t{title}\n")
                judged.write(f"{number}\t{number}\t1\n")


if __name__ == "__main__":
    main()
