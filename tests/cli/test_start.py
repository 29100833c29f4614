"""What is loaded at start: nothing heavy before a command needs it, and nothing that another command needs."""

import subprocess
import sys

import pytest
from sweeps import each

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
    "icalendar",
    "recurring_ical_events",
    "highspy",
    "matplotlib",
    "numpy",
    "re2",
    "email",
    "_hashlib",
    "platformdirs",
    "tempfile",
    "cscli.bulk",
    "cscli.desk.bounces",
    "cscli.desk.feedback",
    "cscli.glossary",
    "cscli.outbox.drafts",
    "cscli.translation",
)
LOADED = (
    "import sys\n"
    "from cscli.cli.door.app import app\n"
    "try:\n"
    "    if sys.argv[1:]: app(args=sys.argv[1:], prog_name='cscli')\n"
    "except SystemExit as ended:\n"
    "    assert not ended.code, ended.code\n"
    f"print(*(m for m in {HEAVY!r} if m in sys.modules), file=sys.stderr)\n"
)
FILES = {
    "desk.yaml": 'schema: 1\nzone: UTC\nhours: {mon-fri: ["09:00-17:00"]}\n',
    "roster.yaml": (
        "schema: 1\nagents: [{name: Ann, zone: UTC, languages: [en], shifts: {mon-sun: ['00:00-24:00']}}]\n"
        "demand: [{market: GB, hours: 24/7, languages: [en]}]\n"
    ),
}
REPLY_IN_CASE = "reply shipping-delay -i 1 --set order_number=A-1042 --set new_date=2026-12-03"
REPLY = "reply shipping-delay --market JP --set order_number=A-1042 --set new_date=2026-12-03"


@pytest.fixture
def furnished(cscli, sealed, monkeypatch):
    """A desk with settings, a record and the files that the commands name."""
    monkeypatch.chdir(sealed)
    cscli("config", "set", "shop.name", "Nordlicht")
    cscli("log", "add", "something to list")
    cscli("customer", "add", "C-7", "--market", "JP")
    for name, text in FILES.items():
        (sealed / name).write_text(text, encoding="utf-8")


@each(
    ("words", "allowed"),
    [
        ("--help", ""), ("--version", "pytz"), ("market list", ""),
        ("market compare DE JP", ""), ("template list", ""), ("config show", ""), ("log list", "sqlite3"),
        ("customer list", "sqlite3"), ("stats", "sqlite3 pytz cscli.desk.feedback"), (REPLY, "sqlite3 pytz"),
        ("time --help", ""),         ("coverage --help", ""),
        ("time now JP", "pytz"), ("time now", "pytz"), ("time now Tokyo", "pytz"),
        ("time convert 15:00 --from DE --to JP US", "pytz"), ("time open now --hours DE", "pytz"),
        ("time due --work 8h --hours DE-BY --explain", "pytz"), ("time due --work 8h --hours desk.yaml", "pytz"),
        ("time elapsed --from 2026-11-20 --hours 24/7", "pytz"), ("time window JP --channel phone", "pytz"),
        ("time holidays DE", "pytz"), ("time now customer:C-7", "pytz sqlite3"), ("time now JP -l own", "pytz"),
        ("coverage roster.yaml --suggest", "pytz"),
        ("coverage roster.yaml --html heat.html", "pytz jinja2 _hashlib tempfile"),
        ("coverage roster.yaml --ics agents", "pytz _hashlib"),
    ],
)  # fmt: skip
def test_a_command_loads_only_what_it_needs(cscli, furnished, words, allowed):
    assert cscli(*words.split()).code == 0  # fills the cache
    done = subprocess.run([sys.executable, "-c", LOADED, *words.split()], capture_output=True, check=True, timeout=60)
    assert set(done.stderr.decode().splitlines()[-1].split()) <= set(allowed.split())


# A data class takes four times as long to make as a named tuple, and a start makes all that it loads. These have a base
# class, fields that are not compared, or a part that is made from the others.
DATA_CLASSES = {
    "cscli.errors.Problem", "cscli.cli.door.run.Run", "cscli.clock.holidays.HolidayCalendar",
    "cscli.quality.finding.Finding", "cscli.quality.rule.Rule", "cscli.quality.kinds.simple.Length",
    "cscli.quality.kinds.simple.Pattern", "cscli.quality.kinds.simple.Ratio", "cscli.quality.kinds.simple.Words",
    "cscli.replies.values.amounts.Money", "cscli.cli.views.reply.RefusedReply", "cscli.cli.views.reply.ReplyPayload",
    "cscli.reading.quotes_and_signatures.words.MailWords",
}  # fmt: skip
MADE = (
    "import dataclasses, sys\n"
    "make, made = dataclasses.dataclass, []\n"
    "def noted(cls=None, /, **how):\n"
    "    if cls is None: return lambda cls: noted(cls, **how)\n"
    "    made.append(f'{cls.__module__}.{cls.__qualname__}')\n"
    "    return make(cls, **how)\n"
    "dataclasses.dataclass = noted\n"
    "from cscli.cli.door.app import app\n"
    "try: app(args=sys.argv[1:], prog_name='cscli')\n"
    "except SystemExit as ended: assert not ended.code, ended.code\n"
    "print(*(name for name in made if name.startswith('cscli.')), file=sys.stderr)\n"
)


@each("words", ["", "next", "show 1", "case list", REPLY, REPLY_IN_CASE, "in"])
def test_the_commands_of_the_day_make_few_data_classes(cscli, furnished, words):
    cscli("in", "--from", "anna@shop.example", "--market", "DE", stdin="Where is my order? It has not come.")
    done = subprocess.run(
        [sys.executable, "-c", MADE, *words.split()], capture_output=True, check=True, timeout=60,
        input=b"Hello, where is my parcel?",
    )  # fmt: skip
    assert set(done.stderr.decode().splitlines()[-1].split()) - DATA_CLASSES == set()


def test_a_module_run_is_the_program(shell):
    done = subprocess.run(
        [sys.executable, "-m", "cscli", "market", "list"], capture_output=True, check=True, timeout=60
    )
    assert done.stdout.decode() == shell("market", "list").out
    assert done.stderr == b""
