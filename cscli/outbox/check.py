"""The checks of texts that leave the desk: those that ``check`` makes, put to texts written from templates.

What a person typed as a value is not what a machine left over: a customer may be called ``{{ x }}``. Everything else
that stops a text stops it in a value, too, as nobody may send a card number.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any

from cscli.clock.zones import local
from cscli.errors import ExitCode, Problem, UnavailableError
from cscli.markets.catalog import Catalog
from cscli.markets.person import Person
from cscli.outbox.address_findings import UNDELIVERABLE
from cscli.outbox.name_findings import name_findings
from cscli.outbox.workplace import ReplyWorkplace
from cscli.quality.finding import Finding, Severity
from cscli.quality.registry import Checks, checks_of, row_checks_of
from cscli.quality.rows import LateFinder, RowChecker
from cscli.quality.subject import Subject, read_subject
from cscli.quality.workplace import known_languages, own_domains
from cscli.replies.contract.intent import ValueType
from cscli.replies.letter import Rendered
from cscli.replies.prepared import PreparedReply
from cscli.replies.values.typed import Value
from cscli.text import clean, one_line

if TYPE_CHECKING:
    from cscli.glossary.glossary import Glossary

_FREE_WORDS = (ValueType.TEXT, ValueType.LIST)
_OF_VALUES = frozenset(("free_texts", "dates"))
OF_NO_TEXT = frozenset(("gist", UNDELIVERABLE))  # judged where texts are translated, and by the address
_SHOWN = 60


class OutgoingChecks:
    """The checks of a run; those in ``allow`` do not stop a text.

    Raises:
        UsageError: there is no such check; names the nearest.
        DataFileError: a file of rules cannot be used.
    """

    def __init__(self, desk: ReplyWorkplace, catalog: Catalog, allow: Collection[str] = ()) -> None:
        self._desk = desk
        named = set(allow) - OF_NO_TEXT
        self._allow = self._checks.named(named) if named else frozenset()
        self._about = Subject(
            text="", known_languages=known_languages(catalog), own_domains=own_domains(desk.settings),
        )  # fmt: skip
        self._order_patterns = desk.settings.items("order_numbers")

    @cached_property
    def _checks(self) -> Checks:
        return checks_of(self._desk.paths, self._desk.cache())

    @cached_property
    def _row_checks(self) -> Checks:
        return row_checks_of(self._desk.paths, self._desk.cache())

    def of_replies(self, prepared: PreparedReply) -> "ReplyChecks":
        """The checks of replies that are written alike."""
        voice = prepared.voice
        market, tag = voice.market, prepared.choice.language
        about = self._about._replace(
            language=tag, spoken=voice.language, market=market, register=voice.register.value,
            channel=voice.channel.value, today=prepared.local.date(), holidays=prepared.hours.holidays(market.code),
            date_sides={v.name: v.when.value for v in prepared.renderer.variables.values() if v.when},
            lasting=frozenset(v.name for v in prepared.renderer.variables.values() if v.lasting),
        )  # fmt: skip
        finder = LateFinder(order_patterns=self._order_patterns, language=tag, currency=market.currency)
        return ReplyChecks(self._row_checks, about, finder, self._allow, prepared)

    def of_edited(self, text: str, about: Subject, typed: tuple[str, ...]) -> tuple[Finding, ...]:
        """What is to be said about a text that a person wrote or changed by hand; ``typed`` are the values in it."""
        known = self._about
        subject = read_subject(
            text, order_patterns=self._order_patterns, names=typed, language=about.language, market=about.market,
            register=about.register, channel=about.channel, known_languages=known.known_languages,
            own_domains=known.own_domains, glossary=_glossary(self._desk),
        )  # fmt: skip
        return self._checks.findings(subject, self._allow)


class ReplyChecks:
    """The checks of the replies that one prepared reply writes."""

    def __init__(
        self, checks: Checks, about: Subject, finder: LateFinder, allow: Collection[str], prepared: PreparedReply
    ) -> None:
        self._of_text = RowChecker(checks, about, finder, allow)
        of_values = Checks([check for check in checks.all if not _OF_VALUES.isdisjoint(check.needs)])
        self._of_values = RowChecker(of_values, about, finder, allow)
        self._of_subject = RowChecker(checks, about._replace(channel=""), finder, allow)
        self._subjects_differ = True  # from the first line that was checked on: whether more is wrong than in the text
        self._free = frozenset(n for n, v in prepared.renderer.variables.items() if v.type in _FREE_WORDS)
        sender = prepared.voice.sender
        self._zone = prepared.voice.zone or prepared.voice.market.zone
        self._signed = tuple(clean(name) for name in (sender.shop, sender.agent) if name)

    def findings(
        self, text: Rendered, values: Mapping[str, Value], person: Person, *, whole: bool
    ) -> tuple[Finding, ...]:
        """What is to be said about a reply as its reader sees it.

        Args:
            text: its subject and body.
            values: its values by type.
            person: the customer.
            whole: whether it is sent as it is; one that is translated first is judged in its translation, and here
                only its values are.
        """
        free: dict[str, Any] = {}
        dates: dict[str, date] = {}
        for name, value in values.items():
            if name in self._free:
                free[name] = value
            elif type(value) is date:
                dates[name] = value
            elif type(value) is datetime:
                dates[name] = (value if value.tzinfo is None else local(value, self._zone)).date()

        names = partial(self._names, person)
        checker = self._of_text if whole else self._of_values
        found = checker.findings(text.body, free, dates, names)
        if text.name_fault:
            found = (*name_findings(text.name_fault), *found)
        if not (whole and text.subject):
            return found
        if not self._subjects_differ and _says_all(text.body, free):
            return found
        typed = [part for value in free.values() for part in ((value,) if type(value) is str else value)]
        line = self._of_subject.findings(text.subject, {}, {}, (*typed, *names()))
        self._subjects_differ = bool(line)
        return (*found, *about_subject(line, found))

    def _names(self, person: Person) -> tuple[str, ...]:
        return (*names_of(person), *self._signed)


def _says_all(body: str, free: Mapping[str, str | tuple[str, ...]]) -> bool:
    """Whether a text holds all that a person typed freely."""
    for value in free.values():
        if type(value) is str:
            if value not in body:
                return False
        elif any(part not in body for part in value):
            return False
    return True


def _glossary(desk: ReplyWorkplace) -> "Glossary":
    """The shop's words; none where the record cannot be read, as that must not keep a reply from the agent."""
    from cscli.glossary.glossary import Glossary  # noqa: PLC0415 - only a text that was edited is held against it
    from cscli.glossary.shipped import working_glossary  # noqa: PLC0415 - as above

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


