#!/usr/bin/env python3
"""make_documents.py FOLDER COUNT OUT: COUNT documents for measuring, of real sentences put together
anew: the same for the same seed and FOLDER ($HORIZON_TEST_DATA).

Nine of ten are English: a beginning of one arXiv abstract, an end of another of the same category,
a title of both. One of ten is Chinese: sentences of two abstracts of one discipline. Dates go over
2016 to 2025, a third of the documents have organisations."""
import gzip
import json
import pathlib
import random
import re
import sys

SEED = 20261122
FIRST_DAY = (2016, 1, 1)
DAYS = 3650
ORGANISATIONS = ["Tsinghua University", "Massachusetts Institute of Technology", "清华大学",
                 "University of Cambridge", "Max Planck Institute for Physics", "浙江大学",
                 "University of Tokyo", "Chinese Academy of Sciences", "ETH Zurich", "IBM Research"]


def lines_of(path):
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)


def group(documents):
    """Lists of (title, sentences, authors, categories) by first category."""
    groups = {}
    for key, document in documents:
        groups.setdefault(key, []).append(document)
    return [groups[key] for key in sorted(groups) if len(groups[key]) > 1]


def english(folder):
    files = sorted(folder.glob("arxiv_dev/*.jsonl.gz"), reverse=True)[:5]
    for path in [*files, *sorted(folder.glob("arxiv_recent/*.jsonl.gz"))]:
        for document in lines_of(path):
            sentences = re.split(r"(?<=[.!?]) +", document["abstract"])
            if len(document["abstract"]) > 300:
                categories = document["categories"]
                yield categories[0], (document["title"].split(), sentences,
                                      str(document["authors"]), categories)


def chinese(folder):
    for document in lines_of(folder / "classify" / "csldcp67_train.jsonl.gz"):
        sentences = [part for part in re.split(r"(?<=[。；，])", document["text"]) if part]
        label = document["labels"][0]
        if len(document["text"]) > 80:
            yield label, (list(sentences[0].rstrip("。；，"))[:24], sentences, "", [])


def mix(rng, group, joint):
    """One document of two of a group."""
    head, tail = rng.choice(group), rng.choice(group)
    cut = rng.randint(1, max(1, len(head[1]) - 1))
    body = head[1][:cut] + tail[1][-max(1, len(tail[1]) - cut):]
    rng.shuffle(body)
    title = head[0][:(len(head[0]) + 1) // 2] + tail[0][len(tail[0]) // 2:]
    return joint.join(title), joint.join(body), head[2], head[3]


def main():
    folder, count, out = pathlib.Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
    import datetime
    first = datetime.date(*FIRST_DAY)
    rng = random.Random(SEED)
    groups = group(english(folder)), group(chinese(folder))
    weights = [[len(one) for one in language] for language in groups]
    with open(out, "w", encoding="utf-8") as file:
        for number in range(count):
            han = number % 10 == 9
            chosen = rng.choices(groups[han], weights[han])[0]
            title, abstract, authors, categories = mix(rng, chosen, "" if han else " ")
            document = {"id": f"bench:{number}", "kind": "paper" if number % 7 else "patent",
                        "title": title, "abstract": abstract,
                        "date": str(first + datetime.timedelta(days=rng.randrange(DAYS))),
                        "categories": categories, "authors": authors,
                        "lang": "zh" if han else "en", "source": f"source-{number % 5}"}
            if number % 3 == 0:
                document["organisations"] = [rng.choice(ORGANISATIONS)]
            file.write(json.dumps(document, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
