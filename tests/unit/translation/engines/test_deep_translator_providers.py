"""What is each provider's own: Google's page, MyMemory's statuses, LibreTranslate's languages, Microsoft's keys."""

import json
from types import SimpleNamespace

import pytest

from cscli.translation.engines.engine import (
    Answer,
    AuthError,
    BadAnswerError,
    Job,
    Quality,
    RateLimitedError,
    UnreachableError,
    UnsupportedPairError,
)
from cscli.translation.engines.web.providers import (
    GoogleEngine,
    LibreTranslateEngine,
    MicrosoftEngine,
    MyMemoryEngine,
)
from cscli.translation.protect import MaskStyle

KEY = "k3y-that-nobody-sees"
HTML = (("Content-Type", "text/html; charset=UTF-8"),)
MYMEMORY_QUOTA = "MYMEMORY WARNING: YOU USED ALL AVAILABLE FREE TRANSLATIONS FOR TODAY. NEXT AVAILABLE IN 09 HOURS"


def page(translation: str) -> str:
    """Google's page for old telephones, as far as it matters."""
    return (
        '<!DOCTYPE html><html><head><title>Google Translate</title><script>var x="<div>";</script></head><body>'
        '<div class="header">Google Translate</div><form><input name="q"></form>'
        f'<div class="result-container">{translation}</div><div class="links-container">About</div></body></html>'
    )


def job(*texts, source="en", target="es", mask_style=MaskStyle.ALNUM):
    return Job(texts=texts, source=source, target=target, mask_style=mask_style)


def texts(outcomes):
    return [o.text if isinstance(o, Answer) else type(o).__name__ for o in outcomes]


# Google


@pytest.mark.parametrize(
    ("shown", "text"),
    [
        ("Hola,<br>  gracias &amp; adi&oacute;s", "Hola, gracias & adiós"),
        ("&lt;b&gt;&#39;hola&#39;&lt;/b&gt;", "<b>'hola'</b>"),
        ("  Hola\n amigo ", "Hola amigo"), ("Hola<BR />amigo", "Hola amigo"),
    ],
)  # fmt: skip
def test_googles_page_is_read_as_a_person_reads_it(borrowing, service, shown, text):
    _, one = borrowing(GoogleEngine, [service.says(page(shown), headers=HTML)])
    assert texts(one.translate(job("Hello, thanks and goodbye"))) == [text]


@pytest.mark.parametrize(("tag", "code"), [("he", "iw"), ("nb", "no"), ("zh", "zh-CN"), ("zh-HK", "zh-TW")])
def test_google_gets_its_own_codes(shouting, tag, code):
    server, one = shouting(GoogleEngine)
    one.translate(job("hello", target=tag))
    assert (server.asked[0].query["sl"], server.asked[0].query["tl"]) == (["en"], [code])


@pytest.mark.parametrize(
    "says",
    [
        {"status": 302, "headers": (("Location", "https://www.google.com/sorry/index?continue=x"),)},
        {"status": 403},
        {"body": "<html><body>Our systems have detected unusual traffic from your computer network.", "headers": HTML},
        {"body": '<html><div class="g-recaptcha"></div>', "headers": HTML},
    ],
)
def test_a_captcha_stops_the_whole_job(borrowing, service, says):
    server, one = borrowing(GoogleEngine, [service.says(**says)])
    one._client.workers = 1
    assert texts(one.translate(job(*"abcdefgh"))) == ["RateLimitedError"] * 8
    assert len(server.asked) == 1


# MyMemory


def mymemory(says, text, **more):
    return says(json.dumps({"responseData": {"translatedText": text}, "responseStatus": 200, "matches": [], **more}))


def test_mymemory_gets_its_own_codes_and_the_mail_address(shouting):
    server, one = shouting(MyMemoryEngine, mymemory__email="desk@shop.example")
    one.translate(job("hello", source="en-US", target="es-MX"))
    assert server.asked[0].query == {"q": ["hello"], "langpair": ["en-US|es-MX"], "de": ["desk@shop.example"]}


