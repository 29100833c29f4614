"""Coverage as scripts get it: the findings as rows."""

from collections.abc import Iterable, Iterator
from datetime import timedelta
from typing import TYPE_CHECKING

from cscli.cli.views.coverage.payload import (
    ChangeRow,
    CoveragePayload,
    FairnessRow,
    FoldedRow,
    LanguageRow,
    LoadRow,
    OverrideRow,
    PartRow,
    RestRow,
    ShiftRow,
    SpanRow,
    StretchRow,
    SuggestionRow,
)
from cscli.clock.hours import AN_HOUR, DAYS
from cscli.clock.zones import local, utc

if TYPE_CHECKING:
    from cscli.clock.cover.clashes import ClockChange
    from cscli.clock.cover.coverage import Cover, Stretch
    from cscli.clock.cover.fairness import DutyShare, Fairness
    from cscli.clock.cover.findings import Findings
    from cscli.clock.cover.folded import FoldedGap
    from cscli.clock.cover.load import Load
    from cscli.clock.roster import Override


def coverage_payload(found: "Findings") -> CoveragePayload:
    """The findings as scripts get them."""
    cover, zone = found.cover, found.zone
    start, end = map(utc, cover.span)
    return CoveragePayload(
        span=SpanRow(start=start, end=end, zone=zone, local_start=local(start, zone), local_end=local(end, zone)),
        covered_share=round(cover.covered_share, 6),
        gaps=tuple(stretch_rows(cover.gaps, found)),
        thin=tuple(stretch_rows(cover.thin, found)),
        overlaps=tuple(stretch_rows(cover.overlaps, found)),
        by_language=tuple(map(_language_row, cover.covers)),
        clock_changes=tuple(map(_change_row, found.changes)),
        holiday_clashes=found.clashes,
        load=tuple(map(_load_row, found.loads)),
        suggestions=suggestion_row(found) if found.suggestion else None,
        assumptions=found.assumptions,
        overrides=tuple(map(override_row, found.overrides)),
        skipped=found.skipped,
        fairness=tuple(map(_fairness_row, found.fairness)),
        folded_gaps=tuple(map(_folded_row, found.folded)),
    )


def stretch_rows(stretches: "Iterable[Stretch]", found: "Findings") -> Iterator[StretchRow]:
    """Stretches on the clocks of their markets."""
    for stretch in stretches:
        start, end, zone = utc(stretch.start), utc(stretch.end), found.market_zones[stretch.market]
        yield StretchRow(
            market=stretch.market[:2], place=stretch.market, language=stretch.language or None, start=start, end=end,
            needed=stretch.needed, staffed=stretch.staffed, local_start=local(start, zone),
            local_end=local(end, zone), zone=zone, minutes=(stretch.end - stretch.start) // 60,
        )  # fmt: skip


def _language_row(one: "Cover") -> LanguageRow:
    return LanguageRow(
        market=one.market[:2], place=one.market, language=one.language or None, covered_share=round(one.share, 6),
        needed_hours=hours_of(one.needed), gap_hours=hours_of(one.missing), thin_hours=hours_of(one.thin),
        overlap_hours=hours_of(one.over),
    )  # fmt: skip


