"""Answers and refusals of a language model's server that cost no more texts than they must, and show nothing secret."""

import json
import logging

import pytest
from llm_chats import bracketed, chat, job, texts_of

from cscli.translation.engines.engine import (
    Answer,
    AuthError,
    BadAnswerError,
    RateLimitedError,
    TimedOutError,
    UnreachableError,
)


@pytest.mark.parametrize("spoilt", [["only one"], "no JSON", '{"translations": "x"}', "", None, '{"translations": ['])
def test_texts_whose_common_answer_is_malformed_are_asked_for_one_by_one(llm, model, spoilt):
    server, engine = llm(model(lambda texts: spoilt if len(texts) > 1 else bracketed(texts)))
    texts = [f"text {n}" for n in range(12)]
    assert engine.translate(job(*texts)) == tuple(Answer(text=f"({t})") for t in texts)
    assert sorted(len(texts_of(a)) for a in server.asked) == [1] * 12 + [2, 10]


def test_one_text_that_spoils_every_answer_fails_alone(llm, model):
    _, engine = llm(model(lambda texts: "HACKED" if "text 3" in texts else bracketed(texts)))
    outcomes = engine.translate(job(*(f"text {n}" for n in range(15))))
    assert [n for n, o in enumerate(outcomes) if not isinstance(o, Answer)] == [3]


def test_an_answer_that_was_cut_off_for_its_length_is_none(llm, model):
    _, engine = llm(model(bracketed, finish="length"))
    outcomes = engine.translate(job("one", "two"))
    assert all(isinstance(o, BadAnswerError) for o in outcomes)
    assert "too long" in str(outcomes[0])


def test_a_request_that_fails_fails_its_own_texts_only(llm, model, service):
    says = model(bracketed)
    _, engine = llm(lambda asked: service.says("{}", 404) if "text 15" in texts_of(asked) else says(asked))
    outcomes = engine.translate(job(*(f"text {n}" for n in range(35))))
    assert [n for n, o in enumerate(outcomes) if isinstance(o, BadAnswerError)] == list(range(10, 20))


@pytest.mark.parametrize(
    ("refused", "requests"), [("response_format", 2), ("max_tokens", 3), ("temperature", 3)]
)  # fmt: skip
def test_a_server_that_refuses_a_part_of_the_request_is_asked_without_it_from_then_on(llm, service, refused, requests):
    def says(asked):
        if refused in asked.json:
            return service.says('{"error": {"message": "Unsupported parameter"}}', 400)
        return service.says(chat(json.dumps({"translations": bracketed(texts_of(asked))})))

    server, engine = llm(says)
    assert engine.translate(job()) == (Answer(text="(Hello)"),)
    assert len(server.asked) == requests
    engine.translate(job())
    assert len(server.asked) == requests + 1


def test_a_server_that_refuses_everything_is_not_asked_without_end(llm, service):
    server, engine = llm([service.says('{"error": "no such model"}', 400)])
    outcomes = engine.translate(job("one", "two"))
    assert "name of the model" in str(outcomes[0])
    assert len(server.asked) == 3


@pytest.mark.parametrize(
    ("says", "ends"),
    [
        ({"status": 429, "headers": (("Retry-After", "3600"),)}, (RateLimitedError, 1)),
        ({"status": 429, "headers": (("Retry-After", "0"),)}, (RateLimitedError, 2)),
        ({"status": 500}, (UnreachableError, 2)),
        ({"status": 401}, (AuthError, 1)),
        ({"status": 404}, (BadAnswerError, 1)),
        ({"body": "<html>Hello</html>"}, (BadAnswerError, 1)),
        ({"status": 302, "headers": (("Location", "https://captcha.example"),)}, (BadAnswerError, 1)),
        ({"body": chat('["Hola"]'), "wait": 0.8}, (TimedOutError, 1)),
        ({"body": chat('["Hola"]'), "cut": 5}, (BadAnswerError, 1)),
        ({"body": chat('["Hola"]').encode("utf-16")}, (BadAnswerError, 1)),
        ({"body": '{"error": {"message": "overloaded"}}'}, (BadAnswerError, 1)),
        ({"body": '{"choices": []}'}, (BadAnswerError, 1)),
        ({"body": '{"choices": ["Hola"]}'}, (BadAnswerError, 1)),
        ({"body": "[]"}, (BadAnswerError, 1)),
        ({"body": "null"}, (BadAnswerError, 1)),
    ],
)
def test_a_bad_answer_is_an_error_that_shows_neither_key_nor_text(llm, service, caplog, says, ends):
    error, requests = ends
    server, engine = llm([service.says(**says)])
    with caplog.at_level(logging.DEBUG):
        outcomes = engine.translate(job("Hello from Anna", "And from Ben"))
    assert [type(o) for o in outcomes] == [error] * 2
    assert len(server.asked) == requests
    shown = f"{outcomes} {[o.problems for o in outcomes]} {caplog.text} {[(a.path, a.query) for a in server.asked]}"
    assert not any(word in shown for word in ("hidden", "Anna"))
