"""Rules: what a support lead writes in a file is what is found, and what is wrong in it is told with its line."""

import time
from contextlib import suppress

import pytest
import yaml
from sweeps import each

from cscli.errors import DataFileError
from cscli.paths import Paths
from cscli.quality.finding import Severity
from cscli.quality.kinds.simple import Pattern, Words
from cscli.quality.registry import checks_of, shipped_checks
from cscli.quality.rules import KINDS, kind_class, read_rules
from cscli.quality.subject import read_subject
from cscli.reading.user_patterns import BadPatternError, bounded, places, screen

SLANG = {"id": "no-slang", "kind": "words", "severity": "warning", "message": "{quoted} is slang.", "words": ["yolo"]}


@pytest.fixture
def rules(tmp_path):
    """The rules of a file with these; a rule is ``SLANG`` with changes, and without what is None."""

    def read(*changes):
        path = tmp_path / "mine.yaml"
        raw = [{key: value for key, value in {**SLANG, **one}.items() if value is not None} for one in changes]
        path.write_text(yaml.safe_dump({"schema": 1, "rules": raw}, allow_unicode=True, sort_keys=False), "utf-8")
        return read_rules(path)

    return read


@pytest.fixture
def said(rules, shipped):
    """The messages of one rule about a text."""

    def messages(change, text, market="", **known):
        (rule,) = rules(change)
        card = shipped.catalog.market(market) if market else None
        return [found.message for found in rule.findings(read_subject(text, market=card, **known))]

    return messages


def pattern(*patterns, **more):
    """A rule of kind pattern."""
    return {"kind": "pattern", "words": None, "patterns": list(patterns), "message": "{found}", **more}


def test_a_word_is_found_as_a_whole_word_in_any_case(said):
    assert said({}, "YOLO, yolos and yolo") == ["'YOLO' is slang.", "'yolo' is slang."]


def test_words_may_be_by_language_and_have_phrases_that_do_not_count(said):
    by_language = {"words": {"de": ["krass*"], "en": ["lit"]}, "but": {"en": ["lit candle"]}}
    assert said(by_language, "krasses Angebot", language="de") == ["'krasses' is slang."]
    assert said(by_language, "krass", language="en") == []
    assert said(by_language, "a lit candle is lit", language="en") == ["'lit' is slang."]


@each(
    ("scope", "known", "holds"),
    [
        ({"languages": ["de"]}, {"language": "de-AT"}, True), ({"languages": ["pt-BR"]}, {"language": "pt"}, False),
        ({"languages": ["de"]}, {}, False), ({"not_languages": ["de"]}, {"language": "de"}, False),
        ({"not_languages": ["de"]}, {}, True), ({"markets": ["CH"]}, {"market": "CH"}, True),
        ({"markets": ["CH"]}, {"market": "DE"}, False), ({"markets": ["CH"]}, {}, False),
        ({"channels": ["sms"]}, {"channel": "sms"}, True), ({"channels": ["sms"]}, {"channel": "email"}, False),
    ],
)  # fmt: skip
def test_a_rule_holds_for_its_languages_markets_and_channels(said, scope, known, holds):
    assert bool(said(scope, "yolo", **known)) is holds


def test_a_pattern_finds_its_group_it_and_no_place_twice(said):
    found = said(pattern(r"order (?P<it>[0-9]+)", "[0-9]{3}", "[a-z]{5} 1"), "order 1234")
    assert found == ["order 1"]


def test_a_pattern_may_be_told_once_and_only_in_short_texts(said):
    assert said(pattern("a", once=True), "a a a") == ["a"]
    assert said(pattern("a", at_most=3), "aaaa") == []


def test_what_the_source_holds_too_is_not_found(said):
    assert said(pattern("a+"), "aa b", source="AA", source_language="en") == []


def test_a_length_and_a_ratio_say_their_figures(said):
    length = {"kind": "length", "words": None, "most": 3, "message": "{length} of {most}"}
    assert said(length, "12345") == ["5 of 3"]
    assert said(length, "123") == []
    ratio = {"kind": "ratio", "words": None, "most": 2, "above": 1, "message": "{ratio} times"}
    assert said(ratio, "123456", source="12") == ["3.0 times"]
    assert said(ratio, "1234", source="12") == said(ratio, "12345", source="1") == said(ratio, "1234") == []


def test_what_a_person_typed_is_spared_where_the_rule_says_so(rules):
    (spares,) = rules({"typed": "allowed"})
    (strict,) = rules({})
    typed = read_subject("A yolo bag. yolo", free_texts={"item": "yolo bag"})
    assert [f.start for f in spares.findings(typed)] == [12]
    assert [f.start for f in strict.findings(typed)] == [2, 12]
    by_name = read_subject("Dear Yolo", names=("Yolo",))
    assert list(spares.findings(by_name)) == []


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"mesage": "x"}, r"mine\.yaml:\d+: unknown key 'mesage', did you mean 'message'"),
        ({"kind": "word"}, r"mine\.yaml:\d+: .*'word' is not one of"),
        ({"severity": "fatal"}, r"mine\.yaml:\d+: .*'fatal' is not one of"),
        ({"severity": None}, r"mine\.yaml:\d+: .*'severity' is a required property"),
        ({"most": 5}, r"mine\.yaml:9: a rule of kind words has no 'most'"),
        ({"words": None}, r"mine\.yaml:3: a rule of kind words needs 'words'"),
        ({"message": "{fond}"}, r"mine\.yaml:6: a message of kind words has no {fond}; it has {found}, {quoted}"),
        ({"id": "No Slang"}, r"mine\.yaml:3: .*'No Slang' is not written like no-slang"),
        (pattern("("), r"mine\.yaml:\d+: the pattern cannot be used: it is not a regular expression"),
        (pattern("(?<!a)b"), r"mine\.yaml:\d+: the pattern cannot be used: it looks ahead or back"),
        (pattern(r"(a)\1"), r"mine\.yaml:\d+: the pattern cannot be used: it refers back"),
        (pattern("a*"), r"mine\.yaml:\d+: the pattern cannot be used: it also matches nothing at all"),
        (pattern(r"\bübrigens"), r"mine\.yaml:\d+: the pattern cannot be used: \\b is only understood beside ASCII"),
        (pattern("a{1001}"), r"mine\.yaml:\d+: the pattern cannot be used: it is not a regular expression"),
        (pattern("x" * 2_001), r"mine\.yaml:\d+: the pattern cannot be used: it is longer than 2,000"),
    ],
)  # fmt: skip
def test_a_rule_that_cannot_be_used_is_told_with_its_file_and_line(rules, change, said):
    with pytest.raises(DataFileError, match=said):
        rules(change)


