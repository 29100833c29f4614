"""``cscli translate`` before a person: the question whether a text may be sent, and line after line."""

import json
import signal

import pexpect
import pytest

NOW = ("--now", "2026-11-22T09:30:00Z")
PARCEL, PAKET = "Where is my parcel today?", "Wo ist heute mein Paket?"
JAPANESE, ARABIC = "私の荷物は今日どこにありますか？", "أين الطرد الخاص بي اليوم؟"
SAYS = {
    ("de", PARCEL): PAKET, ("ja", PARCEL): JAPANESE, ("ar", PARCEL): ARABIC, ("en", JAPANESE): PARCEL,
    ("en", ARABIC): PARCEL, ("en", PAKET): PARCEL,
}  # fmt: skip
HOST = "model.example"
QUESTION = f"llm sends the text to {HOST}"
ESCAPES = ("\x1b]", "\x1b[2J", "\x1b[31m", "\x9b", "\x07", "\x08")


@pytest.fixture
def libre(service):
    """A LibreTranslate server on loopback; gives the words that name it on a command line."""

    def says(asked):
        if asked.path == "/languages":
            return service.says(json.dumps([{"code": code} for code in ("en", "de", "ja", "ar")]))
        text, target = asked.json["q"], asked.json["target"]
        return service.says(json.dumps({"translatedText": SAYS.get((target, text), text)}))

    return ("--option", f"libretranslate.url={service(says).url}", "-e", "libretranslate")


@pytest.fixture
def afar(service, spawn, monkeypatch):
    """Start the program with a model at another host; what is sent there arrives at a proxy that counts and refuses."""
    proxy = service(lambda _: service.says("", 502))
    monkeypatch.setenv("HTTPS_PROXY", proxy.url)
    words = ("-e", "llm", "--option", f"llm.url=https://{HOST}/v1", "--option", "llm.model=tiny")

    def start(*more, says=()):
        child = spawn(*NOW, "translate", *more, *words)
        for question, answer in says:
            child.expect_exact(question)
            child.send(answer)
        shown = child.read().replace("\r\n", "\n")
        child.close()
        return child.exitstatus, shown

    start.proxy = proxy
    return start


def consents(cscli):
    return {one["engine"]: one["consent"] for one in cscli("engine", "list", "--json").data}


# the question


@pytest.mark.parametrize("no", ["n\r", "\r", "what?\r"])
def test_a_text_stays_here_unless_a_person_says_yes(afar, cscli, no):
    before = consents(cscli)
    code, shown = afar(PARCEL, "--to", "de", says=[(QUESTION, no)])
    assert code == 4
    assert "nobody agreed to that" in shown
    assert afar.proxy.connections == 0
    assert consents(cscli) == before


def test_yes_is_for_this_run_alone(afar):
    code, shown = afar(PARCEL, "--to", "de", says=[(QUESTION, "y\r")])
    assert code == 5
    assert f"no connection to {HOST}" in shown
    sent = afar.proxy.connections
    assert sent
    afar(PARCEL, "--to", "de", says=[(QUESTION, "n\r")])
    assert afar.proxy.connections == sent


def test_always_is_remembered_and_not_asked_again(afar, cscli):
    afar(PARCEL, "--to", "de", says=[(QUESTION, "a\r")])
    assert afar.proxy.connections
    _, shown = afar(PARCEL, "--to", "de")
    assert QUESTION not in shown
    elsewhere = ("-e", "llm", "--option", "llm.url=https://other.example/v1", "--option", "llm.model=tiny")
    assert cscli("translate", PARCEL, "--to", "de", *elsewhere).code == 4


@pytest.mark.parametrize("words", [("--to", "de,ja,ar"), ("--to", "de", "--alternatives")])
def test_it_is_asked_once_for_a_run(afar, words):
    _, shown = afar(PARCEL, *words, says=[(QUESTION, "n\r")])
    assert QUESTION not in shown


@pytest.mark.parametrize(("key", "code"), [("\x04", 130), ("\x03", 130)])
def test_who_leaves_at_the_question_sends_nothing(afar, key, code):
    ended, shown = afar(PARCEL, "--to", "de", says=[(QUESTION, key)])
    assert ended == code
    assert "Interrupted" in shown
    assert "Traceback" not in shown
    assert afar.proxy.connections == 0


@pytest.mark.parametrize("words", [("--private",), ("--option", "privacy=local-only")])
def test_nobody_is_asked_about_what_is_private(afar, words):
    code, shown = afar(PARCEL, "--to", "de", *words)
    assert code == 4
    assert QUESTION not in shown
    assert afar.proxy.connections == 0


