"""On a real terminal: facts on stderr, tables drawn to fit, and nothing in a customer's text that moves the cursor."""

import re
import shlex

import pexpect
import pytest
from rich.cells import cell_len

MINIMAL = ("--set", "order_number=A-1042", "--set", "new_date=2026-12-03")
NOW = ("--now", "2026-11-22T09:30:00Z")
HOSTILE = "\x1b]0;owned\x07 \x1b[2J\x1b[31mred \x9b1mbold \x07\x08 \x1b[?1049h[bold]x[/bold] :smile:"
SEQUENCES = ("\x1b]", "\x1b[2J", "\x1b[31m", "\x1b[?1049h", "\x9b", "\x07", "\x08")
STYLE = re.compile(r"\x1b\[[0-9;]*m")


def test_the_facts_around_a_reply_are_said_beside_it(terminal):
    code, shown = terminal("reply", "shipping-delay", "--market", "JP", *MINIMAL)
    assert code == 0
    assert "Subject: お届け遅延" in shown
    assert "Japan · ja · formal 敬語 · email" in shown
    assert "2026-11-22 18:30 in Tokyo (closed)" in shown


def test_a_market_with_several_zones_asks_for_the_zone(terminal):
    code, shown = terminal("reply", "shipping-delay", "--market", "US", *MINIMAL)
    assert code == 0
    assert "New York is assumed. Say which with --zone." in shown


def test_the_facts_go_to_stderr_so_that_a_redirect_gets_them_alone(program, sealed, cscli):
    body = cscli("reply", "shipping-delay", "--market", "DE", "--no-log", *MINIMAL).out
    line = shlex.join([*program, *NOW, "reply", "shipping-delay", "--market", "DE", *MINIMAL])
    child = pexpect.spawn(
        "/bin/sh", ["-c", f"{line} 2>{shlex.quote(str(sealed / 'said'))}"], encoding="utf-8", timeout=30, use_poll=True
    )
    subject, empty, shown = child.read().replace("\r\n", "\n").split("\n", 2)
    assert (subject.partition(": ")[0], empty, shown) == ("Subject", "", body)
    said = (sealed / "said").read_text(encoding="utf-8")
    assert "Germany · de" in said
    assert "3. Dezember" not in said.replace("neuer Liefertermin 3. Dezember 2026", "")


def test_a_reply_is_shown_raw_whatever_its_width(terminal, cscli):
    body = cscli("reply", "shipping-delay", "--market", "DE", "--no-log", *MINIMAL).out
    assert max(len(line) for line in body.splitlines()) > 80
    _, shown = terminal("reply", "shipping-delay", "--market", "DE", *MINIMAL)
    assert shown.startswith("Subject: ")
    assert shown.partition("\n\n")[2].startswith(body)


def test_a_table_is_drawn_to_fit_eighty_columns(terminal):
    code, shown = terminal("market", "list")
    lines = STYLE.sub("", shown).splitlines()
    assert code == 0
    assert "\t" not in shown
    assert any("───" in line for line in lines)
    assert max(cell_len(line) for line in lines) <= 80
    assert any(line.split()[:2] == ["JP", "Japan"] for line in lines)


def test_the_title_of_a_card_is_wrapped_like_the_rest(terminal, cscli):
    cscli("customer", "add", "K-1", "--name", "Anna " + "Berg" * 40)
    _, shown = terminal("customer", "show", "K-1")
    lines = STYLE.sub("", shown).splitlines()
    assert lines[0].startswith("Anna")
    assert max(map(cell_len, lines)) <= 80


def test_an_empty_table_is_said_in_words(terminal):
    assert terminal("log", "list") == (0, "Nothing found.\n")


def test_json_is_indented_for_a_person(terminal):
    code, shown = terminal("config", "path", "--json")
    assert code == 0
    assert shown.startswith('{\n  "schema": 1,\n  "command": "config path",\n')


def test_no_colour_means_no_colour(terminal):
    for words in (("market", "list"), ("market", "show", "JP")):
        _, plain = terminal(*words, NO_COLOR="1")
        assert not [
            code for code in re.findall(r"\x1b\[([0-9;]*)m", plain) if set(code.split(";")) - {"", "0", "1", "2"}
        ]
    _, bold = terminal("market", "show", "JP", NO_COLOR="")
    assert "\x1b[1mWho\x1b[0m" in bold


