"""An item is named in one way in every command that is about a customer, an order or a message."""

from itertools import pairwise

import pytest
from typer.main import get_command

from cscli.cli.commands import COMMANDS
from cscli.cli.door.app import commands_of
from cscli.cli.runs import cases


@pytest.fixture
def desk(cscli):
    who = ("--family", "Berg", "--email", "anna@example.de", "--language", "de", "--zone", "Europe/Berlin")
    cscli("customer", "add", "C-7", "--market", "DE", *who)
    cscli("case", "open", "--customer", "C-7", "--order", "A-1042", "--channel", "chat", "Wo bleibt mein Paket?")
    return cscli


@pytest.mark.parametrize("item", ["C-7", "anna@example.de", "1", "A-1042", "m1"])
def test_what_is_logged_belongs_to_the_customer_and_the_case(desk, item):
    number = desk("log", "add", "-c", item, "Das Paket ist immer noch nicht da.", "--json").data["id"]
    kept = desk("log", "show", str(number), "--json").data
    assert (kept["customer"], kept["case_id"], kept["market"], kept["language"], kept["channel"]) == (
        "C-7", 1, "DE", "de", "chat",
    )  # fmt: skip


def test_with_two_open_cases_of_a_customer_it_is_logged_without_a_case(desk):
    desk("case", "open", "--customer", "C-7", "Und die Rechnung?")
    number = desk("log", "add", "-c", "C-7", "Hallo?", "--json").data["id"]
    kept = desk("log", "show", str(number), "--json").data
    assert (kept["customer"], kept["case_id"], kept["channel"]) == ("C-7", None, "email")
    assert desk("log", "add", "-c", "nobody", "Hallo?", "--json").codes == ["unknown-customer"]


def test_a_draft_is_checked_for_the_customer_of_an_item(desk):
    named = desk("check", "Hast du das Paket bekommen?", "-c", "anna@example.de", "--json")
    typed = desk(
        "check", "Hast du das Paket bekommen?", "--market", "DE", "--language", "de", "--channel", "chat", "--json"
    )
    assert (named.code, named.data) == (typed.code, typed.data)


def test_the_time_is_that_of_the_customer_of_an_item(desk):
    zones = {item: desk("time", "now", item, "--json").data[0]["zone"] for item in ("C-7", "1", "anna@example.de")}
    assert set(zones.values()) == {"Europe/Berlin"}
    assert desk("time", "now", "nowhere-at-all", "--json").code == 3


def test_a_text_is_translated_for_the_customer_of_an_item(desk):
    answer = desk("translate", "Guten Tag", "-c", "1", "--from", "de", "--outgoing", "--json")
    assert (answer.code, answer.data["target"]) == (0, "de")