def test_the_quotes_of_web_pages_are_read(borrowing, service):
    _, one = borrowing(MyMemoryEngine, [mymemory(service.says, "l&#39;ordre &quot;A&quot;")])
    assert texts(one.translate(job("the order", "R&D order"))) == ['l\'ordre "A"', "l&#39;ordre &quot;A&quot;"]


@pytest.mark.parametrize(
    ("more", "error"),
    [
        ({"text": MYMEMORY_QUOTA, "responseStatus": 403, "responseDetails": MYMEMORY_QUOTA}, RateLimitedError),
        ({"text": MYMEMORY_QUOTA, "responseStatus": "429"}, RateLimitedError),
        ({"text": MYMEMORY_QUOTA}, RateLimitedError),
        ({"text": "hola", "quotaFinished": True}, RateLimitedError),
        ({"text": "'XX' IS AN INVALID TARGET LANGUAGE", "responseStatus": "403",
          "responseDetails": "'XX' IS AN INVALID TARGET LANGUAGE"}, UnsupportedPairError),
        ({"text": "QUERY LENGTH LIMIT EXCEEDED. MAX ALLOWED QUERY : 500 CHARS", "responseStatus": 400}, BadAnswerError),
        ({"text": "hola", "responseStatus": 500, "responseDetails": "INTERNAL"}, BadAnswerError),
        ({"text": None}, BadAnswerError),
    ],
)  # fmt: skip
def test_what_mymemory_says_within_a_success_is_heard(borrowing, service, more, error):
    _, one = borrowing(MyMemoryEngine, [mymemory(service.says, **more)])
    [problem] = one.translate(job("Where is my order with the blue shoes from last week?"))
    assert type(problem) is error


# LibreTranslate


@pytest.fixture
def libre(borrowing, capitals, service):
    """The engine before a server that lists these languages."""

    def start(languages):
        return borrowing(
            LibreTranslateEngine,
            lambda asked: service.says(json.dumps(languages)) if asked.path == "/languages" else capitals(asked),
        )

    return start


def test_without_an_address_there_is_no_libretranslate():
    one = LibreTranslateEngine(SimpleNamespace(setting=lambda _: "", secret=lambda _: ""))
    assert one.quality("en", "es") is None
    [problem] = one.translate(job("hello"))
    assert isinstance(problem, UnreachableError)
    assert "cscli config set libretranslate.url" in problem.problems[0].hint


@pytest.mark.parametrize(("key", "body"), [(KEY, {"api_key": KEY}), ("", {}), (f" {KEY}\n", {"api_key": KEY})])
def test_the_key_of_libretranslate_travels_in_the_body_or_not_at_all(shouting, key, body):
    server, one = shouting(LibreTranslateEngine, keys=key)
    one.translate(job("hello", target="sv"))
    assert server.asked[-1].json == {"q": "hello", "source": "en", "target": "sv", "format": "text", **body}


@pytest.mark.parametrize(
    ("has", "tag", "code"),
    [
        (("en", "zh", "zt", "pb"), "zh-CN", "zh"), (("en", "zh", "zt"), "zh-TW", "zt"),
        (("en", "pb", "pt"), "pt-BR", "pb"),
        (("en", "zh-Hans", "zh-Hant", "pt"), "zh-TW", "zh-Hant"), (("en", "pt"), "pt-BR", "pt"),
        (("en", "no"), "nb", "no"),
        (("en", "tlh"), "tlh", "tlh"), (("en", "de"), "fr", None), (("de", "fr"), "de", None),
        (("en", "sr"), "sr-Latn", None),
    ],
)  # fmt: skip
def test_the_server_is_asked_once_how_it_calls_its_languages(libre, has, tag, code):
    listed = [{"code": c, "name": c, "targets": list(has)} for c in has]
    server, one = libre(listed)
    for _ in range(2):
        assert texts(one.translate(job("hello", target=tag))) == (["HELLO"] if code else ["UnsupportedPairError"])
    assert [a.json["target"] for a in server.asked if a.path == "/translate"] == ([code] * 2 if code else [])
    assert [a.path for a in server.asked].count("/languages") == 1
    assert one.quality("en", tag) is (Quality.DRAFT if code else None)


