"""How a language addresses customers: registers step by step, patterns with conditions, files laid over a parent."""

from sweeps import each

from cscli.markets.language import merged, parse_language, parse_pattern
from cscli.markets.terms import Channel, Register, nearest_register

PLAIN = {"gender": "unknown", "agent_gender": "unknown", "kind": "neutral"}
MINIMAL = {"schema": 1, "language": "xx", "name": "Exish", "own_name": "Exish", "scripts": ["Latn"]}


@each(("register", "stricter"), [("casual", "neutral"), ("neutral", "formal"), ("formal", "formal")])
def test_bad_news_is_one_step_more_formal_and_formal_stays_formal(register, stricter):
    assert Register(register).one_step_more_formal() is Register(stricter)


@each(
    ("wanted", "available", "used"),
    [
        ("neutral", ("casual", "neutral", "formal"), "neutral"),
        ("casual", ("neutral", "formal"), "neutral"),
        ("neutral", ("casual", "formal"), "formal"),
        ("formal", ("casual", "neutral"), "neutral"),
        ("formal", ("casual",), "casual"),
        ("neutral", ("casual",), "casual"),
        ("formal", (), None),
    ],
)
def test_the_nearest_register_is_rather_more_formal_than_less(wanted, available, used):
    assert nearest_register(Register(wanted), dict.fromkeys(available)) == used


def test_a_pattern_without_slots_is_its_text():
    assert parse_pattern("Guten Tag,").filled({}, **PLAIN) == "Guten Tag,"


def test_a_pattern_with_a_slot_that_is_not_known_does_not_fit():
    pattern = parse_pattern("Guten Tag {honorific} {full},")
    assert pattern.slots == ("honorific", "full")
    assert pattern.filled({"full": "Anna Weber"}, **PLAIN) is None
    assert pattern.filled({"full": "Anna Weber", "honorific": "Dr."}, **PLAIN) == "Guten Tag Dr. Anna Weber,"


@each(("condition", "value"), [("gender", "female"), ("agent_gender", "male"), ("kind", "bad")])
def test_a_pattern_with_a_condition_fits_only_when_it_holds(condition, value):
    pattern = parse_pattern({"text": "Hello,", condition: value})
    assert pattern.filled({}, **PLAIN) is None
    assert pattern.filled({}, **{**PLAIN, condition: value}) == "Hello,"


def test_all_conditions_of_a_pattern_must_hold():
    pattern = parse_pattern({"text": "Hello,", "gender": "female", "kind": "good"})
    assert pattern.filled({}, **{**PLAIN, "gender": "female"}) is None
    assert pattern.filled({}, **{**PLAIN, "gender": "female", "kind": "good"}) == "Hello,"


def test_a_slot_in_a_value_is_not_filled_again():
    assert parse_pattern("Hello {full},").filled({"full": "{shop} \\1"}, **PLAIN) == "Hello {shop} \\1,"


def test_a_region_is_laid_over_its_parent_key_by_key():
    parent = {"name": "German", "formats": {"date": "long", "zone": "z"}, "scripts": ["Latn"]}
    child = {"name": "German (Austria)", "formats": {"date": "full"}, "scripts": ["Latn", "Grek"]}
    both = {"name": "German (Austria)", "formats": {"date": "full", "zone": "z"}, "scripts": ["Latn", "Grek"]}
    assert merged(parent, child) == both
    assert parent["formats"] == {"date": "long", "zone": "z"}


def test_what_a_file_leaves_out_has_a_sensible_default():
    language = parse_language(MINIMAL)
    assert language.direction == "ltr"
    assert not language.is_rtl
    assert language.date_format == "long"
    assert (language.names.order, language.names.split, language.names.join) == ("given-first", "never", " ")
    assert language.capital_after_comma


def test_a_right_to_left_language_says_so():
    assert parse_language({**MINIMAL, "direction": "rtl"}).is_rtl


def test_a_part_of_a_letter_is_taken_in_the_nearest_register():
    letter = {"email": {"closing": {"formal": ["Yours faithfully,"], "casual": ["Cheers,"]}}}
    language = parse_language({**MINIMAL, "letter": letter})
    texts = {r: language.patterns(Channel.EMAIL, "closing", r)[0].text for r in Register}
    assert texts == {"formal": "Yours faithfully,", "neutral": "Yours faithfully,", "casual": "Cheers,"}


def test_a_part_that_a_language_does_not_have_is_empty():
    language = parse_language(MINIMAL)
    assert language.patterns(Channel.EMAIL, "closing", Register.FORMAL) == ()
    assert language.patterns(Channel.CHAT, "offer", Register.CASUAL) == ()


def test_patterns_keep_the_order_of_the_file():
    salutations = ["Hello {given},", {"text": "Dear madam,", "gender": "female"}, "Hello,"]
    language = parse_language({**MINIMAL, "letter": {"chat": {"salutation": {"formal": salutations}}}})
    found = language.patterns(Channel.CHAT, "salutation", Register.FORMAL)
    assert [p.text for p in found] == ["Hello {given},", "Dear madam,", "Hello,"]


@each(("region", "parent", "inherited"), [("de-AT", "de", "Sie"), ("fr-CA", "fr", "vous"), ("en-AU", "en-GB", "you")])
def test_a_shipped_region_inherits_what_it_does_not_say(shipped, region, parent, inherited):
    assert shipped.catalog.language(region).address["formal"] == inherited
    assert shipped.catalog.language(region).scripts == shipped.catalog.language(parent).scripts


def test_switzerland_writes_no_sharp_s_and_no_comma_after_the_salutation(shipped):
    swiss = shipped.catalog.language("de-CH")
    assert swiss.spelling["ß"] == "ss"
    assert not any("," in p.text for p in swiss.patterns(Channel.EMAIL, "salutation", Register.FORMAL))
