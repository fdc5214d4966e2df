#!/usr/bin/env python3
"""make_queries.py DOCUMENTS.jsonl OUT: 200 queries for these documents, the same every time: of one
to four words of titles (frequent and rare, a tenth of them Chinese), phrases, words within a range
of days, and words whose matches are counted by facets and by week. Lines: kind TAB text, for "date"
also the first day and the day after the last."""
import json
import random
import re
import sys

SEED = 7
KINDS = ["words"] * 80 + ["phrase"] * 30 + ["date"] * 30 + ["facets"] * 30 + ["series"] * 30
LITTLE = set("a an and are as at by for from in is of on or the to via with we our using its".split())


def english(title, count, phrase, rng):
    words = re.findall(r"[A-Za-z][a-z]{2,}", title)
    runs = [words[i:i + count] for i in range(len(words) - count + 1)]
    runs = [run for run in runs if not LITTLE & {word.lower() for word in run}]
    if not runs:
        return ""
    return " ".join(rng.choice(runs)) if phrase or count == 1 else " ".join(
        rng.sample([word for word in words if word.lower() not in LITTLE], count))


def chinese(title, rng):
    runs = re.findall("[\u4e00-\u9fff]{4,}", title)
    if not runs:
        return ""
    run = rng.choice(runs)
    begin = rng.randrange(len(run) - 3)
    return run[begin:begin + 4]


def main():
    with open(sys.argv[1], encoding="utf-8") as lines:
        titles = [(document["title"], document["lang"])
                  for document in map(json.loads, (line for line, _ in zip(lines, range(20_000))))]
    rng = random.Random(SEED)
    with open(sys.argv[2], "w", encoding="utf-8") as out:
        for kind in KINDS:
            text = ""
            while not text:
                title, language = rng.choice(titles)
                count = 2 if kind == "phrase" else rng.choice([1, 1, 2, 2, 3, 4])
                text = (chinese(title, rng) if language == "zh"
                        else english(title, count, kind == "phrase", rng))
            if kind == "phrase":
                text = f'"{text}"'
            if kind == "date":
                year = rng.randint(2016, 2024)
                text += f"\t{year}-0{rng.randint(1, 9)}-01\t{year + 1}-0{rng.randint(1, 9)}-15"
            out.write(f"{kind}\t{text}\n")


if __name__ == "__main__":
    main()
