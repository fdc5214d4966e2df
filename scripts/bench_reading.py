"""What is read of foreign bytes, beside readability, uchardet and feedparser (Debian packages
python3-readability, uchardet, python3-feedparser) on the same cases: the pages and dates of
tests/data, which are ours, and Chinese texts of $HORIZON_TEST_DATA without a declared charset. For
scripts/bench crawler."""
import collections
import gzip
import json
import os
import pathlib
import re
import subprocess

ROOT = pathlib.Path(__file__).resolve().parent.parent
TEXTS, SHORTEST, LONGEST = 300, 40, 600  # documents of each encoding; bytes


def inspect(horizon, work, cases):
    batch = work / "cases.jsonl"
    batch.write_text("".join(json.dumps(case) + "\n" for case in cases))
    out = subprocess.run([horizon, "inspect", "--batch", batch], capture_output=True, text=True,
                         check=True).stdout
    return [json.loads(line) for line in out.splitlines()]


def peer(python, kind, cases):
    out = subprocess.run([python, ROOT / "bench/peers/read_pages.py", kind],
                         input="".join(json.dumps(case) + "\n" for case in cases),
                         capture_output=True, text=True, check=True).stdout
    return [json.loads(line) for line in out.splitlines()]


def words(text):
    """Latin words, and each Han character."""
    return collections.Counter(re.findall(r"[㐀-鿿]|[^\W㐀-鿿]+", text or ""))


def f1(found, right):
    both = sum((words(found) & words(right)).values())
    return 2 * both / max(1, sum(words(found).values()) + sum(words(right).values()))


def articles(horizon, python, work):
    files = sorted((ROOT / "tests/data/crawler/pages").glob("*.html"))
    right = [file.with_suffix(".txt").read_text(encoding="utf-8") for file in files]
    ours = inspect(horizon, work, [{"case": str(i), "kind": "article", "file": str(file)}
                                   for i, file in enumerate(files)])
    theirs = peer(python, "articles", [str(file) for file in files])
    a = sum(f1(one.get("text"), text) for one, text in zip(ours, right)) / len(files)
    b = sum(f1(one, text) for one, text in zip(theirs, right)) / len(files)
    print(f"\ntext of {len(files)} pages (ours to choose), mean F1 of words\n"
          f"horizon {a:.3f}, readability {b:.3f}")


def dates(horizon, python, work):
    lines = (ROOT / "tests/data/conformance/dates.jsonl").read_text(encoding="utf-8").splitlines()
    cases = [case for case in map(json.loads, lines) if case["expect"].get("iso")]
    right = [case["expect"]["iso"] for case in cases]
    ours = [one.get("iso") for one in inspect(horizon, work, cases)]
    theirs = peer(python, "dates", [case["text"] for case in cases])
    print(f"\n{len(cases)} forms of dates (ours to choose) read right\nhorizon "
          f"{sum(a == b for a, b in zip(ours, right))}, feedparser "
          f"{sum(a == b for a, b in zip(theirs, right))}")


def chinese_texts(data):
    with gzip.open(data / "classify/thucnews10_train.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            yield record.get("title", "") + record.get("text", record.get("abstract", ""))


def charsets(horizon, work):
    data = pathlib.Path(os.environ.get("HORIZON_TEST_DATA", ""))
    if not (data / "classify").is_dir():
        print("\ncharsets: set HORIZON_TEST_DATA")
        return
    files, right = [], []
    for encoding in ("gb18030", "utf-8"):
        texts = chinese_texts(data)
        for i in range(TEXTS):
            bytes_ = b""
            while len(bytes_) < SHORTEST + (LONGEST - SHORTEST) * i // TEXTS:
                bytes_ += next(texts).encode(encoding) + b"\n"
            files.append(work / f"{encoding}{i}.txt")
            files[-1].write_bytes(bytes_)
            right.append(bytes_.decode(encoding))
    ours = inspect(horizon, work, [{"case": str(i), "kind": "charset", "file": str(file)}
                                   for i, file in enumerate(files)])
    good = sum("".join(one.get("text", "").split()) == "".join(text.split())
               for one, text in zip(ours, right))
    out = subprocess.run(["uchardet", *files], capture_output=True, text=True, check=True).stdout
    names = [line.rsplit(": ", 1)[-1] for line in out.splitlines()]
    theirs = 0
    for file, name, text in zip(files, names, right):
        try:
            theirs += file.read_bytes().decode(name) == text
        except (LookupError, UnicodeDecodeError):
            pass
    print(f"\n{len(files)} Chinese texts of {SHORTEST} bytes and more without a declared charset, "
          f"read right\nhorizon {good}, uchardet {theirs}")


def bench(horizon, python, work):
    articles(horizon, python, work)
    dates(horizon, python, work)
    charsets(horizon, work)
