"""How a locale writes values, by itself and as replies use it."""

import pytest

from cscli.markets.cldr import locale_data
from cscli.markets.formats import Formats, Habits, formats_for


@pytest.fixture
def formats():
    """The formats of a language in a market, with a date format."""

    def built(tag: str, market: str, date_format: str = "long", **habits) -> Formats:
        data = locale_data(tag, market, "", date_format)
        return Formats(data, Habits(**habits))

    return built


@pytest.fixture
def house(shipped):
    """The formats as replies use them: the language's, with the market's own rules for money."""

    def built(tag: str, market: str) -> Formats:
        return formats_for(shipped.catalog.language(tag), shipped.catalog.market(market))

    return built
