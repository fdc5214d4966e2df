#!/usr/bin/env python3
"""sqlite_fts.py FOLDER DOCUMENTS.tsv QUERIES.tsv: SQLite FTS5 with the Porter stemmer over the same
documents. Prints "seconds TAB cpu seconds" of indexing, then "kind TAB milliseconds" of each query
(words joined by OR, as the others have them)."""
import os
import pathlib
import re
import sqlite3
import sys
import time

ROUNDS = 3


def fill(database, path):
    database.execute("PRAGMA synchronous = NORMAL")
    database.execute("CREATE TABLE facts(day TEXT, kind TEXT, language TEXT, source TEXT)")
    database.execute("CREATE VIRTUAL TABLE texts USING fts5(title, abstract, content='', "
                     "tokenize='porter unicode61')")
    with open(path, encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            parts = line.rstrip("\n").split("\t")
            database.execute("INSERT INTO facts VALUES(?, ?, ?, ?)", parts[1:5])
            database.execute("INSERT INTO texts(rowid, title, abstract) VALUES(?, ?, ?)",
                             (number, parts[5], parts[6]))
    database.commit()


def ask(database, kind, text):
    parts = text.split("\t")
    words = re.findall(r"\w+", parts[0])
    match = f'"{" ".join(words)}"' if kind == "phrase" else " OR ".join(f'"{w}"' for w in words)
    if kind == "series":
        sql = ("SELECT substr(day, 1, 7), count(*) FROM texts JOIN facts ON facts.rowid = "
               "texts.rowid WHERE texts MATCH ? GROUP BY 1")
        return database.execute(sql, [match]).fetchall()
    if kind == "facets":
        for field in ("kind", "language", "source"):
            database.execute(f"SELECT {field}, count(*) FROM texts JOIN facts ON facts.rowid = "
                             "texts.rowid WHERE texts MATCH ? GROUP BY 1", [match]).fetchall()
    if kind == "date":
        sql = ("SELECT texts.rowid FROM texts JOIN facts ON facts.rowid = texts.rowid WHERE texts "
               "MATCH ? AND day >= ? AND day < ? ORDER BY rank LIMIT 10")
        return database.execute(sql, [match, *parts[1:]]).fetchall()
    return database.execute("SELECT rowid FROM texts WHERE texts MATCH ? ORDER BY rank LIMIT 10",
                            [match]).fetchall()


def main():
    folder = pathlib.Path(sys.argv[1])
    folder.mkdir()
    database = sqlite3.connect(folder / "fts.db")
    begin = time.monotonic()
    fill(database, sys.argv[2])
    cpu = os.times()
    print(f"{time.monotonic() - begin:.3f}\t{cpu.user + cpu.system:.3f}")
    with open(sys.argv[3], encoding="utf-8") as lines:
        queries = [line.rstrip("\n").split("\t", 1) for line in lines]
    for round_number in range(-1, ROUNDS):
        for kind, text in queries:
            begin = time.monotonic()
            ask(database, kind, text)
            if round_number >= 0:
                print(f"{kind}\t{1000 * (time.monotonic() - begin):.4f}")


if __name__ == "__main__":
    main()
