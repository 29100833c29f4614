"""DeepL as its present API wants to be asked, within what it bears."""

import re

import pytest
from deepl_jobs import KEY, job

from cscli.errors import UsageError
from cscli.reading.placeables import Finder
from cscli.translation.engines.deepl.engine import MOST_BYTES
from cscli.translation.engines.engine import Answer, AuthError, EngineError, Job, Quality, UnsupportedPairError
from cscli.translation.protect import MaskStyle, mask, restore


def test_texts_are_sent_as_its_present_api_wants_them(deepl, strict):
    server, engine = deepl(strict)
    asked = job("Hello", "Good bye", register="formal", context="A late parcel.")
    assert engine.translate(asked) == (Answer(text="(Hello)"), Answer(text="(Good bye)"))
    assert server.asked[0].json == {
        "text": ["Hello", "Good bye"], "source_lang": "EN", "target_lang": "DE", "formality": "prefer_more",
        "context": "A late parcel.", "split_sentences": "nonewlines", "preserve_formatting": True,
        "tag_handling": "xml", "ignore_tags": ["x"], "non_splitting_tags": ["x"],
    }  # fmt: skip


def test_tokens_come_back_as_they_left_in_both_strategies(deepl, strict):
    server, engine = deepl(strict)
    text = "Order A-10293 costs < 5 & more: https://shop.example/a?b=1&c=2"
    placeables = Finder(order_patterns=("[A-Z]{1,3}-[0-9]{4,}",)).placeables(text)
    assert engine.profile.mask_styles == (MaskStyle.XML, MaskStyle.ALNUM)
    for mask_style in engine.profile.mask_styles:
        masked = mask(text, placeables, mask_style)
        (answer,) = engine.translate(job(masked.text, mask_style=mask_style))
        assert restore(masked, answer.text).text == f"({text})"
    assert '<x id="0"/>' in server.asked[0].json["text"][0]
    assert "tag_handling" not in server.asked[1].json


def test_a_character_that_xml_cannot_hold_does_not_cost_the_call(deepl, strict):
    server, engine = deepl(strict)
    engine.translate(job("a\x1b[2Jb\ud800c\ufffed"))
    assert not re.search("[\x00-\x08\x0e-\x1f\ud800-\udfff\ufffe]", server.asked[0].json["text"][0])


@pytest.mark.parametrize(
    ("target", "register", "formality"),
    [("de", "casual", "prefer_less"), ("de", "neutral", None), ("de", "", None), ("pt-BR", "formal", "prefer_more"),
     ("ja", "formal", "prefer_more"), ("sv", "formal", None), ("ko", "formal", None)],
)  # fmt: skip
def test_formality_is_asked_for_where_deepl_knows_it(deepl, strict, target, register, formality):
    server, engine = deepl(strict)
    engine.translate(job(target=target, register=register))
    assert server.asked[0].json.get("formality") == formality


@pytest.mark.parametrize(
    ("source", "target", "quality"),
    [("en", "de", Quality.DRAFT), ("zh-TW", "ar", Quality.DRAFT), ("en", "tlh", None), ("und", "de", None),
     ("en-US", "en-GB", None), ("", "de", None)],
)  # fmt: skip
def test_it_makes_drafts_between_the_languages_it_knows(deepl, source, target, quality):
    _, engine = deepl()
    assert engine.quality(source, target) is quality


def test_a_pair_it_does_not_know_fails_without_a_request(deepl, strict):
    server, engine = deepl(strict)
    outcomes = engine.translate(job("a", "b", target="tlh"))
    assert [type(o) for o in outcomes] == [UnsupportedPairError] * 2
    assert not server.asked


@pytest.mark.parametrize(
    ("key", "url", "host"),
    [(KEY, "", "api-free.deepl.com"), ("hidden-pro", "", "api.deepl.com"), ("", "", "api.deepl.com"),
     (KEY, "https://api-us.deepl.com/v2/", "api-us.deepl.com")],
)  # fmt: skip
def test_where_texts_go_is_known_before_anything_is_sent(deepl, key, url, host):
    _, engine = deepl(key=key, url=url)
    assert (engine.profile.host, engine.profile.is_local, engine.profile.key) == (host, False, "DEEPL_API_KEY")
    assert "hidden" not in repr((engine, engine.profile, vars(engine)))


