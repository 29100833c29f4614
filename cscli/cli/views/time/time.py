"""How the world clock, contact windows and holidays look."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from cscli.cli.door.output import plain
from cscli.cli.door.result import Table, Told, Tone
from cscli.cli.views.time.payload import ClockRow, ContactRow, HolidayYear, Reading, WindowRow
from cscli.clock.market_hours import Decision
from cscli.clock.zones import local, utc

if TYPE_CHECKING:
    from pathlib import Path

    from cscli.clock.contact_windows import ContactWindow, Lack, LocalTime
    from cscli.clock.holidays import Holiday, HolidayCalendar
    from cscli.clock.market_hours import ContactAnswer
    from cscli.clock.places import Place
    from cscli.markets.catalog import Catalog


def reading(place: "Place", instant: datetime) -> Reading:
    """What the clock of a place shows at an aware instant."""
    there = local(instant, place.zone)
    return Reading(place=place.name, zone=place.zone, local=there, weekday=f"{there:%A}", offset=_offset(there))


def _offset(there: datetime) -> str:
    return there.isoformat(timespec="seconds")[19:]


def clock_rows(times: "Iterable[LocalTime]", catalog: "Catalog", language: str) -> tuple[ClockRow, ...]:
    """The lines of the world clock; ``language`` writes the time for a message, ``own`` in that of each market."""
    return tuple(
        ClockRow(
            place=time.place.name,
            market=time.place.market.code if time.place.market else None,
            zone=time.place.zone,
            several_zones=time.place.is_guess,
            local=time.local,
            weekday=f"{time.local:%A}",
            offset=_offset(time.local),
            open=time.is_open,
            quiet=time.contact.decision is Decision.BLOCKED if time.contact else None,
            holiday=time.holiday.name if time.holiday else None,
            contact=contact_of(time.contact, time.place.zone) if time.contact else None,
            text=_in_words(time, catalog, language) if language else None,
        )
        for time in times
    )


def contact_of(answer: "ContactAnswer", zone: str) -> ContactRow:
    """An answer with its end on the clock of a zone, too."""
    until = None if answer.until is None else utc(answer.until)
    return ContactRow(
        decision=answer.decision,
        until=until,
        until_local=local(until, zone) if until else None,
        reason=answer.reason,
        basis=answer.basis,
        confidence=answer.confidence,
        sources=answer.sources,
    )


def _in_words(time: "LocalTime", catalog: "Catalog", language: str) -> str | None:
    """A local time as the language writes it, with the city and the offset: never the name of a zone."""
    from cscli.markets.formats import formats_for

    market = time.place.market
    if market is None:
        return None
    written = catalog.language(market.languages[0] if language == "own" else language)
    formats = formats_for(written, market)
    return formats.dates.told(time.local, time.place.zone)


def clock_table(rows: Sequence[ClockRow]) -> Table:
    """The world clock: what time it is, and whether it is a good one."""
    words = ["text"] if any(row.text for row in rows) else []
    return Table(
        columns=("place", "local time", "offset", "zone", "state", "holiday", *words),
        rows=[
            (
                row.place,
                f"{row.local:%a %Y-%m-%d %H:%M}",
                f"UTC{row.offset} +" if row.several_zones else f"UTC{row.offset}",
                row.zone,
                Told(_state(row), Tone.QUIET if row.quiet else Tone.DONE if row.open else None),
                row.holiday or "",
                *([row.text or ""] if words else []),
            )
            for row in rows
        ],
        narrow=("place", "local time", *words, "state", "holiday", "offset"),
    )


def _state(row: ClockRow) -> str:
    """Open or closed, and until when customers are not to be contacted."""
    if row.open is None:
        return ""
    state = "open" if row.open else "closed"
    if not row.quiet or row.contact is None:
        return state
    until = row.contact.until_local
    if until is None:
        return f"{state}, quiet"
    return f"{state}, quiet until {until:{'%H:%M' if until.date() == row.local.date() else '%a %H:%M'}}"


def contact_sentence(answer: ContactRow) -> str:
    """Whether to contact a customer now, until when not, and on what grounds."""
    grounds = ", ".join(filter(None, (answer.basis, answer.confidence and f"confidence {answer.confidence}")))
    until = f" Until {answer.until_local.isoformat(timespec='seconds')}." if answer.until_local else ""
    return f"Now: {answer.decision}. {answer.reason}{until}" + (f" ({grounds})" if grounds else "")


def window_rows(windows: "Iterable[ContactWindow]", zone: str, agent_zone: str) -> tuple[WindowRow, ...]:
    """Windows on the customer's clock and on the agent's."""
    return tuple(
        WindowRow(
            start=utc(window.start),
            end=utc(window.end),
            local_start=local(utc(window.start), zone),
            local_end=local(utc(window.end), zone),
            agent_start=local(utc(window.start), agent_zone),
            agent_end=local(utc(window.end), agent_zone),
            minutes=(window.end - window.start) // 60,
            rank=window.rank,
            decision=window.decision,
        )
        for window in windows
    )


def window_table(windows: Iterable[WindowRow]) -> Table:
    """One line for each window; the lowest rank is the best."""
    columns = ("rank", "customer's clock", "your clock", "length", "contact", "start", "end")
    return Table(
        columns=columns,
        rows=[
            (
                str(w.rank),
                f"{w.local_start:%Y-%m-%d} {clock_span(w.local_start, w.local_end)}",
                f"{w.agent_start:%Y-%m-%d} {clock_span(w.agent_start, w.agent_end)}",
                duration_words(w.minutes * 60),
                w.decision,
                *(plain(at) for at in (w.start, w.end)),
            )
            for w in windows
        ],
        narrow=("customer's clock", "your clock", "length", "contact", "rank"),
        empty="No hour is allowed there, open there and staffed here.",
    )


_LACKS = {
    "staff": "nobody is at work here",
    "permission": "no hour is allowed there for this channel and purpose",
    "opening": "it is closed there all the time",
    "overlap": "the hours that are allowed and open there and those that are staffed here never meet",
}


def lack_sentence(lack: "Lack", days: int) -> str:
    """Why there is no window."""
    return f"No window in the next {days} day{'s' * (days > 1)}: {_LACKS[lack]}."


def clock_span(start: datetime, end: datetime) -> str:
    """From when to when on a clock; midnight is the end of its day: ``09:00-24:00``."""
    ends_day = f"{end:%H:%M}" == "00:00" and end.date() > start.date()
    return f"{start:%H:%M}-{'24:00' if ends_day else f'{end:%H:%M}'}"


def duration_words(seconds: int) -> str:
    """Seconds as people say them: ``7 h 30 min``."""
    minus, left = ("-", -seconds) if seconds < 0 else ("", seconds)
    hours, rest = divmod(left, 3600)
    minutes, last = divmod(rest, 60)
    parts = [f"{n} {unit}" for n, unit in ((hours, "h"), (minutes, "min"), (last, "s")) if n]
    return minus + (" ".join(parts) or "0 min")


def holiday_year(
    calendar: "HolidayCalendar", days: "Iterable[Holiday]", year: int, written: "Iterable[Path]"
) -> HolidayYear:
    """The holidays of one year, and the files that were written on the way."""
    return HolidayYear(
        market=calendar.market,
        place=calendar.place,
        region=calendar.subdivision or None,
        regions=calendar.regions,
        year=year,
        years=calendar.years,
        source=calendar.source,
        made=calendar.made,
        holidays=tuple({**plain(day), "weekday": f"{day.date:%A}"} for day in days),
        written=tuple(map(str, written)),
    )


def holiday_table(days: "Iterable[Holiday]") -> Table:
    """Holidays by date, with what is special about each."""
    rows = [
        (day.date.isoformat(), f"{day.date:%A}", day.name, day.local_name, _holiday_kind(day), _holiday_remarks(day))
        for day in days
    ]
    columns = ("date", "weekday", "name", "local name", "kind", "remarks")
    return Table(columns=columns, rows=rows, narrow=("date", "name", "weekday", "kind"))


def _holiday_kind(day: "Holiday") -> str:
    return (
        f"half day from {day.start}" if day.start else {"full": "day off", "workday": "worked"}.get(day.kind, day.kind)
    )


def _holiday_remarks(day: "Holiday") -> str:
    words = [word for word, holds in (("estimated", day.estimated), ("observed", day.observed)) if holds]
    own = ["own"] if day.source == "own" else []
    regions = [f"only {' '.join(day.regions)}"] if day.regions else []
    return ", ".join([*words, *own, *regions])