def test_a_lead_adds_a_file_to_the_workspace_and_replaces_one_of_the_same_name(tmp_path):
    folder = tmp_path / "shop" / "locales" / "checks"
    folder.mkdir(parents=True)
    (folder / "mine.yaml").write_text(yaml.safe_dump({"schema": 1, "rules": [SLANG]}), "utf-8")
    chat = {"id": "channel-length", "kind": "length", "severity": "error", "message": "{length}", "most": 5}
    (folder / "length.yaml").write_text(yaml.safe_dump({"schema": 1, "rules": [chat]}), "utf-8")
    checks = checks_of(Paths(config=tmp_path, data=tmp_path, cache=tmp_path, workspace=tmp_path / "shop"))
    found = checks.findings(read_subject("yolo, shop"))
    assert [(f.check, f.severity) for f in found] == [
        ("channel-length", Severity.ERROR), ("no-slang", Severity.WARNING)
    ]  # fmt: skip
    assert checks.named(["no_slang"]) == {"no-slang"}
    assert {check.origin for check in checks.all if check.id == "no-slang"} == {str(folder / "mine.yaml")}


@each("slow", [r"\w*" * 8 + "Z", "(?:a{0,40}){20}z", "(?:(?:a{1,30}){1,30})z", "(a+)+b", "(a|a)*b"])
def test_a_pattern_that_would_take_for_ever_is_quick_or_refused(slow):
    start = time.monotonic()
    with suppress(BadPatternError):
        assert list(places(bounded(slow), "a" * 20_000)) == []
    assert time.monotonic() - start < 2


def test_half_a_character_is_no_fault():
    assert list(places(bounded("b"), "a\ud800b")) == [(2, 3)]
    assert screen(("b",)).hits("a\ud800b") == [0]


def test_every_shipped_pattern_means_the_same_to_both_engines():
    texts = [
        "Guten Tag {name}, %name% *|FNAME|* [[0]] ⟦1⟧ {{ x }} {% y %} ${a} {a, plural, x} <%= x %> ##A## %%b%% &lt;",
        "XQ0QX",
        "MYMEMORY WARNING: Query Length Limit Exceeded <HTML> NaN undefined [object Object] Hallo null \ue000",
        "JosÃ© donâ€™t ÐŸÑ€Ð¸ Â© Å¡ \ufffd 429 Too Many Requests",
        "Error: quota exceeded",
        "[First Name] [your order number]",
    ]
    shipped = [rule for rule in shipped_checks().all if isinstance(rule, Pattern)]
    differ = [
        (one, text)
        for rule in shipped for one, compiled in zip(rule.patterns, rule._compiled, strict=True) for text in texts
        if list(places(compiled, text)) != list(places(bounded(one), text))
    ]  # fmt: skip
    assert differ == []
    assert [r.id for r in shipped if not any(r._found(read_subject(text, language="de")) for text in texts)] == []


def test_a_screen_matches_wherever_words_are_found(rules):
    words = ["don't", "no cost*", "Straße", "İade", "กู้", "返金", "ελλάς"]
    (rule,) = rules({"words": words})
    assert isinstance(rule, Words)
    texts = ["DON’T", "no\u00a0COSTS", "STRASSE straße STRAßE", "iade İADE", "กู้เงิน", "ご返金", "ΕΛΛΆΣ ελλάσ"]
    assert [t for t in texts if list(rule.findings(read_subject(t))) and not screen((rule.screen,)).hits(t)] == []


def test_a_screen_holds_thousands_of_words(rules):
    (rule,) = rules({"words": [f"word{number}x{number * 7919}" for number in range(5_000)]})
    found = screen((rule.screen, "b")).hits
    assert [found(text) for text in ("a word4999x39587081 b", "a WORD0X0", "word1", "b" * 100_000)] == [
        [0, 1],
        [0],
        [],
        [1],
    ]


def test_every_check_that_can_refuse_a_text_by_itself_has_a_screen():
    loose = [c.id for c in shipped_checks().all if c.severity is Severity.ERROR and c.screen is None]
    assert set(loose) <= {
        "placeholders",
        "opaque",
        "tags",
        "numbers",
        "glossary",
        "unknown-rate",
    }  # these need a source


def test_every_kind_is_used_and_says_what_it_is():
    assert {kind_class(kind) for kind in KINDS} <= {type(rule) for rule in shipped_checks().all}
    assert [check.id for check in shipped_checks().all if not check.title.endswith(".")] == []
