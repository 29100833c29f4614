"""How times, hours and contact windows look to people."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from cscli.cli.door.result import Table

if TYPE_CHECKING:
    from cscli.clock.business_answers import Day, Opening
    from cscli.clock.contact_windows import OutreachWindow
    from cscli.clock.holidays import Holiday
    from cscli.clock.worldclock import Contact, LocalTime

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def clock_table(times: "Sequence[LocalTime]") -> Table:
    """The world clock: what time it is, and whether it is a good one."""
    in_words = any(t.text for t in times)
    rows = [
        (
            t.place,
            f"{t.weekday[:3]} {t.local[:10]} {t.local[11:16]}",
            f"UTC{t.offset} +" if t.several_zones else f"UTC{t.offset}",
            t.zone,
            _state(t),
            t.holiday or "",
            *([t.text or ""] if in_words else []),
        )
        for t in times
    ]
    narrow = ("place", "local time", "text") if in_words else ("place", "local time", "offset", "state", "holiday")
    columns = ("place", "local time", "offset", "zone", "state", "holiday", *(["text"] if in_words else []))
    return Table(columns=columns, rows=rows, narrow=narrow)


def _state(time: "LocalTime") -> str:
    """Open or closed, and until when customers are not to be contacted."""
    if time.open is None:
        return ""
    state = "open" if time.open else "closed"
    if not time.quiet or time.contact is None:
        return state
    until = time.contact.until_local
    if until is None:
        return f"{state}, quiet"
    day = "" if until[:10] == time.local[:10] else f"{_DAYS[date.fromisoformat(until[:10]).weekday()]} "
    return f"{state}, quiet until {day}{until[11:16]}"


def days_table(days: "Sequence[Day]", zone: str) -> Table:
    """The arithmetic of business time, one line for each date."""
    rows = [
        (
            f"{day.weekday[:3]} {day.date}",
            ", ".join(f"{start[11:16]}-{_end(start, end)}" for start, end in day.open),
            duration_words(day.counted) if day.counted else "",
            "" if day.left is None else duration_words(day.left),
            day.why,
        )
        for day in days
    ]
    return Table(columns=(f"date in {zone}", "open", "counted", "left", "why"), rows=rows)


def _end(start: str, end: str) -> str:
    """The end of a span on a date; midnight is the end of that day."""
    return "24:00" if end[11:16] == "00:00" and end[:10] > start[:10] else end[11:16]


def duration_words(seconds: int) -> str:
    """Seconds as people say them: ``7 h 30 min``."""
    minus, left = ("-", -seconds) if seconds < 0 else ("", seconds)
    hours, rest = divmod(left, 3600)
    minutes, last = divmod(rest, 60)
    parts = [f"{n} {unit}" for n, unit in ((hours, "h"), (minutes, "min"), (last, "s")) if n]
    return minus + (" ".join(parts) or "0 min")


def opening_sentence(answer: "Opening") -> str:
    """Open or closed, and until when, in one line."""
    state = "open" if answer.open else "closed"
    why = f" ({answer.holiday})" if answer.holiday else ""
    until = f" until {answer.until_local}" if answer.until_local else ""
    return f"{state}{why}{until}"


def window_table(windows: "Sequence[OutreachWindow]") -> Table:
    """Windows on the customer's clock and on the agent's; the lowest rank first is the best."""
    rows = [
        (
            str(w.rank),
            f"{w.local_start[:10]} {w.local_start[11:16]}-{_end(w.local_start, w.local_end)}",
            f"{w.agent_start[:10]} {w.agent_start[11:16]}-{_end(w.agent_start, w.agent_end)}",
            duration_words(w.minutes * 60),
            w.decision,
            w.start,
            w.end,
        )
        for w in windows
    ]
    columns = ("rank", "customer's clock", "your clock", "length", "contact", "start", "end")
    return Table(
        columns=columns, rows=rows, narrow=("rank", "customer's clock", "your clock", "length", "contact"),
        empty="No hour is allowed there, open there and staffed here.",
    )  # fmt: skip


def contact_sentence(answer: "Contact") -> str:
    """Whether to contact a customer now, until when not, and on what grounds."""
    grounds = ", ".join(filter(None, (answer.basis, answer.confidence and f"confidence {answer.confidence}")))
    until = f" Until {answer.until_local}." if answer.until_local else ""
    return f"Now: {answer.decision}. {answer.reason}{until}" + (f" ({grounds})" if grounds else "")


def holiday_table(days: "Sequence[Holiday]") -> Table:
    """Holidays by date, with what is special about each."""
    rows = [
        (day.date.isoformat(), f"{day.date:%A}", day.name, day.local_name, _holiday_kind(day), _holiday_remarks(day))
        for day in days
    ]
    columns = ("date", "weekday", "name", "local name", "kind", "remarks")
    return Table(columns=columns, rows=rows, narrow=("date", "weekday", "name", "kind"))


def _holiday_kind(day: "Holiday") -> str:
    return (
        f"half day from {day.start}" if day.start else {"full": "day off", "workday": "worked"}.get(day.kind, day.kind)
    )


def _holiday_remarks(day: "Holiday") -> str:
    words = [word for word, holds in (("estimated", day.estimated), ("observed", day.observed)) if holds]
    own = ["own"] if day.source == "own" else []
    regions = [f"only {' '.join(day.regions)}"] if day.regions else []
    return ", ".join([*words, *own, *regions])
