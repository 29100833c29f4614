"""One reply from a request: who, in which language and register, what, and is it fit to send.

The register is the market's, one step more formal for bad news, unless one is asked for. Everything that was decided
on the way is part of the answer.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from cscli.clock import zones
from cscli.clock.market_hours import MarketHours
from cscli.clock.windows import Decision
from cscli.datafile import Cache
from cscli.errors import NotFoundError, UsageError, nearest
from cscli.markets.catalog import Catalog, canonical_tag, tag_chain
from cscli.markets.language import Language
from cscli.markets.market import Market
from cscli.markets.person import Person
from cscli.markets.terms import Channel, Kind, Register
from cscli.quality.finding import Draft, Finding, Severity
from cscli.quality.registry import findings
from cscli.replies.catalog import Choice, TemplateCatalog
from cscli.replies.intent import Intent, ValueType, worst_kind
from cscli.replies.render import Renderer
from cscli.replies.values import Value, parse_values, recorded
from cscli.replies.voice import Sender, Voice

# Dates that are in the past by their nature.
PAST_DATES = frozenset({"old_date", "ship_date", "last_scan_date", "last_scan_at", "trace_open_date", "refund_date"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What was asked for; ``raw`` holds values as typed, ``now`` is an instant."""

    intents: tuple[str, ...]
    market: str
    now: datetime
    language: str = ""
    register: str = ""
    channel: str = "email"
    zone: str = ""
    customer_key: str = ""
    person: Person = field(default_factory=Person)
    sender: Sender = field(default_factory=Sender)
    raw: Mapping[str, Any] = field(default_factory=dict)
    gloss: str = ""
    draft: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class LocalCustomer:
    """The customer's side of the clock: zone, local time (with offset), whether shops are open, whether it is quiet."""

    key: str
    zone: str
    local_time: str
    open: bool
    quiet: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Gloss:
    """The same reply in a language the agent reads, from the template in that language."""

    language: str
    body: str
    source: str = "template"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """A finished reply and everything that was decided for it."""

    intent: str
    intents: tuple[str, ...]
    market: str
    language: str
    register: Register
    channel: Channel
    subject: str
    body: str
    variant: tuple[str, ...]
    template_digest: str
    address: str
    customer: LocalCustomer
    findings: tuple[Finding, ...]
    gloss: Gloss | None
    values: Mapping[str, Any]
    is_draft: bool


