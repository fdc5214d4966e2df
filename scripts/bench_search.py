#!/usr/bin/env python3
"""bench_search.py PROGRAMS WORK [--documents N]: import and search beside Lucene 8, SQLite FTS5 and
a stock Xapian, over the same documents in one session. scripts/bench search runs it.

Documents and queries are made by bench/make_documents.py and bench/make_queries.py from
$HORIZON_TEST_DATA. Prints a table of the programs, and one of the figures to reach beside what was
measured; writes both to bench/results/search-<documents>.json with machine, date and commit."""
import argparse
import collections
import datetime
import glob
import itertools
import json
import os
import pathlib
import platform
import shutil
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
JARS = ":".join(sorted(path for name in ("core", "analyzers-common", "queryparser", "queries")
                       for path in glob.glob(f"/usr/share/java/lucene-{name}-8*.jar")))
KINDS = ("words", "phrase", "date", "facets", "series", "mix")
MIX = ("words", "phrase", "date")
SMALLER = 100_000  # documents that growth is measured from; a fifth of few
CLI_RUNS = 5


def run(command, **options):
    return subprocess.run(command, check=True, text=True, stdout=subprocess.PIPE, **options).stdout


def folder_megabytes(path):
    files = [entry for entry in pathlib.Path(path).rglob("*") if entry.is_file()]
    return sum(entry.stat().st_size for entry in files) / 1e6


def percentile(values, share):
    values = sorted(values)
    return values[min(len(values) - 1, int(share * len(values)))]


def summary(lines):
    """By kind, and of the mix of all searches for hits: p50, p95 and p99 of lines "kind TAB
    milliseconds"."""
    times = collections.defaultdict(list)
    for line in lines.splitlines():
        kind, milliseconds = line.split("\t")
        times[kind].append(float(milliseconds))
        if kind in MIX:
            times["mix"].append(float(milliseconds))
    return {kind: {f"p{share}": round(percentile(values, share / 100), 3)
                   for share in (50, 95, 99)} for kind, values in times.items()}


def measured(bin_folder, work, command, cwd=None):
    """Seconds, CPU seconds and peak KiB of a command."""
    out = work / "measured"
    subprocess.run([bin_folder / "bench_measure", out, *command], check=True, cwd=cwd,
                   stdout=subprocess.DEVNULL)
    seconds, cpu, kib = out.read_text().split("\n")[-2].split("\t")
    return {"seconds": float(seconds), "cpu": float(cpu), "rss_mb": round(int(kib) / 1024)}


def import_and_search(bins, work, documents, workspace):
    subprocess.run([bins / "horizon", "init", workspace], check=True, stdout=subprocess.DEVNULL)
    result = measured(bins, work, [bins / "horizon", "import", documents], cwd=workspace)
    result["megabytes"] = folder_megabytes(workspace / "index")
    result["store_megabytes"] = (workspace / "store.db").stat().st_size / 1e6
    result["search"] = summary(run([bins / "bench_search", workspace, work / "queries.tsv"]))
    return result


