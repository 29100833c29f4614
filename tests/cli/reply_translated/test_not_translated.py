"""``cscli reply`` in a language that has no template: why it is not translated; and where no engine is asked at all."""

import json
import subprocess
import sys

import pytest
from spoken_replies import FINNISH, LANGUAGES, VALUES


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