def advice(found: Finding) -> str:
    """What to do about a finding that stops a text, and how to let it pass."""
    told = found.suggestion
    told = f"Write {told} instead." if told and told[-1] not in ".!?" else told  # some are the text to write instead
    return f"{told} It passes with: --allow {found.check}".strip()


def refusals(findings: Iterable[Finding], text: str) -> tuple[Problem, ...]:
    """Why a text must not be sent: a problem for each finding that is an error, with how to let it pass."""
    return tuple(
        Problem(
            code=found.check, message=f"{found.message}{_shown(found, text)}",
            hint=advice(found),
            exit_code=ExitCode.REFUSED,
        )
        for found in findings
        if found.severity is Severity.ERROR
    )  # fmt: skip


def _shown(found: Finding, text: str) -> str:
    """The place of a finding, unless no message may repeat it."""
    if found.start is None or found.is_secret:
        return ""
    return f" ({text[found.start : found.end][:_SHOWN]!r})"


def names_of(person: Person) -> tuple[str, ...]:
    """The names and titles that a person typed of a customer, as a letter writes them."""
    parts = (
        person.whole,
        person.given,
        person.family,
        person.honorific,
        person.vocative,
        person.patronymic,
        person.company,
    )
    return tuple([one_line(part) for part in parts if part])
