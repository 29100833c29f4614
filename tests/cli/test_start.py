"""What is loaded at start: nothing heavy before a command needs it, and nothing that another command needs."""

import subprocess
import sys

import pytest

HEAVY = (
    "rich",
    "babel",
    "yaml",
    "jinja2",
    "sqlite3",
    "requests",
    "holidays",
    "sqlalchemy",
    "pytz",
    "jsonschema",
    "eldc",
)
LOADED = (
    "import sys\n"
    "from cscli.cli.app import app\n"
    "try:\n"
    "    if sys.argv[1:]: app(args=sys.argv[1:], prog_name='cscli')\n"
    "except SystemExit as ended:\n"
    "    assert not ended.code, ended.code\n"
    f"print(*(m for m in {HEAVY!r} if m in sys.modules), file=sys.stderr)\n"
)
REPLY = "reply shipping-delay --market JP --set order_number=A-1042 --set new_date=2026-12-03"


@pytest.mark.parametrize(
    ("words", "allowed"),
    [
        ("--help", ""), ("--version", "pytz"), ("market list", ""),
        ("market compare DE JP", ""), ("template list", ""), ("config show", ""), ("log list", "sqlite3"),
        ("customer list", "sqlite3"), (REPLY, "jinja2 sqlite3 pytz"),
    ],
)  # fmt: skip
def test_a_command_loads_only_what_it_needs(cscli, words, allowed):
    cscli("config", "set", "shop.name", "Nordlicht")
    cscli("log", "add", "something to list")
    assert cscli(*words.split()).code == 0  # fills the cache
    done = subprocess.run([sys.executable, "-c", LOADED, *words.split()], capture_output=True, check=True, timeout=60)
    assert set(done.stderr.decode().split()) <= set(allowed.split())


def test_a_module_run_is_the_program(shell):
    done = subprocess.run(
        [sys.executable, "-m", "cscli", "market", "list"], capture_output=True, check=True, timeout=60
    )
    assert done.stdout.decode() == shell("market", "list").out
    assert done.stderr == b""
