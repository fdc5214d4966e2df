#!/usr/bin/env python3
"""bench_segment.py: `horizon segment` beside ICU and jieba (Debian's python3-jieba) on the same
texts in one session: F1 by spans on the PKU test text of SIGHAN 2005, speed on 28 MB of Chinese on
one thread by processor time, the time from start to end for one line, and how many of the places
where a Chinese term of the taxonomy stands in real texts have no cut inside of the term. (A term
within a longer word, 脑机接口 in 侵入式脑机接口, is indexed as a part of it. Where two terms overlap only
one can be whole: such places are left out.) Run by scripts/bench."""
import gzip
import json
import os
import pathlib
import re
import statistics
import subprocess
import sys
import time
import tomllib

BIN = pathlib.Path("build/release/bin")
MEGABYTES = 28
JIEBA_MEGABYTES = 4
PLACES = 20  # of one term: a frequent one counts no more


def spans(words):
    found, at = set(), 0
    for word in words:
        found.add((at, at + len(word)))
        at += len(word)
    return found


def f1(gold, lines):
    right = expected = found = 0
    for a, b in zip(gold, lines, strict=True):
        a, b = spans(a.split()), spans(b.split())
        right, expected, found = right + len(a & b), expected + len(a), found + len(b)
    return 2 * right / (expected + found)


