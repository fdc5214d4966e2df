#!/usr/bin/env python3
"""The architecture as a test: which module may include which, and where libraries are seen."""
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent

# A module includes itself and what is listed here, nothing else.
MAY_INCLUDE = {
    "core": [],
    "taxonomy": ["core"],
    "nlp": ["core"],
    "crawler": ["core"],
    "store": ["core"],
    "who": ["core"],
    "classify": ["core", "taxonomy", "nlp"],
    "index": ["core", "taxonomy", "nlp"],
    "trends": ["core", "taxonomy"],
    "charts": ["core", "trends"],
    "digest": ["core", "taxonomy", "trends", "charts"],
    "pipeline": ["core", "taxonomy", "nlp", "crawler", "store", "who", "classify", "index",
                 "trends", "charts", "digest"],
    "answers": ["core", "taxonomy", "store", "who", "index", "trends", "charts", "digest",
                "pipeline"],
    "daemon": ["core", "taxonomy", "crawler", "store", "index", "digest", "pipeline"],
    "cli": ["core", "taxonomy", "nlp", "crawler", "store", "who", "classify", "index", "trends", "charts",
            "digest", "pipeline", "answers", "daemon", "web"],
    "web": ["core", "taxonomy", "nlp", "store", "who", "classify", "index", "trends", "charts",
            "digest", "pipeline", "answers"],
}

# A third-party library is seen in these modules only.
LIBRARIES = {
    "curl/": ["crawler", "daemon"],
    "openssl/": ["daemon", "web"],
    "pugixml": ["crawler"],
    "simdjson": ["crawler"],
    "archive": ["crawler", "pipeline"],
    "brotli/": ["crawler"],
    "zlib.h": ["crawler", "index", "web"],
    "httplib.h": ["web"],
    "zstd.h": ["crawler", "store"],
    "uchardet/": ["crawler"],
    "iconv.h": ["crawler"],
    "xxhash.h": ["store"],
    "sqlite3.h": ["store"],
    "unicode/": ["nlp", "crawler", "pipeline"],
    "xapian": ["index"],
    "tbb/": ["classify", "pipeline"],
    "toml++/": ["taxonomy", "who", "pipeline"],
    "boost/": ["trends"],
    "CLI/": ["cli"],
    "nlohmann/": ["answers", "cli", "crawler", "daemon", "digest", "pipeline", "store", "web"],
}

MAX_FILE_LINES = 450
INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]')


def check_file(module, path):
    lines = path.read_text(encoding="utf-8").splitlines()
    where = path.relative_to(ROOT)
    if len(lines) > MAX_FILE_LINES:
        yield f"{where}: {len(lines)} lines; split it (limit {MAX_FILE_LINES})"
    for number, line in enumerate(lines, 1):
        match = INCLUDE.match(line)
        if not match:
            continue
        quote, target = match.groups()
        folder = target.split("/")[0]
        if quote == '"' and folder in MAY_INCLUDE:
            if folder != module and folder not in MAY_INCLUDE[module]:
                yield f"{where}:{number}: {module}/ must not include {target}"
        for library, modules in LIBRARIES.items():
            if target.startswith(library) and module not in modules:
                yield f"{where}:{number}: {target} belongs in {', '.join(modules)}"


def main():
    problems = []
    files = 0
    for module in MAY_INCLUDE:
        for path in sorted((ROOT / module).rglob("*")):
            if path.suffix in (".h", ".cpp"):
                files += 1
                problems.extend(check_file(module, path))
    for problem in problems:
        print(problem)
    print(f"{files} files, {len(problems)} violations")
    return 1 if problems or files == 0 else 0


if __name__ == "__main__":
    sys.exit(main())
