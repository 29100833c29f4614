"""Texts of strangers that are stored: no terminal obeys them, no spreadsheet runs them, no other user reads them."""

import os
from pathlib import Path

import pytest
from sweeps import each

TAGS = "".join(chr(0xE0000 + ord(letter)) for letter in "run")
HIDDEN = {
    "right-to-left override": "\u202e", "embedding": "\u202b", "tags": TAGS, "escape": "\x1b[31m", "C1": "\x9b31m",
    "bell": "\x07", "backspace": "\x08", "carriage return": "\r", "delete": "\x7f", "next line": "\x85",
}  # fmt: skip
SHOWN = [
    "log list", "log show 1", "log search Paket", "customer list", "customer show C-7",
    "memory search Paket --from de --to en", "glossary list", "bulk status", "bulk status 1",
    "reply shipping-delay -c C-7 --set order_number=A-1 --set new_date=2026-12-03", "time now",
    "detect Paket", "doctor", "config show",
]  # fmt: skip
FORMULAS = ("=1+1", "+1+1", "-1+1", "@SUM(1)", "\t=1", "\r=1", "=cmd|' /C calc'!A0", "＝1+1")


@pytest.fixture
def desk(cscli, sealed, monkeypatch):
    """A desk whose every stored text holds what a terminal would obey."""
    monkeypatch.chdir(sealed)
    poison = "Paket " + "x".join(HIDDEN.values()) + " ende"
    cscli("customer", "add", "C-7", "--market", "DE", "--family", poison, "--note", poison)
    cscli("log", "add", poison, "-c", "C-7")
    row = f'"{poison.replace(chr(13), "")}",DE,A-1,2026-12-03,a@shop.example\n'
    Path("in.csv").write_text("customer.family,market,order_number,new_date,customer.email\n" + row, encoding="utf-8")
    cscli("bulk", "run", "in.csv", "--intent", "shipping-delay", "--out", "out.jsonl", "--jobs", "1")
    Path("memory.csv").write_text(
        f'source_language,target_language,source,target\nde,en,"{poison}","{poison}"\n', encoding="utf-8"
    )
    cscli("memory", "import", "memory.csv")
    cscli("glossary", "add", poison, "--as", poison, "--from", "de", "--to", "en")
    return cscli


@each("words", SHOWN)
def test_no_stored_text_tells_a_terminal_what_to_do(desk, words):
    answer = desk(*words.split())
    assert answer.code in (0, 1, 2, 4), answer.err
    found = [name for name, mark in HIDDEN.items() if mark in answer.out.replace("\r\n", "\n") or mark in answer.err]
    assert not found


def test_whatever_the_umask_nobody_else_reads_a_file_with_customers_texts(desk, sealed, monkeypatch):
    monkeypatch.setenv("CSCLI_CACHE_DIR", str(sealed / "kept"))
    before = set(sealed.rglob("*"))
    umask = os.umask(0)
    try:
        run = ("bulk", "run", "in.csv", "--intent", "shipping-delay", "--jobs", "1")
        for out in ("a.jsonl", "a.csv", "a.mbox", "mail --to maildir", "letters --to eml"):
            name, *more = out.split()
            desk(*run, "--out", name, *more, "--sender", "desk@shop.example", "--rejects", f"{name}-rejects.csv")
        Path("bad.csv").write_text("market,order_number,new_date\nDE,A-1,soon\n", encoding="utf-8")
        desk("bulk", "run", "bad.csv", "--intent", "shipping-delay", "--out", "b.jsonl", "--rejects", "b.csv")
        desk("memory", "export", "memory.tmx")
        desk("memory", "export", "memory-out.csv")
        desk("glossary", "export", "terms.tbx")
        desk("glossary", "export", "terms.csv")
        desk("db", "backup", "copy.db")
        desk("--db", "new/desk.db", "log", "add", "text")
        desk("log", "add", "another")
        desk("reply", "shipping-delay", "-m", "DE", "-s", "order_number=A-1", "-s", "new_date=2026-12-03", "--log")
        desk("config", "set", "shop.name", "Shop")
    finally:
        os.umask(umask)
    made = set(sealed.rglob("*")) - before - {sealed / "bad.csv"}
    assert len(made) > 15
    assert not [
        f"{path.relative_to(sealed)} {path.stat().st_mode & 0o777:o}" for path in made if path.stat().st_mode & 0o077
    ]


@pytest.mark.parametrize("name", ["memory.csv", "terms.csv"])
def test_no_cell_of_an_exported_table_is_run_and_all_are_read_back(cscli, sealed, monkeypatch, name):
    import csv

    monkeypatch.chdir(sealed)
    for number, formula in enumerate(FORMULAS):
        if name == "terms.csv":
            cscli(
                "glossary",
                "add",
                "--from",
                "de",
                "--to",
                "en",
                "--as",
                f"{formula} t{number}",
                "--",
                f"{formula} w{number}",
            )
        else:
            with Path("in.csv").open("a", encoding="utf-8", newline="") as file:
                writer = csv.writer(file)
                if not number:
                    writer.writerow(["source_language", "target_language", "source", "target"])
                writer.writerow(["de", "en", f"{formula} w{number}", f"{formula} t{number}"])
    room = "glossary" if name == "terms.csv" else "memory"
    if room == "memory":
        assert cscli("memory", "import", "in.csv").code in (0, 6)
    assert cscli(room, "export", name).code == 0
    with Path(name).open(encoding="utf-8-sig", newline="") as file:
        cells = [cell for row in csv.reader(file) for cell in row]
    assert len(cells) > len(FORMULAS) * 2
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r", "＝"))]
    assert cscli("--db", "other.db", room, "import", name).code == 0
    assert cscli("--db", "other.db", room, "export", f"again-{name}").code == 0
    assert Path(f"again-{name}").read_text(encoding="utf-8") == Path(name).read_text(encoding="utf-8")
