"""The facts by which texts are read (``locales/reading``): complete, known to CLDR, and each said once."""

from cscli.markets.catalog import is_language
from cscli.reading.facts import date_words, han_signs, telling_words, value_facts


def test_every_currency_is_one_that_cldr_knows():
    from babel.core import get_global

    facts = value_facts()
    named = {code for codes in facts.signs.values() for code in codes} | set(facts.home.values()) | facts.three_decimals
    assert named - facts.codes == set()
    assert facts.codes - set(get_global("all_currencies")) == {"RMB"}  # what people call the yuan


def test_every_language_is_one_that_cldr_knows():
    facts, dates, words = value_facts(), date_words(), telling_words()
    tags = {
        *facts.home, *facts.decimal_comma, *facts.decimal_point, *facts.spaced_thousands, *facts.month_first,
        *facts.day_or_month_first, *dates.more_months, *dates.before_day, *dates.after_weekday, *dates.year_words,
        *dates.weekday_last, *words.letters, *words.words, *(tag for tags in words.languages.values() for tag in tags),
    } - {"und", "fil"}  # fmt: skip
    assert [tag for tag in sorted(tags) if not is_language(tag)] == []


def test_a_sign_whose_code_follows_is_shared_by_several_currencies():
    facts = value_facts()
    assert [sign for sign in facts.code_follows if len(facts.signs[sign]) < 2] == []


def test_what_a_shared_sign_means_in_a_language_is_one_of_its_currencies():
    facts = value_facts()
    shared = {code for codes in facts.signs.values() if len(codes) > 1 for code in codes}
    assert {tag: code for tag, code in facts.home.items() if code not in shared} == {}


def test_a_han_sign_gives_one_language_away():
    signs = han_signs()
    both = (
        signs.simplified_alone & signs.traditional, signs.simplified_alone & signs.japanese,
        signs.traditional_alone & signs.japanese, signs.chinese & signs.japanese,
    )  # fmt: skip
    assert [sorted(each) for each in both if each] == []
