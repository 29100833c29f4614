"""``cscli check``: what is found, how it is shown, and with which status it ends."""

import pytest

from cscli.quality.registry import shipped_checks

KEYS = {"check", "severity", "message", "start", "end", "suggestion"}
GOOD = "Guten Tag,\nIhre Bestellung A-1042 ist unterwegs."


def test_a_good_draft_ends_well_and_says_nothing(cscli):
    answer = cscli("check", GOOD, "--market", "DE")
    assert (answer.code, answer.err) == (0, "")
    assert answer.out == "severity\tcheck\tplace\tmessage\tsuggestion\n"
    assert cscli("check", GOOD, "--market", "DE", "--json").json["status"] == "ok"


def test_a_warning_ends_with_status_1_and_has_its_place(cscli):
    answer = cscli("check", "Guten Tag,\nhast du  Fragen?", "--market", "DE")
    assert answer.code == 1
    assert "warning\tdouble-spaces\t2:8\tTwo spaces where one is enough." in answer.out
    assert "warning\tregister\t2:6\t'du' is du; Sie is expected here." in answer.out


def test_an_error_ends_with_status_4_unless_it_is_allowed(cscli):
    refused = cscli("check", "Guten Tag {name}", "--market", "DE", "--json")
    assert (refused.code, refused.json["status"]) == (4, "findings")
    (found,) = refused.data
    assert set(found) == KEYS
    assert (found["check"], found["severity"], found["start"], found["end"]) == ("token-leak", "error", 10, 16)
    for name in ("token-leak", "token_leak"):
        allowed = cscli("check", "Guten Tag {name}", "--market", "DE", "--allow", name, "--json")
        assert (allowed.code, allowed.data) == (0, [])


def test_a_question_alone_ends_well(cscli):
    answer = cscli("check", "Wir erstatten Ihnen den Betrag.", "--market", "DE", "--json")
    assert (answer.code, [f["severity"] for f in answer.data]) == (0, ["info"])


def test_an_unknown_check_names_the_nearest(cscli):
    answer = cscli("check", GOOD, "--allow", "token-lek")
    assert answer.code == 2
    assert "Did you mean token-leak?" in answer.err
    assert all(name in answer.err for name in shipped_checks().ids)


@pytest.mark.parametrize("words", [("check",), ("check", "-")])
def test_the_draft_may_be_piped(cscli, words):
    answer = cscli(*words, "--market", "DE", "--json", stdin="Hallo  du!\r\n")
    assert {"double-spaces", "register", "exclamations"} == {f["check"] for f in answer.data}


@pytest.mark.parametrize("stdin", ["", "\n", " \n \n"])
def test_nothing_is_not_fit_to_send(cscli, stdin):
    answer = cscli("check", "--json", stdin=stdin)
    assert (answer.code, [f["check"] for f in answer.data]) == (4, ["empty"])


def test_a_fix_is_all_that_stands_on_stdout(cscli):
    answer = cscli("check", "Guten Tag ,hast du  A-1042 ?", "--market", "DE", "--fix")
    assert (answer.code, answer.out) == (1, "Guten Tag, hast du A-1042?\n")
    assert answer.err == "warning: register at 1:17: 'du' is du; Sie is expected here.\n"
    as_json = cscli("check", "Guten Tag ,hast du  A-1042 ?", "--market", "DE", "--fix", "--json").data
    assert as_json["text"] == "Guten Tag, hast du A-1042?"
    assert [f["check"] for f in as_json["findings"]] == ["register"]


def test_a_translation_is_compared_with_its_source(cscli):
    words = ("check", "Bestellung A-1043 für 49,90 €", "--to", "de", "--source", "Order A-1042 for €49.90")
    answer = cscli(*words, "--source-language", "en", "--json")
    assert (answer.code, {f["check"] for f in answer.data}) == (4, {"opaque"})