class Composer:
    """Composes replies from the data of a run."""

    def __init__(self, catalog: Catalog, templates: TemplateCatalog, cache: Cache | None = None) -> None:
        self.catalog = catalog
        self.templates = templates
        self._cache = cache
        self._hours = MarketHours(catalog)

    def reply(self, request: Request) -> Reply:
        """The reply to a request.

        Raises:
            NotFoundError: an unknown market, situation or language; or missing variables, all at once.
            UsageError: an unknown register, channel or variable, or a value that does not fit its type.
            DataFileError: a data file cannot be used.
        """
        intents = tuple({i.name: i for i in map(self.templates.intent, request.intents)}.values())
        market = self.catalog.market(request.market)
        if request.language:
            self.catalog.require_language(request.language)
        channel = _channel(request.channel)
        register = chosen_register(request.register, market, worst_kind(intents))
        choice = self.templates.choose(intents, market, request.language)
        voice = Voice(
            market=market, language=reply_language(choice, self.catalog, market), channel=channel, register=register,
            sender=request.sender, zone=request.zone or market.zone,
        )  # fmt: skip
        renderer = Renderer(intents, choice.templates, voice, self._cache)
        values = parse_values(request.raw, renderer.variables, market.currency)
        body = renderer.reply(request.person, values, draft=request.draft)
        local = zones.local(request.now, voice.zone)
        return Reply(
            intent="+".join(i.name for i in intents),
            intents=tuple(i.name for i in intents),
            market=market.code,
            language=choice.language,
            register=register,
            channel=channel,
            subject=body.subject,
            body=body.body,
            variant=choice.tried,
            template_digest="+".join(t.digest for t in choice.templates),
            address=voice.language.address.get(register, ""),
            customer=self._local_customer(request.customer_key, local, voice),
            findings=(
                *_fallback_finding(choice, voice.language),
                *findings(self._draft(body.body, values, renderer, voice, local.date())),
            ),
            gloss=self._gloss(request, intents, values, voice) if request.gloss else None,
            values=recorded(values),
            is_draft=request.draft,
        )

    def _draft(self, body: str, values: Mapping[str, Value], renderer: Renderer, voice: Voice, today: date) -> Draft:
        free = (ValueType.TEXT, ValueType.LIST)
        texts = {n: v for n, v in values.items() if renderer.variables[n].type in free}
        return Draft(
            body=body,
            language=voice.language,
            market=voice.market,
            today=today,
            holidays=self._hours.holidays(voice.market.code),
            free_texts={
                n: v if isinstance(v, str) else "; ".join(v) for n, v in texts.items() if isinstance(v, str | tuple)
            },
            dates={n: v for n, v in values.items() if isinstance(v, date) and not isinstance(v, datetime)},
            past_dates=PAST_DATES,
            known_languages=tuple(sorted({tag.partition("-")[0] for tag in self.catalog.language_tags()})),
        )

    def _local_customer(self, key: str, local: datetime, voice: Voice) -> LocalCustomer:
        at = int(local.timestamp())
        contact = self._hours.contact(voice.market, (voice.zone,), voice.channel, "service").answer(at)
        return LocalCustomer(
            key=key,
            zone=voice.zone,
            local_time=local.isoformat(timespec="seconds"),
            open=self._hours.calendar(voice.market, voice.zone).is_open(at),
            quiet=contact.decision is Decision.BLOCKED,
        )

    def _gloss(self, request: Request, intents: tuple[Intent, ...], values: Mapping[str, Value], voice: Voice) -> Gloss:
        """The reply in the language of ``--gloss``, from its own templates."""
        tag = canonical_tag(request.gloss)
        found = next((t for t in tag_chain(tag) if all(self.templates.has(i.name, t) for i in intents)), None)
        if found is None:
            raise NotFoundError(
                f"There is no template in {tag!r} for a gloss.", code="no-template", hint="See: cscli template coverage"
            )
        own = [self.templates.template(i.name, found) for i in intents]
        renderer = Renderer(intents, own, replace(voice, language=self.catalog.language(tag)), self._cache)
        return Gloss(language=found, body=renderer.reply(request.person, values, draft=request.draft).body)


def chosen_register(asked: str, market: Market, kind: Kind) -> Register:
    """The register of a reply: the one asked for, else the market's, one step more formal for bad news.

    Raises:
        UsageError: the register asked for does not exist.
    """
    if not asked:
        return market.register.one_step_more_formal() if kind is Kind.BAD else market.register
    try:
        return Register(asked.lower())
    except ValueError:
        raise _unknown_option("register", asked, [r.value for r in Register]) from None


def _channel(asked: str) -> Channel:
    try:
        return Channel(asked.lower())
    except ValueError:
        raise _unknown_option("channel", asked, [c.value for c in Channel]) from None


def _unknown_option(kind: str, asked: str, known: Sequence[str]) -> UsageError:
    near = nearest(asked, list(known), most=1)
    return UsageError(
        f"Unknown {kind} {asked[:40]!r}." + (f" Did you mean {near[0]}?" if near else ""),
        code=f"unknown-{kind}",
        hint=f"One of: {', '.join(known)}",
    )


def reply_language(choice: Choice, catalog: Catalog, market: Market) -> Language:
    """The language whose letter parts go around the text: the customer's form of it, where the market has one."""
    if not choice.is_fallback:
        return catalog.language(choice.wanted)
    base = choice.language.partition("-")[0]
    local = next((tag for tag in market.languages if tag.partition("-")[0] == base), choice.language)
    return catalog.language(local)


def _fallback_finding(choice: Choice, language: Language) -> tuple[Finding, ...]:
    if not choice.is_fallback:
        return ()
    return (
        Finding(
            check="language-fallback",
            severity=Severity.WARNING,
            message=f"There is no template in {choice.wanted}; this reply is in {language.name}."
            f" Tried: {', '.join(choice.tried)}.",
        ),
    )
