#!/usr/bin/env python3
"""The README's first screen is real: its commands are run on the sample, their output compared."""
import pathlib
import re
import shlex
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent


def shown_commands():
    block = re.search(r"```\n(\$ horizon.*?)```", (ROOT / "README.md").read_text("utf-8"), re.S)
    for part in block.group(1).split("$ ")[1:]:
        command, _, output = part.partition("\n")
        yield shlex.split(command)[1:], output


def main():
    program = pathlib.Path(sys.argv[1]).resolve()
    failures = 0
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([program, "init", "--sample", folder], check=True, stdout=subprocess.DEVNULL)
        for arguments, expected in shown_commands():
            done = subprocess.run([program, "--lang", "en", *arguments], cwd=folder,
                                  capture_output=True, encoding="utf-8", check=False)
            if done.stdout != expected:
                failures += 1
                print(f"README.md shows for 'horizon {' '.join(arguments)}':\n{expected}\n"
                      f"but it prints:\n{done.stdout}{done.stderr}")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
