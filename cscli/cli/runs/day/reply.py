"""Whom a reply goes to and with what values: what was typed, and what the record knows of the item."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from cscli.cli.door.run import Run
from cscli.cli.runs.day.answers import seen_so_far
from cscli.clock.zones import local
from cscli.desk.answering import Answering, told_sources, with_typed
from cscli.desk.orders.orders import ShopOrder
from cscli.desk.orders.values import FilledValue, filled_values, fitting, order_for
from cscli.errors import UsageError
from cscli.markets.person import Person
from cscli.markets.terms import Channel, channel_named, register_named
from cscli.outbox.addressee import Addressee, Reach
from cscli.outbox.outbox import Outbox
from cscli.outbox.outgoing import Outgoing, kept_words
from cscli.outbox.permission import purpose_in, require_consent
from cscli.replies.contract.intent import joint_variables
from cscli.replies.values.dates import DayReader
from cscli.text import storable

if TYPE_CHECKING:
    from cscli.markets.market import Market
    from cscli.outbox.drafts import KeptDraft

_NUMBER = "order_number"
_PARTS = ("market", "language", "channel", "zone")


class TypedReply(NamedTuple):
    """What was typed of the customer and how they are reached; empty where nobody said it."""

    reach: Reach
    person: Person
    customer: str = ""
    order: str = ""
    allow: tuple[str, ...] = ()


class ReplyAddressee(NamedTuple):
    """An outbox, the customer as what was typed and what is stored say, their market, and the order it is about."""

    outbox: Outbox
    to: Addressee
    market: "Market"
    order: ShopOrder | None
    filled: tuple[FilledValue, ...]


def addressed(run: Run, known: Answering | None, typed: TypedReply) -> ReplyAddressee:
    """The customer of a reply, and where each part of how they are reached came from.

    Raises:
        NotFoundError: there is no such customer, order or market.
        UsageError: nobody said the market, there is no such channel or register, or an item and what was typed
            contradict each other.
        RefusedError: the customer withdrew consent, and the text answers no message of theirs.
    """
    if known:
        order = with_typed(run.record, known, customer=typed.customer, order=typed.order)
        home = Reach(market=known.market(), language=known.language())
    else:
        order = order_for(run.record, typed.order, typed.customer) if typed.order else None
        home = Reach(market=order.market) if order else Reach()
    outbox = Outbox(run, default=home, allow=typed.allow, cache=run.cache(creates=True))
    key = (known.key if known else "") or typed.customer or (order.customer if order else "")
    channel = str(channel_named(typed.reach.channel)) if typed.reach.channel else known.channel() if known else ""
    if typed.reach.register:
        register_named(typed.reach.register)
    reach = typed.reach._replace(channel=channel, language=run.language_tag(typed.reach.language))
    to = outbox.addressee(Addressee(key=key, person=typed.person, reach=reach))
    if not to.reach.market:
        raise UsageError(
            "Which market is the customer in?", code="no-market", hint="Add --market JP, or --customer KEY."
        )
    if key:
        number = known.case.number if known and known.case else None
        require_consent(run.record, to.key, to.reach.channel, purpose_in(run.record, number))
    market = outbox.composer.catalog.market(to.reach.market)
    return ReplyAddressee(outbox, to, market, order, _sources(known, typed, to.reach, order))


def values_filled(
    run: Run, known: Answering | None, found: ReplyAddressee, situations: Sequence[str], typed: Mapping[str, Any]
) -> tuple[FilledValue, ...]:
    """The values that nobody typed and the order has; of an order that is not known, the number that the case names."""
    templates = found.outbox.composer.templates
    intents = [templates.intent(name) for name in situations]
    variables = joint_variables(intents)
    if found.order is None:
        case = known.case if known else None
        is_wanted = _NUMBER in variables and _NUMBER not in typed
        if case is None or not case.order_number or not is_wanted:
            return ()
        return (FilledValue(variable=_NUMBER, value=case.order_number, source=f"case {case.number}"),)
    zone = found.to.reach.zone or found.market.zone
    filled = filled_values(found.order, variables, typed, now=run.now, zone=zone)
    hours, today = found.outbox.hours, local(run.now, zone).date()
    reader = DayReader(today, lambda day: hours.calendar(found.market, zone).is_business_date(day))
    return fitting(filled, typed, intents, today, reader)


def joined(filled: Sequence[FilledValue], typed: Mapping[str, Any]) -> dict[str, Any]:
    """All values by name; what was typed wins."""
    return {one.variable: one.value for one in filled} | dict(typed)


def begun(run: Run, known: Answering | None, found: ReplyAddressee, words: str, subject: str) -> "KeptDraft":
    """A draft in an agent's own words, before it is translated."""
    from cscli.outbox.drafts import KeptDraft

    reach, case = found.to.reach, known.case if known else None
    theirs = case.subject if case else ""
    said = Outgoing(
        market=found.market.code, language=reach.language or found.market.languages[0], channel=reach.channel,
        subject="", body="", register=reach.register, customer=found.to.key,
    )  # fmt: skip
    if reach.channel == Channel.EMAIL:
        answer = theirs if theirs.casefold().startswith("re:") else f"Re: {theirs}" if theirs else run.sender.shop
        said = said._replace(subject=storable(subject.strip()) or answer)
    return KeptDraft(
        outgoing=said, own_words=words, case=case.number if case else None, seen=seen_so_far(run, known),
        to=found.to.email, zone=reach.zone, typed=kept_words(found.to.person, {}),
    )  # fmt: skip


def _sources(
    known: Answering | None, typed: TypedReply, reach: Reach, order: ShopOrder | None
) -> tuple[FilledValue, ...]:
    if known is None:
        return ()
    said = {name for name in _PARTS if getattr(typed.reach, name)}
    said |= {name for name in ("customer", "order") if getattr(typed, name)}
    return told_sources(known, [(name, getattr(reach, name)) for name in _PARTS], said, order)