def test_back_is_asked_for_together_with_the_translation(spawn, tmp_path, monkeypatch):
    site = tmp_path / "site"
    (site / "two_ways-1.0.dist-info").mkdir(parents=True)
    (site / "two_ways-1.0.dist-info" / "METADATA").write_text("Metadata-Version: 2.1\nName: two-ways\nVersion: 1.0\n")
    (site / "two_ways-1.0.dist-info" / "entry_points.txt").write_text("[cscli.engines]\nways = two_ways:Ways\n")
    (site / "two_ways.py").write_text(f"""
from cscli.translation.engines.engine import Answer, Profile, Quality

class Ways:
    profile = Profile(name="ways", host="ways.example")

    def __init__(self, surroundings):
        pass

    def quality(self, source, target):
        return Quality.DRAFT

    def translate(self, job):
        return tuple(Answer(text={PAKET!r} if job.target == "de" else {PARCEL!r}) for _ in job.texts)

    def close(self):
        pass
""")
    monkeypatch.setenv("PYTHONPATH", str(site))
    child = spawn(*NOW, "translate", PARCEL, "--to", "de", "--back", "-e", "ways")
    child.expect_exact("ways sends the text to ways.example")
    child.send("y\r")
    shown = child.read().replace("\r\n", "\n")
    child.close()
    assert child.exitstatus == 0
    assert "ways.example" not in shown
    assert PAKET in shown
    assert f"--- back in en ---\n{PARCEL}" in shown


# line after line


def test_a_terminal_goes_on_asking_until_it_is_left(spawn, libre):
    child = spawn(*NOW, "translate", "--to", "de", "--from", "en", *libre)
    child.expect_exact("end with Ctrl-D")
    for line, answer in (
        (PARCEL, PAKET),
        ("This is not known to it.", "No translation came back that can be used"),
        (PARCEL, PAKET),
    ):
        child.expect_exact("en → de:")
        child.send(f"{line}\r")
        child.expect_exact(answer)
    child.expect_exact("en → de:")
    child.send("\r")
    child.expect_exact("en → de:")
    child.send("\x04")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 0


def test_a_line_whose_language_cannot_be_told_is_no_reason_to_leave(spawn, libre):
    child = spawn(*NOW, "translate", "--to", "de,en", *libre)
    child.expect_exact("any → de,en:")
    child.send("ok\r")
    child.expect_exact("cannot be told")
    child.expect_exact("any → de,en:")
    child.send(f"{JAPANESE}\r")
    child.expect_exact(f"en:\r\n{PARCEL}")
    child.expect_exact("any → de,en:")
    child.send("\x03")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 130


def test_each_line_can_be_recorded(spawn, libre, cscli):
    child = spawn(*NOW, "translate", "--to", "en", "--log", "in", *libre)
    for line in (JAPANESE, ARABIC):
        child.expect_exact("any → en:")
        child.send(f"{line}\r")
        child.expect_exact(PARCEL)
    child.expect_exact("any → en:")
    child.send("\x04")
    child.expect(pexpect.EOF)
    child.close()
    assert [one["body"] for one in cscli("log", "list", "--json").data] == [ARABIC, JAPANESE]


def test_a_text_for_a_file_is_typed_until_its_end(spawn, libre, tmp_path):
    child = spawn(*NOW, "translate", "--to", "de", "--out", str(tmp_path / "said.txt"), *libre)
    child.send(f"{PARCEL}\r\x04")
    shown = child.read()
    child.close()
    assert (child.exitstatus, "said.txt" in shown) == (0, True)
    assert (tmp_path / "said.txt").read_text("utf-8") == f"{PAKET}\n"


def test_a_terminal_that_goes_away_ends_it(spawn, libre):
    child = spawn(*NOW, "translate", "--to", "de", *libre)
    child.expect_exact("any → de:")
    child.kill(signal.SIGHUP)
    child.expect(pexpect.EOF)
    child.close()
    assert child.signalstatus == signal.SIGHUP or child.exitstatus


# what is shown


def test_both_texts_of_a_message_are_shown_to_a_person(terminal, libre):
    terminal("translate", JAPANESE, "--to", "en", "--log", "in", *libre)
    code, shown = terminal("log", "show", "1")
    assert code == 0
    assert JAPANESE in shown
    assert PARCEL in shown
    assert "libretranslate" in shown


@pytest.mark.parametrize("tag", ["ja", "ar"])
def test_japanese_and_arabic_are_shown_raw_with_their_facts_beside(terminal, libre, tag):
    code, shown = terminal("translate", PARCEL, "--to", tag, *libre)
    assert code == 0
    assert shown.startswith(f"{SAYS[tag, PARCEL]}\n")
    assert f"en → {tag} · libretranslate" in shown


def test_a_translation_is_never_wrapped(terminal, libre):
    long = " ".join([PARCEL] * 8)
    code, shown = terminal("translate", long, "--to", "ja", *libre)
    assert (code, shown.splitlines()[0]) == (0, JAPANESE * 8)


def test_json_is_the_same_for_a_person(terminal, libre):
    code, shown = terminal("translate", PARCEL, "--to", "ar", "--json", *libre)
    assert code == 0
    assert json.loads(shown)["data"]["text"] == ARABIC


def test_no_escape_sequence_of_a_customer_moves_the_cursor(terminal, libre):
    text = f"{JAPANESE}\x1b]0;owned\x07 \x1b[2J\x1b[31m \x9b1m\x08"
    for words in ((), ("--explain",), ("--alternatives",), ("--json",), ("--to", "ja")):
        _, shown = terminal("translate", text, "--to", "en", "--from", "ja", *words, *libre)
        assert not [s for s in ESCAPES if s in shown], words
