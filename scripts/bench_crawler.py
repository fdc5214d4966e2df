#!/usr/bin/env python3
"""Horizon's crawler beside its peers (Debian: python3-scrapy, python3-feedparser), in one session on
one machine, against a server on loopback addresses. Called by scripts/bench crawler, which builds."""
import os
import pathlib
import random
import shutil
import statistics
import subprocess
import sys
import time
import urllib.request

import bench_reading

ROOT = pathlib.Path(__file__).resolve().parent.parent
BIN = ROOT / "build/release/bin"
PEERS = ROOT / "bench/peers"
PORT = 18_437
PYTHON = "/usr/bin/python3"  # Debian's own: it sees Debian's packages
RUNS = 3
HOSTS, FEEDS_PER_HOST, ITEMS, DELAY_MS = 50, 4, 50, 40


def measured(work, *command, **options):
    """Seconds by the clock, seconds of processor and MiB of one run."""
    table = work / "measured"
    table.unlink(missing_ok=True)
    done = subprocess.run([BIN / "bench_measure", table, *command], capture_output=True, text=True,
                          check=False, **options)
    if done.returncode not in (0, 1):
        sys.exit(f"scripts/bench: {command[0]} failed: {done.stderr[-2000:]}")
    wall, cpu, kib = table.read_text().split("\t")
    return float(wall), float(cpu), float(kib) / 1024, done.stdout


class Server:
    def __init__(self, work, delay_ms, items):
        self.log = work / "server.log"
        self.process = subprocess.Popen(
            [BIN / "bench_server", str(PORT), str(delay_ms), str(items), self.log],
            stdin=subprocess.PIPE)
        for _ in range(100):
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{PORT}/feed/0").read()
                return
            except OSError:
                time.sleep(0.05)
        sys.exit("scripts/bench: the server does not answer")

    def requests(self):
        return [line.split("\t") for line in self.log.read_text().splitlines()]

    def stop(self):
        self.process.stdin.close()
        self.process.wait()


def host(i):
    return f"127.1.{i // 250}.{i % 250 + 1}"


def workspace(work, sources, pace):
    folder = work / "workspace"
    shutil.rmtree(folder, ignore_errors=True)
    subprocess.run([BIN / "horizon", "init", folder], check=True, stdout=subprocess.DEVNULL)
    hosts = sorted({url.split("/")[2].split(":")[0] for url in sources})
    allowed = ", ".join(f'"{name}"' for name in hosts)
    (folder / "horizon.toml").write_text(
        'contact = "https://bench.example.org"\n[network]\n'
        f"allowed_private_hosts = [{allowed}]\nseconds_between_requests = {pace}\n")
    (folder / "sources.toml").write_text("".join(
        f'[[source]]\nid = "s{i}"\ntype = "feed"\nurl = "{url}"\n'
        for i, url in enumerate(sources)))
    return folder


def bench_feeds(work):
    urls = [f"http://{host(h)}:{PORT}/feed/{n}" for n in range(FEEDS_PER_HOST)
            for h in range(HOSTS)]
    (work / "urls").write_text("\n".join(urls) + "\n")
    server = Server(work, DELAY_MS, ITEMS)
    ours, theirs = [], []
    try:
        for run in range(RUNS):
            folder = workspace(work, urls, 0)
            ours.append(measured(work, BIN / "horizon", "scan", cwd=folder))
            database = work / f"scrapy{run}.db"
            theirs.append(measured(work, PYTHON, PEERS / "scrapy_feeds.py", database,
                                   work / "urls"))
        stored = subprocess.run([BIN / "horizon", "status", "--format", "json"], cwd=folder,
                                capture_output=True, text=True, check=True).stdout
    finally:
        server.stop()
    assert f'"documents": {len(urls) * ITEMS}' in stored or f'"documents":{len(urls) * ITEMS}' in stored, stored
    report(f"{len(urls)} feeds of {ITEMS} items on {HOSTS} hosts, {DELAY_MS} ms a reply: "
           "fetched, parsed, stored (Horizon also labels and indexes)", ours, theirs, "scrapy")


def report(title, ours, theirs, peer):
    def median(runs, column):
        return statistics.median(run[column] for run in runs)
    print(f"\n{title}")
    print(f"{'':10} {'seconds':>9} {'cpu s':>8} {'peak MiB':>9}")
    for name, runs in (("horizon", ours), (peer, theirs)):
        print(f"{name:10} {median(runs, 0):9.2f} {median(runs, 1):8.2f} {median(runs, 2):9.0f}")
    print(f"horizon / {peer}: {median(ours, 0) / median(theirs, 0):.2f}")


