"""``cscli reply`` in a language that has no template: translated, checked, marked as such."""

import sys

import pytest
from spoken_replies import VALUES, texts_of


def test_a_language_without_a_template_is_translated_from_the_one_there_is(server, delayed):
    answer = delayed("DE", "fi", "--name", "Anna Berg")
    assert answer.code == 0
    assert answer.out == (
        "Hyvää päivää, Anna Berg,\n\n"
        "Valitettavasti tilauksenne A-1042 toimitetaan ilmoitettua myöhemmin. Pyydämme anteeksi viivästystä.\n\n"
        "Uusi arvioitu toimituspäivä on 3. joulukuuta 2026.\n\n"
        "Jos päivämäärä muuttuu, otamme teihin heti yhteyttä.\n\n"
        "Jos teillä on kysyttävää, vastatkaa tähän viestiin.\n\n"
        "Ystävällisin terveisin\n"
    )
    assert answer.err == (
        "warning: There is no template in fi; the one in de was translated. "
        "Translated by libretranslate; nobody has read it yet.\n"
    )


@pytest.mark.parametrize(
    ("market", "language", "words"),
    [
        ("DE", "el", "Η νέα εκτιμώμενη ημερομηνία παράδοσης είναι 3 Δεκεμβρίου 2026."),
        ("ES", "ca", "La nova data de lliurament prevista és el 3 de desembre del 2026."),
        ("DE", "fi", "Uusi arvioitu toimituspäivä on 3. joulukuuta 2026."),
    ],
)
def test_dates_are_written_as_the_customer_writes_them(server, delayed, market, language, words):
    answer = delayed(market, language)
    assert (answer.code, words in answer.out) == (0, True), answer


def test_the_json_marks_the_machine_and_holds_the_original(server, delayed, cscli):
    original = cscli("reply", "shipping-delay", "--market", "DE", *VALUES, "--no-log").out.removesuffix("\n")
    answer = delayed("DE", "fi", "--json")
    assert (answer.code, answer.err, answer.json["status"], answer.json["errors"]) == (0, "", "ok", [])
    reply = answer.data
    assert (reply["machine"], reply["language"], reply["variant"][-1]) == (True, "fi", "de")
    assert reply["subject"] == "Tilauksenne A-1042: uusi toimituspäivä 3. joulukuuta 2026"
    marks = [(f["check"], f["severity"]) for f in reply["findings"]]
    assert marks == [("machine-translated", "warning")]
    made = reply["translation"]
    assert (made["source"], made["target"], made["engines"]) == ("de", "fi", ["libretranslate"])
    assert made["original"] == original
    assert made["allowed"] == []
    assert {s["origin"] for s in made["segments"]} == {"engine"}
    assert "A-1042" in [kept for s in made["segments"] for kept in s["kept"]]


def test_a_reply_from_its_own_template_has_the_same_keys_and_no_translation(server, cscli):
    answer = cscli("reply", "shipping-delay", "--market", "DE", *VALUES, "--json")
    assert (answer.code, answer.data["machine"], answer.data["translation"]) == (0, False, None)
    assert server.asked == []


def test_the_record_keeps_both_texts_and_who_saw_them(server, delayed, cscli):
    number = delayed("DE", "fi", "--json").data["interaction_id"]
    kept = cscli("log", "show", str(number), "--json").data
    assert kept["body"].startswith("Hyvää päivää,\n")
    assert kept["agent_text"].startswith("Guten Tag,\n")
    assert (kept["language"], kept["agent_language"], kept["engines"]) == ("fi", "de", ["libretranslate"])
    assert "machine-translated" in [f["check"] for f in kept["findings"]]


def test_names_numbers_links_and_amounts_come_back_unharmed_and_are_shown_to_nobody(server, delayed):
    link = "https://dhl.example/x?id=77&l=de"
    answer = delayed(
        "DE", "fi", "--name", "Jürgen Müller-Lüdenscheidt", "--set", "goodwill=10.50", "--set", f"tracking_link={link}"
    )
    assert answer.code == 0
    assert all(part in answer.out for part in ("Jürgen Müller-Lüdenscheidt", link, "A-1042", "10,50\u00a0€"))
    sent = " ".join(texts_of(server))
    assert not any(part in sent for part in ("Jürgen", "Müller", "dhl.example", "1042", "2026", "10,50"))


