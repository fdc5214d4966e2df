#!/usr/bin/env python3
"""bench_search.py PROGRAMS WORK [--documents N]: import and search beside Lucene 8, SQLite FTS5 and
a stock Xapian, over the same documents in one session. scripts/bench search runs it.

Documents and queries are made by bench/make_documents.py and bench/make_queries.py from
$HORIZON_TEST_DATA. Prints a table and writes bench/results/search-<documents>.json."""
import argparse
import collections
import datetime
import glob
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
KINDS = ("words", "phrase", "date", "facets", "series")


def run(command, **options):
    return subprocess.run(command, check=True, text=True, stdout=subprocess.PIPE, **options).stdout


def folder_megabytes(path):
    files = [entry for entry in pathlib.Path(path).rglob("*") if entry.is_file()]
    return sum(entry.stat().st_size for entry in files) / 1e6


def percentile(values, share):
    values = sorted(values)
    return values[min(len(values) - 1, int(share * len(values)))]


def summary(lines):
    """By kind: p50, p95 and p99 of lines "kind TAB milliseconds"."""
    times = collections.defaultdict(list)
    for line in lines.splitlines():
        kind, milliseconds = line.split("\t")
        times[kind].append(float(milliseconds))
    return {kind: {f"p{share}": round(percentile(values, share / 100), 3)
                   for share in (50, 95, 99)} for kind, values in times.items()}


def measured(bin_folder, work, command, cwd=None):
    """Seconds, CPU seconds and peak KiB of a command."""
    out = work / "measured"
    subprocess.run([bin_folder / "bench_measure", out, *command], check=True, cwd=cwd,
                   stdout=subprocess.DEVNULL)
    seconds, cpu, kib = out.read_text().split("\n")[-2].split("\t")
    return {"seconds": float(seconds), "cpu": float(cpu), "rss_mb": round(int(kib) / 1024)}


def bench_horizon(bins, work, documents):
    workspace = work / "workspace"
    subprocess.run([bins / "horizon", "init", workspace], check=True, stdout=subprocess.DEVNULL)
    result = measured(bins, work, [bins / "horizon", "import", documents], cwd=workspace)
    result["megabytes"] = folder_megabytes(workspace / "index")
    result["store_megabytes"] = (workspace / "store.db").stat().st_size / 1e6
    result["search"] = summary(run([bins / "bench_search", workspace, work / "queries.tsv"]))
    begin = time.monotonic()
    run([bins / "horizon", "search", "quantum computing"], cwd=workspace)
    begin, first = time.monotonic(), time.monotonic() - begin
    run([bins / "horizon", "search", "quantum computing"], cwd=workspace)
    result["cli_milliseconds"] = round(1000 * (time.monotonic() - begin), 1)
    result["cli_first_milliseconds"] = round(1000 * first, 1)
    return result


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
    print(f"{count} documents, {os.cpu_count()} processors")
    print(f"{'program':10} {'docs/s':>8} {'cpu s':>8} {'MB':>7}  "
          + "  ".join(f"{kind + ' p50/p99':>18}" for kind in KINDS))
    for name, result in results.items():
        times = [result["search"].get(kind) for kind in KINDS]
        cells = [f"{one['p50']:.2f} / {one['p99']:.1f}" if one else "-" for one in times]
        print(f"{name:10} {count / result['seconds']:8.0f} {result['cpu']:8.1f} "
              f"{result['megabytes']:7.0f}  " + "  ".join(f"{cell:>18}" for cell in cells))
    horizon = results.get("horizon")
    if not horizon:
        return
    print(f"horizon: peak memory {horizon['rss_mb']} MB; open and first answer of the program "
          f"{horizon['cli_milliseconds']} ms; store {horizon['store_megabytes']:.0f} MB")
    print("horizon's rate is of parsing, labelling, storing and indexing; the others only index")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("bins", type=pathlib.Path)
    parser.add_argument("work", type=pathlib.Path)
    parser.add_argument("--documents", type=int, default=100_000)
    parser.add_argument("--only", default="horizon,lucene,sqlite,xapian", help="programs, by commas")
    options = parser.parse_args()
    work, data = options.work, os.environ["HORIZON_TEST_DATA"]
    documents = work / "documents.jsonl"
    script = [sys.executable, ROOT / "bench" / "make_documents.py"]
    subprocess.run([*script, data, str(options.documents), documents], check=True)
    subprocess.run([sys.executable, ROOT / "bench" / "make_queries.py", documents,
                    work / "queries.tsv"], check=True)
    write_tsv(documents, work / "documents.tsv")
    results = {}
    for name, bench in (("horizon", lambda: bench_horizon(options.bins, work, documents)),
                        ("lucene", lambda: bench_lucene(work)),
                        ("sqlite", lambda: bench_script("sqlite_fts.py", work)),
                        ("xapian", lambda: bench_stock(options.bins, work))):
        if name not in options.only.split(","):
            continue
        print(f"{name} ...", file=sys.stderr)
        results[name] = bench()
        if name != "horizon":
            shutil.rmtree(work / {"xapian": "stock", "sqlite": "sqlite_fts.py"}.get(name, name))
    print_table(results, options.documents)
    out = ROOT / "bench" / "results" / f"search-{options.documents}.json"
    out.parent.mkdir(exist_ok=True)
    commit = run(["git", "-C", ROOT, "rev-parse", "--short", "HEAD"]).strip()
    load = os.getloadavg()[0]
    out.write_text(json.dumps({"machine": f"{platform.machine()}, {os.cpu_count()} processors",
                               "load_at_the_end": round(load, 1),
                               "date": str(datetime.date.today()), "commit": commit,
                               "documents": options.documents, "results": results}, indent=1) + "\n")


if __name__ == "__main__":
    main()
