#!/usr/bin/python3
"""Labels for everything anew after an edit of the taxonomy: what moves is shown first, the run is
killed half way and goes on, one processor and all of them give the same.

bench_relabel.py BIN WORK WORKSPACE

A copy of WORKSPACE (made with `horizon import` by the same program) gets a taxonomy in which `robot` and `robotic` say
much more about embodied intelligence and quantum computing has lost half of its English terms.
Printed: time, processor time and memory of `reindex --dry-run` and of `reindex`; the moves that both
state; whether a run that was killed by SIGKILL and continued, and one on one processor, have the
same labels, counts and words as the first. Called by `scripts/bench relabel`.
"""
import hashlib
import pathlib
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import time

TABLES = [("labels", "number, node"), ("counts", "1, 2, 3, 4, 5, 6"), ("totals", "1, 2, 3"),
          ("words", "id"), ("document_words", "number")]


def copy(workspace, to):
    to.mkdir()
    for name in ("horizon.toml", "sources.toml", "store.db"):
        shutil.copy(workspace / name, to / name)
    for name in ("taxonomy", "index"):
        shutil.copytree(workspace / name, to / name)


def edit(workspace):
    file = workspace / "taxonomy" / "future-industries.toml"
    text = file.read_text("utf-8")
    changed = re.sub(r'(term = "robot(?:ic)?", weight = )0\.\d+', r"\g<1>0.9", text)
    begin = changed.index('id = "INF.qcomp"')
    begin = changed.index("terms.en = [", begin)
    end = changed.index("\n]", begin)
    terms = re.split(r"(?=\{ term = )", changed[begin:end])
    changed = changed[:begin] + terms[0] + "".join(terms[1::2]) + changed[end:]
    if changed == text:
        sys.exit("bench_relabel.py: the taxonomy of the workspace is not the expected one")
    file.write_text(changed, encoding="utf-8")


def contents(workspace):
    """A hash of what relabelling writes; names by their text, not by their numbers."""
    store = sqlite3.connect(f"file:{workspace / 'store.db'}?mode=ro", uri=True)
    names = dict(store.execute("SELECT id, name FROM names"))
    digest = hashlib.sha256()
    rows = []
    for row in store.execute("SELECT number, node, probability, outcome, evidence FROM labels"):
        rows.append((row[0], names[row[1]], *row[2:]))
    digest.update(repr(sorted(rows)).encode())
    for node, *rest in sorted((names[row[0]], *row[1:]) for row in store.execute(
            "SELECT node, day, precision, kind, language, source, documents FROM counts")):
        digest.update(repr((node, rest)).encode())
    for row in store.execute("SELECT number, data FROM document_words ORDER BY number"):
        digest.update(repr(row).encode())
    return digest.hexdigest()


def measured(bin_folder, work, name, *command):
    figures = work / "figures"
    figures.unlink(missing_ok=True)
    done = subprocess.run([bin_folder / "bench_measure", figures, *command], check=True,
                          capture_output=True, encoding="utf-8")
    wall, cpu, kib = figures.read_text().split()
    print(f"{name:34} {float(wall):7.1f} s, {float(cpu):7.1f} s of processors, "
          f"{float(kib) / 1024:5.0f} MB", flush=True)
    return done.stdout


def place(workspace):
    """How far relabelling is; 0 before and after."""
    store = sqlite3.connect(f"file:{workspace / 'store.db'}?mode=ro", uri=True)
    row = store.execute("SELECT value FROM meta WHERE key = 'relabelling'").fetchone()
    return int(row[0].split()[1]) if row and row[0] else 0


def kill_half_way(program, workspace, half):
    child = subprocess.Popen([program, "-w", workspace, "reindex"], stdout=subprocess.DEVNULL,
                             stderr=subprocess.DEVNULL)
    while child.poll() is None:
        time.sleep(0.05)
        try:
            reached = place(workspace)
        except sqlite3.Error:
            continue
        if reached >= half:
            child.send_signal(signal.SIGKILL)
    child.wait()
    return place(workspace)


def main():
    bin_folder, work, workspace = map(pathlib.Path, sys.argv[1:4])
    program = bin_folder / "horizon"
    first = work / "first"
    copy(workspace, first)
    store = sqlite3.connect(f"file:{first / 'store.db'}?mode=ro", uri=True)
    documents, begin, end = store.execute(
        "SELECT count(*), min(sequence), max(sequence) FROM documents").fetchone()
    store.close()
    edit(first)
    second = work / "second"
    copy(first, second)
    third = work / "third"
    copy(first, third)
    print(f"{documents} documents")
    shown = measured(bin_folder, work, "reindex --dry-run", program, "-w", first, "reindex",
                     "--dry-run")
    print("  " + shown.strip().replace("\n", "\n  "))
    done = measured(bin_folder, work, "reindex, all processors", program, "-w", first, "reindex")
    print("the moves that were shown before: " +
          ("the same" if shown.strip() in done else "OTHERS:\n" + done))
    reached = kill_half_way(program, second, (begin + end) // 2)
    measured(bin_folder, work, f"the rest of one killed at {reached}", program, "-w", second,
             "reindex")
    measured(bin_folder, work, "reindex, one processor", "taskset", "-c", "0", program, "-w", third,
             "reindex")
    expected = contents(first)
    for name, other in (("killed and continued", second), ("one processor", third)):
        print(f"{name}: {'the same labels, counts and words' if contents(other) == expected else 'OTHER LABELS'}")


if __name__ == "__main__":
    main()