HI = "Ihr Paket ist da."
TAKE_ITEMS = (
    ("show", "{}"), ("note", HI, "-i", "{}"), ("done", "{}", "--dry-run"), ("recall", "{}"),
    ("reply", "where", "-i", "{}", "--draft", "--no-log"),
    ("reply", "where", "-c", "{}", "-s", "order_number=A-1042", "--draft", "--no-log"),
    ("check", HI, "-c", "{}"), ("translate", HI, "-c", "{}", "--from", "de", "--outgoing"),
    ("time", "now", "{}"), ("time", "now", "customer:{}"), ("time", "window", "{}"),
    ("time", "convert", "2026-12-01 10:00", "--from", "{}", "--to", "JP"),
    ("time", "convert", "2026-12-01 10:00", "--from", "JP", "--to", "{}"),
    ("log", "add", HI, "-c", "{}"), ("log", "add", HI, "--case", "{}"), ("log", "list", "-c", "{}"),
    ("log", "search", "Paket", "-c", "{}"), ("log", "export", "log.jsonl", "-c", "{}"),
    ("log", "import", "past.csv", "-c", "{}", "--dry-run"),
    ("case", "show", "{}"), ("case", "list", "-c", "{}"), ("case", "assign", "{}", "--dry-run"),
    ("case", "escalate", "{}", "--dry-run"), ("case", "wait", "{}", "--dry-run"),
    ("case", "resolve", "{}", "--dry-run"), ("case", "close", "{}", "--dry-run"),
    ("case", "reopen", "{}", "--dry-run"), ("case", "tag", "{}", "+vip", "--dry-run"),
    ("case", "priority", "{}", "high", "--dry-run"), ("case", "merge", "{}", "--into", "2", "--dry-run"),
    ("case", "merge", "2", "--into", "{}", "--dry-run"), ("case", "unmerge", "{}", "--dry-run"),
    ("case", "split", "{}", "m1", "--dry-run"), ("case", "macro", "delay", "{}", "--dry-run"),
    ("customer", "show", "{}"), ("customer", "consent", "{}"), ("customer", "export", "{}"),
    ("customer", "audit", "{}"), ("customer", "forget", "{}", "--dry-run"),
    ("customer", "merge", "{}", "--into", "C-9", "--dry-run"),
    ("customer", "merge", "C-9", "--into", "{}", "--dry-run"),
    ("order", "show", "{}"), ("order", "list", "-c", "{}"), ("feedback", "ask", "{}", "--dry-run"),
    ("feedback", "add", "{}", "--score", "5"), ("cancel", "{}"), ("log", "show", "{}"), ("pending", "--resend", "{}"),
    ("say", HI, "-i", "{}", "--draft", "--from", "de"), ("say", HI, "-c", "{}", "--draft", "--from", "de"),
    ("order", "add", "A-1", "-c", "{}"), ("case", "open", "-c", "{}", HI),
)  # fmt: skip
IS_FOUND = {
    "not-merged",
    "not-resolved",
    "unknown-mail",
    "unknown-interaction",
    "no-mail-server",
}  # but it cannot be done to it


@pytest.fixture
def full_desk(desk, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "past.csv").write_text("at,direction,text\n2026-11-01T10:00:00Z,in,Hallo\n", encoding="utf-8")
    desk("order", "add", "A-1042", "-c", "C-7", "--status", "shipped", "--promised", "2026-11-25")
    desk("customer", "add", "C-8", "--name", "Hanna Lindt", "--market", "DE")
    desk("customer", "add", "C-9", "--name", "Hannah Voss", "--market", "DE")
    desk("case", "open", "-c", "C-9", "Hallo?")
    desk("reply", "where", "-i", "1", "--draft")
    return desk


def all_answers(desk, item, before=()):
    """What each command that takes an item says to one."""
    found = {}
    for words in TAKE_ITEMS:
        for shown in before:
            desk("show", shown)
        found[words] = desk(*(word.format(item) for word in words), "--json")
    return found


def not_found(answers):
    return {words: (said.code, said.codes) for words, said in answers.items() if set(said.codes) - IS_FOUND}


def test_two_customers_that_a_name_fits_are_listed_by_every_command(full_desk):
    answers = all_answers(full_desk, "hanna")
    wrong = {words: (said.code, said.codes) for words, said in answers.items() if said.codes != ["ambiguous-item"]}
    assert not wrong
    assert all(said.code == 3 and "C-8 (Hanna Lindt" in said.out for said in answers.values())


@pytest.mark.parametrize("item", ["C-7", "anna@example.de", "berg", "1", "A-1042", "m1"])
def test_every_command_takes_every_kind_of_item(full_desk, item):
    assert not not_found(all_answers(full_desk, item))


@pytest.mark.parametrize("sign", [".", "-"])
def test_without_a_terminal_no_command_has_a_current_item(full_desk, sign):
    answers = all_answers(full_desk, sign)
    wrong = {
        words: said.codes for words, said in answers.items() if (said.code, said.codes) != (2, ["no-current-item"])
    }
    assert not wrong


def test_a_script_says_by_the_environment_what_the_current_item_is(full_desk, monkeypatch):
    monkeypatch.setenv("CSCLI_ITEM", "1")
    assert not not_found(all_answers(full_desk, "."))


@pytest.mark.parametrize("item", ["1", "C-7", "A-1042"])
@pytest.mark.parametrize(("sign", "after"), [(".", ()), ("-", ("C-8",))])
def test_every_command_takes_the_current_item_and_the_one_before(full_desk, monkeypatch, item, sign, after):
    monkeypatch.setattr(cases, "_terminal", lambda: "a terminal")
    assert not not_found(all_answers(full_desk, sign, (item, *after)))


