"""``cscli reply`` in a language that has no template: translated, checked, marked as such; or why it is not."""

import gc
import json
import subprocess
import sys

import pytest

VALUES = ("--set", "order_number=A-1042", "--set", "new_date=2026-12-03")
LANGUAGES = ("de", "es", "ca", "fi", "el", "en")

# What a server says for a sentence of the template, by language. XQ0QX stands for what it is not shown.
FINNISH = {
    "Guten Tag,": "Hyvää päivää,",
    "Guten Tag XQ0QX,": "Hyvää päivää, XQ0QX,",
    "Ihre Bestellung XQ0QX wird leider später zugestellt als angekündigt.":
        "Valitettavasti tilauksenne XQ0QX toimitetaan ilmoitettua myöhemmin.",
    "Wir bitten Sie, die Verzögerung zu entschuldigen.": "Pyydämme anteeksi viivästystä.",
    "Der neue voraussichtliche Liefertermin ist der XQ0QX.": "Uusi arvioitu toimituspäivä on XQ0QX.",
    "Sollte sich der Liefertermin noch einmal ändern, melden wir uns sofort bei Ihnen.":
        "Jos päivämäärä muuttuu, otamme teihin heti yhteyttä.",
    "Den Gutscheincode schicken wir Ihnen in einer eigenen Nachricht.": "Lahjakortin koodin lähetämme erikseen.",
    "Bei Fragen können Sie einfach auf diese E-Mail antworten.": "Jos teillä on kysyttävää, vastatkaa tähän viestiin.",
    "Mit freundlichen Grüßen": "Ystävällisin terveisin",
    "Den aktuellen Stand Ihrer Sendung sehen Sie jederzeit hier: XQ0QX": "Lähetyksenne tilan näette täältä: XQ0QX",
    "Für die Unannehmlichkeiten erhalten Sie von uns einen Gutschein über XQ0QX.":
        "Hyvityksenä saatte meiltä lahjakortin, jonka arvo on XQ0QX.",
    "Ihre Bestellung XQ0QX: neuer Liefertermin XQ1QX": "Tilauksenne XQ0QX: uusi toimituspäivä XQ1QX",
}  # fmt: skip
GREEK = {
    "Guten Tag,": "Καλημέρα σας,",
    "Ihre Bestellung XQ0QX wird leider später zugestellt als angekündigt.":
        "Δυστυχώς η παραγγελία σας XQ0QX θα παραδοθεί αργότερα από ό,τι είχε ανακοινωθεί.",
    "Wir bitten Sie, die Verzögerung zu entschuldigen.": "Ζητούμε συγγνώμη για την καθυστέρηση.",
    "Der neue voraussichtliche Liefertermin ist der XQ0QX.": "Η νέα εκτιμώμενη ημερομηνία παράδοσης είναι XQ0QX.",
    "Sollte sich der Liefertermin noch einmal ändern, melden wir uns sofort bei Ihnen.":
        "Αν αλλάξει η ημερομηνία, θα επικοινωνήσουμε αμέσως μαζί σας.",
    "Bei Fragen können Sie einfach auf diese E-Mail antworten.": "Για απορίες απαντήστε σε αυτό το μήνυμα.",
    "Mit freundlichen Grüßen": "Με εκτίμηση",
    "Ihre Bestellung XQ0QX: neuer Liefertermin XQ1QX": "Η παραγγελία σας XQ0QX: νέα ημερομηνία XQ1QX",
}  # fmt: skip
CATALAN = {
    "Hola:": "Bon dia:",
    "Sentimos decirte que tu pedido XQ0QX llegará con retraso.":
        "Ens sap greu dir-te que la teva comanda XQ0QX arribarà amb retard.",
    "La nueva fecha de entrega prevista es el XQ0QX.": "La nova data de lliurament prevista és el XQ0QX.",
    "Si la fecha de entrega cambia, te avisaremos enseguida.":
        "Si la data de lliurament canvia, t'avisarem de seguida.",
    "Gracias por tu paciencia.": "Gràcies per la teva paciència.",
    "Si tienes cualquier duda, responde a este correo y te ayudaremos.":
        "Si tens qualsevol dubte, respon a aquest correu i t'ajudarem.",
    "Un saludo,": "Una salutació,",
    "Atención al cliente": "Atenció al client",
    "Tu pedido XQ0QX: nueva fecha de entrega, XQ1QX": "La teva comanda XQ0QX: nova data de lliurament, XQ1QX",
}  # fmt: skip
SPOKEN = {"fi": FINNISH, "el": GREEK, "ca": CATALAN}


@pytest.fixture
def server(service, monkeypatch):
    """A LibreTranslate server that is the desk's engine; what it does not know comes back as it was."""

    def says(asked):
        if asked.path == "/languages":
            return service.says(json.dumps([{"code": code, "targets": LANGUAGES} for code in LANGUAGES]))
        wanted = asked.json
        text = SPOKEN.get(wanted["target"], {}).get(wanted["q"], wanted["q"])
        return service.says(json.dumps({"translatedText": text}))

    started = service(says)
    monkeypatch.setenv("CSCLI_LIBRETRANSLATE_URL", started.url)
    monkeypatch.setenv("CSCLI_ENGINES", "libretranslate")
    gc.disable()  # a record of an earlier run must not be closed by a thread of the server
    yield started
    gc.enable()
    gc.collect()


@pytest.fixture
def delayed(cscli):
    """A reply about a late parcel: ``delayed("DE", "fi", "--no-log")``."""
    return lambda market, language, *more: cscli(
        "reply", "shipping-delay", "--market", market, "--to", language, *VALUES, *more
    )


def texts_of(server) -> list[str]:
    return [asked.json["q"] for asked in server.asked if asked.path == "/translate"]


