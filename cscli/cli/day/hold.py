"""Until when a mail is held: the customer's next good hour, or a time that was typed."""

from datetime import datetime

from cscli.cli.day.review import HoldUntil
from cscli.cli.door.run import Run
from cscli.cli.runs.waits import end_named
from cscli.outbox.drafts import KeptDraft


def good_hour(run: Run, draft: KeptDraft) -> HoldUntil:
    """When the customer may be written to again, or their next opening hour where they may be written to now.

    Raises:
        UsageError: there is none within ten years.
    """
    from cscli.clock.market_hours import Decision
    from cscli.clock.zones import local, utc

    hours = run.market_hours
    market = hours.catalog.market(draft.outgoing.market)
    zones = (draft.zone,) if draft.zone else market.zones
    now = int(run.now.timestamp())
    answer = hours.contact(market, zones, "email", "reply").answer(now)
    at = answer.until if answer.decision is Decision.BLOCKED else None
    at = at or hours.calendar(market, zones[0]).state(now).next_open or now
    there, today = local(utc(at), zones[0]), local(run.now, zones[0]).date()
    return HoldUntil(utc(at), f"{there:%H:%M}" if there.date() == today else f"{there:%a %H:%M}")


def held_until(run: Run, draft: KeptDraft, typed: str) -> datetime:
    """The instant of a time on the agent's clock, else the customer's next good hour.

    Raises:
        UsageError: it is not a time, or over already.
    """
    return end_named(run, typed) if typed else good_hour(run, draft).at
