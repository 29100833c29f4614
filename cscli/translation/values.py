"""Formats money, dates, times and numbers of a message for the reader of its translation."""

from collections.abc import Callable
from datetime import date, datetime, time
from decimal import Decimal

from cscli.errors import NotFoundError
from cscli.markets.catalog import Catalog, canonical_tag
from cscli.markets.cldr import locale_data
from cscli.markets.formats import Formats, formats_for
from cscli.markets.market import Market
from cscli.reading.placeables import Kind, Placeable


def value_writer(catalog: Catalog, language: str, market: Market | None) -> Callable[[Placeable], str]:
    """A function that formats a placeable's value for ``language`` (BCP 47) and ``market``; others are unchanged."""
    formats = _formats(catalog, language, market)

    def written(placeable: Placeable) -> str:
        value = placeable.value
        if placeable.kind is Kind.MONEY and isinstance(value, tuple):
            amount, currency = value
            return formats.money(amount, currency) if currency else placeable.text
        if isinstance(value, time):
            return formats.time(datetime.combine(date.min, value))
        if isinstance(value, date):
            return formats.date(value)
        if isinstance(value, Decimal):
            return formats.number(value)
        return placeable.text

    return written


def _formats(catalog: Catalog, language: str, market: Market | None) -> Formats:
    """The formats of a language, from its file or from CLDR."""
    try:
        known = catalog.language(language)
    except NotFoundError:
        base, _, region = canonical_tag(language).partition("-")
        return Formats(locale_data(base, market.code if market else region, "", "long"))
    own = market or (catalog.market(known.market) if known.market in catalog.market_codes() else None)
    return formats_for(known, own) if own else Formats(locale_data(known.tag, "", "", "long"))
