"""How coverage looks to a shift lead: the heat map, the gaps, and what is said about them."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from cscli.cli.door.output import plain
from cscli.cli.door.result import Note, Table
from cscli.cli.views.coverage.payload import ShiftRow
from cscli.cli.views.coverage.rows import folded_dates, folded_hours, folded_sentence, stretch_rows, suggestion_row
from cscli.cli.views.heat import city
from cscli.cli.views.pages.coverage_page import Report
from cscli.cli.views.pages.page import ReportTable
from cscli.cli.views.time.time import duration_words
from cscli.clock.zones import local, utc
from cscli.errors import UsageError
from cscli.text import count_words

if TYPE_CHECKING:
    from cscli.clock.cover.clashes import ClockChange, HolidayClash
    from cscli.clock.cover.coverage import Stretch
    from cscli.clock.cover.fairness import DutyShare
    from cscli.clock.cover.findings import Findings
    from cscli.clock.cover.heat import HeatMap

_MOST_NOTES = 8


def coverage_table(found: "Findings", show: str) -> Table:
    """What ``--show`` names.

    Raises:
        UsageError: it names nothing that there is.
    """
    tables: dict[str, Callable[[], Table]] = {
        "gaps": lambda: stretch_table(found.cover.gaps, found, "No gaps."),
        "folded": lambda: folded_table(found),
        "thin": lambda: stretch_table(found.cover.thin, found, "Nothing is thin."),
        "overlaps": lambda: stretch_table(found.cover.overlaps, found, "Nobody is too many."),
        "load": lambda: load_table(found),
        "fairness": lambda: fairness_table(found),
        "languages": lambda: language_table(found),
        "suggestions": lambda: suggestion_table(found),
    }
    if show not in tables:
        raise UsageError(f"Nothing is called {show[:40]!r}.", code="bad-value", hint=f"One of: {', '.join(tables)}")
    return tables[show]()


def stretch_table(stretches: "Iterable[Stretch]", found: "Findings", empty: str) -> Table:
    """One line for each stretch: whose, when on the lead's clock and on the customers', and how many are there."""
    rows = [
        (
            row.place,
            row.language or "any",
            f"{local(row.start, found.zone):%a %Y-%m-%d %H:%M}",
            f"{row.local_start:%a %H:%M}",
            duration_words(int((row.end - row.start).total_seconds())),
            f"{row.staffed} of {row.needed}",
            plain(row.start),
            plain(row.end),
        )
        for row in stretch_rows(stretches, found)
    ]
    columns = ("market", "language", "from", "there", "length", "agents", "start", "end")
    return Table(columns=columns, rows=rows, narrow=columns[:6], empty=empty)


def folded_table(found: "Findings") -> Table:
    """One line for each gap that returns, on the customers' clock."""
    rows = [
        (
            gap.market, gap.language or "any", folded_hours(gap), folded_dates(gap), f"{gap.staffed} of {gap.needed}",
            duration_words(gap.seconds),
        )
        for gap in found.folded
    ]  # fmt: skip
    columns = ("market", "language", "there", "when", "agents", "in all")
    return Table(columns=columns, rows=rows, empty="No gaps.")


def load_table(found: "Findings") -> Table:
    """One line for each agent."""
    rows = [
        (
            load.agent, load.zone, " ".join(load.languages), duration_words(load.worked), str(load.shifts),
            duration_words(load.night), duration_words(load.weekend), str(len(load.short_rests)),
        )
        for load in found.loads
    ]  # fmt: skip
    columns = ("agent", "zone", "languages", "hours", "shifts", "nights", "weekends", "short rests")
    return Table(columns=columns, rows=rows, narrow=("agent", "hours", "shifts", "nights", "weekends", "short rests"))


def fairness_table(found: "Findings") -> Table:
    """One line for each agent: hours, the part of all such hours, and the fair part."""
    rows = [(one.agent, *map(_part_words, (one.night, one.weekend, one.holiday))) for one in found.fairness]
    return Table(columns=("agent", "nights", "weekends", "holidays"), rows=rows)


def _part_words(part: "DutyShare") -> str:
    fair = "" if part.fair is None else f", fair {part.fair:.0%}"
    return f"{duration_words(part.worked)} ({part.share:.0%}{fair})"


def language_table(found: "Findings") -> Table:
    """One line for each market and language."""
    rows = [
        (
            cover.market, cover.language or "any", f"{cover.share:.1%}", duration_words(cover.needed),
            duration_words(cover.missing), duration_words(cover.thin), duration_words(cover.over),
        )
        for cover in found.cover.covers
    ]  # fmt: skip
    return Table(columns=("market", "language", "covered", "needed", "missing", "just enough", "more"), rows=rows)


def suggestion_table(found: "Findings") -> Table:
    """One line for each shift to add."""
    row = suggestion_row(found)
    rows = [
        (str(shift.agents), _spoken(shift, " "), _when(shift, found.zone), plain(shift.start), plain(shift.end))
        for shift in (row.shifts if row else ())
    ]
    columns = ("agents", "languages", "shift", "start", "end")
    return Table(columns=columns, rows=rows, narrow=columns[:3], empty="No shifts are needed.")


def _spoken(shift: ShiftRow, between: str) -> str:
    return between.join(language or "any" for language in shift.languages)