def test_escape_sequences_of_customers_never_reach_the_terminal(terminal, cscli):
    cscli("customer", "add", "C-7", "--market", "DE", "--name", HOSTILE, "--note", HOSTILE)
    refused = cscli("customer", "add", "C-8", "--market", "DE", "--email", HOSTILE)
    assert (refused.code, refused.out, "\x1b" in refused.err) == (2, "", False)
    cscli("log", "add", "--customer", "C-7", "--subject", HOSTILE, stdin=HOSTILE)
    hostile = ("--set", f"order_number={HOSTILE}", "--set", "new_date=2026-12-03")
    for words in (
        ("log", "list"), ("log", "show", "1"), ("customer", "show", "C-7"), ("customer", "show", HOSTILE),
        ("reply", "shipping-delay", "-c", "C-7", *hostile),
    ):  # fmt: skip
        _, shown = terminal(*words)
        assert "owned" in shown, words
        assert not [s for s in SEQUENCES if s in shown], words


def columns_of(shown, mark):
    """The column in which ``mark`` starts, in each line that holds it."""
    return {cell_len(line[: line.index(mark)]) for line in STYLE.sub("", shown).splitlines() if mark in line}


def test_tables_of_wide_and_right_to_left_names_stay_in_their_columns(terminal, cscli):
    for key, name in (
        ("C-1", "山田 太郎"),
        ("C-2", "محمد العتيبي"),
        ("C-3", "Ana"),
        ("C-4", "김민준"),
        ("C-5", "สมชาย ใจดี"),
    ):
        cscli("customer", "add", key, "--name", name, "--zone", "Asia/Tokyo")
    code, shown = terminal("customer", "list")
    assert code == 0
    for name in ("山田 太郎", "محمد العتيبي", "김민준", "สมชาย ใจดี"):
        assert name in shown
    assert len(columns_of(shown, "Asia/Tokyo")) == 1
    assert max(cell_len(line) for line in STYLE.sub("", shown).splitlines()) <= 80


def test_a_table_of_long_texts_in_any_script_is_folded_to_fit(terminal, cscli):
    texts = ("配送が遅れています。" * 6, "أين طلبي؟ " * 10, "Wo bleibt mein Paket? " * 5)
    for text in texts:
        cscli("log", "add", text)
    code, shown = terminal("log", "list")
    lines = STYLE.sub("", shown).splitlines()
    assert code == 0
    assert max(cell_len(line) for line in lines) <= 80
    assert all(text[:3] in shown for text in texts)


@pytest.mark.parametrize("market", ["JP", "SA"])
def test_a_card_in_any_script_fits_the_terminal(terminal, market):
    code, shown = terminal("market", "show", market)
    assert code == 0
    assert max(cell_len(line) for line in STYLE.sub("", shown).splitlines()) <= 80


def test_setting_up_asks_its_questions_and_keeps_what_is_confirmed(spawn, cscli):
    cscli("config", "set", "agent.name", "Li Wei")
    child = spawn("init")
    for question, answer in (
        ("shop's name", "Nordlicht"),
        ("Your name", ""),
        ("time zone", "Asia/Shanghai"),
        ("Languages the desk serves", "en,de"),
        ("Languages you read", "xx1"),
        ("Languages you read", ""),
        ("Markets", ""),
        ("engines", ""),
        ("Fill the memory", "no"),
    ):
        child.expect(question)
        child.sendline(answer)
    child.expect("cscli.yaml")
    child.expect("would read")
    child.expect("Nordlicht")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 0
    assert cscli("config", "show", "shop.name").out == "Nordlicht\n"
    assert cscli("config", "show", "agent.name").out == "Li Wei\n"
    assert cscli("config", "show", "languages").out == "en,de\n"


def test_the_zone_of_the_machine_and_the_language_of_its_user_are_proposed(spawn, cscli):
    child = spawn("init", "--shop", "Nordlicht", "--agent", "Li Wei", TZ="Asia/Shanghai", LANG="zh_CN.UTF-8")
    for question, answer in (
        (r"time zone, .*\[Asia/Shanghai\]", ""), ("Languages the desk serves", "zh,de"), (r"you read.*\[zh\]", ""),
        ("Markets", ""), (r"engines.*\[memory\]", ""), ("Fill the memory", ""),
    ):  # fmt: skip
        child.expect(question)
        child.sendline(answer)
    child.expect("new units")
    child.expect(pexpect.EOF)
    child.close()
    assert cscli("config", "show", "agent.zone").out == "Asia/Shanghai\n"
    assert cscli("config", "show", "agent.reads").out == "zh\n"
    assert cscli("memory", "stats", "--json").data