def bench_parse(work):
    server = Server(work, 0, ITEMS)
    files = []
    for i in range(HOSTS * FEEDS_PER_HOST):
        files.append(work / f"feed{i}.xml")
        files[-1].write_bytes(
            urllib.request.urlopen(f"http://127.0.0.1:{PORT}/feed/{i}").read())
    server.stop()
    ours, theirs = [], []
    for _ in range(RUNS):
        out = subprocess.run([BIN / "bench_records", "feed", "1", *files], capture_output=True,
                             text=True, check=True).stdout
        ours.append(float(out.split("\t")[3]))
        out = subprocess.run([PYTHON, PEERS / "feedparser_feeds.py", *files],
                             capture_output=True, text=True, check=True).stdout
        theirs.append(float(out.split("\t")[1]))
    a, b = statistics.median(ours), statistics.median(theirs)
    print(f"\n{len(files)} feeds of {ITEMS} items parsed on one thread\n"
          f"horizon {a:.3f} s, feedparser {b:.3f} s; horizon / feedparser: {a / b:.3f}")


def patent(number, words):
    text = " ".join(words.choice(WORDS) for _ in range(9_000))
    claims = " ".join(words.choice(WORDS) for _ in range(700))
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE us-patent-grant SYSTEM "us-patent-grant-v47-2022-02-17.dtd" [ ]>
<us-patent-grant lang="EN" dtd-version="v4.7 2022-02-17" file="US{number}-20261117.XML" status="PRODUCTION" id="us-patent-grant" country="US" date-produced="20261102" date-publ="20261117">
<us-bibliographic-data-grant>
<publication-reference><document-id><country>US</country><doc-number>{number}</doc-number><kind>B2</kind><date>20261117</date></document-id></publication-reference>
<application-reference appl-type="utility"><document-id><country>US</country><doc-number>18{number % 1000000:06}</doc-number><date>20240305</date></document-id></application-reference>
<priority-claims><priority-claim sequence="01" kind="national"><country>JP</country><doc-number>2023-0{number % 100000:05}</doc-number><date>20230310</date></priority-claim></priority-claims>
<classifications-ipcr><classification-ipcr><section>G</section><class>06</class><subclass>N</subclass><main-group>10</main-group><subgroup>40</subgroup></classification-ipcr></classifications-ipcr>
<classifications-cpc><main-cpc><classification-cpc><section>G</section><class>06</class><subclass>N</subclass><main-group>10</main-group><subgroup>40</subgroup></classification-cpc></main-cpc></classifications-cpc>
<invention-title id="d2e43">Quantum processor {number} with error correction</invention-title>
<us-parties><us-applicants><us-applicant sequence="001" app-type="applicant" designation="us-only"><addressbook><orgname>Example Works {number % 900} Inc.</orgname><address><city>Kyoto</city><country>JP</country></address></addressbook></us-applicant></us-applicants>
<inventors><inventor sequence="001" designation="us-only"><addressbook><last-name>Sato</last-name><first-name>Aki</first-name><address><city>Kyoto</city><country>JP</country></address></addressbook></inventor></inventors></us-parties>
</us-bibliographic-data-grant>
<abstract id="abstract"><p id="p-0001" num="0000">{text[:900]}</p></abstract>
<description id="description"><p id="p-0002" num="0001">{text}</p></description>
<us-claim-statement>What is claimed is:</us-claim-statement>
<claims id="claims"><claim id="CLM-00001" num="00001"><claim-text>1. {claims}</claim-text></claim></claims>
</us-patent-grant>
"""


WORDS = ("qubit processor error correction lattice surface code superconducting resonator coupled "
         "apparatus comprising wherein first second signal circuit substrate layer electrode said "
         "method according to configured memory controller optical waveguide laser wafer").split()


def bench_bulk(work):
    weekly = work / "ipg261117.xml"
    words = random.Random(7)
    samples = [patent(12_000_000 + i, words) for i in range(200)]
    number = 12_000_200
    size = 0
    with open(weekly, "w", encoding="utf-8") as out:
        while size < 1_000_000_000:
            text = samples[number % len(samples)].replace(
                str(12_000_000 + number % len(samples)), str(number))
            out.write(text)
            size += len(text)
            number += 1
    threads = str(os.cpu_count())
    for label, command in (
            (f"read to documents, {threads} threads",
             [BIN / "bench_records", "uspto", threads, weekly]),
            ("imported: labelled, stored, indexed", [BIN / "horizon", "import", weekly])):
        folder = workspace(work, [], 1)
        wall, cpu, peak, _ = measured(work, *command, cwd=folder)
        print(f"\n{size / 1e6:.0f} MB of weekly full texts {label}: {wall:.1f} s, "
              f"{size / 1e6 / wall:.0f} MB/s, {cpu:.1f} cpu s, peak {peak:.0f} MiB")
    weekly.unlink()


def oai_page(page):
    records = "".join(f"""<record><header><identifier>oai:arXiv.org:26{page:02}.{i:05}</identifier><datestamp>2026-11-20</datestamp><setSpec>cs</setSpec></header><metadata><arXiv xmlns="http://arxiv.org/OAI/arXiv/"><id>26{page:02}.{i:05}</id><created>2026-11-19</created><authors><author><keyname>Li</keyname><forenames>Na</forenames></author><author><keyname>Sato</keyname><forenames>Aki B.</forenames></author></authors><title>Quantum error correction {i} on page {page}</title><categories>quant-ph cs.ET</categories><comments>12 pages, 4 figures</comments><license>http://creativecommons.org/licenses/by/4.0/</license><abstract>  {' '.join(WORDS)} with $\\alpha_{i}$ and the surface code of {i} qubits. {' '.join(WORDS[::-1])} </abstract></arXiv></metadata></record>""" for i in range(1000))
    return ('<?xml version="1.0" encoding="UTF-8"?><OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/">'
            '<responseDate>2026-11-22T00:00:00Z</responseDate><request verb="ListRecords">x</request>'
            f"<ListRecords>{records}<resumptionToken>t{page}</resumptionToken></ListRecords></OAI-PMH>")