def _when(shift: ShiftRow, zone: str) -> str:
    return f"{shift.local_start:%a %Y-%m-%d %H:%M}-{local(shift.end, zone):%H:%M}"


def summary_notes(found: "Findings", show: str) -> tuple[Note, ...]:
    """The rest of the findings beside the table ``show``, a sentence each; shifts are not listed twice."""
    gaps, covers = found.cover.gaps, found.cover.covers
    missing, thin, over = (
        duration_words(sum(getattr(c, name) for c in covers)) for name in ("missing", "thin", "over")
    )
    lines = [
        f"{found.cover.covered_share:.1%} of the time needed is covered."
        + (f" {count_words(len(gaps), 'gap')}, {missing} in all." if gaps else " There are no gaps."),
        f"Just enough agents: {thin}; more than needed: {over} (see --show thin, --show overlaps).",
    ]
    lines += _some([_change_line(change) for change in found.changes], "changes of clocks")
    lines += _some([_clash_line(clash) for clash in found.clashes], "holidays")
    lines += _some(list(_rest_lines(found)), "rests that are too short")
    lines += [f"Assumed: {text}." for text in found.assumptions]
    suggested = [
        Note(text=line, always=True) for line in _suggestion_lines(found, is_table=show == "suggestions")
    ]  # they were asked for
    return (*(Note(text=line) for line in lines), *suggested)


def _some(lines: list[str], what: str) -> list[str]:
    """The first lines, and how many more there are."""
    more = len(lines) - _MOST_NOTES
    return lines if more <= 0 else [*lines[:_MOST_NOTES], f"... and {more} more {what}; all are in --json."]


def _change_line(change: "ClockChange") -> str:
    moved = (change.offset_after - change.offset_before) // 60
    turned = f"{abs(moved)} minutes {'forward' if moved > 0 else 'back'}"
    effect = ""
    if change.gap_before is not None and change.gap_after is not None and change.gap_before != change.gap_after:
        effect = f"; gaps go from {duration_words(change.gap_before)} a week to {duration_words(change.gap_after)}"
    return f"{local(utc(change.at), change.zone):%a %Y-%m-%d}: clocks in {city(change.zone)} go {turned}{effect}."


_CLASHES = {
    "agent-off": "Off: ",
    "agent-may-be-off": "On shift, but may be off: ",
    "market-closed": "Nobody is needed",
    "market-holiday": "Agents are asked for all the same",
}


def _clash_line(clash: "HolidayClash") -> str:
    who = ", ".join(clash.agents[:3]) + (f" and {len(clash.agents) - 3} more" if len(clash.agents) > 3 else "")  # noqa: PLR2004
    sure = " (estimated)" if clash.estimated else ""
    return f"{_day(clash.date)}: {clash.name}{sure} in {clash.market}. {_CLASHES[clash.kind]}{who}."


def _day(day: date) -> str:
    return f"{day:%a %Y-%m-%d}"


def _rest_lines(found: "Findings") -> Iterator[str]:
    for load in found.loads:
        for rest in load.short_rests:
            begins = f"{local(utc(rest.start), load.zone):%a %Y-%m-%d %H:%M}"
            yield f"{load.agent} rests only {duration_words(rest.start - rest.end)} before the shift of {begins}."


def _suggestion_lines(found: "Findings", *, is_table: bool) -> list[str]:
    row = suggestion_row(found)
    if row is None:
        return []
    if not row.shifts:
        return ["No shifts are needed."]
    proof = "the fewest possible" if row.is_fewest else "fewer may do: not proven"
    said = f"{count_words(row.count, 'more shift')} would close all gaps ({proof}; {row.solver})"
    if is_table:
        return [f"{said}."]
    lines = [f"{said}:"]
    shifts = [f"  {shift.agents} x {_spoken(shift, '+')} {_when(shift, found.zone)}" for shift in row.shifts]
    return lines + _some(shifts, "shifts")


def report(found: "Findings", maps: "Sequence[HeatMap]", now: datetime) -> Report:
    """Everything that a page about the coverage shows, in words."""
    start, end = (local(utc(at), found.zone) for at in (found.cover.span[0], found.cover.span[1] - 1))
    gaps, missing = found.cover.gaps, sum(gap.end - gap.start for gap in found.cover.gaps)
    table, loads = folded_table(found), load_table(found)
    return Report(
        title="Coverage",
        made=f"{local(now, found.zone):%Y-%m-%d %H:%M}",
        span=(_day(start.date()), _day(end.date()), found.zone),
        summary=(
            ("Covered", f"{found.cover.covered_share:.1%}"),
            ("Gaps", f"{len(gaps)}, {duration_words(missing)}" if gaps else "none"),
            ("Agents", str(len(found.loads))),
            ("Markets", " ".join(found.market_zones)),
        ),
        maps=tuple(maps),
        gap_count=len(gaps),
        gaps=ReportTable(columns=table.columns, rows=tuple(tuple(row) for row in table.rows)),
        changes=tuple(map(_change_line, found.changes)),
        clashes=tuple(map(_clash_line, found.clashes)),
        returning=tuple(
            f"Gap: {folded_sentence(gap)}, {gap.staffed} of {count_words(gap.needed, 'agent')}." for gap in found.folded
        ),
        load=ReportTable(columns=loads.columns, rows=tuple(tuple(row) for row in loads.rows)),
    )