@pytest.mark.parametrize("order", ["XQ0QX", "Mit freundlichen Grüßen", "[[0]]", "{{ order }}", "<b>7</b>", "A 10.42"])
def test_a_value_is_a_value_whatever_it_looks_like(server, cscli, order):
    answer = cscli(
        "reply", "shipping-delay", "--market", "DE", "--to", "fi", "-s", f"order_number={order}", *VALUES[2:]
    )
    assert answer.code == 0, answer.err
    assert f"tilauksenne {order} toimitetaan" in answer.out


def test_a_draft_keeps_its_marks_and_is_not_recorded(server, cscli):
    answer = cscli(
        "reply", "shipping-delay", "--market", "DE", "--to", "fi", "-s", "order_number=A-1042", "--draft", "--json"
    )
    assert (answer.code, answer.data["is_draft"], answer.data["interaction_id"]) == (0, True, None)
    assert "toimituspäivä on [[new_date]]." in answer.data["body"]
    assert cscli("log", "list", "--json").data == []


def test_the_gloss_is_from_a_template_and_not_translated(server, delayed):
    answer = delayed("DE", "fi", "--gloss", "en", "--json")
    assert (answer.code, answer.data["gloss"]["language"]) == (0, "en")
    assert "A-1042" in answer.data["gloss"]["body"]
    assert answer.data["body"].startswith("Hyvää päivää")
    assert answer.data["gloss"]["body"].startswith("Hello")


def test_the_editor_gets_the_translation_and_what_it_leaves_is_sent(server, delayed, cscli, monkeypatch, tmp_path):
    script = tmp_path / "edit.py"
    script.write_text("import sys, pathlib as p; f = p.Path(sys.argv[1]); f.write_text(f.read_text() + 'PS. Moi!')")
    monkeypatch.setenv("EDITOR", f'"{sys.executable}" "{script}"')
    answer = delayed("DE", "fi", "--edit", "--json")
    assert answer.code == 0, answer.err
    assert answer.data["body"].startswith("Hyvää päivää")
    assert answer.data["body"].endswith("PS. Moi!")
    kept = cscli("log", "show", str(answer.data["interaction_id"]), "--json").data
    assert kept["body"].endswith("PS. Moi!")
    assert "PS. Moi!" not in kept["agent_text"]


def test_the_clipboard_gets_the_translation(server, delayed, monkeypatch):
    import pyperclip

    copied = []
    monkeypatch.setattr(pyperclip, "copy", copied.append)
    answer = delayed("DE", "fi", "--copy")
    assert answer.code == 0
    (text,) = copied
    subject, _, body = text.partition("\n\n")
    assert (subject.startswith("Subject: "), body) == (True, answer.out.removesuffix("\n"))


def test_a_stored_customer_keeps_their_name(server, cscli):
    cscli("customer", "add", "C-7", "--market", "DE", "--language", "de", "--name", "Aino Virtanen")
    answer = cscli("reply", "shipping-delay", "--customer", "C-7", "--to", "fi", *VALUES)
    assert answer.code == 0
    assert answer.out.startswith("Hyvää päivää, Aino Virtanen,\n")
    assert "Virtanen" not in " ".join(texts_of(server))


def test_what_was_translated_once_is_remembered(server, delayed, monkeypatch):
    monkeypatch.setenv("CSCLI_ENGINES", "memory,libretranslate")
    first = delayed("DE", "fi")
    asked = len(texts_of(server))
    second = delayed("DE", "fi", "--json")
    assert second.data["body"] == first.out.removesuffix("\n")
    assert len(texts_of(server)) == asked
    assert (second.data["machine"], second.data["translation"]["engines"]) == (True, [])