def bench_horizon(bins, work, documents, count):
    workspace = work / "workspace"
    result = import_and_search(bins, work, documents, workspace)
    times = []
    for _ in range(1 + CLI_RUNS):
        begin = time.monotonic()
        run([bins / "horizon", "search", "quantum computing"], cwd=workspace)
        times.append(round(1000 * (time.monotonic() - begin), 1))
    result["cli_first_milliseconds"] = times[0]
    result["cli_milliseconds"] = sorted(times[1:])[CLI_RUNS // 2]
    shutil.rmtree(workspace)
    result["smaller"] = smaller = min(SMALLER, count // 5)
    part = work / "part.jsonl"
    with open(documents, encoding="utf-8") as lines, open(part, "w", encoding="utf-8") as out:
        out.writelines(itertools.islice(lines, smaller))
    result["of_smaller"] = import_and_search(bins, work, part, workspace)
    shutil.rmtree(workspace)
    return result


def quality(bins, work, data):
    """nDCG@10 of collections, and what a query finds in the other language."""
    known = work / "arxiv_known_item"
    subprocess.run([sys.executable, ROOT / "bench" / "make_known_items.py", data, known],
                   check=True)
    folders = [pathlib.Path(data) / "ir" / name
               for name in ("cranfield", "cisi", "csl_zh_knownitem")] + [known]
    out = run([sys.executable, ROOT / "scripts" / "evaluate_search.py", bins / "horizon",
               *folders])
    figures = {line.split()[0]: float(line.split()[-1]) for line in out.splitlines()}
    out = run([sys.executable, ROOT / "scripts" / "evaluate_cross_language.py", bins / "horizon",
               pathlib.Path(data) / "gold_dev.jsonl"])
    return figures | {line.split("\t")[0]: float(line.split("\t")[1])
                      for line in out.splitlines()}


def bench_lucene(work):
    classes = work / "classes"
    subprocess.run(["javac", "-cp", JARS, "-d", classes,
                    ROOT / "bench" / "peers" / "LuceneBench.java"], check=True)
    java = ["java", "-Xmx3g", "-cp", f"{JARS}:{classes}", "LuceneBench"]
    documents, seconds, cpu = run([*java, "index", work / "lucene", work / "documents.tsv"]).split()
    return {"seconds": float(seconds), "cpu": float(cpu), "documents": int(documents),
            "megabytes": folder_megabytes(work / "lucene"),
            "search": summary(run([*java, "search", work / "lucene", work / "queries.tsv"]))}


def bench_script(name, work):
    """A peer in Python: prints seconds and CPU seconds of indexing, then the times of queries."""
    out = run([sys.executable, ROOT / "bench" / "peers" / name, work / name,
               work / "documents.tsv", work / "queries.tsv"])
    head, _, times = out.partition("\n")
    seconds, cpu = head.split("\t")
    return {"seconds": float(seconds), "cpu": float(cpu), "megabytes": folder_megabytes(work / name),
            "search": summary(times)}


def bench_stock(bins, work):
    head, _, times = run([bins / "bench_stock", work / "stock", work / "documents.tsv",
                          work / "queries.tsv"]).partition("\n")
    seconds, cpu = head.split("\t")
    return {"seconds": float(seconds), "cpu": float(cpu),
            "megabytes": folder_megabytes(work / "stock"), "search": summary(times)}


def write_tsv(documents, out):
    with open(documents, encoding="utf-8") as lines, open(out, "w", encoding="utf-8") as file:
        for line in lines:
            document = json.loads(line)
            fields = [document[key] for key in ("id", "date", "kind", "lang", "source", "title",
                                                "abstract")]
            file.write("\t".join(" ".join(str(field).split()) for field in fields) + "\n")


def print_table(results, count):
    print(f"{count} documents, {os.cpu_count()} processors; milliseconds")
    print(f"{'program':10} {'docs/s':>8} {'cpu s':>8} {'MB':>7}  "
          + "  ".join(f"{kind + ' p50/p99':>18}" for kind in KINDS))
    for name, result in results.items():
        if name == "quality":
            continue
        times = [result["search"].get(kind) for kind in KINDS]
        cells = [f"{one['p50']:.2f} / {one['p99']:.1f}" if one else "-" for one in times]
        print(f"{name:10} {count / result['seconds']:8.0f} {result['cpu']:8.1f} "
              f"{result['megabytes']:7.0f}  " + "  ".join(f"{cell:>18}" for cell in cells))
    if "horizon" in results:
        print("horizon's rate is of parsing, labelling, storing and indexing; the others only "
              "index")


def against_lucene(ours, theirs, count):
    """Rows of figures that are compared in the same run: what, Lucene, Horizon, aim, reached."""
    rows = []
    rates = [count / one["seconds"] for one in (theirs, ours)]
    rows.append(("import, documents/s", *rates, ">= 1.0 x Lucene", rates[1] >= rates[0]))
    for kind, share, factor in (("mix", "p50", 1.2), ("mix", "p99", 1.2), ("date", "p50", .8),
                                ("facets", "p50", .8)):
        pair = [one["search"][kind][share] for one in (theirs, ours)]
        rows.append((f"search, {kind} {share}, ms", *pair, f"<= {factor} x Lucene",
                     pair[1] <= factor * pair[0]))
    return rows


def of_horizon(ours, count):
    search, before = ours["search"], ours["of_smaller"]
    at = ours["smaller"]
    slower = (count / ours["seconds"]) / (at / before["seconds"])
    growth = search["mix"]["p50"] / before["search"]["mix"]["p50"]
    size = 1e5 * ours["megabytes"] / count
    return [
        ("peak memory of the import, MB", None, ours["rss_mb"], "<= 1000", ours["rss_mb"] <= 1000),
        (f"peak memory, of that with {at}", None, ours["rss_mb"] / before["rss_mb"], "flat",
         ours["rss_mb"] <= 1.25 * before["rss_mb"]),
        ("index, MB for 100,000", None, size, "<= 120", size <= 120),
        ("label by week, ms", None, search["label"]["p50"], "<= 0.1",
         search["label"]["p50"] <= .1),
        ("any query by week, p50, ms", None, search["series"]["p50"], "<= 20",
         search["series"]["p50"] <= 20),
        ("any query by week, p99, ms", None, search["series"]["p99"], "<= 20",
         search["series"]["p99"] <= 20),
        (f"import rate, of that with {at}", None, slower, ">= 0.85", slower >= .85),
        (f"search p50, of that with {at}", None, growth, "<= 5", growth <= 5),
        ("CLI: open and first answer, ms", None, ours["cli_milliseconds"], "<= 80",
         ours["cli_milliseconds"] <= 80)]


def of_quality(figures):
    aims = (("cranfield", "nDCG@10 Cranfield", .535), ("cisi", "nDCG@10 CISI", .395),
            ("csl_zh_knownitem", "nDCG@10 known item, Chinese", .985),
            ("arxiv_known_item", "nDCG@10 known item, English", .955),
            ("zh-en", "recall@20 Chinese query, English texts", .9),
            ("en-zh", "recall@20 English query, Chinese texts", .9))
    return [(what, None, figures[key], f">= {aim}" + (" x own language's" if "-" in key else ""),
             figures[key] >= aim) for key, what, aim in aims]


def figures(results, count):
    rows = []
    if "horizon" in results and "lucene" in results:
        rows += against_lucene(results["horizon"], results["lucene"], count)
    if "horizon" in results:
        rows += of_horizon(results["horizon"], count)
    return rows + (of_quality(results["quality"]) if "quality" in results else [])


def print_figures(rows):
    print(f"\n{'figure':42} {'Lucene':>10} {'Horizon':>10}  {'to reach':26} reached")
    for what, theirs, ours, aim, reached in rows:
        peer = "-" if theirs is None else f"{theirs:.2f}"
        value = f"{ours:.3f}" if ours < 1 else f"{ours:.2f}"
        print(f"{what:42} {peer:>10} {value:>10}  {aim:26} {'yes' if reached else 'NO'}")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("bins", type=pathlib.Path)
    parser.add_argument("work", type=pathlib.Path)
    parser.add_argument("--documents", type=int, default=100_000)
    parser.add_argument("--only", default="horizon,lucene,sqlite,xapian,quality",
                        help="parts, by commas")
    options = parser.parse_args()
    work, data = options.work, os.environ["HORIZON_TEST_DATA"]
    documents = work / "documents.jsonl"
    script = [sys.executable, ROOT / "bench" / "make_documents.py"]
    subprocess.run([*script, data, str(options.documents), documents], check=True)
    subprocess.run([sys.executable, ROOT / "bench" / "make_queries.py", documents,
                    work / "queries.tsv"], check=True)
    write_tsv(documents, work / "documents.tsv")
    results = {}
    for name, bench in (("horizon", lambda: bench_horizon(options.bins, work, documents,
                                                          options.documents)),
                        ("lucene", lambda: bench_lucene(work)),
                        ("sqlite", lambda: bench_script("sqlite_fts.py", work)),
                        ("xapian", lambda: bench_stock(options.bins, work)),
                        ("quality", lambda: quality(options.bins, work, data))):
        if name not in options.only.split(","):
            continue
        print(f"{name} ...", file=sys.stderr)
        results[name] = bench()
        if name in ("lucene", "sqlite", "xapian"):
            shutil.rmtree(work / {"xapian": "stock", "sqlite": "sqlite_fts.py"}.get(name, name))
    print_table(results, options.documents)
    rows = figures(results, options.documents)
    print_figures(rows)
    out = ROOT / "bench" / "results" / f"search-{options.documents}.json"
    out.parent.mkdir(exist_ok=True)
    commit = run(["git", "-C", ROOT, "rev-parse", "--short", "HEAD"]).strip()
    load = os.getloadavg()[0]
    out.write_text(json.dumps({"machine": f"{platform.machine()}, {os.cpu_count()} processors",
                               "load_at_the_end": round(load, 1),
                               "date": str(datetime.date.today()), "commit": commit,
                               "documents": options.documents, "results": results,
                               "figures": [dict(zip(("what", "lucene", "horizon", "to reach",
                                                     "reached"), row)) for row in rows]}, indent=1) + "\n")


if __name__ == "__main__":
    main()
