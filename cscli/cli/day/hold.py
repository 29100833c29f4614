"""Until when a mail is held: the customer's next good hour, or a time that was typed."""

from datetime import datetime

from cscli.cli.day.review import HoldUntil
from cscli.cli.door.run import Run
from cscli.cli.runs.contact import write_now
from cscli.cli.runs.waits import end_named
from cscli.outbox.addressee import Reach
from cscli.outbox.drafts import KeptDraft
from cscli.outbox.permission import purpose_in


def good_hour(run: Run, draft: KeptDraft) -> HoldUntil:
    """When the customer may be written to again, or their next opening hour where they may be written to now.

    Raises:
        UsageError: there is none within ten years.
    """
    from cscli.clock.zones import local, utc

    said, now = draft.outgoing, int(run.now.timestamp())
    market = run.catalog().market(said.market)
    zone = draft.zone or market.zones[0]
    purpose = purpose_in(run.record, draft.case, said.intent)
    answer = write_now(run, Reach(market=market.code, zone=draft.zone), said.customer, said.channel, purpose)
    at = int(answer.until.timestamp()) if answer and answer.until else None
    at = at or run.market_hours.calendar(market, zone).state(now).next_open or now
    there, today = local(utc(at), zone), local(run.now, zone).date()
    return HoldUntil(utc(at), f"{there:%H:%M}" if there.date() == today else f"{there:%a %H:%M}")


def held_until(run: Run, draft: KeptDraft, typed: str) -> datetime:
    """The instant of a time on the agent's clock, else the customer's next good hour.

    Raises:
        UsageError: it is not a time, or over already.
    """
    return end_named(run, typed) if typed else good_hour(run, draft).at