@pytest.mark.parametrize("listed", [{"error": "no"}, [1, 2], [{"name": "x"}], "x", [{"code": "en", "targets": 7}]])
def test_a_server_that_does_not_tell_its_languages_is_asked_with_the_usual_codes(libre, listed):
    server, one = libre(listed)
    assert texts(one.translate(job("hello", target="zh"))) == ["HELLO"]
    assert server.asked[-1].json["target"] == "zh-Hans"


# Keys


@pytest.mark.parametrize(
    ("kind", "variable"), [(MicrosoftEngine, "MICROSOFT_API_KEY"), (LibreTranslateEngine, "LIBRETRANSLATE_API_KEY")]
)
def test_a_key_that_is_refused_stops_the_job_and_says_which_it_is(borrowing, service, kind, variable):
    def answer(asked):
        return service.says("[]") if asked.path == "/languages" else service.says('{"error": {"code": 401000}}', 401)

    server, one = borrowing(kind, answer)
    one._client.workers = 1
    outcomes = one.translate(job(*"abcd"))
    assert texts(outcomes) == ["AuthError"] * 4
    assert variable in outcomes[0].problems[0].hint
    assert len([a for a in server.asked if a.path != "/languages"]) == 1
    assert one.profile.key == variable


@pytest.mark.parametrize("kind", [LibreTranslateEngine, MicrosoftEngine])
def test_a_key_is_looked_up_once_for_it_may_lie_behind_a_slow_keyring(shouting, kind):
    looked = []
    _, one = shouting(kind)
    one._context.secret = lambda name: looked.append(name) or KEY
    one.translate(job("one", "two"))
    one.translate(job("three"))
    assert looked == [kind.key]


@pytest.mark.parametrize("key", ["", " ", "ключ", "a\nb"])
def test_microsoft_needs_a_key_that_can_be_one(borrowing, service, key):
    server, one = borrowing(MicrosoftEngine, [service.says("{}")], keys=key)
    [problem] = one.translate(job("hello"))
    assert isinstance(problem, AuthError)
    assert server.asked == []
    assert not key.strip() or key not in str(problem.problems)


# Microsoft


def test_microsoft_is_asked_as_its_description_says(shouting):
    server, one = shouting(MicrosoftEngine, microsoft__region="westeurope")
    one.translate(job("hello", target="zh-TW"))
    [asked] = server.asked
    assert (asked.method, asked.path, asked.json) == ("POST", "/translate", [{"text": "hello"}])
    assert asked.query == {"api-version": ["3.0"], "from": ["en"], "to": ["zh-Hant"]}
    assert asked.headers["Ocp-Apim-Subscription-Region"] == "westeurope"
    assert asked.headers["Content-Type"] == "application/json"


def test_microsoft_keeps_marked_words_in_html(shouting):
    server, one = shouting(MicrosoftEngine)
    marked = 'your order <span translate="no">XQ0QX</span> &amp; more'
    assert texts(one.translate(job(marked, mask_style=MaskStyle.HTML_NOTRANSLATE))) == [marked.upper()]
    assert server.asked[0].query["textType"] == ["html"]
    assert one.profile.mask_styles[0] is MaskStyle.HTML_NOTRANSLATE


def test_an_error_that_microsoft_sends_as_a_success_is_one(borrowing, service):
    _, one = borrowing(
        MicrosoftEngine, [service.says('{"error": {"code": 400036, "message": "The target is not valid."}}')]
    )
    assert texts(one.translate(job("hello"))) == ["BadAnswerError"]
