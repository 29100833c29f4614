"""What some 500 command lines print: recorded with one installation, compared with another.

    python tests/contract/command_lines.py record --python .venv/bin/python --out before.json
    python tests/contract/command_lines.py compare before.json after.json

The lines are in ``command_lines.yaml``, in scenes. A scene has a home of its own; its lines run one after the other,
each in a process that is forked from one in which the libraries are loaded. Recorded are stdout, stderr, the exit
status, and the files that a line made or changed: the text of a short one, the digest of a long one. Paths, durations
and random parts are replaced. Databases are left out: their contents are what the commands print.

The program that is recorded is the one that the given Python imports, so any two versions can be compared.
"""

import argparse
import errno
import itertools
import json
import os
import re
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from importlib import import_module
from pathlib import Path

from compared_lines import differences
from scenes import Scene, lay

HERE = Path(__file__).parent
LIBRARIES = (
    "typer", "typer.main", "typer.rich_utils", "rich.table", "rich.console", "yaml", "babel.dates", "babel.numbers",
    "babel.lists", "jinja2.sandbox", "jsonschema", "sqlite3", "pytz", "rapidfuzz.fuzz", "icalendar", "email.policy",
    "recurring_ical_events", "mailbox", "platformdirs", "multiprocessing.connection", "tenacity",
    "deep_translator", "requests",
)  # fmt: skip
ALTERNATIVES = re.compile(r"<([^<>\n]+)>")


def expanded(line: str, sets: dict[str, str]) -> list[str]:
    """The command lines that a line with alternatives stands for: ``time now <DE|JP>`` is two."""
    parts = ALTERNATIVES.split(line)
    choices = [sets.get(part, part).split("|") if odd % 2 else [part] for odd, part in enumerate(parts)]
    return ["".join(chosen) for chosen in itertools.product(*choices)]


def serve(only: str) -> None:
    """In the Python to be recorded: run all scenes, print the answers as JSON."""
    for name in LIBRARIES:
        with suppress(ImportError):
            import_module(name)
    import yaml

    document = yaml.safe_load((HERE / "command_lines.yaml").read_text(encoding="utf-8"))
    sys.path[:] = [entry for entry in sys.path if Path(entry) != HERE]
    told = os.dup(1)
    _seal()
    answers: dict[str, object] = {}
    with tempfile.TemporaryDirectory(prefix="lines-") as temporary:
        for name, scene in document["scenes"].items():
            if only and only != name:
                continue
            stage = Scene(Path(temporary, name), Path(temporary, "cache"))
            lay(stage.work, document["files"] | scene.get("files", {}))
            for entry in scene["lines"]:
                given = {"run": entry} if isinstance(entry, str) else entry
                for line in expanded(given["run"], document["sets"]):
                    shown = f"[{name}] {line}"
                    if given.get("stdin"):
                        shown += f" <<< {given['stdin'][:40]!r}"
                    while shown in answers:
                        shown += " (again)"
                    answers[shown] = stage.run(line, given.get("stdin", ""), given.get("environ", {}))
    with open(told, "w", encoding="utf-8") as out:  # noqa: PTH123 - a descriptor
        json.dump(answers, out, ensure_ascii=False, indent=1)


def _seal() -> None:
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: tuple[str, int] | str) -> None:
        if isinstance(address, tuple) and address[0] not in ("127.0.0.1", "::1", "localhost"):
            raise OSError(errno.ENETUNREACH, "sealed")
        connect(self, address)

    socket.socket.connect = guarded


def record(python: str, only: str) -> dict[str, object]:
    """What the program of a Python prints, by command line."""
    with tempfile.TemporaryDirectory() as empty:
        environ = {
            "PATH": "/usr/bin:/bin",
            "HOME": empty,
            "TZ": "UTC",
            "LANG": "C.UTF-8",
            "PYTHONHASHSEED": "0",
            "COLUMNS": "80",
            "NO_COLOR": "1",
        }
        done = subprocess.run(
            [str(Path(python).absolute()), str(Path(__file__).absolute()), "serve", "--only", only],
            cwd=empty, env=environ, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, check=True,
        )  # fmt: skip
    return json.loads(done.stdout)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    modes = parser.add_subparsers(dest="mode", required=True)
    recording = modes.add_parser("record")
    recording.add_argument("--python", default=sys.executable)
    recording.add_argument("--out", required=True)
    comparing = modes.add_parser("compare")
    comparing.add_argument("before")
    comparing.add_argument("after")
    serving = modes.add_parser("serve")
    for each in (recording, serving):
        each.add_argument("--only", default="", help="one scene")
    given = parser.parse_args()
    if given.mode == "serve":
        serve(given.only)
        return 0
    if given.mode == "record":
        started = time.monotonic()
        answers = record(given.python, given.only)
        Path(given.out).write_text(json.dumps(answers, ensure_ascii=False, indent=1), encoding="utf-8")
        bugs = [line for line, answer in answers.items() if answer["exit"] in (70, 99)]
        print(f"{len(answers)} command lines in {time.monotonic() - started:.0f} s, {len(bugs)} of them bugs")
        print("\n".join(bugs))
        return 0
    before, after = (json.loads(Path(path).read_text(encoding="utf-8")) for path in (given.before, given.after))
    found = differences(before, after)
    print("\n\n".join([*found, f"{len(found)} of {len(before)} command lines answer differently"]))
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main())