def test_a_line_that_is_typed_can_be_edited_with_the_usual_keys(spawn, cscli):
    child = spawn("init")
    child.expect("shop's name:")
    child.send("Nordlichx\x7ft\x01Shop \x05!\r")
    child.expect("Your name")
    child.sendeof()
    child.close(force=True)
    child = spawn("init")
    child.expect("shop's name:")
    child.send("xordlicht\x1b[H\x1b[3~N\r")
    for question in ("Your name", "time zone", "Languages the desk", "you read", "Markets", "engines", "Fill"):
        child.expect(question)
        child.sendline("no" if question == "Fill" else "")
    child.expect(pexpect.EOF)
    assert cscli("config", "show", "shop.name").out == "Nordlicht\n"


def test_ctrl_c_at_a_question_ends_with_130_and_writes_nothing(spawn, sealed):
    child = spawn("init")
    child.expect("shop's name")
    child.sendintr()
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 130
    assert not (sealed / "config").exists()


def test_missing_values_are_asked_for_with_an_example(spawn):
    child = spawn(*NOW, "reply", "shipping-delay", "--market", "DE", "--ask")
    child.expect("order_number, such as A-1042")
    child.sendline("A-7")
    child.expect("new_date, such as 2026-12-03")
    child.sendline("2026-12-31")
    child.expect("31. Dezember 2026")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 0


def test_recording_nothing_is_refused_instead_of_waiting(terminal):
    code, shown = terminal("log", "add", "--customer", "C-7")
    assert code == 2
    assert "There is no text to record." in shown


def test_a_new_template_advises_a_check_that_finds_it(terminal, sealed):
    folder = sealed / "my desk"
    folder.mkdir()
    code, shown = terminal("--workspace", str(folder), "template", "new", "shipping-delay", "-l", "de")
    assert code == 0
    assert f"cscli --workspace '{folder}' template check shipping-delay --language de" in " ".join(shown.split())


def pages(spawn, tmp_path, *words, **environ):
    """What a pager of our own was given, and all that was shown."""
    pager = tmp_path / "pager"
    pager.write_text(f"#!/bin/sh\ncat > {tmp_path / 'paged'}\necho PAGED\n", encoding="utf-8")
    pager.chmod(0o755)
    child = spawn(*NOW, *words, PAGER=str(pager), **environ)
    shown = child.read().replace("\r\n", "\n")
    child.close()
    file = tmp_path / "paged"
    return child.exitstatus, shown, file.read_text(encoding="utf-8") if file.exists() else ""


def test_an_answer_longer_than_the_screen_is_shown_in_the_pager(spawn, tmp_path):
    code, shown, paged = pages(spawn, tmp_path, "market", "list")
    assert (code, "PAGED" in shown, "Japan" in shown, "Japan" in paged) == (0, True, False, True)


def test_a_short_answer_json_and_a_desk_that_wants_none_have_no_pager(spawn, tmp_path, cscli):
    assert pages(spawn, tmp_path, "time", "now", "JP")[2] == ""
    assert "Japan" in pages(spawn, tmp_path, "market", "list", "--json")[1]
    cscli("config", "set", "pager", "never")
    code, shown, paged = pages(spawn, tmp_path, "market", "list")
    assert (code, "Japan" in shown, paged) == (0, True, "")


def test_a_pager_that_is_not_there_or_fails_hides_nothing(spawn):
    child = spawn(*NOW, "market", "list", PAGER="/nowhere/less")
    assert "Japan" in child.read()


def test_times_are_on_the_clock_of_the_agent_with_how_long_ago_they_were(terminal, cscli):
    cscli("config", "set", "agent.zone", "Asia/Shanghai")
    cscli("log", "add", "Wo bleibt mein Paket?", now="2026-11-22T07:30:00Z")
    assert "2026-11-22 15:30 · 2 h ago" in terminal("log", "list")[1]
    assert cscli("log", "list").out.splitlines()[1].split("\t")[1] == "2026-11-22 15:30", "in a pipe"