# translated


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


# not translated


def test_without_an_engine_for_the_language_the_fallback_says_why(delayed):
    answer = delayed("DE", "fi")
    assert answer.code == 0
    assert answer.out.startswith("Guten Tag,\n")
    assert "There is no template in fi" in answer.err
    assert "It was not translated: No engine that is set translates from de to fi." in answer.err
    data = delayed("DE", "fi", "--json").data
    assert (data["machine"], data["translation"], data["language"]) == (False, None, "de")
    assert data["interaction_id"] == 2


@pytest.mark.parametrize("failing", ["languages", "translate"])
def test_a_server_that_is_down_leaves_the_fallback_with_the_reason(service, delayed, failing):
    def says(asked):
        if asked.path == "/languages" and failing != "languages":
            return service.says(json.dumps([{"code": code, "targets": LANGUAGES} for code in LANGUAGES]))
        return service.says("{}", status=403)

    answer = delayed("DE", "fi", "--engine", "libretranslate", "--option", f"libretranslate.url={service(says).url}")
    assert answer.code == 0
    assert answer.out.startswith("Guten Tag,\n")
    assert "It was not translated: " in answer.err
    assert "libretranslate: the service does not accept the key" in answer.err


def test_without_consent_nothing_is_sent_printed_or_recorded(delayed, cscli):
    answer = delayed("DE", "fi", "--engine", "google")
    assert (answer.code, answer.out) == (4, "")
    assert "google would send the text to translate.google.com, but nobody agreed to that." in answer.err
    assert "--online" in answer.err
    assert delayed("DE", "fi", "--engine", "google", "--json").codes == ["privacy"]
    assert cscli("log", "list", "--json").data == []


def test_private_goes_before_online(delayed):
    answer = delayed("DE", "fi", "--engine", "google", "--online", "--private")
    assert (answer.code, answer.out) == (4, "")
    assert "--private" in answer.err


def test_an_engine_that_harms_the_text_is_refused_with_its_reason(server, delayed, cscli, monkeypatch):
    monkeypatch.setitem(FINNISH, "Mit freundlichen Grüßen", "Mit freundlichen Grüßen, Ihr Team")
    answer = delayed("DE", "fi")
    assert (answer.code, answer.out) == (4, "")
    assert "No translation came back that can be used from de to fi: libretranslate: " in answer.err
    assert cscli("log", "list", "--json").data == []


@pytest.mark.parametrize(("option", "code"), [(("--engine", "libretranslat"), 3), (("--allow", "promisses"), 2)])
def test_a_name_that_is_none_is_told_with_the_nearest(server, delayed, option, code):
    answer = delayed("DE", "fi", *option)
    assert (answer.code, answer.out) == (code, "")
    assert "Did you mean" in answer.err


CARD = ("-s", "order_number=4111111111111111", *VALUES[2:])


def test_an_error_stops_the_reply_and_allow_lets_it_pass(server, cscli):
    words = ("reply", "shipping-delay", "--market", "DE", "--to", "fi", *CARD)
    stopped = cscli(*words)
    assert (stopped.code, stopped.out) == (4, "")
    assert "It passes with: --allow card-number" in stopped.err
    document = cscli(*words, "--json")
    assert (document.code, document.json["status"], document.codes) == (4, "error", ["card-number"])
    assert (document.data["body"], document.data["interaction_id"]) == (None, None)
    assert "4111111111111111" in document.data["rejected"]
    assert cscli("log", "list", "--json").data == []
    passed = cscli(*words, "--allow", "card-number", "--json")
    assert (passed.code, passed.data["translation"]["allowed"]) == (0, ["card-number"])
    kept = cscli("log", "show", str(passed.data["interaction_id"]), "--json").data
    assert kept["allowed"] == ["card-number"]


def test_a_subject_is_checked_like_the_body(server, delayed, monkeypatch):
    monkeypatch.setitem(
        FINNISH, "Ihre Bestellung XQ0QX: neuer Liefertermin XQ1QX", "Tilauksenne XQ0QX: uusi toimituspäivä XQ1QX!!!"
    )
    answer = delayed("DE", "fi", "--json")
    (said,) = [f for f in answer.data["findings"] if f["check"] == "exclamations"]
    assert answer.code == 0
    assert said["message"].startswith("In the subject: ")
    assert (said["start"], said["end"]) == (None, None)


def test_a_language_of_nobody_is_an_error_as_before(server, delayed):
    answer = delayed("DE", "qq")
    assert (answer.code, answer.out) == (3, "")
    assert "Unknown language 'qq'" in answer.err
    assert server.asked == []


# what nobody asked for


@pytest.mark.parametrize("language", ["de", "en", "fr", "ja"])
def test_a_language_with_templates_asks_no_engine(server, delayed, language):
    answer = delayed("DE", language, "--engine", "libretranslate", "--json")
    assert (answer.code, answer.data["machine"]) == (0, False)
    assert server.asked == []


def test_a_reply_from_a_template_loads_nothing_of_translation(cscli):
    words = ["reply", "shipping-delay", "--market", "JP", *VALUES]
    assert cscli(*words).code == 0  # fills the cache
    code = (
        "import sys\n"
        "from cscli.cli.door.app import app\n"
        "try: app(args=sys.argv[1:], prog_name='cscli')\n"
        "except SystemExit as ended: assert not ended.code, ended.code\n"
        "print(*(m for m in sys.modules if m.startswith('cscli.translation')), file=sys.stderr)\n"
    )
    done = subprocess.run([sys.executable, "-c", code, *words], capture_output=True, check=True, timeout=60)
    assert done.stdout
    assert done.stderr.split() == []
