"""One of a thing is told in the singular, wherever things are counted."""

import re
import sys

import pytest

ROSTER = """schema: 1
agents:
  - {name: Li Wei, zone: Asia/Shanghai, languages: [zh, de], shifts: {mon: ["15:00-16:00"]}}
demand:
  - {market: DE, hours: {mon: ["09:00-10:00", "11:00-12:00"]}, languages: [de], agents: 1}
"""
GLOSSARY = "source,target,source_language,target_language\nparcel,Paket,en,de\n"
UNITS = "source,target,source_language,target_language\nThank you.,Danke.,en,de\n"
COMMANDS = (
    ("customer", "import", "customers.csv"), ("customer", "import", "customers.csv", "--dry-run"),
    ("order", "import", "orders.csv"), ("log", "import", "past.csv"), ("log", "export", "log.jsonl"),
    ("glossary", "import", "glossary.csv"), ("glossary", "export", "out.csv"), ("memory", "import", "units.csv"),
    ("memory", "export", "units.tmx"), ("bulk", "run", "rows.csv", "--intent", "where", "--out", "out.jsonl"),
    ("bulk", "run", "rows.csv", "--intent", "where", "--check"), ("bulk", "status"), ("doctor",), ("db", "check"),
    ("db", "backup", "kept.db"), ("db", "copy", "{record}", "copy.db"), ("db", "audit"),
    ("coverage", "roster.yaml", "--from", "2026-11-23", "--weeks", "1", "--suggest"),
    ("coverage", "roster.yaml", "--from", "2026-11-23", "--weeks", "1", "--html", "page.html"),
    ("customer", "merge", "C-2", "--into", "C-1"), ("customer", "show", "C-1"), ("customer", "list", "--by", "value"),
    ("customer", "export", "C-1"), ("customer", "forget", "C-1", "--dry-run"), ("customer", "retention"),
    ("show", "1"), ("case", "list"), ("case", "due", "--within", "90h"), ("feedback", "report"), ("stats",),
    ("stats", "--csv", "-"), ("market", "show", "DE"), ("inbox", "list", "one.eml"), ("drafts",),
    ("template", "export", "--format", "csv", "--out", "answers.csv", "--language", "de"),
    ("translate", "--file", "one.txt", "--from", "de", "--to", "de", "--partial"),
    ("time", "due", "--from", "9:00", "--work", "1", "--hours", "DE"),
    ("time", "due", "--from", "9:00", "--work", "1d", "--hours", "DE"), ("check", "Schade!!", "--market", "DE"),
)  # fmt: skip
SINGULAR = "minus|plus|his|is|was|as|has|this|less|news|business"
MANY = re.compile(rf"(?<![\w.,:/+-])1 (?:(?:new|more|encrypted|business|unknown) )?(?!(?:{SINGULAR})\b)[a-z]{{2,}}s\b")


@pytest.fixture
def desk(cscli, sealed, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("cscli.cli.door.output.is_terminal", lambda stream: stream is sys.stdout)  # all is said
    files = {
        "customers.csv": "key,market,email\nC-1,DE,anna@example.de\n", "orders.csv": "number,customer\nA-1,C-1\n",
        "past.csv": "at,direction,customer,text\n2026-11-01T10:00:00Z,in,C-2,Hallo\n", "glossary.csv": GLOSSARY,
        "units.csv": UNITS, "rows.csv": "key,market,order_number\n1,DE,A-1\n", "roster.yaml": ROSTER,
        "one.txt": "Hallo.", "one.eml": "From: a@b.example\nSubject: Hallo\n\nHallo\n",
    }  # fmt: skip
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return lambda *words: cscli(*(word.format(record=sealed / "data" / "desk.db") for word in words))


def test_one_of_a_thing_is_told_in_the_singular(desk):
    wrong = {}
    for words in COMMANDS:
        said = desk(*words)
        assert "no such option" not in said.err.lower(), said.err
        if found := MANY.findall(f"{said.out}\n{said.err}"):
            wrong[words] = found
    assert not wrong


def test_the_pattern_finds_what_it_looks_for():
    for text in ("1 rows: 1 done", "has 1 new cases,", "it was 1 days ago", "1 texts", "1 business days"):
        assert MANY.search(text), text
    for text in ("1 row", "21 rows", "version 1 is", "A-1 rows", "10:1 rows", "1 case"):
        assert not MANY.search(text), text