def test_the_language_is_the_markets_own_that_the_draft_is_in(cscli):
    french = "Nous vous remercions de votre patience et restons à votre disposition : merci"
    assert {f["check"] for f in cscli("check", french, "--market", "CH", "--json").data} == {"punctuation-spacing"}
    wrong = cscli("check", "Your order was sent today and will arrive tomorrow.", "--market", "JP", "--json")
    assert "target-language" in {f["check"] for f in wrong.data}


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("--market", "Japn"), 3, "Unknown market"), (("--to", "qqq"), 3, "Unknown language"),
        (("--register", "rude"), 2, "Unknown register"), (("--channel", "fax"), 2, "Unknown channel"),
    ],
)  # fmt: skip
def test_what_does_not_exist_is_refused(cscli, words, code, said):
    answer = cscli("check", GOOD, *words)
    assert answer.code == code
    assert said in answer.err


@pytest.mark.parametrize(
    "text", ["[red]x[/red] :smile:", "\x1b[31mred", "a\u202eb", "👍" * 9, "12345", "{{ 7*7 }}", "x" * 50_000, "\ud800"]
)
def test_hostile_text_is_data(cscli, text):
    answer = cscli("check", text, "--market", "DE", "--fix", "--", stdin="")
    assert answer.code in (0, 1, 4)
    assert "\x1b" not in answer.out + answer.err


def test_no_finding_of_personal_data_repeats_it(cscli):
    answer = cscli("check", "Ihre Karte 4111 1111 1111 1111", "--market", "DE", "--json")
    assert answer.code == 4
    assert "4111 1111" not in answer.out


def test_the_shops_own_address_is_no_secret(cscli, monkeypatch):
    monkeypatch.setenv("CSCLI_SHOP_URL", "https://www.shop.example")
    assert cscli("check", "Write to help@shop.example", "--market", "US", "--json").data == []


def test_a_text_that_no_channel_takes_is_refused_at_once(cscli):
    answer = cscli("check", stdin="x" * 250_001)
    assert (answer.code, "longer than 250,000 characters" in answer.err) == (2, True)


@pytest.mark.parametrize("text", ["(" * 50_000, "\n" * 50_000 + "x", "is is " * 9_000])
def test_a_check_is_heard_a_hundred_times_at_most(cscli, text):
    found = cscli("check", "--to", "en", "--json", stdin=text).data
    assert all(sum(f["check"] == name for f in found) <= 100 for name in shipped_checks().ids)


def test_the_list_of_checks_names_the_severity_and_the_file_of_each(cscli, tmp_path):
    folder = tmp_path / "shop" / "locales" / "checks"
    folder.mkdir(parents=True)
    (folder / "mine.yaml").write_text(
        "schema: 1\nrules:\n"
        "  - {id: no-slang, kind: words, severity: error, message: '{found} is slang.', words: [yolo]}\n"
    )
    listed = cscli("--workspace", str(tmp_path / "shop"), "check", "--list", "--json").data
    assert {frozenset(one) for one in listed} == {frozenset({"check", "severity", "file", "about"})}
    assert {
        "check": "iban",
        "severity": "error",
        "file": "built in",
        "about": "The number of a bank account.",
    } in listed
    mine = {"check": "no-slang", "severity": "error", "file": str(folder / "mine.yaml"), "about": "{found} is slang."}
    assert mine in listed
    answer = cscli("--workspace", str(tmp_path / "shop"), "check", "yolo")
    assert (answer.code, "error\tno-slang\t1:1\tyolo is slang." in answer.out) == (4, True)


def test_a_rule_that_cannot_be_used_is_told_with_its_line(cscli, tmp_path):
    folder = tmp_path / "shop" / "locales" / "checks"
    folder.mkdir(parents=True)
    (folder / "mine.yaml").write_text(
        "schema: 1\nrules:\n  - id: late\n    kind: pattern\n    severity: error\n    message: '{found}'\n"
        "    patterns: ['(?<=x)y']\n"
    )
    answer = cscli("--workspace", str(tmp_path / "shop"), "check", "y")
    assert answer.code == 2
    assert "mine.yaml:7: the pattern cannot be used: it looks ahead or back" in answer.err
