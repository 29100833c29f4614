"""What leaves this machine, and who agreed to it: nothing unless somebody did, and a key never at all.

The engine here is one that another package brings, installed as such packages are; it says where texts would go.
"""

import os
import re
import socket

import pytest
from personal_messages import messages

PARCEL, PAKET = "Where is my parcel today?", "Wo ist heute mein Paket?"
MOST_LEAKED = 3  # of 358 details in 228 messages
KEY = "k3y-that-nobody-sees"
OPTIONS = (
    "--option", "libretranslate.url=https://libre.example", "--option", "llm.url=https://model.example/v1",
    "--option", "llm.model=tiny",
)  # fmt: skip
KEYS = dict.fromkeys(("DEEPL_API_KEY", "LLM_API_KEY", "MICROSOFT_API_KEY", "LIBRETRANSLATE_API_KEY"), KEY)
HOSTS = {
    "memory": "", "fxtranslate": "", "apertium": "", "libretranslate": "libre.example", "llm": "model.example",
    "deepl": "api.deepl.com", "microsoft": "api.cognitive.microsofttranslator.com",
    "google": "translate.google.com", "mymemory": "api.mymemory.translated.net",
}  # fmt: skip


@pytest.fixture
def translate(cscli):
    return lambda *words, engine="away": cscli("translate", PARCEL, "--to", "de", "-e", engine, *words)


# consent


def test_nothing_is_sent_before_somebody_agreed(translate, away):
    answer = translate()
    assert (answer.code, answer.out) == (4, "")
    assert "away would send the text to away.example" in answer.err
    assert "--online" in answer.err
    assert "cscli config set privacy online" in answer.err
    document = translate("--json").json
    assert (document["status"], document["data"], document["errors"][0]["code"]) == ("error", None, "privacy")
    assert away() == []


def test_the_same_refusal_is_said_once_for_several_languages(translate, away):
    answer = translate("--to", "fr,ja", "--json")
    assert (answer.code, answer.codes) == (4, ["privacy"])
    assert [one["text"] for one in answer.data] == [None, None, None]


def test_several_languages_and_alternatives_are_refused_alike(translate, away):
    for words in (("--to", "fr"), ("--alternatives",), ("--back",), ("--fresh",), ("--allow", "echo")):
        answer = translate(*words)
        assert answer.code == 4, words
        assert "--online" in answer.err
    assert away() == []


@pytest.mark.parametrize("words", [("--online",), ("--option", "privacy=online")])
def test_a_script_agrees_by_an_option_or_a_setting(translate, away, words):
    answer = translate(*words)
    assert (answer.code, answer.out, answer.err) == (0, f"{PAKET}\n", "")
    assert away() == [("away", PARCEL)]


@pytest.mark.parametrize(
    ("words", "why"),
    [(("--private", "--online"), "--private"), (("--private", "--option", "privacy=online"), "--private"),
     (("--online", "--option", "privacy=local-only"), "local-only")],
)  # fmt: skip
def test_private_goes_before_every_consent(translate, away, cscli, words, why):
    answer = translate(*words)
    assert (answer.code, answer.out) == (4, "")
    assert why in answer.err
    assert away() == []


@pytest.fixture
def agreed(tmp_path, monkeypatch):
    """Somebody agreed that away may send texts to its host."""
    from datetime import UTC, datetime

    from cscli.cli.door.run import Run
    from cscli.state.engines import add_consent

    now = datetime(2026, 11, 22, tzinfo=UTC)
    add_consent(Run(environ=dict(os.environ), now=now).machine, "away", "away.example", "Ann", now)


@pytest.mark.usefixtures("agreed")
def test_a_remembered_consent_is_for_one_engine_and_its_host(translate, away, monkeypatch):
    assert translate().out == f"{PAKET}\n"
    assert translate(engine="beyond").code == 4
    import away_engines

    monkeypatch.setattr(away_engines.Away, "host", "moved.example")
    moved = translate("--fresh")
    assert moved.code == 4
    assert "moved.example" in moved.err
    assert away() == [("away", PARCEL)]


@pytest.mark.usefixtures("agreed")
@pytest.mark.parametrize("words", [("--private",), ("--option", "privacy=local-only")])
def test_a_remembered_consent_does_not_open_what_is_private(translate, away, words):
    refused = translate(*words)
    assert refused.code == 4
    assert f"but {words[-1].replace('=', ': ')} forbids it." in refused.err
    assert away() == []


def test_what_was_sent_is_recorded_with_who_saw_it(translate, away, cscli):
    number = translate("--online", "--log", "out", "--json").data["interaction_id"]
    assert cscli("log", "show", str(number), "--json").data["engines"] == ["away"]


def test_of_two_engines_the_one_that_is_not_agreed_to_sees_nothing(translate, away, agreed):
    assert translate("-e", "beyond,away", engine="beyond").out == f"{PAKET}\n"
    assert away() == [("away", PARCEL)]


def test_what_is_known_is_translated_in_private(translate, away):
    translate("--online")
    again = translate("--private")
    assert (again.code, again.out) == (0, f"{PAKET}\n")
    assert len(away()) == 1


def test_names_and_numbers_are_left_out_of_what_is_sent(cscli, away):
    cscli("customer", "add", "C-7", "--market", "US", "--name", "Anna Quillon")
    text = "Where is A-1042, asks Anna Quillon of anna@mail.example, +49 30 1234567?"
    cscli("translate", text, "--to", "de", "--from", "en", "-e", "away", "--online", "-c", "C-7")
    sent = " ".join(text for _, text in away())
    assert sent
    assert not [part for part in ("1042", "Anna", "Quillon", "mail.example", "1234567") if part in sent]


