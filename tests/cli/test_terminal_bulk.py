"""``cscli bulk`` before a person: the bar while rows are worked on, the summary, and tables of 80 columns."""

import signal

import pexpect
import pytest

NOW = ("--now", "2026-11-22T09:30:00Z")
HEAD = "key,market,order_number,new_date\n"


@pytest.fixture
def line(tmp_path):
    """The words of a run: ``line(rows, "--check")``; every tenth row is bad."""

    def of(rows, *more):
        lines = (f"k{n},{'ZZ' if n % 10 == 0 else 'DE'},A-{n},2026-12-03\n" for n in range(1, rows + 1))
        (tmp_path / "in.csv").write_text(HEAD + "".join(lines))
        return ("bulk", "run", str(tmp_path / "in.csv"), "-i", "shipping-delay", "--out", str(tmp_path / "o.jsonl"),
                "--rejects", str(tmp_path / "bad.csv"), "--jobs", "1", *more)  # fmt: skip

    return of


def plain(shown):
    """What stands there, without the bar that was drawn over."""
    return [text for text in shown.split("\n") if "\x1b" not in text and "\r" not in text and text.strip()]


def test_a_bar_shows_how_far_it_is_and_goes_away(terminal, line):
    code, shown = terminal(*line(4000))
    assert code == 6
    assert "run 1" in shown
    assert "rejected" in shown.partition("4,000 rows: ")[0]
    assert "/s" in shown.partition("4,000 rows: ")[0]


def test_the_summary_stays(terminal, line, tmp_path):
    code, shown = terminal(*line(40))
    assert code == 6
    assert "40 rows: 36 done, 4 rejected, 0 skipped, in " in shown
    assert "Read as csv, utf-8" in shown
    assert "columns parted by ','" in shown
    assert "4 rows were rejected." in shown
    assert str(tmp_path / "bad.csv") in shown


def test_the_bar_fits_80_columns(terminal, line):
    import re

    _, shown = terminal(*line(4000))
    drawn = shown.partition("4,000 rows: ")[0].replace("\r", "\n")
    parts = [re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", part) for part in re.split(r"\n|\x1b\[2K|\x1b\[1A", drawn)]
    assert max(map(len, parts)) <= 80


def test_a_check_is_a_table_of_80_columns(terminal, line):
    code, shown = terminal(*line(30, "--check"))
    assert code == 6
    lines = [text for text in shown.split("\n") if "unknown-market" in text]
    assert len(lines) == 3
    assert all(len(text) <= 80 for text in lines)


def test_a_check_without_faults_says_so(terminal, line):
    code, shown = terminal(*line(9, "--check"))
    assert code == 0
    assert "9 rows, all good." in shown


def test_runs_are_a_table_of_80_columns(terminal, line):
    assert "No runs yet." in terminal("bulk", "status")[1]
    terminal(*line(9))
    code, shown = terminal("bulk", "status")
    assert code == 0
    assert "done" in shown
    assert all(len(text) <= 80 for text in plain(shown))


def test_ctrl_c_keeps_what_was_done_and_says_how_to_go_on(spawn, cscli, line, tmp_path):
    words = line(20_000)
    child = spawn(*NOW, *words)
    child.expect(r"[\d,]+ rows, ")
    child.kill(signal.SIGINT)
    rest = child.read()
    child.close()
    assert child.exitstatus == 130, rest
    assert "cscli bulk resume 1" in rest
    (run,) = cscli("bulk", "status", "--json").data
    assert run["state"] == "stopped"
    answer = cscli("bulk", "resume", str(run["id"]), "--jobs", "2")
    assert (answer.code, answer.out.partition(",")[0]) == (6, "20")
    assert answer.out.startswith("20,000 rows: 18,000 done, 2,000 rejected, 0 skipped")
    assert (tmp_path / "o.jsonl").read_bytes().count(b"\n") == 20_000
    assert (tmp_path / "bad.csv").read_bytes().count(b"\n") == 2_001


def test_customer_text_draws_nothing(terminal, tmp_path):
    (tmp_path / "in.csv").write_text(
        'key,order_number,new_date\n"\x1b[2Jk",A-1,"\x1b]0;x\x07"\n"[bold]k",A-1,\x9b31m\n'
    )
    words = ("bulk", "run", str(tmp_path / "in.csv"), "-i", "shipping-delay", "--market", "DE", "--check", "-j", "1")
    code, shown = terminal(*words)
    assert code == 6
    assert not any(bad in shown for bad in ("\x1b[2Jk", "\x1b]", "\x9b", "\x07"))
    assert "[bold]k" in shown


def test_stdout_before_a_person_is_the_replies_and_the_summary(terminal, line):
    words = line(9)
    code, shown = terminal(*[word if not word.endswith("o.jsonl") else "-" for word in words])
    assert code == 0
    assert shown.count('"status":"done"') == 9
    assert "9 rows: 9 done" in shown


def test_the_question_what_may_be_sent_is_asked_once(spawn, tmp_path, service, monkeypatch):
    proxy = service(lambda _: service.says("", 502))
    monkeypatch.setenv("HTTPS_PROXY", proxy.url)
    monkeypatch.setenv("CSCLI_LLM_URL", "https://model.example/v1")
    monkeypatch.setenv("CSCLI_LLM_MODEL", "tiny")
    rows = "".join(f"A-{n},fi,2026-12-03\n" for n in range(1, 4))
    (tmp_path / "in.csv").write_text(f"order_number,language,new_date\n{rows}")
    child = spawn(*NOW, "bulk", "run", str(tmp_path / "in.csv"), "-i", "shipping-delay", "--market", "DE", "--out",
                  str(tmp_path / "o.jsonl"), "--translate", "--engine", "llm", "-j", "1")  # fmt: skip
    found = child.expect_exact(["model.example", pexpect.EOF])
    assert found == 0
    child.send("n\r")
    shown = child.read()
    child.close()
    assert child.exitstatus == 6
    assert "sends the text to" not in shown
    assert (tmp_path / "o.jsonl").read_text().count('"code":"privacy"') == 3
    assert proxy.asked == []