def test_every_option_and_argument_that_is_an_item_is_tried_here():
    assert not [one for one in item_parameters() if not any(is_tried(words, *one) for words in TAKE_ITEMS)]


def is_tried(words, path, spelled):
    """Whether a command line gives an item to a parameter: behind one of its options, or without any."""
    options = [before for before, word in pairwise(words) if "{}" in word]
    is_option = spelled[0].startswith("-")
    return words[: len(path)] == path and any(one in spelled if is_option else one[0] != "-" for one in options)


def item_parameters():
    """The command and the spellings of each parameter whose placeholder in the help says that it is an item."""
    for name in COMMANDS:
        verbs = getattr(get_command(commands_of(name)), "commands", None)
        for verb, one in (verbs or {"": get_command(commands_of(name))}).items():
            yield from (
                ((name, verb) if verb else (name,), parameter.opts)
                for parameter in one.params
                if "ITEM" in (parameter.metavar or "")
            )


@pytest.mark.parametrize("item", ["C-7", "A-1042", "m1", "berg"])
def test_several_drafts_that_answer_an_item_are_listed(full_desk, item):
    full_desk("say", HI, "-i", "1", "--draft", "--from", "de")
    said = full_desk("recall", item, "--json")
    assert (said.code, said.codes) == (3, ["ambiguous-item"])
    assert "draft 2 (Ihr Paket ist da" in said.out
    assert full_desk("recall", "1", "--json").data["draft"] == 1


def test_an_item_without_a_draft_has_none(full_desk):
    said = full_desk("recall", "C-8", "--json")
    assert (said.code, said.codes) == (3, ["unknown-draft"])
    assert "cscli drafts" in said.json["errors"][0]["hint"]
    assert full_desk("recall", "99999999999999999999999", "--json").codes == ["unknown-draft"]


def test_a_customer_that_nobody_is_called_is_not_found_in_the_log(full_desk):
    said = full_desk("log", "list", "-c", "nobody", "--json")
    assert (said.code, said.codes) == (3, ["unknown-customer"])


def test_a_message_of_the_log_is_named_as_an_item(full_desk):
    assert full_desk("log", "show", "m1", "--json").data == full_desk("log", "show", "1", "--json").data
    assert full_desk("log", "show", "C-7", "--json").codes == ["unknown-interaction"]


def test_who_is_forgotten_without_a_question_is_named_by_key_or_address(full_desk):
    said = full_desk("customer", "forget", "berg", "--yes", "--json")
    assert (said.code, said.codes) == (2, ["not-confirmed"])
    assert full_desk("customer", "show", "C-7").code == 0
    assert full_desk("customer", "forget", "anna@example.de", "--yes").code == 0


def test_a_message_is_named_in_the_same_way_by_every_command(cscli):
    cscli("case", "open", "Where is my parcel?")
    cscli("in", "--from", "ann@x.example", stdin="And where is my other parcel?")
    cscli("case", "merge", "2", "--into", "1")
    cscli("case", "unmerge", "2")
    cscli("log", "add", "One more thing", "--case", "1")
    assert cscli("case", "split", "1", "m3", "--dry-run").code == 0
    assert cscli("case", "split", "1", "3").code == 0
    for words in (("case", "split", "1", "m99"), ("cancel", "m1"), ("cancel", "99"), ("log", "show", "m99")):
        answer = cscli(*words, "--json")
        assert answer.code == 3, words
        assert answer.json["errors"][0]["hint"]


def test_the_name_of_an_agent_is_on_one_line_and_no_letter(cscli):
    cscli("case", "open", "Where is my parcel?")
    assert cscli("case", "assign", "1", "Li\x1b[31m\nWei").code == 0
    assert cscli("case", "show", "1", "--json").data["case"]["assignee"].startswith("Li")
    assert "\x1b" not in cscli("case", "show", "1", "--json").data["case"]["assignee"]
    refused = cscli("case", "assign", "1", "x" * 5000, "--json")
    assert (refused.code, refused.codes) == (2, ["bad-value"])
