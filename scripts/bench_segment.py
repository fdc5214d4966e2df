#!/usr/bin/env python3
"""bench_segment.py: `horizon segment` beside ICU and jieba (Debian's python3-jieba) on the same
texts in one session: F1 by spans on the PKU test text of SIGHAN 2005, speed on 28 MB of Chinese on
one thread by processor time, and the time from start to end for one line. Run by scripts/bench."""
import gzip
import json
import os
import pathlib
import statistics
import subprocess
import sys
import time

BIN = pathlib.Path("build/release/bin")
MEGABYTES = 28
JIEBA_MEGABYTES = 4


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


if __name__ == "__main__":
    main()
