#!/usr/bin/env python3
"""Replays a year of documents week by week: each week's are imported on its Sunday, then the week is
issued. Prints how the issues changed from one to the next, and checks that no headline is repeated
without a change.

  scripts/replay_digest.py --program build/release/bin/horizon --workspace /tmp/replay \\
      --first 2019-W01 --weeks 52 arxiv_2015.jsonl.gz ... arxiv_2019.jsonl.gz

Documents of before the first week are imported on the Sunday before it. A workspace that is there
already goes on with the weeks that it has not issued."""
import argparse
import collections
import datetime
import gzip
import json
import pathlib
import re
import subprocess
import sys


def sunday(week):
    return datetime.date.fromisocalendar(int(week[:4]), int(week[6:]), 7)


def name_of(day):
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02d}"


def run(program, workspace, *arguments):
    done = subprocess.run([program, "--workspace", str(workspace), *arguments],
                          capture_output=True, text=True)
    if done.returncode not in (0, 1):
        sys.exit(f"{' '.join(arguments)}: {done.stdout}{done.stderr}")
    return done.stdout


def set_clock(workspace, day):
    file = workspace / "horizon.toml"
    text = re.sub(r"(?m)^as_of *=.*\n", "", file.read_text())
    file.write_text(f'as_of = "{day}"\n' + text)


def by_week(files, first_day):
    """Lines of before the first week under None, the others under their Sunday."""
    lines = collections.defaultdict(list)
    for file in files:
        opener = gzip.open if file.suffix == ".gz" else open
        with opener(file, "rt", encoding="utf-8") as stream:
            for line in stream:
                day = datetime.date.fromisoformat(json.loads(line)["date"][:10])
                key = None if day < first_day else day + datetime.timedelta(7 - day.isoweekday())
                lines[key].append(line)
    return lines


def take_in(options, lines, day):
    file = options.workspace / "week.jsonl"
    file.write_text("".join(lines), encoding="utf-8")
    set_clock(options.workspace, day)
    run(options.program, options.workspace, "import", str(file), "--source", "arxiv", "--kind", "paper")
    file.unlink()


def replay(options):
    first = sunday(options.first)
    lines = by_week(options.files, first - datetime.timedelta(6))
    if not (options.workspace / "horizon.toml").exists():
        run(options.program, options.workspace, "init", str(options.workspace))
        take_in(options, lines[None], first - datetime.timedelta(7))
    for i in range(options.weeks):
        day = first + datetime.timedelta(7 * i)
        if (options.workspace / "digests" / name_of(day) / "issue.json").exists():
            continue
        take_in(options, lines[day], day)
        run(options.program, options.workspace, "digest")


def told(headline):
    ratio = headline["growth"]["comparison"]["ratio"]
    return headline["node"]["id"], headline["change"], ratio["value"]


def report(options):
    issues = []
    for file in sorted((options.workspace / "digests").glob("????-W??/issue.json")):
        issues.append(json.loads(file.read_text(encoding="utf-8")))
    repeats, churn, last = [], [], {}
    for before, issue in zip([None] + issues, issues):
        above = {s["node"] for s in issue["standings"]}
        if before:
            past = {s["node"] for s in before["standings"]}
            churn.append(len(above ^ past) / max(1, len(above | past)))
        last = {node: ratio for node, ratio in last.items() if node in above}
        for headline in issue["headlines"]:
            node, change, ratio = told(headline)
            if node in last and change in ("confirmed", "holds"):
                repeats.append((issue["week"], node))
            last[node] = ratio
        print(issue["week"], f"{len(above):3d} above the line",
              " ".join(f"{c}:{n}" for n, c, _ in map(told, issue["headlines"])) or "-")
    counts = [len(issue["headlines"]) for issue in issues]
    grades = collections.Counter()
    for grade in (g for issue in issues for g in issue["scorecard"]):
        grades.update({k: grade[k] for k in ("claims", "held", "all", "all_held")})
    print(f"issues {len(issues)}; headlines {sum(counts)}, a week {sum(counts) / len(counts):.2f}, "
          f"at most {max(counts)}; weeks without {counts.count(0) / len(counts):.0%}")
    print(f"churn of what is above the line, week to week {sum(churn) / max(1, len(churn)):.1%}; "
          f"headlines repeated without a change {len(repeats)} {repeats}")
    print("graded", dict(grades))
    return 1 if repeats else 0


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", default="build/release/bin/horizon")
    parser.add_argument("--workspace", type=pathlib.Path, required=True)
    parser.add_argument("--first", default="2019-W01")
    parser.add_argument("--weeks", type=int, default=52)
    parser.add_argument("files", type=pathlib.Path, nargs="+")
    options = parser.parse_args()
    replay(options)
    return report(options)


if __name__ == "__main__":
    sys.exit(main())