def _change_row(change: "ClockChange") -> ChangeRow:
    before, after = (None if gap is None else gap // 60 for gap in (change.gap_before, change.gap_after))
    return ChangeRow(
        zone=change.zone, at=utc(change.at), local=local(utc(change.at), change.zone),
        moved_minutes=(change.offset_after - change.offset_before) // 60, agents=change.agents,
        markets=change.markets, gap_minutes_week_before=before, gap_minutes_week_after=after,
    )  # fmt: skip


def _load_row(one: "Load") -> LoadRow:
    rests = (RestRow(end=utc(r.end), start=utc(r.start), hours=hours_of(r.start - r.end)) for r in one.short_rests)
    return LoadRow(
        agent=one.agent, zone=one.zone, languages=one.languages, hours=hours_of(one.worked), shifts=one.shifts,
        night_hours=hours_of(one.night), weekend_hours=hours_of(one.weekend), short_rests=tuple(rests),
        holiday_hours=hours_of(one.holiday), plain_hours=hours_of(one.plain),
    )  # fmt: skip


def suggestion_row(found: "Findings") -> SuggestionRow | None:
    """The shifts that would close the gaps, if they were asked for."""
    if found.suggestion is None:
        return None
    shifts = (
        ShiftRow(
            languages=tuple(language or None for language in shift.languages), start=utc(shift.start),
            end=utc(shift.end), local_start=local(utc(shift.start), found.zone), agents=shift.agents,
        )
        for shift in found.suggestion.shifts
    )  # fmt: skip
    return SuggestionRow(
        count=found.suggestion.count, solver=found.suggestion.solver, is_fewest=found.suggestion.is_fewest,
        shifts=tuple(shifts),
    )  # fmt: skip


def override_row(one: "Override") -> OverrideRow:
    """An override as scripts get it."""
    start, end = map(utc, one.span)
    return OverrideRow(
        agent=one.agent, instead_of=one.instead_of or None, start=start, end=end, zone=one.zone,
        asked_by=one.asked_by or None, both_ways=one.both_ways,
    )  # fmt: skip


def hours_of(seconds: int) -> float:
    """Seconds as decimal hours."""
    return round(seconds / AN_HOUR, 2)


def _fairness_row(one: "Fairness") -> FairnessRow:
    return FairnessRow(
        agent=one.agent, nights=_part_row(one.night), weekends=_part_row(one.weekend), holidays=_part_row(one.holiday)
    )


def _part_row(part: "DutyShare") -> PartRow:
    fair = None if part.fair is None else round(part.fair, 6)
    return PartRow(hours=hours_of(part.worked), share=round(part.share, 6), fair_share=fair)


def _folded_row(one: "FoldedGap") -> FoldedRow:
    return FoldedRow(
        market=one.market[:2], place=one.market, language=one.language or None, zone=one.zone,
        weekdays=tuple(DAYS[day] for day in one.weekdays), local_start=one.opens, local_end=one.closes, days=one.days,
        needed=one.needed, staffed=one.staffed, times=one.times, first=one.first, last=one.last,
        every_week=one.is_every_week, minutes=one.seconds // 60, text=folded_sentence(one),
    )  # fmt: skip


def folded_sentence(one: "FoldedGap") -> str:
    """A gap that returns, in words: ``JP ja Mon to Fri 10:00-15:00 there, every week (15 times)``."""
    place = f"{one.market} {one.language}".strip()
    return f"{place} {folded_hours(one)} there, {folded_dates(one)}"


def folded_hours(one: "FoldedGap") -> str:
    """The days and the hours of a gap that returns: ``Mon to Fri 10:00-15:00``."""
    end = f" to {DAYS[(one.weekdays[0] + one.days) % 7].title()} {one.closes}" if one.days > 1 else f"-{one.closes}"
    if one.days > 1 and len(one.weekdays) > 1:
        end = f" for {one.days} days until {one.closes}"
    return f"{_weekday_words(one.weekdays)} {one.opens}{end}"


def folded_dates(one: "FoldedGap") -> str:
    """When a gap returns: ``every week (15 times)``, or its date, or its dates."""
    if one.times == 1:
        return f"on {one.first}"
    often = "every week" if one.is_every_week else "not every week"
    when = "" if one.is_throughout else f" from {one.first} to {one.last}"
    if one.first + timedelta(days=6) >= one.last:
        return f"{one.first} to {one.last} ({one.times} times)"
    return f"{often}{when} ({one.times} times)"


def _weekday_words(weekdays: tuple[int, ...]) -> str:
    """Weekdays as people say them: ``Mon to Fri``, ``Mon, Wed``."""
    names = [DAYS[day].title() for day in weekdays]
    if len(names) > 2 and weekdays[-1] - weekdays[0] == len(names) - 1:  # noqa: PLR2004 - two are not a range
        return f"{names[0]} to {names[-1]}"
    return ", ".join(names)
