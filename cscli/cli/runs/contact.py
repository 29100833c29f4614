"""Whether a customer may be written to now, and how: the one answer that the queue, the cards and the message take."""

from typing import TYPE_CHECKING

from cscli.cli.door.run import Run

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cscli.clock.contact_windows import LocalTime
    from cscli.clock.market_hours import ContactAnswer
    from cscli.desk.customers.customers import Customer

REPLY, EMAIL = "reply", "email"


def may_write(run: Run, market: str, zone: str, channel: str, purpose: str = REPLY) -> "ContactAnswer":
    """Whether a customer may be written to at the instant of the run.

    Args:
        run: the run.
        market: the code of their market.
        zone: their own time zone; empty where it is not known, and all zones of the market count.
        channel: one of ``CHANNELS``.
        purpose: one of ``PURPOSES``.
    """
    at = int(run.now.timestamp())
    return run.market_hours.may_write(run.catalog().market(market), zone, channel, purpose, at)


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
