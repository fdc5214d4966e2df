#!/usr/bin/python3
"""Learning and labelling beside fastText, liblinear and scikit-learn, on the same splits.

bench_classify.py HORIZON WORK [arxivml|csldcp67|thucnews10|arxivcs_en|arxivcs_zh|speed]...

Data: $HORIZON_TEST_DATA/classify. A set with a development file is judged on that; of the others
every fifth example is kept for judging. Called by `scripts/bench classify`.
"""
import gzip
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import time
import typing

SETS = ["arxivml", "csldcp67", "thucnews10", "arxivcs_en", "arxivcs_zh"]
HAN = re.compile("[\u4e00-\u9fff]")
SPEED_DOCUMENTS = 60000


def read(path):
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def split(name):
    folder = pathlib.Path(os.environ["HORIZON_TEST_DATA"]) / "classify"
    train = read(folder / f"{name}_train.jsonl.gz")
    held_out = folder / f"{name}_dev.jsonl.gz"
    if held_out.exists():
        return train, read(held_out)
    return ([row for i, row in enumerate(train) if i % 5], train[::5])


def text_of(row):
    title, text = row.get("title", ""), row.get("text") or row.get("abstract", "")
    return text if text.startswith(title) else f"{title}\n{text}"


def write_jsonl(rows, path):
    with open(path, "w", encoding="utf-8") as out:
        for row in rows:
            out.write(json.dumps(row, ensure_ascii=False) + "\n")


def f1_scores(truth, found):
    labels = sorted({label for row in truth + found for label in row})
    hits, wrong, missed = ({label: 0 for label in labels} for _ in range(3))
    for true, got in zip(truth, found):
        for label in got:
            (hits if label in true else wrong)[label] += 1
        for label in true - got:
            missed[label] += 1

    def f1(h, w, m):
        return 2 * h / (2 * h + w + m) if h else 0.0
    micro = f1(sum(hits.values()), sum(wrong.values()), sum(missed.values()))
    macro = sum(f1(hits[x], wrong[x], missed[x]) for x in labels) / len(labels)
    return micro, macro


class Run(typing.NamedTuple):
    wall: float  # seconds
    cpu: float  # seconds of all processors together
    memory: float  # the most that it held, in MB
    output: str


def timed(command):
    """Runs a command to its end by bench_measure, which is small: what this process holds is not
    taken for the command's memory."""
    measure = pathlib.Path(sys.argv[1]).parent / "bench_measure"
    with tempfile.NamedTemporaryFile("r") as figures:
        done = subprocess.run([measure, figures.name, *command], capture_output=True)
        if done.returncode != 0:
            sys.exit(f"bench_classify.py: {' '.join(map(str, command))}: {done.stderr.decode()}")
        wall, cpu, kib = figures.read().split()
        return Run(float(wall), float(cpu), float(kib) / 1024, done.stdout.decode())


class Result(typing.NamedTuple):
    training: Run
    found: list  # a set of labels for each judged document


def measured(begin, cpu):
    """What was done in this process since then; its memory holds other things, too."""
    return Run(time.monotonic() - begin, time.process_time() - cpu, 0, "")


def labels_of_lines(output):
    return [{label["id"] for label in json.loads(line)["labels"]} for line in output.splitlines()]


def horizon(program, work, train, test):
    write_jsonl(train, work / "train.jsonl")
    write_jsonl(test, work / "test.jsonl")
    model = work / "model.hzm"
    training = timed([program, "train", "--examples", work / "train.jsonl", "--model", model])
    labels = timed([program, "classify", "--model", model, "--format", "jsonl", work / "test.jsonl"])
    return Result(training, labels_of_lines(labels.output))


def fasttext(_, work, train, test):
    def line(row):
        text = HAN.sub(lambda han: f" {han.group()} ", text_of(row).lower())
        marks = " ".join("__label__" + label.replace(" ", "_") for label in row["labels"])
        return f"{marks} {' '.join(text.split())}\n"
    (work / "ft.train").write_text("".join(map(line, train)), encoding="utf-8")
    (work / "ft.test").write_text("".join(map(line, test)), encoding="utf-8")
    single = all(len(row["labels"]) == 1 for row in train)
    loss = ["-loss", "softmax"] if single else ["-loss", "ova"]
    training = timed(["fasttext", "supervised", "-input", work / "ft.train", "-output", work / "ft",
                      "-wordNgrams", "2", "-epoch", "15", "-lr", "0.5", "-minCount", "2", "-bucket",
                      "500000", "-dim", "50", "-thread", "2", *loss])
    rule = ["1"] if single else ["10", "0.3"]
    labels = timed(["fasttext", "predict-prob", work / "ft.bin", work / "ft.test", *rule])
    return Result(training, [{word[9:] for word in line.split() if word.startswith("__label__")}
                             for line in labels.output.splitlines()])


def tfidf(train, test):
    from sklearn.feature_extraction.text import TfidfVectorizer
    chinese = sum(bool(HAN.search(text_of(row))) for row in train[:500]) > 250
    kind = {"analyzer": "char", "min_df": 1} if chinese else {"min_df": 2}
    vectors = TfidfVectorizer(sublinear_tf=True, ngram_range=(1, 2), **kind)
    return vectors.fit_transform(map(text_of, train)), vectors.transform(map(text_of, test))


