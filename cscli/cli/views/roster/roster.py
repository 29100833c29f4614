"""How a roster looks to those who work in it: who is on duty, my next shifts, and a swap."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from cscli.cli.door.result import Note, Result, Table
from cscli.cli.views.coverage.rows import override_row
from cscli.cli.views.roster.payload import (
    DutyRow,
    OnDutyRow,
    OwnShiftRow,
    ReasonRow,
    RosterNext,
    RosterNow,
    RosterSwap,
    ThereRow,
)
from cscli.cli.views.time.time import duration_words
from cscli.clock.zones import local, utc

if TYPE_CHECKING:
    from cscli.clock.cover.duty import Duty, OnDuty, OwnShift
    from cscli.clock.cover.swap import Swap


def now_shown(
    duties: "Sequence[Duty]",
    now: datetime,
    zone: str,
    remarks: Iterable[str],
    assumptions: Iterable[str],
    *,
    has_demand: bool,
) -> Result[RosterNow]:
    """Who is on duty, one line for each market and language; too few are a finding."""
    found = RosterNow(at=now, local=local(now, zone), zone=zone, duties=tuple(_duty_row(duty, now) for duty in duties))
    notes = [Note(text=f"{text}.", always=True) for text in remarks]
    notes += [] if has_demand else [Note(text="The roster has no demand: all who work are shown (see --demand).")]
    notes += [Note(text=f"{text}.") for text in assumptions]
    return Result(
        data=found, shown=_now_table(found), notes=tuple(notes), findings=sum(duty.is_short for duty in duties)
    )


def _duty_row(duty: "Duty", now: datetime) -> DutyRow:
    there = duty.zone
    return DutyRow(
        market=duty.place[:2] or None,
        place=duty.place or None,
        language=duty.language or None,
        zone=there or None,
        local=local(now, there) if there else None,
        open=duty.needed > 0,
        needed=duty.needed,
        staffed=len(duty.on),
        short=duty.is_short,
        changes=_instant(duty.changes),
        changes_there=_at(duty.changes, there),
        agents=tuple(_on_duty_row(one, there) for one in duty.on),
        next=_on_duty_row(duty.following, there) if duty.following else None,
    )


def _on_duty_row(one: "OnDuty", there: str) -> OnDutyRow:
    return OnDutyRow(
        agent=one.agent,
        zone=one.zone,
        start=utc(one.start),
        local_start=local(utc(one.start), one.zone),
        until=_instant(one.until),
        local_until=_at(one.until, one.zone),
        until_there=_at(one.until, there),
        start_there=_at(one.start, there),
        instead_of=one.override.instead_of or None if one.override else None,
        asked_by=one.override.asked_by or None if one.override else None,
    )


def _instant(at: int | None) -> datetime | None:
    return None if at is None else utc(at)


def _at(at: int | None, zone: str) -> datetime | None:
    return local(utc(at), zone) if at is not None and zone else None


def _now_table(found: RosterNow) -> Table:
    """One line for each market and language."""
    rows = [
        (
            row.place or "any",
            row.language or "any",
            f"{row.local:%a %H:%M}" if row.local else "",
            f"{row.staffed} of {row.needed}" if row.open else "closed" if row.place else str(row.staffed),
            "; ".join(_until(one, found.local) for one in row.agents) or ("NOBODY" if row.short else "nobody"),
            _coming(row.next, found.local),
        )
        for row in found.duties
    ]
    columns = ("market", "language", "there", "agents", "on duty", "next")
    return Table(columns=columns, rows=rows)


def _until(one: OnDutyRow, now: datetime) -> str:
    said = one.agent
    if one.instead_of:
        said += f" for {one.instead_of}"
    if one.local_until is None:
        return said
    there = f" ({_short(one.until_there, now)} there)" if one.until_there else ""
    return f"{said} until {_short(one.local_until, now)} own time{there}"


def _coming(one: OnDutyRow | None, now: datetime) -> str:
    if one is None:
        return ""
    there = f" ({_short(one.start_there, now)} there)" if one.start_there else ""
    return f"{one.agent} {_short(one.local_start, now)} own time{there}"


def _short(at: datetime, now: datetime) -> str:
    """A time, with its weekday if it is not today there, and with its date if it is more than six days away."""
    there = now.astimezone(at.tzinfo).date()
    if at.date() == there:
        return f"{at:%H:%M}"
    return f"{at:%a %H:%M}" if 0 < (at.date() - there).days < 7 else f"{at:%a %Y-%m-%d %H:%M}"  # noqa: PLR2004 - a week


def next_shown(name: str, zone: str, shifts: "Iterable[OwnShift]") -> Result[RosterNext]:
    """The next shifts of an agent, one line for each."""
    rows = tuple(
        OwnShiftRow(
            start=utc(one.span[0]),
            end=utc(one.span[1]),
            local_start=local(utc(one.span[0]), zone),
            local_end=local(utc(one.span[1]), zone),
            minutes=(one.span[1] - one.span[0]) // 60,
            instead_of=one.override.instead_of or None if one.override else None,
            asked_by=one.override.asked_by or None if one.override else None,
            there=tuple(
                ThereRow(
                    place=place,
                    zone=there,
                    local_start=local(utc(one.span[0]), there),
                    local_end=local(utc(one.span[1]), there),
                )
                for place, there in one.places
            ),
        )
        for one in shifts
    )
    found = RosterNext(agent=name, zone=zone, shifts=rows)
    return Result(data=found, shown=_next_table(found))


def _next_table(found: RosterNext) -> Table:
    """One line for each shift."""
    rows = [
        (
            f"{row.local_start:%a %Y-%m-%d %H:%M}-{row.local_end:%H:%M}",
            duration_words(row.minutes * 60),
            ", ".join(f"{one.place} {one.local_start:%a %H:%M}-{one.local_end:%H:%M}" for one in row.there),
            f"for {row.instead_of}" + (f", asked by {row.asked_by}" if row.asked_by else "") if row.instead_of else "",
        )
        for row in found.shifts
    ]
    return Table(columns=("shift", "length", "there", "swap"), rows=rows, empty="No shifts in that time.")


def swap_shown(swap: "Swap", line: str, path: Path, on: date, *, written: bool) -> Result[RosterSwap]:
    """What a swap does, and all that speaks against it or is to be known of it."""
    found = RosterSwap(
        file=str(path),
        on=on,
        written=written,
        override=override_row(swap.override),
        yaml=line,
        reasons=tuple(ReasonRow(kind=one.kind, message=one.message) for one in swap.reasons),
        remarks=swap.remarks,
    )
    notes = (*(reason.message for reason in swap.reasons), *(f"{remark}." for remark in swap.remarks))
    return Result(
        data=found, shown=_swap_sentence(swap, written=written),
        notes=tuple(Note(text=note, always=True) for note in notes),
    )  # fmt: skip


def _swap_sentence(swap: "Swap", *, written: bool) -> str:
    """What a swap does, in a sentence for each direction."""
    one, zone = swap.override, swap.override.zone
    lines = [f"{one.agent} works {_spans(swap.given, zone)} instead of {one.instead_of}."]
    if swap.returned:
        lines.append(f"{one.instead_of} works {_spans(swap.returned, zone)} instead of {one.agent}.")
    return "\n".join([*lines, "Written." if written else "Not written: a dry run."])


def _spans(spans: Iterable[tuple[int, int]], zone: str) -> str:
    told = ((local(utc(start), zone), local(utc(end), zone)) for start, end in spans)
    return " and ".join(f"{start:%a %Y-%m-%d %H:%M}-{end:%H:%M}" for start, end in told) + f" ({zone})"
