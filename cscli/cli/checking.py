"""How a run checks a draft: what the desk knows of its market, its languages, its words and its own addresses."""

from collections.abc import Collection, Iterable, Sequence
from typing import TYPE_CHECKING

from cscli.cli.door.run import Desk
from cscli.errors import Problem, UsageError

if TYPE_CHECKING:
    from cscli.markets.market import Market
    from cscli.quality.finding import Finding
    from cscli.quality.registry import Checks
    from cscli.quality.subject import Subject

_SHORT = 60
_CHANNELS = ("email", "chat", "phone", "sms", "whatsapp")


def subject_of(
    desk: Desk,
    draft: str,
    market: str,
    language: str,
    register: str,
    channel: str,
    source: str = "",
    source_language: str = "",
    names: tuple[str, ...] = (),
) -> "Subject":
    """A draft as checks look at it; texts that are empty are not known.

    Raises:
        UsageError: there is no such register or channel.
        NotFoundError: there is no such market or language.
    """
    from cscli.glossary.shipped import working_glossary
    from cscli.markets.catalog import canonical_tag
    from cscli.markets.terms import Register
    from cscli.quality.subject import read_subject

    _require_among("register", register, [r.value for r in Register])
    require_channel(channel)
    catalog = desk.catalog()
    for tag in filter(None, (language, source_language)):
        catalog.require_language(tag)
    found = catalog.market(market) if market else None
    known = known_languages(desk)
    return read_subject(
        draft,
        language=canonical_tag(language) if language else _own_language(found, draft, known),
        market=found,
        register=register,
        channel=channel,
        source=source,
        source_language=canonical_tag(source_language) if source_language else _detected(source, known),
        order_patterns=desk.settings.items("order_numbers"),
        names=(*names, *filter(None, (desk.sender.agent if source else "",))),
        known_languages=known,
        own_domains=own_domains(desk),
        glossary=working_glossary(desk.record, desk.paths, desk.settings.items("industries"), desk.cache()),
    )


def checks_of(desk: Desk) -> "Checks":
    """The checks of a run."""
    from cscli.quality.registry import checks_of as checks_in

    return checks_in(desk.paths, desk.cache())


def allowed_checks(desk: Desk, names: Collection[str]) -> frozenset[str]:
    """The checks whose errors do not stop; among them the one that is about engines, not texts.

    Raises:
        UsageError: there is no such check; names the nearest.
    """
    from cscli.translation.brief import GIST

    gist = {GIST}.intersection(names)
    return frozenset(gist) | checks_of(desk).named(set(names) - gist)


def require_channel(channel: str) -> None:
    """Refuse a channel that does not exist.

    Raises:
        UsageError: with those that do.
    """
    _require_among("channel", channel, _CHANNELS)


def stopping(findings: Iterable["Finding"], text: str) -> tuple[Problem, ...]:
    """Why a text must not be sent: a problem for each finding that is an error, with how to let it pass."""
    from cscli.quality.finding import Severity

    return tuple(
        Problem(
            code=found.check, message=f"{found.message}{_shown(found, text)}",
            hint=f"{found.suggestion} It passes with: --allow {found.check}".strip(),
        )
        for found in findings
        if found.severity is Severity.ERROR
    )  # fmt: skip


def _shown(found: "Finding", text: str) -> str:
    """The place of a finding, unless it is somebody's card or account, which no message repeats."""
    if found.start is None or found.is_secret:
        return ""
    return f" ({text[found.start : found.end][:_SHORT]!r})"


def known_languages(desk: Desk) -> tuple[str, ...]:
    """The base languages that a text is told among."""
    return tuple(dict.fromkeys(tag.partition("-")[0] for tag in desk.catalog().language_tags()))


def own_domains(desk: Desk) -> tuple[str, ...]:
    """The shop's own domain, whose addresses are nobody's secret."""
    from urllib.parse import urlsplit

    url = desk.settings.text("shop.url")
    host = urlsplit(url).hostname or "" if "//" in url else ""
    return (host.removeprefix("www."),) if host else ()


def _require_among(what: str, value: str, known: Sequence[str]) -> None:
    if value and value not in known:
        raise UsageError(f"Unknown {what} {value[:20]!r}.", code="bad-value", hint=f"One of: {', '.join(known)}")


def _own_language(market: "Market | None", draft: str, known: tuple[str, ...]) -> str:
    """The language of the market that the draft is in, else its first; without a market, what it reads as."""
    found = _detected(draft, known)
    if market is None:
        return found
    base = found.partition("-")[0]
    return next((tag for tag in market.languages if tag.partition("-")[0] == base), market.languages[0])


def _detected(text: str, known: tuple[str, ...]) -> str:
    from cscli.reading.language import Detector

    found = Detector(known).detect(text).language if text.strip() else "und"
    return "" if found == "und" else found
