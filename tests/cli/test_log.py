"""``cscli log``: everything said is kept as it was, listed newest first, and found again in any script."""

import pytest
from sweeps import each


@pytest.fixture
def add(cscli):
    """Record a text and return its id; a customer that is named exists."""

    def record(text, *options):
        if "--customer" in options:
            cscli("customer", "add", options[options.index("--customer") + 1])
        answer = cscli("log", "add", *options, stdin=text)
        assert (answer.code, answer.err) == (0, "")
        return int(answer.out)

    return record


def ids(answer):
    assert answer.code == 0
    return [item["id"] for item in answer.data]


def test_a_message_is_recorded_and_shown_as_it_was(cscli, add):
    number = add("Wo bleibt mein Paket?\n\nGruß, Jörg", "--customer", "C-7", "--market", "de")
    answer = cscli("log", "show", str(number))
    assert (answer.code, answer.err) == (0, "")
    assert answer.out == "Wo bleibt mein Paket?\n\nGruß, Jörg\n"
    kept = cscli("log", "show", str(number), "--json").data
    assert (kept["direction"], kept["channel"], kept["customer"], kept["market"]) == ("in", "email", "C-7", "DE")
    assert kept["at"] == "2026-11-22T09:30:00Z"


def test_a_message_of_a_customer_nobody_stored_is_refused_and_near_keys_are_named(cscli):
    cscli("customer", "add", "C-9", "--market", "DE")
    answer = cscli("log", "add", "-c", "C-99", "hallo")
    assert (answer.code, answer.out) == (3, "")
    assert "Unknown customer 'C-99'. Did you mean C-9?" in answer.err
    assert cscli("log", "list", "--json").data == []


@pytest.mark.parametrize(
    ("text", "options", "market", "language"),
    [
        ("Wo bleibt mein Paket? Ich warte seit Montag.", (), "CH", "de-CH"),
        ("Où est mon colis ? J'attends depuis lundi.", (), "CH", "fr"),
        ("ok", (), "CH", "de-CH"),
        ("Wo bleibt mein Paket?", ("--market", "AT", "--language", "de-AT"), "AT", "de-AT"),
        ("She will call again.", ("--direction", "note"), "CH", ""),
    ],
)
def test_a_message_has_the_market_of_its_customer_and_the_language_it_is_in(cscli, text, options, market, language):
    cscli("customer", "add", "C-7", "--market", "CH", "--language", "de-CH", "--email", "Anna@example.ch")
    for said in ("C-7", "anna@example.ch"):
        assert cscli("log", "add", "-c", said, *options, text).code == 0
    found = cscli("log", "list", "-m", market, "--json").data
    assert [(i["customer"], i["market"], i["language"]) for i in found] == [("C-7", market, language)] * 2


def test_a_text_can_be_an_argument_too(cscli):
    assert cscli("log", "add", "called back, no answer", "--direction", "note", "--channel", "phone").out == "1\n"
    assert cscli("log", "show", "1").out == "called back, no answer\n"


def test_what_looks_like_an_option_is_text_after_two_hyphens(cscli):
    assert cscli("log", "add", "--", "--json").out == "1\n"
    assert cscli("log", "show", "1").out == "--json\n"


@pytest.mark.parametrize(
    "text", ["a\r\nb\r\n", "a\rb", "  a  \n\n", "\ttab", "\ufefftext", "a\x00b", "e\u0301 / \u00e9"]
)
def test_the_bytes_of_a_text_come_back_unchanged(cscli, add, text):
    number = add(text)
    assert cscli("log", "show", str(number), "--json").data["body"] == text


def test_bytes_that_are_no_text_become_marks(shell):
    assert shell("log", "add", stdin=b"ok \xed\xa0\x80 \xff end").code == 0
    body = shell("log", "show", "1", "--json").data["body"]
    assert body.startswith("ok ")
    assert body.endswith(" end")
    assert "\ufffd" in body


def test_the_list_has_a_header_and_one_line_for_each_text(cscli, add):
    add("first\nline and\tmore", "--customer", "C-1")
    add("x" * 500)
    answer = cscli("log", "list")
    lines = [line.split("\t") for line in answer.out.splitlines()]
    assert (answer.code, answer.err) == (0, "")
    assert lines[0] == ["id", "at", "direction", "customer", "market", "intent", "text"]
    assert [line[0] for line in lines[1:]] == ["2", "1"]
    assert lines[2][-1] == "first line and more"
    assert len(lines[1][-1]) == 60
    assert lines[1][-1].endswith("…")


def test_an_empty_record_is_a_header_and_no_file(cscli, sealed):
    answer = cscli("log", "list")
    assert (answer.code, answer.err) == (0, "")
    assert answer.out.count("\n") == 1
    assert list(sealed.iterdir()) == []


def test_the_list_is_narrowed_by_what_is_given(cscli, add):
    one = add("a", "--customer", "C-1", "--market", "JP", "--channel", "chat", "--direction", "out")
    two = add("b", "--customer", "C-2", "--market", "DE", "--intent", "shipping-delay")
    three = add("c", "--customer", "C-2", "--market", "JP", "--direction", "note")
    assert ids(cscli("log", "list", "--customer", "C-2", "--json")) == [three, two]
    assert ids(cscli("log", "list", "--market", "jp", "--json")) == [three, one]
    assert ids(cscli("log", "list", "--channel", "chat", "--json")) == [one]
    assert ids(cscli("log", "list", "--intent", "shipping-delay", "--json")) == [two]
    assert ids(cscli("log", "list", "--direction", "note", "--market", "JP", "--json")) == [three]
    assert ids(cscli("log", "list", "--limit", "1", "--json")) == [three]


