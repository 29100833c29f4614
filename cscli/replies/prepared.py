"""Situations in a market, a language, a register, a channel and a zone: what a hundred thousand replies share.

Nothing here is looked up twice: templates are compiled, the language is chosen, the customer's clock is read.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from cscli.clock.contact_rules import Decision
from cscli.clock.market_hours import MarketHours
from cscli.markets.language import Language
from cscli.markets.person import Person
from cscli.quality.finding import Finding, Severity
from cscli.quality.registry import Checks
from cscli.quality.rows import LateFinder, RowChecker
from cscli.quality.subject import Subject
from cscli.replies.catalog import TemplateChoice
from cscli.replies.intent import Intent, ValueType
from cscli.replies.render import Rendered, Renderer
from cscli.replies.reply import LocalCustomer, Reply
from cscli.replies.values import Value, parse_values, recorded
from cscli.replies.voice import Voice

# Dates that are in the past by their nature.
PAST_DATES = frozenset({"old_date", "ship_date", "last_scan_date", "last_scan_at", "trace_open_date", "refund_date"})
_FREE = (ValueType.TEXT, ValueType.LIST)


class PreparedReply:
    """Replies to the same for many.

    Args:
        intents: the situations.
        choice: their templates, and how they were found.
        voice: who speaks how to whom.
        renderer: made of these.
        local: the customer's time, aware.
        hours: the clocks of the markets.
        known_languages: base languages that free text is told apart by.
        checks: what a text goes through.
    """

    def __init__(  # noqa: PLR0913 - each was decided by itself
        self,
        *,
        intents: tuple[Intent, ...],
        choice: TemplateChoice,
        voice: Voice,
        renderer: Renderer,
        local: datetime,
        hours: MarketHours,
        known_languages: tuple[str, ...],
        checks: Checks,
    ) -> None:
        self.intents, self.choice, self.voice, self.renderer = intents, choice, voice, renderer
        self.template_digest = "+".join(template.digest for template in choice.templates)
        self.intent = "+".join(i.name for i in intents)
        self._currency = voice.market.currency
        self._clock = _clock(local, voice, hours)
        self._fallback = _fallback_finding(choice, voice.language)
        self._free = frozenset(n for n, v in renderer.variables.items() if v.type in _FREE)
        self._checker = _checker(checks, voice, local.date(), hours, known_languages)

    def reply(
        self, person: Person, raw: Mapping[str, Any], *, customer_key: str = "", draft: bool = False
    ) -> tuple[Reply, dict[str, Value]]:
        """The reply to one customer, and its values by type.

        Args:
            person: the customer, as far as known.
            raw: values as typed, by name.
            customer_key: the customer's key in the record, if any.
            draft: mark missing values instead of refusing.

        Raises:
            NotFoundError: variables are missing; all are listed.
            UsageError: an unknown variable, or a value that does not fit its type.
            DataFileError: a template cannot be run.
        """
        voice = self.voice
        text, values, found = self.written(person, raw, draft=draft)
        answer = Reply(
            intent=self.intent,
            intents=tuple(i.name for i in self.intents),
            market=voice.market.code,
            language=self.choice.language,
            register=voice.register,
            channel=voice.channel,
            subject=text.subject,
            body=text.body,
            variant=self.choice.tried,
            template_digest=self.template_digest,
            address=voice.language.address.get(voice.register, ""),
            customer=LocalCustomer(key=customer_key, **self._clock),
            findings=found,
            gloss=None,
            values=recorded(values),
            is_draft=draft,
        )
        return answer, values

    def written(
        self, person: Person, raw: Mapping[str, Any], *, draft: bool = False
    ) -> tuple[Rendered, dict[str, Value], tuple[Finding, ...]]:
        """The text of a reply, its values by type, and what the checks say: what differs from customer to customer.

        The arguments and errors are those of ``reply``.
        """
        values = parse_values(raw, self.renderer.variables, self._currency)
        text = self.renderer.reply(person, values, draft=draft)
        return text, values, (*self._fallback, *self._checked(text, person, values))

    def _checked(self, text: Rendered, person: Person, values: Mapping[str, Value]) -> tuple[Finding, ...]:
        free = self._free
        return self._checker.findings(
            text.body,
            {n: v for n, v in values.items() if n in free},  # type: ignore[misc]
            {n: v for n, v in values.items() if type(v) is date},
            _names(person),
        )


def _checker(
    checks: Checks, voice: Voice, today: date, hours: MarketHours, known_languages: tuple[str, ...]
) -> RowChecker:
    market, language = voice.market, voice.language
    about = Subject(
        text="", language=language.tag, spoken=language, market=market, register=voice.register.value,
        channel=voice.channel.value, today=today, holidays=hours.holidays(market.code), past_dates=PAST_DATES,
        known_languages=known_languages,
    )  # fmt: skip
    return RowChecker(checks, about, LateFinder(language=language.tag, currency=market.currency))


def _names(person: Person) -> tuple[str, ...]:
    """What somebody typed as the customer's name."""
    parts = (person.whole, person.given, person.family, person.honorific, person.vocative, person.patronymic)
    return tuple([part for part in parts if part])


def _clock(local: datetime, voice: Voice, hours: MarketHours) -> dict[str, Any]:
    """The customer's side of the clock."""
    at = int(local.timestamp())
    contact = hours.contact(voice.market, (voice.zone,), voice.channel, "service").answer(at)
    return {
        "zone": voice.zone,
        "local_time": local.isoformat(timespec="seconds"),
        "open": hours.calendar(voice.market, voice.zone).is_open(at),
        "quiet": contact.decision is Decision.BLOCKED,
    }


def _fallback_finding(choice: TemplateChoice, language: Language) -> tuple[Finding, ...]:
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
