"""What the replies to the same situations share, in one market, language, register, channel and zone.

It is made once and serves any number of customers: templates are compiled, the language is chosen, the customer's
clock is read.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from cscli.clock.market_hours import MarketHours
from cscli.markets.currency import dearest_postage
from cscli.markets.person import Person
from cscli.markets.terms import Channel
from cscli.quality.finding import Finding, Severity
from cscli.replies.contract.intent import Intent, ValueType, Variable, orders_of, rules_of
from cscli.replies.contract.rule import InOrder, ReplyRule, broken_rules, hold, refuse_contradictions, rules_for
from cscli.replies.letter import Rendered
from cscli.replies.render import Renderer
from cscli.replies.reply import Gloss, LocalCustomer, Reply
from cscli.replies.templates.catalog import TemplateChoice
from cscli.replies.values.amounts import Money, short
from cscli.replies.values.dates import DayReader, last_days
from cscli.replies.values.in_order import doubts_about, orders_for, refuse_reversed
from cscli.replies.values.typed import Value, parse_values, recorded
from cscli.replies.voice import Voice

_MOST_KNOWN = 2_000


class PreparedReply:
    """Writes replies to the same situations.

    Args:
        intents: the situations.
        choice: their templates, and how they were found.
        voice: who speaks how to whom.
        renderer: made of these.
        local: the customer's time, aware.
        hours: the clocks of the markets.
        own_zone: the customer's own time zone; empty where it is not known, and all zones of the market count.
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
        own_zone: str = "",
    ) -> None:
        self.intents, self.choice, self.voice, self.renderer = intents, choice, voice, renderer
        self.local, self.hours, self.own_zone = local, hours, own_zone
        self.template_digest = "+".join(template.digest for template in choice.templates)
        self.intent = "+".join(i.name for i in intents)
        self._known: dict[tuple[str, str], Value] = {}
        self._rules = rules_of(intents)
        self._in_order = orders_of(intents)
        self._doubtful = rules_of(intents, doubtful=True), orders_of(intents, doubtful=True)
        self._ends = {name: counted for intent in intents for name, counted in intent.ends.items()}
        self._known_bounds: dict[tuple[str, ...], tuple[tuple[ReplyRule, ...], tuple[InOrder, ...]]] = {}
        variables = [v for i in intents for v in i.variables.values()]
        self._by_market = [(v, v.by_market[m]) for v in variables if (m := voice.market.code) in v.by_market]
        self._often_slips = [v for v in self.renderer.variables.values() if v.type is ValueType.TEXT or v.postage]
        self._in_chat = frozenset(v.name for v in variables if v.chat)

    def written(
        self, person: Person, raw: Mapping[str, Any], *, draft: bool = False, said_dates: bool = False
    ) -> tuple[Rendered, dict[str, Value]]:
        """The text of a reply, and its values by type.

        Args:
            person: the customer, as far as known.
            raw: values as typed, by name.
            draft: mark missing values instead of refusing.
            said_dates: whether dates may be said as people do, such as ``thu`` or ``+3bd``.

        Raises:
            NotFoundError: variables are missing; all are listed.
            UsageError: an unknown variable, a value that does not fit its type, or values or situations that
                contradict each other.
            DataFileError: a template cannot be run.
        """
        read_day, known = (self._said_day, None) if said_dates else (None, self._known)
        values = parse_values(raw, self.renderer.variables, self.voice.market.currency, read_day, known)
        if self._by_market and not person.company:  # a company has numbers of its own
            values |= self._of_market(values)
        rules, orders = self._bounds(tuple(values))
        if rules:
            refuse_contradictions(rules, values | self._last_days(values), draft=draft, today=self.voice.today)
        if orders:
            refuse_reversed(orders, values)
        return self.renderer.reply(person, values, draft=draft), values

    def _bounds(self, names: tuple[str, ...]) -> tuple[tuple[ReplyRule, ...], tuple[InOrder, ...]]:
        """What values of these names may break: contradictions, and the order of two of them."""
        found = self._known_bounds.get(names)
        if found is None:
            if len(self._known_bounds) >= _MOST_KNOWN:
                self._known_bounds.clear()
            ends = [end for end, counted in self._ends.items() if set(counted) <= set(names)]
            found = rules_for(self._rules, (*names, *ends)), orders_for(self._in_order, names)
            self._known_bounds[names] = found
        return found

    def _last_days(self, values: Mapping[str, Value]) -> dict[str, date]:
        """The days on which working days end that are counted from a date."""
        if not self._ends:
            return {}
        calendar = self.hours.calendar(self.voice.market, self.voice.zone)
        return last_days(values, self._ends, calendar.is_business_date)

    def _of_market(self, values: Mapping[str, Value]) -> dict[str, Value]:
        """The choices of the market for what was not typed, though what it says was."""
        return {
            variable.name: choice
            for variable, choice in self._by_market
            if variable.name not in values and hold(variable.says, values)
        }

    def left_out(self, text: Rendered, values: Mapping[str, Value]) -> tuple[Finding, ...]:
        """The finding that names the values which a text does not say; none where it says all.

        It is a warning, but for values that a chat may leave out.
        """
        names = self.renderer.left_out(values) if text.left_out is None else text.left_out
        if text.shortened:
            names = tuple(name for name in values if name in names or name in text.shortened)
        if not names:
            return ()
        may_be = self.voice.channel is Channel.CHAT and self._in_chat.isdisjoint(names)
        return (
            Finding(
                check="left-out", severity=Severity.INFO if may_be else Severity.WARNING,
                message=f"The text does not say: {', '.join(names)}.",
                suggestion="Say it yourself where it matters.",
            ),
        )  # fmt: skip

    def doubts(self, values: Mapping[str, Value]) -> tuple[Finding, ...]:
        """The findings about values that may be a slip: what is doubtful together, or what another market has."""
        market, (rules, orders) = self.voice.market, self._doubtful
        said = [(told, "Correct one of the two, or leave it out.") for told in doubts_about(orders, values)]
        broken = broken_rules(rules, values, self.voice.today) if rules else ()
        said += [(rule.because[:1].upper() + rule.because[1:], "") for rule in broken]
        said += self._slips(values)
        said += [
            (f"{variable.name} {values[variable.name]} is not the usual one in {market.name}.", f"It is {usual} there.")
            for variable, usual in self._by_market
            if values.get(variable.name, usual) != usual
        ]
        return tuple(
            Finding(check="unlikely-value", severity=Severity.WARNING, message=message, suggestion=suggestion)
            for message, suggestion in said
        )

    def _slips(self, values: Mapping[str, Value]) -> Iterator[tuple[str, str]]:
        """What is unlikely about one value: a text without letters, postage that costs more than any parcel."""
        for variable in self._often_slips:
            value = values.get(variable.name)
            if type(value) is str and not any(map(str.isdigit if variable.numbered else str.isalnum, value)):
                missing = "digits" if variable.numbered else "letters and no digits"
                yield f"{variable.name} {short(value)} has no {missing}.", "Correct it, or leave it out."
            if not variable.postage or type(value) is not Money or not hold(variable.postage, values):
                continue
            if value.amount > dearest_postage(value.currency or self.voice.market.currency):
                yield f"{variable.name} ({value.amount}) is more than sending a parcel costs.", "Is it the postage?"

    def reply(  # noqa: PLR0913 - what is known about a reply
        self,
        text: Rendered,
        values: Mapping[str, Value],
        *,
        customer_key: str = "",
        findings: Sequence[Finding] = (),
        gloss: Gloss | None = None,
        draft: bool = False,
    ) -> Reply:
        """A text that was written here, with everything that was decided for it."""
        voice = self.voice
        return Reply(
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
            customer=self._local_customer(customer_key),
            findings=tuple(findings),
            gloss=gloss,
            values=recorded(values),
            is_draft=draft,
        )

    def _said_day(self, text: str, variable: Variable) -> date:
        calendar = self.hours.calendar(self.voice.market, self.voice.zone)
        return DayReader(self.local.date(), calendar.is_business_date)(text, variable)

    def _local_customer(self, key: str) -> LocalCustomer:
        """The customer's side of the clock."""
        voice, at = self.voice, int(self.local.timestamp())
        contact = self.hours.may_write(voice.market, self.own_zone, voice.channel, "reply", at)
        return LocalCustomer(
            key=key,
            zone=voice.zone,
            local_time=self.local.isoformat(timespec="seconds"),
            open=self.hours.calendar(voice.market, voice.zone).is_open(at),
            quiet=not contact.is_allowed,
        )