def test_no_engine_sees_the_details_in_what_customers_write(cscli, away):
    """The few that an engine may see are listed by the test of the reading; here the whole way is walked."""
    leaked = []
    for message in messages():
        before = len(away())
        target = "en" if message.language == "de" else "de"
        cscli("translate", message.text, "--from", message.language, "--to", target, "-e", "away", "--online")
        sent = " ".join(text for _, text in away()[before:])
        assert sent, message.text
        rest = message.text
        for detail in message.details:
            rest = rest.replace(message.text[detail.start : detail.end], " ")
        for detail in message.details:
            said = message.text[detail.start : detail.end]
            words = [word for word in re.findall(r"\w{3,}", said) if word not in rest]
            leaked += [
                f"{message.language} {detail.kind}: {said}" for word in words[:1] if re.search(rf"\b{word}\b", sent)
            ]
    assert len(leaked) <= MOST_LEAKED, leaked


def test_the_refusal_names_the_proxy_and_says_that_the_address_holds_the_text(cscli, monkeypatch):
    monkeypatch.setenv("HTTPS_PROXY", "http://user:secret@proxy.shop.example:3128")
    monkeypatch.delenv("NO_PROXY", raising=False)
    answer = cscli("translate", PARCEL, "--to", "de", "-e", "google", "--fresh")
    assert answer.code == 4
    assert "translate.google.com (through the proxy proxy.shop.example)" in answer.err
    assert "part of the web address" in answer.err
    assert "secret" not in answer.err


def test_the_question_names_who_sees_the_text_and_how_it_travels(monkeypatch):
    from cscli.translation.consent import question
    from cscli.translation.engines.engine import Profile

    monkeypatch.setenv("https_proxy", "http://proxy.shop.example:3128")
    asked = question(Profile(name="mymemory", host="mymemory.example", puts_text_in_address=True))
    assert asked.startswith("mymemory sends the text to mymemory.example (through the proxy proxy.shop.example), with")
    assert "The text is part of the web address" in asked
    monkeypatch.delenv("https_proxy")
    assert question(Profile(name="deepl", host="deepl.example")) == (
        "deepl sends the text to deepl.example, with names and numbers left out. Send it? [y]es, [a]lways, [n]o:"
    )


# sockets


def test_every_engine_that_is_registered_is_looked_at_here():
    from cscli.translation.engines.registry import engine_names

    assert set(engine_names()) == set(HOSTS)


@pytest.mark.parametrize("engine", HOSTS)
def test_no_engine_contacts_a_host_that_nobody_agreed_to(watched, engine):
    answer, names = watched("translate", PARCEL, "--to", "de", "-e", engine, *OPTIONS, **KEYS)
    assert (answer.code, answer.out) == (4 if HOSTS[engine] else 5, "")
    assert HOSTS[engine] in answer.err
    assert names == set()


@pytest.mark.parametrize("mode", ["local-only", "ask"])
@pytest.mark.parametrize("address", ["127.0.0.1", "192.0.2.9"])
def test_a_server_with_a_name_is_another_machine_wherever_the_name_leads(cscli, service, monkeypatch, mode, address):
    """Also where it leads here today: tomorrow it may lead elsewhere, and nobody would be asked."""
    server = service(lambda _: pytest.fail("was asked"))
    port = int(server.url.rpartition(":")[2])
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: [(2, 1, 6, "", (address, port))])
    words = ("--option", f"libretranslate.url=https://desk.test:{port}", "--option", f"privacy={mode}")
    answer = cscli("translate", PARCEL, "--to", "de", "-e", "libretranslate", *words)
    assert (answer.code, answer.out) == (4, "")
    assert "desk.test" in answer.err
    assert server.connections == 0


@pytest.mark.parametrize("engine", [name for name, host in HOSTS.items() if host])
def test_with_consent_only_the_engines_own_host_is_looked_up(watched, engine):
    answer, names = watched("translate", PARCEL, "--to", "de", "-e", engine, "--online", *OPTIONS, **KEYS)
    assert (answer.code, answer.out) == (5, "")
    assert names == {HOSTS[engine]}
    assert KEY not in answer.err


# keys


@pytest.fixture
def keyed(monkeypatch):
    """Every engine has a key, errors are shown in full, and a service that fails is asked again at once."""
    from cscli.translation.engines import http

    monkeypatch.setattr(http.HttpClient, "_wait", lambda *_: 0.0)
    for name, key in {**KEYS, "CSCLI_DEBUG": "1"}.items():
        monkeypatch.setenv(name, key)


@pytest.mark.usefixtures("keyed")
@pytest.mark.parametrize("status", [200, 401, 403, 429, 500])
@pytest.mark.parametrize("engine", ["deepl", "llm", "libretranslate", "microsoft"])
def test_a_key_stands_in_no_output_whatever_the_service_says(cscli, service, engine, status):
    server = service(lambda asked: service.says(f"refused: {KEY} {asked.path} {asked.headers}", status))
    words = (
        PARCEL, "--to", "de", "-e", engine, "--option", f"{engine}.url={server.url}", "--option", "llm.model=tiny"
    )  # fmt: skip
    for more in ((), ("--json",), ("--alternatives", "--json")):
        answer = cscli("translate", *words, *more)
        assert answer.code in (4, 5)
        assert KEY not in answer.out + answer.err
    assert server.asked
    assert not any(KEY in asked.path or KEY in str(asked.query) for asked in server.asked)


@pytest.mark.usefixtures("keyed")
@pytest.mark.parametrize("words", [("config", "show"), ("engine", "list"), ("doctor",)])
def test_a_key_is_shown_by_no_command(cscli, words):
    for more in ((), ("--json",)):
        answer = cscli(*words, *more)
        assert KEY not in answer.out + answer.err