def test_a_message_recorded_late_stands_where_it_was_said(cscli, add):
    new = add("today")
    old = add("last week", "--at", "2026-11-15T08:00:00+01:00")
    assert ids(cscli("log", "list", "--json")) == [new, old]
    assert cscli("log", "show", str(old), "--json").data["at"] == "2026-11-15T07:00:00Z"
    assert ids(cscli("log", "list", "--since", "2026-11-20T00:00:00Z", "--json")) == [new]
    assert [ids(cscli("log", "list", "--since", ago, "--json")) for ago in ("2d", "5w")] == [[new], [new, old]]
    assert ids(cscli("log", "search", "week", "--since", "5w", "--json")) == [old]
    assert cscli("log", "list", "--since", "lately", "--json").codes == ["bad-instant"]


@pytest.mark.parametrize("option", ["--market", "--intent", "--direction"])
def test_a_filter_that_fits_nothing_that_exists_is_an_error_and_no_empty_list(cscli, add, option):
    add("a")
    answer = cscli("log", "list", option, "shippin-delay")
    assert answer.code in (2, 3)
    assert answer.out == ""
    assert "shippin-delay" in answer.err


def test_words_and_parts_of_words_are_found_in_any_script(cscli, add):
    add("配送が遅れています A-1042")
    add("พัสดุของฉันอยู่ที่ไหน")
    add("我的快递到哪里了")
    add("Wo ist mein Paket A-1042?")
    add("Где моя посылка", "--customer", "C-77")
    for words, found in (
        (("配送",), [1]), (("送が",), [1]), (("送",), [1]), (("พัสดุ",), [2]), (("快递",), [3]), (("递",), [3]),
        (("paket",), [4]), (("PAKET",), [4]), (("ake",), [4]), (("Paket", "A-1042"), [4]), (("Paket", "配送"), []),
        (("A-10",), [4, 1]), (("посылк",), [5]), (("шипм",), []), (("%",), []), (('"',), []), (("pa*",), []),
        (("OR",), []), (("C-77",), [5]),
    ):  # fmt: skip
        assert ids(cscli("log", "search", "--json", "--", *words)) == found, words


def test_a_search_that_finds_nothing_is_a_header(cscli, add):
    add("a text")
    answer = cscli("log", "search", "nowhere")
    assert (answer.code, answer.err) == (0, "")
    assert answer.out == "id\tat\tdirection\tcustomer\tmarket\tintent\ttext\n"


def test_replies_are_found_by_their_values(cscli):
    cscli(
        "reply", "shipping-delay", "--market", "JP", "--set", "order_number=ZX-998877", "--set", "new_date=2026-12-03"
    )
    assert len(cscli("log", "search", "ZX-998877", "--json").data) == 1


@pytest.mark.parametrize("number", ["99", "0", "123456789012345678901234567890"])
def test_an_id_that_does_not_exist_is_not_found(cscli, add, number):
    add("a")
    answer = cscli("log", "show", number)
    assert (answer.code, answer.out) == (3, "")
    assert f"no interaction {number}" in answer.err
    assert "cscli log list" in answer.err


@pytest.mark.parametrize("text", ["", " \n\t "])
def test_nothing_is_not_recorded(cscli, text):
    answer = cscli("log", "add", stdin=text)
    assert (answer.code, answer.out) == (2, "")
    assert "no text" in answer.err
    assert cscli("log", "list", "--json").data == []


def test_a_very_long_text_is_refused_whole_and_a_million_characters_are_kept_whole(cscli, add):
    answer = cscli("log", "add", stdin="y" * 1_000_001)
    assert (answer.code, answer.out) == (2, "")
    assert "1,000,000" in answer.err
    assert len(cscli("log", "show", str(add("語" * 1_000_000)), "--json").data["body"]) == 1_000_000


@each(
    ("option", "value", "code", "sentence"),
    [
        ("--market", "Japn", 3, "Did you mean JP"), ("--intent", "shipping-delai", 3, "Did you mean shipping-delay"),
        ("--direction", "sideways", 2, "in, out, note"), ("--at", "yesterday", 2, "2026-11-22T09:30:00Z"),
        ("--at", "2026-11-22T09:30:00", 2, "is not an instant"),
    ],
)  # fmt: skip
def test_a_bad_option_is_refused_and_nothing_is_recorded(cscli, option, value, code, sentence):
    answer = cscli("log", "add", "text", option, value)
    assert (answer.code, answer.out) == (code, "")
    assert sentence in answer.err
    assert cscli("log", "list", "--json").data == []


def test_the_record_can_be_another_file(cscli, sealed):
    other = sealed / "deep" / "other.db"
    assert cscli("--db", str(other), "log", "add", "there").code == 0
    assert other.is_file()
    assert cscli("log", "list", "--json").data == []
    assert len(cscli("log", "list", "--json", "--db", str(other)).data) == 1


def test_a_damaged_record_is_unavailable_and_left_as_it_is(cscli, sealed):
    damaged = sealed / "damaged.db"
    damaged.write_bytes(b"not a database at all, really not one" * 50)
    for words in (("log", "list"), ("log", "add", "x"), ("log", "search", "abc"), ("log", "show", "1")):
        answer = cscli("--db", str(damaged), *words)
        assert (answer.code, answer.out) == (5, "")
        assert "damaged" in answer.err
    assert damaged.read_bytes() == b"not a database at all, really not one" * 50