def texts(data, size):
    """Abstracts and headlines in turn, over again until there are enough."""
    files = [data / "classify" / name
             for name in ("csldcp67_train.jsonl.gz", "thucnews10_train.jsonl.gz")]
    lines = []
    for file in files:
        with gzip.open(file, "rt", encoding="utf-8") as rows:
            lines += [" ".join(json.loads(row)["text"].split()) for row in rows]
    once = ("\n".join(lines) + "\n").encode()
    return (once * (size // len(once) + 1))[:size].decode("utf-8", "ignore").encode()


def run(program, runs, text):
    done = subprocess.run([BIN / "bench_segment", program, str(runs)], input=text,
                          capture_output=True, check=True)
    return float(done.stderr), done.stdout.decode().splitlines()


def run_jieba(text, hmm):
    import jieba  # pylint: disable=import-outside-toplevel
    jieba.setLogLevel("ERROR")
    jieba.initialize()
    begin = time.process_time()
    lines = [" ".join(jieba.cut(line, HMM=hmm)) for line in text.decode().splitlines()]
    return len(text) / 1e6 / (time.process_time() - begin), lines


def start_milliseconds():
    taken = []
    for _ in range(21):
        begin = time.perf_counter()
        subprocess.run([BIN / "horizon", "segment"], input="脑机接口\n".encode(),
                       stdout=subprocess.DEVNULL, check=True)
        taken.append(1000 * (time.perf_counter() - begin))
    return statistics.median(taken)


def chinese_terms():
    def walk(value):
        if isinstance(value, list):
            for item in value:
                yield from walk(item)
        elif isinstance(value, dict):
            for key in ("aliases", "terms"):
                lists = value.get(key, {})
                for term in lists.get("zh", []) if isinstance(lists, dict) else []:
                    yield term["term"] if isinstance(term, dict) else term
            for item in value.values():
                yield from walk(item)
    found = set()
    for file in pathlib.Path("data/taxonomy").glob("*.toml"):
        found |= set(walk(tomllib.loads(file.read_text("utf-8"))))
    return {term for term in found if re.fullmatch("[\u4e00-\u9fff]{2,20}", term)}


def texts_with_terms(data):
    for name in ("classify/csldcp67_train.jsonl.gz", "csl_zh_titles.jsonl.gz", "cn_patents.jsonl",
                 "classify/arxivcs_zh_train.jsonl.gz", "classify/thucnews10_train.jsonl.gz"):
        with (gzip.open if name.endswith("gz") else open)(data / name, "rt", encoding="utf-8") as rows:
            for row in map(json.loads, rows):
                line = " ".join(str(row.get(key) or "") for key in ("title", "abstract", "text"))
                yield " ".join(line.split())


def overlaps(place, others):
    """True if another term begins or ends within this one and reaches beyond it."""
    begin, end = place
    return any(a < begin < b < end or begin < a < end < b for a, b in others)


def term_places(terms, data):
    """(line, begin, end) of terms in texts, each term at most PLACES times; one that stands in none
    is a line by itself. And how many stand in some."""
    seen = dict.fromkeys(sorted(terms), 0)
    by_head = {}
    for term in seen:
        by_head.setdefault(term[:2], []).append(term)
    places = []
    for line in texts_with_terms(data):
        found = [(at, at + len(term)) for at in range(len(line))
                 for term in by_head.get(line[at:at + 2], ()) if line.startswith(term, at)]
        for place in found:
            term = line[slice(*place)]
            if seen[term] < PLACES and not overlaps(place, found):
                seen[term] += 1
                places.append((line, *place))
    unseen = [(term, 0, len(term)) for term, count in seen.items() if count == 0]
    return places + unseen, len(seen) - len(unseen)


def borders(words):
    at, found = 0, set()
    for word in words:
        at += len(word)
        found.add(at)
    return found


def run_lines(program, lines):
    done = subprocess.run([BIN / "bench_segment", program, "1"], capture_output=True, check=True,
                          input=("\n".join(lines) + "\n").encode())
    return done.stdout.decode().splitlines()


def jieba_lines(lines):
    import jieba  # pylint: disable=import-outside-toplevel
    return [" ".join(jieba.cut(line)) for line in lines]


def bench_terms(data):
    terms = chinese_terms()
    places, in_texts = term_places(terms, data)
    lines = sorted({line for line, _, _ in places})
    print(f"{len(terms)} Chinese terms of the taxonomy, {in_texts} of them in texts; {len(places)} "
          "places\nkept whole     three characters and more   two")
    for name, cut in (("horizon", lambda: run_lines("horizon", lines)),
                      ("ICU", lambda: run_lines("icu", lines)), ("jieba", lambda: jieba_lines(lines))):
        cuts = {line: borders(done.split()) for line, done in zip(lines, cut(), strict=True)}
        whole = {True: [], False: []}
        for line, begin, end in places:
            # Words are written without the white space of the line.
            first = begin - line.count(" ", 0, begin)
            inner = range(first + 1, first + end - begin)
            whole[end - begin > 2].append(cuts[line].isdisjoint(inner))
        shares = [sum(flags) / max(1, len(flags)) for flags in (whole[True], whole[False])]
        print("{:13} {:26.2%} {:6.1%}".format(name, *shares), flush=True)


def main():
    data = pathlib.Path(os.environ.get("HORIZON_TEST_DATA", ""))
    if not (data / "segment").is_dir():
        sys.exit("scripts/bench: set HORIZON_TEST_DATA to the folder that holds segment/ and classify/")
    gold = (data / "segment/pku_test_gold.utf8").read_text("utf-8").splitlines()
    raw = "\n".join("".join(line.split()) for line in gold).encode() + b"\n"
    text = texts(data, MEGABYTES * 1_000_000)
    print("program        F1 PKU    MB/s")
    for program, name in (("horizon", "horizon"), ("icu", "ICU")):
        score = f1(gold, run(program, 1, raw)[1])
        print(f"{name:13} {score:7.4f} {run(program, 3, text)[0]:7.1f}", flush=True)
    for hmm, name in ((True, "jieba"), (False, "jieba, no HMM")):
        score = f1(gold, run_jieba(raw, hmm)[1])
        rate = run_jieba(text[:JIEBA_MEGABYTES * 1_000_000].decode("utf-8", "ignore").encode(), hmm)[0]
        print(f"{name:13} {score:7.4f} {rate:7.1f}", flush=True)
    print(f"horizon segment, one line from start to end: {start_milliseconds():.1f} ms (median of 21)")
    bench_terms(data)


if __name__ == "__main__":
    main()
