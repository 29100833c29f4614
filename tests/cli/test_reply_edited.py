"""``cscli reply --edit``: what is printed, recorded and found of a text that an editor changed."""

import shlex
import sys

import pytest

MINIMAL = ("--set", "order_number=A-1042", "--set", "new_date=2026-12-03")


def editor_that(sealed, *lines):
    script = sealed / "editor.py"
    script.write_text(
        "import sys\nfrom pathlib import Path\nfile = Path(sys.argv[-1])\n" + "\n".join(lines), encoding="utf-8"
    )
    return shlex.join([sys.executable, str(script)])


def test_an_edited_reply_is_what_is_printed_and_recorded(cscli, sealed, monkeypatch):
    change = "file.write_text(file.read_text(encoding='utf-8').replace('A-1042', 'A-1043'), encoding='utf-8')"
    monkeypatch.setenv("EDITOR", editor_that(sealed, change))
    answer = cscli("reply", "shipping-delay", "--market", "DE", "--edit", *MINIMAL)
    assert answer.code == 0
    assert "A-1043" in answer.out
    assert "A-1042" not in answer.out
    [said] = cscli("log", "list", "--json").data
    assert (said["body"] + "\n", said["wording"]) == (answer.out, "edited")


def test_a_reply_that_was_opened_in_the_editor_and_left_alone_is_recorded_as_composed(cscli, sealed, monkeypatch):
    monkeypatch.setenv("EDITOR", editor_that(sealed, "pass"))
    assert cscli("reply", "shipping-delay", "--market", "DE", "--edit", *MINIMAL).code == 0
    assert cscli("reply", "shipping-delay", "--market", "DE", *MINIMAL).code == 0
    cscli("log", "add", "--direction", "out", "--market", "DE", "Eigene Worte.")
    wordings = [said["wording"] for said in cscli("log", "list", "--json").data]
    assert sorted(wordings) == ["", "kept", "kept"]


def test_an_edited_reply_is_checked_and_an_error_stops_it_unless_it_is_allowed(cscli, sealed, monkeypatch):
    card = "file.write_text(file.read_text(encoding='utf-8') + 'Karte 4111 1111 1111 1111', encoding='utf-8')"
    monkeypatch.setenv("EDITOR", editor_that(sealed, card))
    words = ("reply", "shipping-delay", "--market", "DE", "--edit", *MINIMAL)
    answer = cscli(*words)
    assert (answer.code, answer.out) == (4, "")
    assert "--allow card-number" in answer.err
    assert "4111" not in answer.err
    assert cscli("log", "list", "--json").data == []
    refused = cscli(*words, "--json")
    assert (refused.data["body"], refused.codes) == (None, ["card-number"])
    assert cscli(*words, "--allow", "card-number").code == 0
    assert cscli("log", "list", "--json").data[0]["allowed"] == ["card-number"]


@pytest.mark.parametrize("ending", ["sys.exit(1)", "file.write_text('', encoding='utf-8')"])
def test_a_reply_whose_editing_failed_is_neither_printed_nor_recorded(cscli, sealed, monkeypatch, ending):
    monkeypatch.setenv("EDITOR", editor_that(sealed, ending))
    answer = cscli("reply", "shipping-delay", "--market", "DE", "--edit", *MINIMAL)
    assert (answer.code, answer.out) == (2, "")
    assert "not kept" in answer.err
    assert cscli("log", "list", "--json").data == []


def test_editing_without_an_editor_names_the_variable_to_set(cscli):
    answer = cscli("reply", "shipping-delay", "--market", "DE", "--edit", *MINIMAL)
    assert (answer.code, answer.out) == (2, "")
    assert "EDITOR" in answer.err


def test_what_was_found_in_words_that_an_edit_took_out_is_not_told(cscli, sealed, monkeypatch):
    number = "please call me back soon"
    change = f"file.write_text(file.read_text(encoding='utf-8').replace({number!r}, 'A-7'), encoding='utf-8')"
    words = ("reply", "shipping-delay", "--market", "DE", "--set", f"order_number={number}", *MINIMAL[2:], "--json")
    before = cscli(*words, "--no-log").data["findings"]
    assert [one["check"] for one in before] == ["free-text-language"]
    monkeypatch.setenv("EDITOR", editor_that(sealed, change))
    for more in ((), ("--no-log",)):
        data = cscli(*words, "--edit", *more).data
        assert (number in data["body"], data["findings"]) == (False, [])
