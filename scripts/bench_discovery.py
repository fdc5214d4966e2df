#!/usr/bin/env python3
"""How many Chinese terms that the program was not told of does `taxonomy suggest` propose?

usage: scripts/bench_discovery.py DATA [--build DIR] [--seed N] [--share F] [--limit N]...

A random third of the taxonomy's Chinese terms and names is taken out of it, and a program is built
(in DIR, where it is kept for the next run) whose lexicon lacks them, too. Of these, the ones that
stand in at least five documents of DATA (Chinese titles, abstracts, headlines, patents) are looked
for among the proposals, exactly as they are; those that the general lexicon has as one word are
told apart. Printed per length of the list: how many were found,
and how many at least as a part of a proposal or the other way round. The random choice is by the
seed, so that the same command prints the same. DATA holds csl_zh_titles.jsonl.gz, classify/ and
gold_dev.jsonl.
"""
import argparse
import gzip
import json
import pathlib
import random
import re
import subprocess
import tempfile
import tomllib

FILES = ["classify/arxivcs_zh_train.jsonl.gz", "classify/csldcp67_train.jsonl.gz",
         "csl_zh_titles.jsonl.gz", "classify/thucnews10_train.jsonl.gz", "gold_dev.jsonl",
         "cn_patents.jsonl"]
ROOT = pathlib.Path(__file__).resolve().parent.parent
HAN = re.compile(r"[\u4e00-\u9fff]{2,8}")


def read_texts(data):
    for name in FILES:
        path = data / name
        if not path.exists():
            continue
        opener = gzip.open if path.suffix == ".gz" else open
        with opener(path, "rt", encoding="utf-8") as file:
            for number, line in enumerate(file):
                item = json.loads(line)
                title = item.get("title") or ""
                text = item.get("abstract") or item.get("text") or ""
                if HAN.search(title + text):
                    yield {"id": f"{name}:{number}", "title": title, "abstract": text, "lang": "zh",
                           "date": item.get("date")}


def chinese_terms(taxonomy):
    def walk(node):
        for key, value in node.items():
            if key in ("aliases", "terms") and isinstance(value, dict):
                for term in value.get("zh", []):
                    yield term["term"] if isinstance(term, dict) else term
            elif isinstance(value, dict):
                yield from walk(value)
            elif isinstance(value, list):
                for item in value:
                    if isinstance(item, dict):
                        yield from walk(item)
    return {term for term in walk(taxonomy) if HAN.fullmatch(term)}


def build(folder, taxonomy):
    """The program with a lexicon that knows the terms of this taxonomy."""
    for command in (["cmake", "-S", ROOT, "-B", folder, "-G", "Ninja", "-DCMAKE_BUILD_TYPE=Release",
                     "-DHORIZON_WERROR=OFF", "-DHORIZON_TESTS=OFF",
                     f"-DHORIZON_LEXICON_TAXONOMY={taxonomy}"],
                    ["cmake", "--build", folder, "--target", "horizon"]):
        done = subprocess.run(command, capture_output=True, encoding="utf-8")
        if done.returncode != 0:
            raise SystemExit(done.stdout[-4000:] + done.stderr[-4000:])
    return str(folder / "bin" / "horizon")


def hide(text, terms):
    """Takes the terms out of every list of the file; names of nodes become a filler."""
    choice = "|".join(sorted(map(re.escape, terms), key=len, reverse=True))
    text = re.sub(r'\{ *term = "(?:%s)"(?:[^{}"]|"[^"]*")*\} *,?' % choice, "", text)
    text = re.sub(r'(?<=[\[,\n ])"(?:%s)" *(,|(?=\]))' % choice, "", text)
    text = re.sub(r'zh = "(?:%s)"' % choice, 'zh = "未命名主题"', text)
    return text


def fill_empty(text):
    """Every list of Chinese terms keeps at least one term, as the format demands."""
    count = iter(range(10 ** 6))
    return re.sub(r"^((?:aliases|terms)\.zh = )\[\s*\]",
                  lambda match: f'{match[1]}["占位词语{next(count)}"]', text, flags=re.M)


def run(program, folder, *arguments):
    done = subprocess.run([program, "-w", folder, *arguments], capture_output=True, encoding="utf-8")
    if done.returncode > 1:
        raise SystemExit(done.stderr or done.stdout)
    return done.stdout


def hide_terms(seed, share, folder):
    """Copies the taxonomy without some of its Chinese terms; which they are."""
    files = sorted((ROOT / "data" / "taxonomy").glob("*.toml"))
    terms = set()
    for file in files:
        terms |= chinese_terms(tomllib.loads(file.read_text(encoding="utf-8")))
    hidden = set(random.Random(seed).sample(sorted(terms), round(len(terms) * share)))
    folder.mkdir()
    for file in files:
        reduced = fill_empty(hide(file.read_text(encoding="utf-8"), hidden))
        (folder / file.name).write_text(reduced, encoding="utf-8")
    return hidden, len(terms)


def report(name, sought, proposed, limits):
    print(f"{name}: {len(sought)}; proposed at all {len(sought & set(proposed))}")
    for limit in limits:
        first = set(proposed[:limit])
        exact = sought & first
        near = {term for term in sought - exact if any(term in other for other in first)}
        print(f"  first {limit:6}: {len(exact):4} ({len(exact) / max(1, len(sought)):.0%}), "
              f"{len(near):4} more as part of a proposal")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("data", type=pathlib.Path)
    parser.add_argument("--build", type=pathlib.Path, default=ROOT / "build" / "discovery")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--share", type=float, default=1 / 3)
    parser.add_argument("--limit", type=int, nargs="+",
                        default=[500, 1000, 2000, 5000, 10000, 20000])
    options = parser.parse_args()
    texts = list(read_texts(options.data))
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        hidden, count = hide_terms(options.seed, options.share, folder / "taxonomy")
        program = build(options.build, folder / "taxonomy")
        workspace = folder / "w"
        subprocess.run([program, "init", str(workspace)], check=True, capture_output=True)
        for file in (folder / "taxonomy").glob("*.toml"):
            (workspace / "taxonomy" / file.name).write_bytes(file.read_bytes())
        documents = folder / "texts.jsonl"
        with open(documents, "w", encoding="utf-8") as out:
            for text in texts:
                out.write(json.dumps(text, ensure_ascii=False) + "\n")
        run(program, workspace, "import", str(documents))
        rows = run(program, workspace, "taxonomy", "suggest", "--terms", "zh", "--format", "jsonl",
                   "--limit", "100000")
        proposed = [json.loads(row)["term"] for row in rows.splitlines()]
        sought = {term for term in hidden
                  if sum(term in text["title"] + text["abstract"] for text in texts) >= 5}
        cut = subprocess.run([program, "segment"], input="\n".join(sorted(sought)), check=True,
                             capture_output=True, encoding="utf-8").stdout.splitlines()
    print(f"{len(texts)} documents; {len(hidden)} of {count} Chinese terms hidden, {len(sought)} of "
          f"them in at least 5 documents; {len(proposed)} proposals")
    unseen = {term for term, line in zip(sorted(sought), cut, strict=True) if " " in line.strip()}
    report("words of no lexicon", unseen, proposed, options.limit)
    report("words of the general lexicon", sought - unseen, proposed, options.limit)


if __name__ == "__main__":
    main()
