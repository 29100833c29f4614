"""What comes of bad answers of DeepL: each costs its own texts only, and shows neither key nor text."""

import logging

import pytest
from deepl_jobs import job, translations

from cscli.translation.engines.engine import (
    Answer,
    AuthError,
    BadAnswerError,
    RateLimitedError,
    TimedOutError,
    UnreachableError,
)


def test_a_call_that_fails_fails_its_own_texts_only(deepl, strict, service):
    def says(asked):
        return service.says("{}", 400) if "text 60" in asked.json["text"] else strict(asked)

    _, engine = deepl(says)
    outcomes = engine.translate(job(*(f"text {n}" for n in range(150))))
    assert [n for n, o in enumerate(outcomes) if isinstance(o, BadAnswerError)] == list(range(50, 100))
    assert outcomes[149] == Answer(text="(text 149)")


@pytest.mark.parametrize(
    ("says", "ends"),
    [
        ({"status": 429, "headers": (("Retry-After", "3600"),)}, (RateLimitedError, 1)),
        ({"status": 429, "headers": (("Retry-After", "0"),)}, (RateLimitedError, 2)),
        ({"status": 456}, (RateLimitedError, 1)),
        ({"status": 500}, (UnreachableError, 2)),
        ({"status": 529}, (UnreachableError, 2)),
        ({"status": 403}, (AuthError, 1)),
        ({"status": 413}, (BadAnswerError, 1)),
        ({"body": "<html>Sorry, Hello</html>"}, (BadAnswerError, 1)),
        ({"status": 302, "headers": (("Location", "https://captcha.example"),)}, (BadAnswerError, 1)),
        ({"body": translations("Hallo"), "wait": 0.8}, (TimedOutError, 1)),
        ({"body": translations("Hallo"), "cut": 5}, (BadAnswerError, 1)),
        ({"body": translations("Hallo").encode("utf-16")}, (BadAnswerError, 1)),
        ({"body": b'{"translations": [{"text": "Gr\xfc\xdfe"}]}'}, (BadAnswerError, 1)),
        ({"body": translations()}, (BadAnswerError, 1)),
        ({"body": translations("Hallo", "Hallo")}, (BadAnswerError, 1)),
        ({"body": translations(None)}, (BadAnswerError, 1)),
        ({"body": translations(" \n")}, (BadAnswerError, 1)),
        ({"body": '{"translations": ["Hallo"]}'}, (BadAnswerError, 1)),
        ({"body": '{"translations": {"text": "Hallo"}}'}, (BadAnswerError, 1)),
        ({"body": "[]"}, (BadAnswerError, 1)),
        ({"body": "null"}, (BadAnswerError, 1)),
    ],
)
def test_a_bad_answer_is_an_error_that_shows_neither_key_nor_text(deepl, service, caplog, says, ends):
    error, requests = ends
    server, engine = deepl([service.says(**says)])
    with caplog.at_level(logging.DEBUG):
        (outcome,) = engine.translate(job("Hello from Anna"))
    assert type(outcome) is error
    assert len(server.asked) == requests
    shown = f"{outcome} {outcome.problems} {outcome!r} {caplog.text} {[(a.path, a.query) for a in server.asked]}"
    assert not any(word in shown for word in ("hidden", "Anna"))


def test_a_used_up_quota_says_so(deepl, service):
    _, engine = deepl([service.says('{"message": "Quota exceeded"}', 456)])
    assert "the quota is used up" in str(engine.translate(job())[0])


def test_a_null_among_translations_fails_its_own_text(deepl, service):
    _, engine = deepl([service.says(translations("eins", None, "drei"))])
    outcomes = engine.translate(job("one", "two", "three"))
    assert [type(o) for o in outcomes] == [Answer, BadAnswerError, Answer]
