"""A draft that a person wrote, as the subject of checks."""

from collections.abc import Sequence
from dataclasses import dataclass

from cscli.clock.market_hours import CHANNELS
from cscli.errors import not_one_of
from cscli.glossary.shipped import working_glossary
from cscli.markets.catalog import canonical_tag
from cscli.markets.market import Market
from cscli.markets.terms import Register
from cscli.quality.subject import Subject, read_subject
from cscli.quality.workplace import Workplace, known_languages, own_domains
from cscli.reading.language import Detector
from cscli.text import base_tag


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A draft and what is known about it; empty means unknown. ``names`` are words in it that must not change."""

    text: str
    market: str = ""
    language: str = ""
    register: str = ""
    channel: str = ""
    source: str = ""
    source_language: str = ""
    names: tuple[str, ...] = ()


def draft_subject(desk: Workplace, draft: Draft) -> Subject:
    """The subject for checking a draft.

    Raises:
        UsageError: the register or channel is unknown.
        NotFoundError: the market or language is unknown.
    """
    _require_among("register", draft.register, [register.value for register in Register])
    require_channel(draft.channel)
    catalog = desk.catalog()
    for tag in filter(None, (draft.language, draft.source_language)):
        catalog.require_language(tag)
    market = catalog.market(draft.market) if draft.market else None
    known = known_languages(catalog)
    language, source_language = draft.language, draft.source_language
    return read_subject(
        draft.text, market=market, register=draft.register, channel=draft.channel, source=draft.source,
        language=canonical_tag(language) if language else _own_language(market, draft.text, known),
        source_language=canonical_tag(source_language) if source_language else _detected(draft.source, known),
        order_patterns=desk.settings.items("order_numbers"), names=draft.names, known_languages=known,
        own_domains=own_domains(desk.settings),
        glossary=working_glossary(desk.record, desk.paths, desk.settings.items("industries"), desk.cache()),
    )  # fmt: skip


def require_channel(channel: str) -> None:
    """Refuse an unknown channel; an empty one is accepted.

    Raises:
        UsageError: lists the known channels.
    """
    _require_among("channel", channel, CHANNELS)


def _require_among(what: str, value: str, known: Sequence[str]) -> None:
    if value and value not in known:
        raise not_one_of(what, value, known)


def _own_language(market: Market | None, text: str, known: tuple[str, ...]) -> str:
    """The market's language that matches the text, else its first; without a market, the detected language."""
    found = _detected(text, known)
    if market is None:
        return found
    base = base_tag(found)
    return next((tag for tag in market.languages if base_tag(tag) == base), market.languages[0])


def _detected(text: str, known: tuple[str, ...]) -> str:
    found = Detector(known).detect(text).language if text.strip() else "und"
    return "" if found == "und" else found
