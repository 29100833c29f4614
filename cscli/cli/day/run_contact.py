"""Whether a customer may be written to now: the one answer that the queue, the cards and the message take."""

from cscli.cli.door.run import Run
from cscli.clock.market_hours import ContactAnswer

REPLY, EMAIL = "reply", "email"


def may_write(run: Run, market: str, zone: str, channel: str, purpose: str = REPLY) -> ContactAnswer:
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
