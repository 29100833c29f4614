"""The engines around deep-translator, against servers on loopback that answer as the providers do."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from importlib.metadata import version
from types import SimpleNamespace

import pytest
from sweeps import each

from cscli.errors import UsageError
from cscli.translation.engines.engine import (
    Answer,
    BadAnswerError,
    Job,
    Quality,
    RateLimitedError,
    TimedOutError,
    UnreachableError,
)
from cscli.translation.engines.web.deep_translator import VERSION
from cscli.translation.engines.web.providers import (
    GoogleEngine,
    LibreTranslateEngine,
    MicrosoftEngine,
    MyMemoryEngine,
)
from cscli.translation.protect import MaskStyle

ENGINES = (GoogleEngine, MyMemoryEngine, LibreTranslateEngine, MicrosoftEngine)
KEY = "k3y-that-nobody-sees"
HTML = (("Content-Type", "text/html; charset=UTF-8"),)
GOOGLE_500 = (
    "Error 500 (Server Error)!!1500.That’s an error.There was an error. Please try again later.That’s all we know."
)


def page(translation: str) -> str:
    return f'<!DOCTYPE html><html><body><div class="result-container">{translation}</div></body></html>'


def job(*texts, source="en", target="es", mask_style=MaskStyle.ALNUM):
    return Job(texts=texts, source=source, target=target, mask_style=mask_style)


def texts(outcomes):
    return [o.text if isinstance(o, Answer) else type(o).__name__ for o in outcomes]


@pytest.mark.parametrize("kind", ENGINES)
def test_texts_come_back_translated_in_order_over_few_connections(shouting, kind):
    server, one = shouting(kind)
    asked = [f"parcel <b>{i}</b> & co – größe 猫" for i in range(40)]
    assert texts(one.translate(job(*asked))) == [t.upper() for t in asked]
    assert server.connections <= 32


@pytest.mark.parametrize("kind", ENGINES)
def test_no_key_stands_in_an_address_and_no_text_where_a_body_can_carry_it(shouting, kind):
    server, one = shouting(kind)
    one.translate(job("private words"))
    assert KEY not in str([(a.path, a.query) for a in server.asked])
    assert ("private words" in str([a.query for a in server.asked])) is (kind in (GoogleEngine, MyMemoryEngine))


@pytest.mark.parametrize(("kind", "theirs"), [(GoogleEngine, "Google"), (MyMemoryEngine, "MyMemory")])
def test_each_call_has_an_object_of_the_library_to_itself(shouting, kind, theirs, monkeypatch):
    import deep_translator

    made, real = [], getattr(deep_translator, f"{theirs}Translator")
    monkeypatch.setattr(
        deep_translator, f"{theirs}Translator", lambda *words, **more: made.append(real(*words, **more)) or made[-1]
    )
    _, one = shouting(kind)
    one.translate(job(*"abcde"))
    assert len({id(each) for each in made}) == 5


@pytest.fixture
def restless():
    """Threads that change places all the time, so that what they must not share shows."""
    usual = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(usual)


@pytest.mark.parametrize("kind", ENGINES)
def test_eight_threads_on_one_engine_never_get_the_text_of_another(shouting, kind, restless):
    _, one = shouting(kind)
    with ThreadPoolExecutor(8) as pool:
        jobs = [[f"thread {t} text {i}" for i in range(12)] for t in range(8)]
        found = list(pool.map(lambda asked: texts(one.translate(job(*asked))), jobs))
    assert found == [[text.upper() for text in asked] for asked in jobs]


@pytest.mark.parametrize("kind", ENGINES)
def test_spaces_line_breaks_and_what_has_no_words_stay_with_us(shouting, kind):
    server, one = shouting(kind)
    assert texts(one.translate(job(" hi there\n\n - you  \n", "12 %", "👍 !!!", "XQ0QX"))) == [
        " HI THERE\n\n - YOU  \n", "12 %", "👍 !!!", "XQ0QX",
    ]  # fmt: skip
    assert len([a for a in server.asked if a.path != "/languages"]) == 2


@pytest.mark.parametrize("kind", ENGINES)
def test_a_lone_surrogate_harms_nobody(shouting, kind):
    _, one = shouting(kind)
    assert texts(one.translate(job("broken \ud83d text", "whole text"))) == ["BROKEN \ufffd TEXT", "WHOLE TEXT"]


@pytest.mark.parametrize(("kind", "limit"), [(MyMemoryEngine, 450), (GoogleEngine, 15_000)])
def test_a_long_text_goes_in_parts_that_the_service_takes(shouting, kind, limit):
    from urllib.parse import quote_plus

    server, one = shouting(kind)
    text = "猫と犬がいます。" * 300 + " " + "Where is it? " * 30 + "end"
    assert texts(one.translate(job(text))) == [text.upper()]
    sent = [a.query["q"][0] for a in server.asked]
    sizes = [len(q.encode() if limit == 450 else quote_plus(q)) for q in sent]
    assert len(sent) > 1
    assert max(sizes) <= limit


def test_a_text_without_end_is_refused_before_it_costs_hours(shouting):
    server, one = shouting(MyMemoryEngine)
    [problem] = one.translate(job("x" * 1_000_000))
    assert "far too long" in str(problem)
    assert server.asked == []


@pytest.mark.parametrize("kind", ENGINES)
def test_an_engine_that_was_closed_starts_again(shouting, kind):
    _, one = shouting(kind)
    one.translate(job("one"))
    one.close()
    assert texts(one.translate(job("two"))) == ["TWO"]


@pytest.mark.parametrize("kind", ENGINES)
@pytest.mark.parametrize(
    ("says", "expected"),
    [
        ({"status": 500}, (UnreachableError, 3)),
        ({"status": 429, "headers": (("Retry-After", "0"),)}, (RateLimitedError, 3)),
        ({"status": 429, "headers": (("Retry-After", "900"),)}, (RateLimitedError, 1)),
        ({"body": "{}", "wait": 0.8}, (TimedOutError, 1)),
        ({"body": page("Hola"), "cut": 9, "headers": HTML}, (BadAnswerError, 1)),
        ({"body": page("Año").encode("latin-1"), "headers": HTML}, (BadAnswerError, 1)),
        ({"body": "", "headers": HTML}, (BadAnswerError, 1)),
        ({"body": "null"}, (BadAnswerError, 1)),
        ({"body": "{}"}, (BadAnswerError, 1)),
        ({"body": "[]"}, (BadAnswerError, 1)),
        ({"body": '{"responseData": null, "translatedText": null, "error": {"code": 1}}'}, (BadAnswerError, 1)),
        ({"body": '{"responseData": {"translatedText": ""}, "translatedText": ["a"]}'}, (BadAnswerError, 1)),
        ({"body": '[{"translations": [{"text": "\\ud800"}]}]'}, (BadAnswerError, 1)),
        ({"body": "[" * 100_000}, (BadAnswerError, 1)),
        ({"body": '<?xml version="1.0"?><a/>'}, (BadAnswerError, 1)),
        ({"body": page(" <br> "), "headers": HTML}, (BadAnswerError, 1)),
        ({"body": page("x" * 3000), "headers": HTML}, (BadAnswerError, 1)),
        ({"body": page(GOOGLE_500), "headers": HTML}, (BadAnswerError, 1)),
        ({"body": "<html><body>nothing here", "headers": HTML}, (BadAnswerError, 1)),
    ],
)  # fmt: skip
def test_whatever_goes_wrong_is_an_error_of_ours_that_shows_nothing(borrowing, service, kind, says, expected):
    def answer(asked):
        return service.says("", 404) if asked.path == "/languages" else service.says(**says)

    server, one = borrowing(kind, answer)
    one._client.patience = replace(one._client.patience, read=0.5 if "wait" in says else 5)
    [problem] = one.translate(job("my private question"))
    assert (type(problem), len([a for a in server.asked if a.path != "/languages"])) == expected
    said = f"{problem} {problem.problems} {problem.__cause__}"
    assert not any(word in said for word in ("private", KEY, "langpair", "/translate"))


@pytest.mark.parametrize("kind", ENGINES)
def test_a_text_that_fails_fails_alone(borrowing, capitals, kind):
    def answer(asked):
        said = capitals(asked)
        return replace(said, body=said.body[:20]) if "BAD" in str(said.body) else said

    _, one = borrowing(kind, answer)
    assert texts(one.translate(job("one", "bad", "three"))) == ["ONE", "BadAnswerError", "THREE"]


@pytest.mark.parametrize(
    ("source", "target", "quality"),
    [
        ("en", "es", Quality.DRAFT), ("de-AT", "zh-TW", Quality.DRAFT), ("en-GB", "en-US", None), ("en", "xx", None),
        ("und", "en", None), ("", "en", None),
    ],
)  # fmt: skip
@pytest.mark.parametrize("kind", ENGINES)
def test_a_pair_is_a_draft_or_nothing_and_nothing_is_not_sent(shouting, kind, source, target, quality):
    server, one = shouting(kind)
    assert one.quality(source, target) is quality
    outcomes = one.translate(job("hello", "again", source=source, target=target))
    assert texts(outcomes) == (["HELLO", "AGAIN"] if quality else ["UnsupportedPairError"] * 2)
    assert quality or not any(a.query.get("q") or a.body for a in server.asked)


@each(
    ("kind", "host"),
    [
        (GoogleEngine, "translate.google.com"), (MyMemoryEngine, "api.mymemory.translated.net"),
        (MicrosoftEngine, "api.cognitive.microsofttranslator.com"),
    ],
)  # fmt: skip
def test_texts_leave_encrypted_and_paced_to_the_host_that_is_named(kind, host):
    one = kind(SimpleNamespace(setting=lambda _: "", secret=lambda _: ""))
    assert (one.profile.host, one.profile.is_local) == (host, False)
    assert one._client.base.startswith("https://")
    assert one._client.per_second == (None if kind is MicrosoftEngine else 2)


@pytest.mark.parametrize("kind", ENGINES)
def test_a_server_on_this_machine_is_local_and_not_paced(shouting, kind):
    _, one = shouting(kind)
    assert one.profile.is_local
    assert (one._client.per_second, one._client.workers) == (None, 32)


@each("kind", ENGINES)
def test_an_unsafe_address_is_refused(kind):
    with pytest.raises(UsageError):
        kind(SimpleNamespace(setting=lambda _: "http://elsewhere.example/translate", secret=lambda _: ""))


def test_nothing_slow_is_loaded_before_the_first_job():
    code = (
        "import sys\nfrom types import SimpleNamespace\nfrom cscli.translation.engines.web import providers\n"
        "for kind in ('GoogleEngine', 'MyMemoryEngine', 'LibreTranslateEngine', 'MicrosoftEngine'):\n"
        "    one = getattr(providers, kind)(SimpleNamespace(setting=lambda _: '', secret=lambda _: ''))\n"
        "    one.quality('en', 'de'), one.profile, one.close()\n"
        "print(*({'requests', 'deep_translator', 'bs4', 'tenacity'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    assert done.stdout.strip() == ""


def test_the_library_is_the_one_that_was_taken_apart():
    assert version("deep-translator") == VERSION == "1.11.4"


def test_outside_of_our_engines_the_library_works_as_always(shouting, service):
    import requests
    from deep_translator import MyMemoryTranslator, google, mymemory

    server, one = shouting(MyMemoryEngine)
    one.translate(job("ours"))
    theirs = MyMemoryTranslator("en-GB", "it-IT")
    theirs._base_url = server.url
    assert theirs.translate("theirs") == "THEIRS"
    assert "requests" in server.asked[-1].headers["User-Agent"]
    assert google.requests is requests
    assert mymemory.requests is requests


@pytest.mark.parametrize("kind", ENGINES)
def test_an_engine_says_before_it_is_used_that_its_address_holds_the_text(shouting, kind):
    server, one = shouting(kind)
    one.translate(job("private words"))
    assert one.profile.puts_text_in_address is ("private words" in str([asked.query for asked in server.asked]))


def test_a_job_without_texts_has_no_outcomes(shouting):
    _, one = shouting(GoogleEngine)
    assert one.translate(job()) == ()
