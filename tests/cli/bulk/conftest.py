"""How tests run tables of late parcels: to look at the answer, or at what was written."""

import json

import pytest


@pytest.fixture
def bulk(cscli, tmp_path):
    """Run a table: ``bulk(text, *options)`` gives the answer and the rows of the output."""

    def of(table, *words, name="in.csv", out="out.jsonl", intent="shipping-delay", stdin=""):
        source = tmp_path / name
        if table is not None:
            source.write_bytes(table if isinstance(table, bytes) else table.encode())
        said = ("--intent", intent) if intent else ()
        answer = cscli(
            "bulk", "run", "-" if stdin else str(source), *said, "--out", str(tmp_path / out), "--jobs", "1", *words,
            stdin=stdin,
        )  # fmt: skip
        written = tmp_path / out
        lines = written.read_text(encoding="utf-8").splitlines() if written.is_file() else []
        return answer, [json.loads(line) for line in lines] if out.endswith(".jsonl") else lines

    return of


@pytest.fixture
def sent(cscli, tmp_path):
    """Run a table of late parcels: ``sent(text, "--out", "x.csv")``; names of files are in the test's folder."""

    def of(table, *words, code=0, jobs="1", now="2026-11-22T09:30:00Z"):
        (tmp_path / "in.csv").write_text(table, encoding="utf-8", errors="surrogateescape", newline="")
        placed = [str(tmp_path / word) if before == "--out" and word != "-" else word
                  for before, word in zip(("", *words), words, strict=False)]  # fmt: skip
        given = () if "--out" in words else ("--out", str(tmp_path / "out.jsonl"))
        line = ("bulk", "run", str(tmp_path / "in.csv"), "-i", "shipping-delay", "--jobs", jobs)
        answer = cscli(*line, *given, *placed, now=now)
        assert answer.code == code, answer
        return answer

    return of


@pytest.fixture
def replies(sent, tmp_path):
    """The rows of the output of a table."""

    def of(table, *words, **more):
        sent(table, *words, **more)
        return [json.loads(line) for line in (tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines()]

    return of
