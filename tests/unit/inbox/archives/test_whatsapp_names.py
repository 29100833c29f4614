"""Where the name in a head of a WhatsApp chat ends, which may hold a colon."""

from archive_files import chat_told as read
from sweeps import each


def heads(*texts):
    return "".join(f"12/11/25, 09:{n:02} - {text}\n" for n, text in enumerate(texts))


def said_in(tmp_path, text, **how):
    found = read(tmp_path, text, name="chat.txt", order="dmy", **how)
    return [(one.direction, one.agent or one.contact.name, one.body) for one in found]


def test_a_name_with_a_colon_is_told_by_the_other_heads(tmp_path):
    text = heads(
        "Anna: Shop created group “Team: Berlin”", "Anna: Shop added Bob", "Anna: Shop: hello", "Bob: PS: where?",
        "Anna: Shop: on its way: today", "Bob: thanks", "Anna: Shop: bye", "Anna: Shop left",
    )  # fmt: skip
    assert said_in(tmp_path, text, me=("anna: shop",)) == [
        ("out", "Anna: Shop", "hello"), ("in", "Bob", "PS: where?"), ("out", "Anna: Shop", "on its way: today"),
        ("in", "Bob", "thanks"), ("out", "Anna: Shop", "bye"),
    ]  # fmt: skip
    assert [one[1] for one in said_in(tmp_path, text, me=("bob",))][:2] == ["Anna: Shop", "Bob"]


def test_a_name_with_a_colon_is_told_by_an_option_or_the_name_of_the_file(tmp_path):
    once = heads("Anna: Shop: hello", "Bob: hi")
    assert said_in(tmp_path, once, me=("anna: shop",))[0] == ("out", "Anna: Shop", "hello")
    assert said_in(tmp_path, once, me=("bob",))[0] == ("in", "Anna", "Shop: hello")
    found = read(tmp_path, once, name="WhatsApp Chat with Anna_ Shop.txt", order="dmy")
    assert [(one.direction, one.contact.name, one.body) for one in found] == [
        ("in", "Anna: Shop", "hello"), ("out", "Anna: Shop", "hi"),
    ]  # fmt: skip
    assert found[0].contact == found[1].contact


@each("texts", [
    ("Anna: PS: one", "Anna: PS: two", "Anna: hm", "Anna: PS: three"),  # she is called so elsewhere
    ("Anna: Order: one", "Anna: Colour: two", "Anna: Size: three"),
    ("Anna: PS: one", "Anna: PS: two"),  # too few
])  # fmt: skip
def test_a_word_with_a_colon_at_the_beginning_of_a_text_is_no_name(tmp_path, texts):
    found = said_in(tmp_path, heads("Shop: hi", *texts), me=("shop",))
    assert [(who, text) for _, who, text in found[1:]] == [("Anna", text.removeprefix("Anna: ")) for text in texts]


def test_the_number_of_a_phone_is_a_whole_name(tmp_path):
    found = said_in(tmp_path, heads("Shop: hi", *(f"+49 151 1234567: PS: {n}" for n in range(5))), me=("shop",))
    assert {text[:3] for _, _, text in found[1:]} == {"PS:"}


@each("subject", [
    'Anna created group "Team: Berlin"', "Anna changed the subject from “A: b” to “B: C”",
    "Anna hat die Gruppe „Team: Berlin“ erstellt.", "Anna a créé le groupe « Team: Berlin »",
    "Annaがグループ「Team: Berlin」を作成しました",
])  # fmt: skip
def test_the_subject_of_a_group_is_no_name(tmp_path, subject):
    text = heads("Shop: hi", subject, "Anna: hello")
    assert said_in(tmp_path, text, me=("shop",)) == [("out", "Shop", "hi"), ("in", "Anna", "hello")]


def test_what_a_phone_writes_in_the_name_of_a_group_is_of_the_system_whatever_the_name_holds(tmp_path):
    text = (
        "[28.03.25, 21:29:00] Team: Berlin: \u200eMessages and calls are end-to-end encrypted.\n"
        "[28.03.25, 21:29:10] Team: Berlin: \u200eAnna created this group\n"
        "[28.03.25, 21:29:20] Anna: Rechnung: \u200e<attached: 1.pdf>\n[28.03.25, 21:29:30] Shop: hi\n"
    )
    assert said_in(tmp_path, text, me=("shop",)) == [
        ("in", "Anna", "Rechnung: \u200e<attached: 1.pdf>"), ("out", "Shop", "hi"),
    ]  # fmt: skip


def test_a_longer_export_that_proves_a_name_with_a_colon_adds_only_what_is_new(tmp_path):
    short, long = (
        read(tmp_path, heads("Bob: hi", *(f"Anna: Shop: {n}" for n in range(many))), me=("bob",), order="dmy",
             name="WhatsApp Chat with Team.txt")
        for many in (2, 5)
    )  # fmt: skip
    assert (short[1].contact.name, long[1].contact.name) == ("Anna", "Anna: Shop")
    assert [one.origin for one in long[1:3]] == [one.origin for one in short[1:3]]
