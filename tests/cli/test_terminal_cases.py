"""Cases on a terminal: the current item, the one before, and tables that fit."""

import re

import pytest

pytest.importorskip("pexpect")


@pytest.fixture
def desk(cscli):
    for name in ("Anna Berg", "João Silva"):
        cscli("customer", "add", f"K-{name[0]}", "--market", "DE", "--name", name)
        cscli("case", "open", "--customer", f"K-{name[0]}", "--subject", f"Parcel of {name}", "Wo bleibt mein Paket?")
    return cscli


@pytest.fixture
def session(program, tmp_path):
    """Run several commands in one terminal session; gives what was shown."""
    import os

    import pexpect

    def run(*lines, columns=80):
        words = " ".join(program)
        script = "; ".join(f"{words} --now 2026-11-22T09:31:00Z {line}" for line in lines)
        env = {**os.environ, "TERM": "xterm-256color", "COLUMNS": str(columns)}
        child = pexpect.spawn("sh", ["-c", script], env=env, encoding="utf-8", timeout=60, dimensions=(40, columns))
        return re.sub(r"\x1b\[[0-9;]*m", "", child.read().replace("\r\n", "\n"))

    return run


def test_a_terminal_knows_the_current_item_and_the_one_before(desk, session):
    shown = session("case show 1", "case show 2", "case show -", "case show -", "case assign", "case list --mine")
    titles = [line for line in shown.splitlines() if line.startswith("Case ")]
    assert [title.partition(" ·")[0] for title in titles[:4]] == ["Case 1", "Case 2", "Case 1", "Case 2"]
    assert "Case 2: assigned to" in shown


def test_another_terminal_starts_without_an_item(desk, session):
    session("case show 1")
    assert "There is no current item on this terminal yet." in session("case show .")


@pytest.mark.parametrize("columns", [60, 80])
def test_cases_fit_a_narrow_terminal(desk, session, columns):
    shown = session("case list", "case show 1", "case list --queue", columns=columns)
    assert max(map(len, shown.splitlines())) <= columns
    assert "K-A" in shown


def test_a_merge_of_two_customers_is_said_of_the_current_item_too(desk, session):
    assert "The cases are of two customers: K-A, K-J." in session("case show 2", "case merge . --into 1")
