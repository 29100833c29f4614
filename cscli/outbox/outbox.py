"""Where every reply to a customer is made: addressed, composed or translated, checked, ready to be sent.

``reply`` asks for one text, ``bulk run`` for one for each row; both get it from here, and so both get the same.
"""

import re
from collections.abc import Callable, Collection, Mapping
from contextlib import closing
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from cscli.cache import Cache
from cscli.clock.market_hours import MarketHours
from cscli.desk.customers.customers import customer
from cscli.errors import DeskError, Problem, UnavailableError, UsageError
from cscli.markets.person import Person
from cscli.outbox.address_findings import UNDELIVERABLE, address_findings
from cscli.outbox.addressee import AddressBook, Addressee, Reach
from cscli.outbox.check import OutgoingChecks, ReplyChecks, refusals
from cscli.outbox.outgoing import KEPT, Outgoing, kept_words
from cscli.outbox.workplace import ReplyWorkplace
from cscli.quality.finding import Finding, Severity, of_no_place
from cscli.quality.subject import Subject
from cscli.replies.compose import Composer, Request
from cscli.replies.letter import Rendered
from cscli.replies.prepared import PreparedReply
from cscli.replies.reply import Reply
from cscli.replies.values.typed import Value

if TYPE_CHECKING:
    from cscli.outbox.translate import Interpreted
    from cscli.translation.session import TranslationSession

_MOST_KNOWN = 2_000
_MARK = re.compile(r"\[\[\w+\]\]")  # what a draft has in the place of a missing value


class Letter(NamedTuple):
    """A text that was written from templates, its values by type, and what the checks say about both."""

    text: Rendered
    values: dict[str, Value]
    findings: tuple[Finding, ...]


_letter = partial(tuple.__new__, Letter)  # four times as fast as Letter(...)


class Prepared(NamedTuple):
    """What the replies share that are written alike: texts, checks, and the warning of those in another language."""

    reply: PreparedReply
    checks: ReplyChecks
    fallback: tuple[Finding, ...]

    def letter(self, person: Person, raw: Mapping[str, Any], *, whole: bool = True) -> Letter:
        """A text to one customer, checked; errors are those of ``PreparedReply.written``.

        ``whole`` says that the text is sent as it is, and is not translated first.
        """
        text, values = self.reply.written(person, raw)
        findings = self.checks.findings(text, values, person, whole=whole)
        if text.left_out != ():
            findings = (*findings, *self.reply.left_out(text, values))
        findings = (*findings, *self.reply.doubts(values))
        if whole and self.fallback:
            findings = (*self.fallback, *findings)
        return _letter((text, values, findings))


class Ready(NamedTuple):
    """A reply as it would be sent. ``refused`` says why it must not be; ``typed`` is what people put into it."""

    reply: Reply
    interpreted: "Interpreted | None" = None
    refused: tuple[Problem, ...] = ()
    allowed: tuple[str, ...] = ()
    typed: tuple[str, ...] = ()
    wording: str = KEPT

    @property
    def outgoing(self) -> Outgoing:
        """The text that leaves the desk."""
        reply, done = self.reply, self.interpreted
        return Outgoing(
            market=reply.market, language=reply.language, channel=reply.channel.value, subject=reply.subject,
            body=reply.body, register=reply.register.value, customer=reply.customer.key, intent=reply.intent,
            variant=reply.variant, template_digest=reply.template_digest, values=reply.values,
            findings=reply.findings, allowed=self.allowed, agent_text=done.original if done else "",
            agent_language=done.translation.source if done else "", engines=done.translation.seen_by if done else (),
            wording=self.wording,
        )  # fmt: skip


