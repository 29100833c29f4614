"""A draft that somebody wrote, as checks look at it: with what the desk knows of its market, languages and words."""

from collections.abc import Sequence

from cscli.errors import UsageError
from cscli.glossary.shipped import working_glossary
from cscli.markets.catalog import canonical_tag
from cscli.markets.market import Market
from cscli.markets.terms import Register
from cscli.quality.subject import Subject, read_subject
from cscli.quality.surroundings import Workplace, known_languages, own_domains
from cscli.reading.language import Detector

_CHANNELS = ("email", "chat", "phone", "sms", "whatsapp")


def draft_subject(  # noqa: PLR0913 - what is known of a draft
    desk: Workplace,
    draft: str,
    *,
    market: str = "",
    language: str = "",
    register: str = "",
    channel: str = "",
    source: str = "",
    source_language: str = "",
) -> Subject:
    """A draft under check; an empty text is not known.

    Args:
        desk: the run.
        draft: the text.
        market: a market's code.
        language: the draft's language; empty: the one of the market that it reads as.
        register: formal, neutral or casual.
        channel: email, chat, phone, sms or whatsapp.
        source: the text that it was translated from.
        source_language: the source's language; empty: as it reads.

    Raises:
        UsageError: there is no such register or channel.
        NotFoundError: there is no such market or language.
    """
    _require_among("register", register, [r.value for r in Register])
    require_channel(channel)
    catalog, settings = desk.catalog(), desk.settings
    for tag in filter(None, (language, source_language)):
        catalog.require_language(tag)
    found = catalog.market(market) if market else None
    known = known_languages(catalog)
    return read_subject(
        draft, language=canonical_tag(language) if language else _own_language(found, draft, known), market=found,
        register=register, channel=channel, source=source,
        source_language=canonical_tag(source_language) if source_language else _detected(source, known),
        order_patterns=settings.items("order_numbers"),
        names=tuple(filter(None, (settings.text("agent.name") if source else "",))),
        known_languages=known, own_domains=own_domains(settings),
        glossary=working_glossary(desk.record, desk.paths, settings.items("industries"), desk.cache()),
    )  # fmt: skip


def require_channel(channel: str) -> None:
    """Refuse a channel that does not exist.

    Raises:
        UsageError: with those that do.
    """
    _require_among("channel", channel, _CHANNELS)


def _require_among(what: str, value: str, known: Sequence[str]) -> None:
    if value and value not in known:
        raise UsageError(f"Unknown {what} {value[:20]!r}.", code="bad-value", hint=f"One of: {', '.join(known)}")


def _own_language(market: Market | None, draft: str, known: tuple[str, ...]) -> str:
    """The language of the market that the draft is in, else its first; without a market, what it reads as."""
    found = _detected(draft, known)
    if market is None:
        return found
    base = found.partition("-")[0]
    return next((tag for tag in market.languages if tag.partition("-")[0] == base), market.languages[0])


def _detected(text: str, known: tuple[str, ...]) -> str:
    found = Detector(known).detect(text).language if text.strip() else "und"
    return "" if found == "und" else found
