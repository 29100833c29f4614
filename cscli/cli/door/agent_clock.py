"""Times and spans as an agent reads them: on their own clock, and how long ago."""

from datetime import datetime
from typing import NamedTuple

from cscli.cli.door.result import Told
from cscli.cli.door.run import Run
from cscli.text import rfc3339

_UNITS = ((86_400, "d"), (3_600, "h"), (60, "min"))
_SPAN_UNITS = ((3600, "h"), (60, "min"), (1, "s"))


class AgentClock(NamedTuple):
    """The clock of an agent: its time zone, whether somebody set it, and the instant of the run."""

    zone: str
    now: datetime
    is_set: bool = True

    def said(self, at: datetime) -> Told:
        """An instant in a sentence, beside clocks of customers: it says that it is the agent's time, or UTC."""
        return self._told(at, f"{self._words(at)} {'your time' if self.is_set else 'UTC'}")

    def marked(self, at: datetime) -> Told:
        """An instant in a column of such; without a zone of the agent's, it says that it is UTC."""
        return self._told(at, self._words(at) + ("" if self.is_set else " UTC"))

    def instant(self, at: datetime) -> Told:
        """As ``marked``, but RFC 3339 in UTC without a zone of the agent's."""
        return self._told(at, self._words(at) if self.is_set else rfc3339(at))

    def _words(self, at: datetime) -> str:
        """An instant on this clock, to the minute."""
        from cscli.clock.zones import local

        return local(at, self.zone).strftime("%Y-%m-%d %H:%M")

    def _told(self, at: datetime, words: str) -> Told:
        """Words with how long ago it was, or how soon it will be, for a terminal."""
        return Told(words, beside=ago_words(at, self.now))


def own_clock(run: Run) -> AgentClock:
    """The clock of the agent: in the zone that is set, else in UTC."""
    zone = run.settings.text("agent.zone")
    return AgentClock(zone or "UTC", run.now, is_set=bool(zone))


def ago_words(at: datetime, now: datetime) -> str:
    """How long ago an instant was, in its greatest unit: ``5 min ago``, ``in 2 h``, ``3 d ago``."""
    seconds = int((now - at).total_seconds())
    size, unit = next(((size, unit) for size, unit in _UNITS if abs(seconds) >= size), (1, ""))
    if not unit:
        return "now"
    span = f"{abs(seconds) // size} {unit}"
    return f"{span} ago" if seconds > 0 else f"in {span}"


def span_words(seconds: int) -> str:
    """A span of business time in its two greatest units, without days: ``40 h``, ``2 h 5 min``, ``-30 s``."""
    sign, left = ("-" if seconds < 0 else ""), abs(seconds)
    parts: list[str] = []
    for size, unit in _SPAN_UNITS:
        number, left = divmod(left, size)
        if number or (unit == "s" and not parts):
            parts.append(f"{number} {unit}")
        elif parts:
            break
    return sign + " ".join(parts[:2])