def bench_oai(work):
    files = []
    for page in range(20):
        files.append(work / f"oai{page}.xml")
        files[-1].write_text(oai_page(page), encoding="utf-8")
    best = []
    for _ in range(RUNS):
        out = subprocess.run([BIN / "bench_records", "oai-pmh", "1", *files], capture_output=True,
                             text=True, check=True).stdout.split("\t")
        best.append(int(out[1]) / float(out[3]))
    print(f"\nOAI-PMH pages of 1,000 records, one thread: {statistics.median(best):.0f} records/s")


def bench_many(work):
    """10,000 sources in one process; no host may be asked more often than twice a second."""
    pace = 0.5
    urls = [f"http://{host(i % 1000)}:{PORT}/feed/{i}" for i in range(10_000)]
    server = Server(work, 5, 2)
    try:
        folder = workspace(work, urls, pace)
        wall, cpu, peak, _ = measured(work, BIN / "horizon", "scan", cwd=folder)
        times = {}
        for at, name, path in server.requests():
            if path.startswith("/feed/") and name != "127.0.0.1":
                times.setdefault(name, []).append(float(at))
    finally:
        server.stop()
    gaps = [b - a for at in times.values() for a, b in zip(sorted(at), sorted(at)[1:])]
    asked = sum(len(at) for at in times.values())
    # Half a millisecond: the server's clock starts when a request has arrived.
    early = sum(gap < pace - 0.0005 for gap in gaps)
    print(f"\n10,000 sources on 1,000 hosts, {pace} s between two requests to a host: {wall:.0f} s, "
          f"{cpu:.1f} cpu s, peak {peak:.0f} MiB; {asked} feeds asked, smallest gap "
          f"{min(gaps):.4f} s, {early} too early")


def bench_texts(work):
    bench_reading.bench(BIN / "horizon", PYTHON, work)


def main():
    work = pathlib.Path(sys.argv[1])
    chosen = sys.argv[2:] or ["feeds", "parse", "bulk", "oai", "many", "reading"]
    print(f"{os.cpu_count()} processors; medians of {RUNS} runs")
    for name in chosen:
        {"feeds": bench_feeds, "parse": bench_parse, "bulk": bench_bulk, "oai": bench_oai,
         "many": bench_many, "reading": bench_texts}[name](work)


if __name__ == "__main__":
    main()
