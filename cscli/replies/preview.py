"""Templates with their example values, as customers would read them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from cscli.datafile import Cache
from cscli.markets.catalog import Catalog
from cscli.markets.language import Channel
from cscli.markets.market import Market
from cscli.replies.catalog import TemplateCatalog
from cscli.replies.compose import Request, compose
from cscli.replies.letter import Sender


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """One template rendered for a market in which its language is written."""

    intent: str
    language: str
    market: str
    channel: str
    subject: str
    body: str


def previews(
    templates: TemplateCatalog,
    catalog: Catalog,
    *,
    intent: str = "",
    language: str = "",
    channel: str = "",
    register: str = "",
    sender: Sender,
    now: datetime,
    cache: Cache | None = None,
) -> tuple[Preview, ...]:
    """Every template that fits the filters (empty: all), in the channels asked for (empty: both).

    Raises:
        DataFileError, UsageError: a template cannot be rendered.
    """
    channels = (channel,) if channel else tuple(c.value for c in Channel)
    found = []
    for tag in (language,) if language else templates.languages():
        market = home_market(tag, catalog)
        for name in (intent,) if intent else templates.intents:
            if templates.has(name, tag):
                raw = {v.name: v.example for v in templates.intent(name).variables.values()}
                for medium in channels:
                    request = Request(
                        intents=(name,), market=market.code, language=tag, channel=medium, register=register, raw=raw,
                        sender=sender, now=now,
                    )  # fmt: skip
                    reply = compose(request, catalog, templates, cache)
                    found.append(
                        Preview(intent=name, language=tag, market=market.code, channel=medium, subject=reply.subject, body=reply.body)
                    )
    return tuple(found)


def home_market(tag: str, catalog: Catalog) -> Market:
    """A market in which a language is written: its own, else the first that lists it."""
    candidates = [catalog.language(tag).market, *_markets_with(tag, catalog), *catalog.market_codes()]
    return catalog.market(next(code for code in candidates if code in catalog.market_codes()))


def _markets_with(tag: str, catalog: Catalog) -> Iterator[str]:
    for code in catalog.market_codes():
        if any(locale == tag or locale.partition("-")[0] == tag for locale in catalog.market(code).languages):
            yield code
