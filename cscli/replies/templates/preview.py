"""Templates with their example values, as customers would read them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from cscli.markets.catalog import Catalog, tag_chain
from cscli.markets.market import Market
from cscli.markets.terms import Channel
from cscli.replies.compose import Composer, Request
from cscli.replies.reply import Preview, Reply
from cscli.replies.voice import Sender
from cscli.text import base_tag


@dataclass(frozen=True, slots=True, kw_only=True)
class PreviewRequest:
    """Which previews; an empty field stands for all. ``locale`` is a region to write a language for, such as de-CH."""

    intent: str = ""
    language: str = ""
    locale: str = ""
    channel: str = ""
    register: str = ""


def previews(composer: Composer, wanted: PreviewRequest, sender: Sender, now: datetime) -> tuple[Preview, ...]:
    """Every template that is wanted, with the examples of its contract.

    Raises:
        DataFileError, UsageError: a template cannot be rendered.
    """
    templates = composer.templates
    channels = (wanted.channel,) if wanted.channel else tuple(c.value for c in Channel)
    found = []
    known = {tag_chain(tag)[-1] for tag in composer.catalog.language_tags()}
    written = [tag for tag in templates.languages() if tag_chain(tag)[-1] in known]
    for tag in (wanted.language,) if wanted.language else written:
        locale = wanted.locale or tag
        market = home_market(locale, composer.catalog)
        for name in (wanted.intent,) if wanted.intent else templates.intents:
            if templates.has(name, tag):
                raw = {v.name: v.example for v in templates.intent(name).variables.values()}
                asked = Request(
                    intents=(name,),
                    market=market.code,
                    language=locale,
                    register=wanted.register,
                    sender=sender,
                    now=now,
                )
                found += [_preview(composer.reply(asked._replace(channel=c), raw)) for c in channels]
    return tuple(found)


def _preview(reply: Reply) -> Preview:
    return Preview(
        intent=reply.intent,
        language=reply.language,
        market=reply.market,
        channel=reply.channel,
        subject=reply.subject,
        body=reply.body,
    )


def home_market(tag: str, catalog: Catalog) -> Market:
    """A market in which a language is written: its own, else the first that lists it."""
    candidates = [catalog.language(tag).market, *_markets_with(tag, catalog), *catalog.market_codes()]
    return catalog.market(next(code for code in candidates if code in catalog.market_codes()))


def _markets_with(tag: str, catalog: Catalog) -> Iterator[str]:
    for code in catalog.market_codes():
        if any(locale == tag or base_tag(locale) == tag for locale in catalog.market(code).languages):
            yield code