class Outbox:
    """Makes the replies of one run."""

    def __init__(
        self,
        desk: ReplyWorkplace,
        *,
        default: Reach = Reach(),  # noqa: B008 - a tuple never changes
        allow: Collection[str] = (),
        now: datetime | None = None,
        cache: Cache | None = None,
    ) -> None:
        """Open the outbox of a run.

        Args:
            desk: the run.
            default: how customers are reached where neither what was typed nor what is stored says it.
            allow: ids of checks whose errors do not stop a text.
            now: the instant at which texts are written, if not that of the run.
            cache: keeps parsed data files.

        Raises:
            UsageError: there is no such check.
        """
        self._desk, self._now = desk, now or desk.now
        catalog = desk.catalog(cache)
        self.hours = MarketHours(catalog)
        self.composer = Composer(catalog, desk.templates(cache), cache, self.hours)
        self.book = AddressBook(self.hours, default)
        self._allowed = tuple(allow)
        self._checks = OutgoingChecks(desk, catalog, allow)
        self._known: dict[tuple[tuple[str, ...], Reach], Prepared | DeskError] = {}

    def addressee(self, typed: Addressee) -> Addressee:
        """A customer, with what is stored of the one whose key was typed.

        Raises:
            NotFoundError: there is no such customer or market.
        """
        stored = customer(self._desk.record, typed.key) if typed.key else None
        return self.book.addressee(typed, stored)

    def prepared(self, intents: tuple[str, ...], reach: Reach) -> Prepared:
        """What the replies to some situations share for all customers who are reached alike; made once.

        Raises:
            UsageError: no situation or market is given; an unknown register or channel.
            NotFoundError: an unknown market, situation, language or zone.
            DataFileError: a data file cannot be used.
        """
        key = (intents, reach)
        found = self._known.get(key)
        if found is None:
            if len(self._known) >= _MOST_KNOWN:
                self._known.clear()
            found = self._known[key] = self._prepared(intents, reach)
        if isinstance(found, DeskError):
            raise found.with_traceback(None)  # it would get longer with each row
        return found

    def _prepared(self, intents: tuple[str, ...], reach: Reach) -> Prepared | DeskError:
        try:
            if not intents:
                raise UsageError("No situation is given.", code="no-intent", hint="Add --intent, or a column intent.")
            if not reach.market:
                raise UsageError("No market is given.", code="no-market", hint="Add --market, or a column market.")
            made = self.composer.prepared(
                Request(intents=intents, now=self._now, sender=self._desk.sender, **reach._asdict())
            )
            return Prepared(made, self._checks.of_replies(made), fallback_findings(made))
        except DeskError as problem:
            return problem

    def reply(  # noqa: PLR0913 - what is asked of a reply
        self,
        to: Addressee,
        intents: tuple[str, ...],
        raw: Mapping[str, Any],
        session: "Callable[[], TranslationSession]",
        *,
        gloss: str = "",
        draft: bool = False,
    ) -> Ready:
        """A reply to one customer, in their language where a template or an engine has it.

        Args:
            to: the customer, as ``addressee`` gives it.
            intents: the situations.
            raw: values as typed, by name.
            session: begins to translate; called only where there is no template in the customer's language.
            gloss: a language in which the agent wants to read the same; empty: none.
            draft: mark missing values instead of refusing.

        Raises:
            NotFoundError, UsageError, DataFileError: as in ``prepared`` and ``letter``.
            RefusedError: a language without templates was asked for, and no engine may or can translate into it.
        """
        letters = self.prepared(intents, to.reach)
        prepared = letters.reply
        text, values = prepared.written(to.person, raw, draft=draft, said_dates=True)
        said = self.composer.gloss(prepared, gloss, to.person, values) if gloss else None
        reply = prepared.reply(text, values, customer_key=to.key, gloss=said, draft=draft)
        interpreted, why_not = None, None
        if prepared.choice.is_fallback:
            interpreted, why_not = self._interpreted(reply, prepared, to, session)
        found = letters.checks.findings(text, values, to.person, whole=interpreted is None)
        found = (*self._address_findings(to), *found, *prepared.left_out(text, values), *prepared.doubts(values))
        if draft:
            found = _without_marks(found, reply.body)
        if interpreted:
            reply = reply._replace(
                language=interpreted.translation.target, body=interpreted.translation.text,
                subject=interpreted.subject, findings=(*interpreted.findings, *found),
            )  # fmt: skip
        else:
            reply = reply._replace(findings=(*fallback_findings(prepared, why_not), *found))
        return Ready(
            reply=reply, interpreted=interpreted, refused=refusals(reply.findings, reply.body), allowed=self._allowed,
            typed=kept_words(to.person, reply.values),
        )  # fmt: skip

    def _address_findings(self, to: Addressee) -> tuple[Finding, ...]:
        """What is to be said about the address; nothing where the record cannot be read, as the reply is written."""
        try:
            return () if UNDELIVERABLE in self._allowed else address_findings(self._desk.record, to)
        except UnavailableError:
            return ()

    def edited(self, ready: Ready, body: str) -> tuple[Ready, tuple[Finding, ...]]:
        """A reply whose text a person changed, checked once more, and what is to be said about the change."""
        reply = ready.reply
        found = self._found(body, ready.outgoing, ready.typed)
        wording = ready.outgoing.with_body(body).wording
        reply = reply._replace(body=body, findings=(*of_no_place(reply.findings), *found))
        return ready._replace(reply=reply, refused=refusals(found, body), wording=wording), found

    def rechecked(self, text: Outgoing, typed: tuple[str, ...]) -> Outgoing:
        """A text that a person wrote, changed or brought back, with what the checks say about it now."""
        return text._replace(findings=self._found(text.body, text, typed), allowed=self._allowed)

    def _found(self, body: str, about: Outgoing, typed: tuple[str, ...]) -> tuple[Finding, ...]:
        subject = Subject(
            text=body, language=about.language, market=self.composer.catalog.market(about.market),
            register=about.register, channel=about.channel,
        )  # fmt: skip
        return self._checks.of_edited(body, subject, typed)

    def _interpreted(
        self, reply: Reply, prepared: PreparedReply, to: Addressee, session: "Callable[[], TranslationSession]"
    ) -> "tuple[Interpreted | None, DeskError | None]":
        """A reply in the customer's own language, or why it is not translated where nobody asked for that language."""
        from cscli.outbox.translate import Interpreter, Original  # noqa: PLC0415 - hardly any reply is translated

        marks = tuple(dict.fromkeys(_MARK.findall(reply.subject + reply.body)))
        original = Original(
            subject=reply.subject, body=reply.body, kept=(*kept_words(to.person, reply.values), *marks)
        )  # fmt: skip
        try:
            with closing(Interpreter(session())) as interpreter:
                (done,) = interpreter.interpreted(
                    [original], source=reply.language, target=prepared.choice.wanted, market=reply.market,
                    channel=reply.channel.value,
                )  # fmt: skip
            if isinstance(done, DeskError):
                raise done
        except DeskError as problem:
            if to.reach.language and not isinstance(problem, UnavailableError):
                raise
            return None, problem
        return done, None


def _without_marks(found: tuple[Finding, ...], body: str) -> tuple[Finding, ...]:
    """Findings in a draft, but for those about what it marks as missing: it was asked to."""
    marks = [mark.span() for mark in _MARK.finditer(body)]
    return tuple(
        one for one in found
        if one.start is None or one.end is None or not any(a <= one.start and one.end <= b for a, b in marks)
    )  # fmt: skip


def fallback_findings(prepared: PreparedReply, why_not: DeskError | None = None) -> tuple[Finding, ...]:
    """The warning that a text is not in the customer's language, and why it was not translated; none where it is."""
    choice = prepared.choice
    if not choice.is_fallback:
        return ()
    message = (
        f"There is no template in {choice.wanted}; this reply is in {prepared.voice.language.name}."
        f" Tried: {', '.join(choice.tried)}."
    )
    if why_not:
        message += f" It was not translated: {why_not.message}"
    hint = why_not.problems[0].hint if why_not else ""
    return (Finding(check="language-fallback", severity=Severity.WARNING, message=message, suggestion=hint),)
