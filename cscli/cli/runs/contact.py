"""Whether a customer may be written to now, and how: the one answer that the queue, the cards and the hold take.

Where a customer is, is what a reply to them goes by: what is stored of them, else the market of their case or order.
"""

from functools import cache
from typing import TYPE_CHECKING

from cscli.cli.door.run import Run
from cscli.clock.market_hours import CHANNELS
from cscli.outbox.addressee import AddressBook, Reach

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cscli.clock.contact_windows import LocalTime
    from cscli.clock.market_hours import ContactAnswer
    from cscli.desk.answering import MayWrite
    from cscli.desk.customers.consents import ContactConsent
    from cscli.desk.customers.customers import Customer

EMAIL = "email"


class Contacts:
    """Whether customers may be written to at the instant of a run; each place is asked about once."""

    def __init__(self, run: Run) -> None:
        self._hours = run.market_hours
        self._book = AddressBook(self._hours)
        self._at = int(run.now.timestamp())
        self._answer = cache(self._worked_out)

    def home(self, market: str, own_market: str = "", own_zone: str = "") -> Reach:
        """Where a customer is.

        Args:
            market: that of their case or order.
            own_market: what is stored of them; it holds before ``market``.
            own_zone: what is stored of them; it holds where it is in their market.

        Returns:
            Their market and zone. The market is empty where none is known. The zone is empty where it is not known,
            and all zones of the market count.
        """
        named = own_market or market
        if named.upper() not in self._hours.catalog.market_codes():
            return Reach()
        return self._book.reach(Reach(market=named), Reach(market=own_market, zone=own_zone))

    def answer(
        self, home: Reach, channel: str, purpose: str, consent: "ContactConsent | None" = None
    ) -> "ContactAnswer | None":
        """Whether the hours of a market and what the customer said allow it; None where no market is known.

        A channel on which nothing is written is answered by mail.
        """
        if not home.market:
            return None
        found = self._answer(home.market, home.zone, channel_to(channel), purpose)
        if consent is None:
            return found
        from cscli.outbox.permission import permitted

        return permitted(found, consent)

    def _worked_out(self, market: str, zone: str, channel: str, purpose: str) -> "ContactAnswer":
        return self._hours.may_write(self._hours.catalog.market(market), zone, channel, purpose, self._at)


def channel_to(channel: str) -> str:
    """The channel that a customer is answered on who wrote on one."""
    return channel if channel in CHANNELS else EMAIL


def home_of(run: Run, who: "Customer | None", market: str) -> Reach:
    """Where a customer is; ``market`` is that of their case or order."""
    return Contacts(run).home(market, who.market, who.zone) if who else Contacts(run).home(market)


def write_now(run: Run, home: Reach, key: str, channel: str, purpose: str) -> "MayWrite | None":
    """Whether a customer may be written to now, as a card has it; None where no market is known.

    ``key`` is empty for somebody who is not stored.
    """
    from cscli.clock.zones import utc
    from cscli.desk.answering import MayWrite
    from cscli.outbox.permission import consent_to

    by = channel_to(channel)
    answer = Contacts(run).answer(home, by, purpose, consent_to(run.record, key, by, purpose))
    if answer is None:
        return None
    until = None if answer.until is None else utc(answer.until)
    return MayWrite(channel=by, purpose=purpose, allowed=answer.is_allowed, until=until, reason=answer.reason)


def salutation_of(
    run: Run, who: "Customer | None", market: str, language: str, channel: str, situation: str = ""
) -> str:
    """How a reply, to a likely situation if one is known, addresses a customer; empty where no market is known."""
    if market not in run.catalog().market_codes():
        return ""
    from cscli.markets.person import Person
    from cscli.markets.terms import Kind
    from cscli.replies.salutation import salutation

    intent = run.templates().intents.get(situation) if situation else None
    return salutation(
        run.catalog(), who.person if who else Person(), market=market, language=language, channel=channel,
        kind=intent.kind if intent else Kind.NEUTRAL, sender=run.sender,
    )  # fmt: skip


def with_consent(run: Run, times: "Iterable[LocalTime]", channel: str, purpose: str) -> "tuple[LocalTime, ...]":
    """Local times at which what a customer agreed to or withdrew counts, too."""
    from dataclasses import replace

    from cscli.clock.places import CUSTOMER
    from cscli.desk.customers.merges import current_key
    from cscli.outbox.permission import consent_to, permitted

    def asked(time: "LocalTime") -> "LocalTime":
        if not time.contact or not time.place.name.lower().startswith(CUSTOMER):
            return time
        key = time.place.name[len(CUSTOMER) :]
        return replace(
            time,
            contact=permitted(time.contact, consent_to(run.record, current_key(run.record, key), channel, purpose)),
        )

    return tuple(map(asked, times))
