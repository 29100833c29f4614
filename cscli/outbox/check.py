"""The checks of texts that leave the desk: those that ``check`` makes, put to texts written from templates.

What a person typed as a value is not what a machine left over: a customer may be called ``{{ x }}``, so the checks for
leftovers look at the text without the values. All other checks see it whole, as nobody may send a card number.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from cscli.errors import Problem, UnavailableError
from cscli.glossary.glossary import Glossary
from cscli.glossary.shipped import working_glossary
from cscli.markets.catalog import Catalog
from cscli.markets.market import Market
from cscli.markets.person import Person
from cscli.outbox.workplace import Workplace
from cscli.quality.checks.integrity import INTEGRITY
from cscli.quality.finding import Draft, Finding, Severity
from cscli.quality.registry import findings as value_findings
from cscli.quality.subject import Subject, read_subject
from cscli.quality.surroundings import known_languages, own_domains
from cscli.quality.texts import TEXT_CHECKS, check_ids, text_findings
from cscli.quality.wordlists import word_lists
from cscli.replies.intent import ValueType
from cscli.replies.prepared import PreparedReply
from cscli.replies.render import Rendered
from cscli.replies.values import Value

# Dates that lie in the past by their nature.
PAST_DATES = frozenset({"old_date", "ship_date", "last_scan_date", "last_scan_at", "trace_open_date", "refund_date"})
_FREE = (ValueType.TEXT, ValueType.LIST)
_LEFTOVERS = frozenset(check.id for check in INTEGRITY)
_OTHERS = frozenset(TEXT_CHECKS) - _LEFTOVERS
_OF_ENGINES = frozenset(("gist",))  # judged where texts are translated
_SHOWN = 60
_SECRET = frozenset(("card-number", "iban"))


class Checks:
    """The checks of a run; those in ``allow`` do not stop a text.

    Raises:
        UsageError: there is no such check; names the nearest.
    """

    def __init__(self, desk: Workplace, catalog: Catalog, allow: Collection[str] = ()) -> None:
        self._allow = check_ids(set(allow) - _OF_ENGINES)
        self._same_for_all = Subject(
            text="", known_languages=known_languages(catalog), own_domains=own_domains(desk.settings),
            words=word_lists(desk.paths, desk.cache()),
            glossary=_glossary(desk),
        )  # fmt: skip
        self._order_patterns = desk.settings.items("order_numbers")

    def of_values(self, prepared: PreparedReply, body: str, values: Mapping[str, Value]) -> tuple[Finding, ...]:
        """What is to be said about the values of a reply: a language, or a date, that its reader would not expect."""
        voice = prepared.voice
        return value_findings(
            Draft(
                body=body,
                language=voice.language,
                market=voice.market,
                today=prepared.local.date(),
                holidays=prepared.hours.holidays(voice.market.code),
                free_texts=_free_texts(prepared, values),
                dates={n: v for n, v in values.items() if type(v) is date},
                past_dates=PAST_DATES,
                known_languages=tuple(sorted(self._same_for_all.known_languages)),
            )
        )

    def of_text(
        self, prepared: PreparedReply, text: Rendered, values: Mapping[str, Value], person: Person
    ) -> tuple[Finding, ...]:
        """What is to be said about the text of a reply as its reader sees it; about templates, only what is wrong."""
        voice = prepared.voice
        typed = (*_free_texts(prepared, values).values(), *names_of(person), voice.sender.shop, voice.sender.agent)
        found = self._of_text(
            text.body, typed, language=prepared.choice.language, market=voice.market, register=voice.register.value,
            channel=voice.channel.value,
        )  # fmt: skip
        if not text.subject:
            return found
        line = self._of_text(text.subject, typed, language=prepared.choice.language, market=voice.market)
        return (*found, *about_subject(line, found))

    def of_edited(  # noqa: PLR0913 - what is known about a text
        self, text: str, typed: Iterable[str], *, language: str, market: Market, register: str, channel: str
    ) -> tuple[Finding, ...]:
        """What is to be said about a text that a person changed by hand; ``typed`` are its values."""
        return self._of_text(text, typed, language=language, market=market, register=register, channel=channel)

    def _of_text(self, text: str, typed: Iterable[str], **about: Any) -> tuple[Finding, ...]:
        made = read_subject(text, order_patterns=self._order_patterns, **about)
        same = self._same_for_all
        subject = replace(
            made, known_languages=same.known_languages, own_domains=same.own_domains, words=same.words,
            glossary=same.glossary,
        )  # fmt: skip
        leftovers = text_findings(replace(subject, text=_without(text, typed)), self._allow | _OTHERS)
        found = (*leftovers, *text_findings(subject, self._allow | _LEFTOVERS))
        return tuple([f for f in found if f.severity is not Severity.INFO])


def _glossary(desk: Workplace) -> Glossary:
    """The shop's words; none where the record cannot be read, as that must not keep a reply from the agent."""
    try:
        return working_glossary(desk.record, desk.paths, desk.settings.items("industries"), desk.cache())
    except UnavailableError:
        return Glossary()


def about_subject(found: Iterable[Finding], of_body: Iterable[Finding]) -> tuple[Finding, ...]:
    """Findings in a subject line that are not those of the body again; without places, as those count in the body."""
    said = {(f.check, f.message) for f in of_body}
    return tuple(
        replace(f, start=None, end=None, message=f"In the subject: {f.message}")
        for f in found
        if (f.check, f.message) not in said
    )


def refusals(findings: Iterable[Finding], text: str) -> tuple[Problem, ...]:
    """Why a text must not be sent: a problem for each finding that is an error, with how to let it pass."""
    return tuple(
        Problem(
            code=found.check, message=f"{found.message}{_shown(found, text)}",
            hint=f"{found.suggestion} It passes with: --allow {found.check}".strip(),
        )
        for found in findings
        if found.severity is Severity.ERROR
    )  # fmt: skip


def _shown(found: Finding, text: str) -> str:
    """The place of a finding, unless no message may repeat it."""
    if found.start is None or found.check in _SECRET:
        return ""
    return f" ({text[found.start : found.end][:_SHOWN]!r})"


def names_of(person: Person) -> tuple[str, ...]:
    """The names and titles that a person typed of a customer."""
    parts = (person.whole, person.given, person.family, person.honorific, person.vocative, person.patronymic)
    return tuple(part for part in parts if part)


def _free_texts(prepared: PreparedReply, values: Mapping[str, Value]) -> dict[str, str]:
    variables = prepared.renderer.variables
    return {
        name: value if isinstance(value, str) else "; ".join(value)  # type: ignore[arg-type]
        for name, value in values.items()
        if variables[name].type in _FREE
    }


def _without(text: str, typed: Iterable[str]) -> str:
    """A text with a neutral sign for each one that somebody typed; all others stay in their places."""
    for part in sorted({p for whole in typed for p in (whole, *whole.split("; "))}, key=len, reverse=True):
        if part.strip():
            text = text.replace(part, "x" * len(part))
    return text
