#!/usr/bin/env python3
"""The query page under load, called by scripts/bench serve: HORIZON WORK WORKSPACE.

Every search and every topic once by a server that has just begun (cold), then in turn (warm), then
searches while an import runs into a copy of the workspace. Every step is bounded in time.
"""
import csv
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
import urllib.parse
import urllib.request

HORIZON, WORK, WORKSPACE = sys.argv[1:4]
CONNECTIONS = 16
SEARCHES = 400
STEP_LIMIT = 150  # seconds; of a step that asks everything once
WARM = 15  # seconds
WORDS = ["learning", "energy", "robot", "quantum", "network", "graphene", "laser", "battery", "cell",
         "model", "light", "water", "field", "control", "data", "system"]
TOOLS = os.path.abspath("build/browser/node_modules")


def horizon(workspace, *words):
    return [HORIZON, "--workspace", workspace, "--lang", "en", *words]


def write_targets():
    """What a committee might ask for: each topic's name alone, then with further words."""
    listing = subprocess.run(horizon(WORKSPACE, "taxonomy", "list", "--format", "csv"),
                             capture_output=True, text=True, check=True, timeout=60).stdout
    nodes = list(csv.DictReader(listing.splitlines()))
    names = [node["en"] for node in nodes]
    queries = list(names)
    for shift in range(len(WORDS)):
        queries += [f"{name} {WORDS[(i + shift) % len(WORDS)]}" for i, name in enumerate(names)]
    targets = {
        "searches": ["/search?q=" + urllib.parse.quote(query) for query in queries[:SEARCHES]],
        "topics": ["/topic/" + node["id"] for node in nodes],
    }
    for name, lines in targets.items():
        with open(f"{WORK}/{name}", "w", encoding="utf-8") as out:
            out.write("\n".join(lines) + "\n")


def wait_for_threads(process, seconds):
    """wrk sleeps on after its threads have asked for everything; a signal ends it."""
    end = time.monotonic() + seconds
    time.sleep(0.5)
    while time.monotonic() < end and process.poll() is None:
        if len(os.listdir(f"/proc/{process.pid}/task")) == 1:
            process.send_signal(signal.SIGINT)
            return
        time.sleep(0.1)


class Server:
    def __init__(self, workspace):
        self.process = subprocess.Popen(horizon(workspace, "serve", "--port", "0"),
                                        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        line = self.process.stdout.readline()
        found = re.search(r"127\.0\.0\.1:(\d+)", line)
        if not found:
            self.process.kill()
            sys.exit(f"scripts/bench: the server did not begin: {line}")
        self.address = "http://127.0.0.1:" + found.group(1)

    def processor(self):
        with open(f"/proc/{self.process.pid}/stat", encoding="ascii") as stat:
            fields = stat.read().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def memory(self):
        with open(f"/proc/{self.process.pid}/status", encoding="ascii") as status:
            found = re.search(r"VmRSS:\s+(\d+)", status.read())
        return int(found.group(1)) // 1024

    def end(self):
        self.process.send_signal(signal.SIGINT)
        try:
            self.process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def load(self, what, targets, seconds, once=False, connections=CONNECTIONS):
        environment = dict(os.environ, HORIZON_TARGETS=f"{WORK}/{targets}")
        if once:
            environment["HORIZON_ONCE"] = "1"
        before = self.processor()
        command = ["wrk", "-t", "2", "-c", str(connections), "-d", f"{seconds}s", "--timeout", "30s",
                   "-H", "Accept-Encoding: gzip", "-s", "bench/serve.lua", self.address]
        process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE,
                                   stderr=subprocess.STDOUT, text=True)
        if once:
            wait_for_threads(process, seconds)
        try:
            said = process.communicate(timeout=seconds + 60)[0]
        except subprocess.TimeoutExpired:
            process.kill()
            sys.exit("scripts/bench: wrk does not end")
        used = self.processor() - before
        try:
            count, rate, p50, p90, p99, bad = said.split("\n")[-2].split()
        except (IndexError, ValueError):
            sys.exit(f"scripts/bench: wrk failed: {said}")
        cpu = 1000 * used / max(1, int(count))
        row = {"what": what, "requests": int(count), "per_second": float(rate),
               "p50_ms": float(p50), "p90_ms": float(p90), "p99_ms": float(p99),
               "cpu_ms": round(cpu, 2), "errors": int(bad), "memory_mb": self.memory()}
        print(f"{what:<34} {count:>7} {float(rate):>8.0f}/s  p50 {float(p50):>8.1f}  p90 "
              f"{float(p90):>8.1f}  p99 {float(p99):>8.1f} ms  {cpu:>7.2f} ms cpu  {bad:>3} errors  "
              f"{row['memory_mb']:>4} MB", flush=True)
        return row


def phone(server):
    if not os.path.isdir(f"{TOOLS}/playwright-core"):
        print("slow phone: not measured; scripts/test-browser sets its browser up")
        return
    environment = dict(os.environ, NODE_PATH=TOOLS)
    try:
        subprocess.run(["node", "bench/phone.cjs", server.address, "/overview", "/search?q=quantum",
                        "/topic/INF.qcomp", "/digests"], env=environment, timeout=120, check=False)
    except subprocess.TimeoutExpired:
        print("slow phone: no answer within 120 s")


def write_documents():
    body = "x" * 60 + " graphene battery learning network"
    with open(f"{WORK}/load.jsonl", "w", encoding="utf-8") as out:
        for i in range(20_000):
            out.write(json.dumps({"id": f"load-{time.time_ns()}-{i}", "title": f"A quantum robot {i}",
                                  "abstract": body, "date": "2019-01-01"}) + "\n")


def beside_import():
    copy = f"{WORK}/copy"
    subprocess.run(["cp", "-r", "--reflink=auto", WORKSPACE, copy], check=True, timeout=300)
    server = Server(copy)
    rows = [server.load("searches, cold, of the copy", "searches", STEP_LIMIT, once=True)]
    write_documents()
    writer = subprocess.Popen(horizon(copy, "import", f"{WORK}/load.jsonl"), start_new_session=True,
                              stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    rows.append(server.load("searches beside an import", "searches", WARM))
    print("the import " + ("ran all the time" if writer.poll() is None else "ended before"))
    if writer.poll() is None:
        os.killpg(writer.pid, signal.SIGKILL)
    writer.wait()
    server.end()
    shutil.rmtree(copy, ignore_errors=True)
    return rows


def main():
    write_targets()
    server = Server(WORKSPACE)
    print(f"{CONNECTIONS} connections, {os.cpu_count()} processors; cpu: of the server, a request")
    rows = [server.load("searches, cold", "searches", STEP_LIMIT, once=True),
            server.load("searches, warm", "searches", WARM),
            server.load("topics, cold, 2 connections", "topics", STEP_LIMIT, once=True,
                        connections=2),
            server.load("topics, warm", "topics", WARM)]
    phone(server)
    server.end()
    rows += beside_import()
    print(json.dumps(rows))


main()