def sklearn_svm(_, work, train, test):
    """LinearSVC a label; where documents bear several, thresholds by three-fold cross-validation."""
    import numpy
    from sklearn.model_selection import cross_val_predict
    from sklearn.svm import LinearSVC
    begin, cpu = time.monotonic(), time.process_time()
    have, ask = tfidf(train, test)
    if all(len(row["labels"]) == 1 for row in train):
        machine = LinearSVC(C=1).fit(have, [row["labels"][0] for row in train])
        found = [{label} for label in machine.predict(ask)]
        return Result(measured(begin, cpu), found)
    found = [set() for _ in test]
    for label in sorted({label for row in train for label in row["labels"]}):
        truth = numpy.array([label in row["labels"] for row in train])
        unseen = cross_val_predict(LinearSVC(C=0.5), have, truth, cv=3, method="decision_function")
        order = numpy.argsort(-unseen)
        hits = numpy.cumsum(truth[order])
        best = numpy.argmax(2 * hits / (numpy.arange(1, len(order) + 1) + truth.sum()))
        scores = LinearSVC(C=0.5).fit(have, truth).decision_function(ask)
        for i in numpy.nonzero(scores >= unseen[order[best]])[0]:
            found[i].add(label)
    return Result(measured(begin, cpu), found)


def liblinear(_, work, train, test):
    """Crammer and Singer's machines of liblinear-tools; documents of one label only."""
    if any(len(row["labels"]) != 1 for row in train):
        return None
    from sklearn.datasets import dump_svmlight_file
    have, ask = tfidf(train, test)
    labels = sorted({row["labels"][0] for row in train + test})
    number = {label: i for i, label in enumerate(labels)}
    for name, matrix, rows in (("train", have, train), ("test", ask, test)):
        dump_svmlight_file(matrix, [number[row["labels"][0]] for row in rows],
                           str(work / f"ll.{name}"), zero_based=False)
    training = timed(["liblinear-train", "-q", "-s", "4", "-c", "1", work / "ll.train",
                      work / "ll.model"])
    timed(["liblinear-predict", work / "ll.test", work / "ll.model", work / "ll.out"])
    found = [{labels[int(line)]} for line in (work / "ll.out").read_text().split()]
    return Result(training, found)


PEERS = [("horizon", horizon), ("scikit-learn SVM", sklearn_svm), ("liblinear -s 4", liblinear),
         ("fastText", fasttext)]


def bench_set(program, work, name):
    train, test = split(name)
    truth = [set(row["labels"]) for row in test]
    print(f"{name}: {len(train)} to learn, {len(test)} to judge")
    for peer, run in PEERS:
        result = run(program, work, train, test)
        if result is None:
            continue
        micro, macro = f1_scores(truth, result.found)
        memory = f", {result.training.memory:5.0f} MB" if result.training.memory else ""
        print(f"  {peer:17} micro F1 {micro:.4f}  macro F1 {macro:.4f}  "
              f"training {result.training.wall:6.1f} s, {result.training.cpu:6.1f} s of processors"
              f"{memory}", flush=True)


def print_speed(name, count, run):
    print(f"  {name:18} {count / run.wall:8.0f} documents/s, {count / run.cpu:8.0f} a processor "
          f"second, {run.memory:5.0f} MB", flush=True)


def bench_speed(program, work):
    """Whole commands, reading, start and writing included; the fastest of three runs."""
    for name in ("arxivml", "arxivcs_zh"):
        train, test = split(name)
        horizon(program, work, train[:20000], test)
        many = (test * (SPEED_DOCUMENTS // len(test) + 1))[:SPEED_DOCUMENTS]
        write_jsonl(many, work / "many.jsonl")
        print(f"{name}: text -> labels, {len(many)} documents")
        runs = {}
        for threads in (1, 2):
            command = [program, "classify", "--model", work / "model.hzm", "--format", "jsonl",
                       "--threads", str(threads), work / "many.jsonl"]
            runs[threads] = min((timed(command) for _ in range(3)), key=lambda run: run.wall)
            print_speed(f"horizon, {threads} thread" + "s" * (threads - 1), len(many), runs[threads])
        same = "the same bytes" if runs[1].output == runs[2].output else "OTHER BYTES"
        print(f"  two threads: {runs[1].wall / runs[2].wall:.2f} x, {same}")
        fasttext(program, work, train[:20000], many)
        command = ["fasttext", "predict", work / "ft.bin", work / "ft.test", "1"]
        print_speed("fastText", len(many), min((timed(command) for _ in range(3)),
                                               key=lambda run: run.wall))


def main():
    program, work, chosen = sys.argv[1], pathlib.Path(sys.argv[2]), sys.argv[3:]
    for name in chosen or SETS + ["speed"]:
        if name == "speed":
            bench_speed(program, work)
        elif name in SETS:
            bench_set(program, work, name)
        else:
            sys.exit(f"bench_classify.py: no set '{name}'; there are: {' '.join(SETS)} speed")


if __name__ == "__main__":
    main()