def test_an_address_without_encryption_is_refused(deepl):
    _, engine = deepl(url="http://deepl.example")
    with pytest.raises(UsageError):
        _ = engine.profile


def test_without_a_key_nothing_is_sent(deepl, strict):
    server, engine = deepl(strict, key="")
    (outcome,) = engine.translate(job())
    assert isinstance(outcome, AuthError)
    assert "DEEPL_API_KEY" in outcome.problems[0].hint
    assert not server.asked


def test_many_texts_go_in_calls_of_fifty_and_keep_their_order(deepl, strict):
    server, engine = deepl(strict)
    texts = [f"text {n}" for n in range(230)]
    assert engine.translate(job(*texts)) == tuple(Answer(text=f"({t})") for t in texts)
    assert sorted(len(a.json["text"]) for a in server.asked) == [30, 50, 50, 50, 50]


def test_no_call_is_longer_than_deepl_bears_even_in_scripts_that_json_writes_long(deepl, strict):
    server, engine = deepl(strict)
    texts = ["配送が遅れて申し訳ございません。" * 80 for _ in range(40)]
    outcomes = engine.translate(job(*texts, source="ja", target="en", context="長" * 20_000))
    assert all(isinstance(o, Answer) for o in outcomes)
    assert max(len(a.body) for a in server.asked) <= 128 * 1024


def test_a_text_that_is_too_long_for_any_call_fails_alone(deepl, strict):
    server, engine = deepl(strict)
    outcomes = engine.translate(job("short", "x" * MOST_BYTES, "short too"))
    assert [type(o) for o in outcomes] == [Answer, EngineError, Answer]
    assert all("xxx" not in str(a.json["text"]) for a in server.asked)


def test_an_empty_job_has_no_outcomes(deepl, strict):
    server, engine = deepl(strict)
    assert engine.translate(Job(texts=(), source="en", target="de", mask_style=MaskStyle.XML)) == ()
    assert not server.asked


def test_terms_become_a_glossary_that_is_made_once(deepl, strict):
    terms = (("refund", "Erstattung"), ("tab\tin it", "Tab\ndarin"), ("refund", "Rückgabe"), ("", "leer"))
    server, engine = deepl(strict)
    for _ in range(2):
        engine.translate(job(terms=terms))
    assert [(a.method, a.path) for a in server.asked] == [
        ("GET", "/v3/glossaries"), ("POST", "/v3/glossaries"), ("POST", "/v2/translate"), ("POST", "/v2/translate"),
    ]  # fmt: skip
    assert server.asked[1].json["dictionaries"] == [
        {"source_lang": "en", "target_lang": "de", "entries_format": "tsv",
         "entries": "refund\tErstattung\ntab in it\tTab darin"},
    ]  # fmt: skip
    assert [a.json["glossary_id"] for a in server.asked[2:]] == ["id-0", "id-0"]


def test_a_glossary_of_an_earlier_run_is_found_by_its_name(deepl, strict):
    for _ in range(2):
        server, engine = deepl(strict)
        engine.translate(job(terms=(("refund", "Erstattung"),)))
    assert [(a.method, a.path) for a in server.asked] == [("GET", "/v3/glossaries"), ("POST", "/v2/translate")]
    engine.translate(job(terms=(("refund", "Rückzahlung"),)))
    assert len(strict.glossaries) == 2


@pytest.mark.parametrize("status", [400, 404, 456])
def test_when_no_glossary_can_be_made_texts_are_translated_without(deepl, strict, service, status):
    def says(asked):
        return service.says("{}", status) if "glossaries" in asked.path else strict(asked)

    server, engine = deepl(says)
    assert engine.translate(job(terms=(("a", "b"),))) == (Answer(text="(Hello)"),)
    assert "glossary_id" not in server.asked[-1].json


def test_a_language_without_glossaries_is_translated_without(deepl, strict):
    server, engine = deepl(strict)
    engine.translate(job(target="th", terms=(("a", "b"),)))
    assert [a.path for a in server.asked] == ["/v2/translate"]


def test_after_it_is_closed_the_next_job_starts_it_again(deepl, strict):
    _, engine = deepl(strict)
    engine.close()
    engine.translate(job())
    engine.close()
    assert engine.translate(job()) == (Answer(text="(Hello)"),)
