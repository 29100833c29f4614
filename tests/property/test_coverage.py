"""Laws of coverage: gaps and cover make up the demand to the second, a slow model minute by minute says the same, and
suggested shifts close every gap with no more of them than there must be."""

import random
import sys
from datetime import UTC, date, datetime, timedelta

import pytest
import pytz
from hypothesis import given, settings
from hypothesis import strategies as st
from sweeps import each

from cscli.cli.door.run import Run
from cscli.clock.cover.coverage import Coverage, Stretch, coverage
from cscli.clock.cover.shifts import Rota
from cscli.clock.cover.staffing import suggested_shifts
from cscli.clock.hours import DAYS
from cscli.clock.market_hours import MarketHours
from cscli.clock.roster import Agent, Demand, Roster
from cscli.clock.spans import merged

LAWS = settings(derandomize=True, deadline=None, database=None, max_examples=60)
MINUTE, H = 60, 3600
TONGUES = ("de", "en", "zh-TW", "zh", "pt-BR", "pt")
ZONES = (
    "Europe/Berlin",
    "America/New_York",
    "Asia/Manila",
    "Asia/Kathmandu",
    "Australia/Lord_Howe",
    "America/Santiago",
)
# Monday before a weekend on which clocks change somewhere; the last is a week of Christmas.
MONDAYS = (date(2026, 3, 23), date(2026, 10, 19), date(2026, 10, 26), date(2026, 3, 30), date(2026, 12, 21))


@pytest.fixture(scope="module")
def hours(tmp_path_factory):
    """The clocks of the markets as shipped."""
    folders = {f"CSCLI_{name}_DIR": str(tmp_path_factory.mktemp(name)) for name in ("CONFIG", "DATA", "CACHE")}
    return MarketHours(Run(environ=folders, now=datetime(2026, 11, 22, tzinfo=UTC)).catalog())


def window(chance: random.Random) -> str:
    start, end = chance.randrange(24 * 4), chance.randrange(1, 24 * 4 + 1)
    end = end if end != start else (start + 4) % 96 or 96
    return f"{start // 4:02}:{start % 4 * 15:02}-{end // 4:02}:{end % 4 * 15:02}"


def week(chance: random.Random) -> dict[str, tuple[str, ...]]:
    days = chance.sample(("mon-fri", "sat-mon", *DAYS), chance.randint(1, 3))
    return {name: tuple(window(chance) for _ in range(chance.randint(1, 2))) for name in days}


def random_roster(chance: random.Random, monday: date) -> Roster:
    """A few agents and demands with all that a roster may say."""
    days = [monday + timedelta(days=n) for n in range(-1, 8)]

    def agent(number: int) -> Agent:
        first = datetime.combine(chance.choice(days), datetime.min.time()) + timedelta(
            minutes=15 * chance.randrange(96)
        )
        off = chance.choice(days)
        return Agent(
            name=f"agent {number}",
            zone=chance.choice(ZONES),
            languages=tuple(chance.sample(TONGUES, chance.randint(1, 3))),
            weekly=week(chance),
            replaced={chance.choice(days): tuple(window(chance) for _ in range(chance.randint(0, 1)))},
            dated=((first, first + timedelta(minutes=15 * chance.randrange(1, 96))),) if chance.random() < 0.4 else (),
            off=((off, off + timedelta(days=chance.randint(0, 1))),) if chance.random() < 0.3 else (),
            holidays=chance.choice(("", "DE", "DE-BY", "JP")),
        )

    demand = tuple(
        Demand(
            market=chance.choice(("DE", "JP", "US", "BR")),
            languages=tuple(chance.sample(TONGUES, chance.randint(0, 2))),
            agents=chance.randint(1, 3),
            hours=chance.choice(("24/7", "business", week(chance), week(chance))),
        )
        for _ in range(chance.randint(1, 4))
    )
    return Roster(agents=tuple(agent(n) for n in range(chance.randint(1, 5))), demand=demand)


def instant(wall: datetime, zone: str) -> int:
    """The first instant of a wall time, by the offset before it where clocks skip it."""
    tz, as_utc = pytz.timezone(zone), wall.replace(tzinfo=UTC)
    offsets = [(as_utc + step).astimezone(tz).utcoffset() for step in (-timedelta(days=1), timedelta(days=1))]
    fitting = [as_utc - off for off in offsets if (as_utc - off).astimezone(tz).replace(tzinfo=None) == wall]
    return int((min(fitting) if fitting else as_utc - offsets[0]).timestamp())


def minutes_of(day: date, typed: str, zone: str) -> set[int]:
    """The minutes (since 1970) of a window that starts on a date."""
    midnight = datetime.combine(day, datetime.min.time())
    start, end = (timedelta(hours=int(t[:2]), minutes=int(t[3:])) for t in typed.split("-"))
    end += timedelta(days=1 if end <= start else 0)
    return set(range(instant(midnight + start, zone) // 60, instant(midnight + end, zone) // 60))


def windows_on(day: date, weekly: dict[str, tuple[str, ...]]) -> list[str]:
    found = []
    for name, typed in weekly.items():
        first, _, last = name.partition("-")
        days = [DAYS.index(first)]
        while DAYS[days[-1]] != (last or first):
            days.append((days[-1] + 1) % 7)
        found += typed if day.weekday() in days else ()
    return found


def worked(agent: Agent, days: list[date], hours: MarketHours) -> set[int]:
    """The minutes that an agent works: shifts of dates that are neither off nor a holiday, and dated ones not off."""
    off = {day for first, last in agent.off for day in days if first <= day <= last}
    found = set()
    for day in days:
        holiday = hours.holidays(agent.holidays).on(day) if agent.holidays else None
        if day not in off and not (holiday and holiday.kind == "full"):
            typed = agent.replaced[day] if day in agent.replaced else windows_on(day, agent.weekly)
            found |= {minute for text in typed for minute in minutes_of(day, text, agent.zone)}
    for first, last in agent.dated:
        if first.date() not in off:
            found |= set(range(instant(first, agent.zone) // 60, instant(last, agent.zone) // 60))
    return found


def needed(demand: Demand, span: range, days: list[date], hours: MarketHours) -> set[int]:
    market = hours.catalog.market(demand.market)
    if demand.hours == "24/7":
        return set(span)
    if demand.hours == "business":
        calendar = hours.calendar(market)
        return {minute for minute in span if calendar.is_open(minute * 60)}
    return {m for day in days for text in windows_on(day, demand.hours) for m in minutes_of(day, text, market.zone)}


def is_alike(spoken: str, asked: str) -> bool:
    """The same tag, or one of them is the other without its region."""
    return spoken == asked or asked in spoken.split("-") or spoken in asked.split("-")


def model(roster: Roster, hours: MarketHours, span: range) -> dict[tuple[str, str], dict[int, tuple[int, int]]]:
    """For each market and language, and for each minute that needs agents: how many are needed and are there."""
    first, last = (datetime.fromtimestamp(minute * 60, UTC).date() for minute in (span[0], span[-1]))
    days = [first + timedelta(days=n) for n in range(-4, (last - first).days + 4)]
    at_work = [(agent.languages, worked(agent, days, hours)) for agent in roster.agents]
    found: dict[tuple[str, str], dict[int, tuple[int, int]]] = {}
    for demand in roster.demand:
        minutes = needed(demand, span, days, hours)
        for language in demand.languages or ("",):
            able = [work for spoken, work in at_work if not language or any(is_alike(s, language) for s in spoken)]
            pair = found.setdefault((demand.market, language), {})
            for minute in minutes.intersection(span):
                most = max(demand.agents, pair.get(minute, (0, 0))[0])
                pair[minute] = (most, sum(minute in work for work in able))
    return found


def span_of(chance: random.Random) -> tuple[date, int, int]:
    """A Monday and a span of a few days around the weekend after it, on whole minutes."""
    monday = chance.choice(MONDAYS)
    start = int(datetime.combine(monday, datetime.min.time(), tzinfo=UTC).timestamp()) + 3 * 24 * H
    start += chance.randrange(24 * 60) * MINUTE
    return monday, start, start + chance.randrange(24 * 60, 5 * 24 * 60) * MINUTE


@each("seed", range(60))
def test_a_slow_model_minute_by_minute_says_the_same(hours, seed):
    chance = random.Random(seed)  # noqa: S311 - the same roster in every run
    monday, start, end = span_of(chance)
    roster = random_roster(chance, monday)
    cover = coverage(roster, hours, start, end)
    expected = model(roster, hours, range(start // 60, end // 60))
    found: dict[tuple[str, str], dict[int, tuple[int, int]]] = {pair: {} for pair in cover.needs}
    for stretch in cover.stretches():
        assert (stretch.start % 60, stretch.end % 60) == (0, 0)
        for minute in range(stretch.start // 60, stretch.end // 60):
            assert minute not in found[stretch.market, stretch.language]
            found[stretch.market, stretch.language][minute] = (stretch.needed, stretch.staffed)
    assert found == expected


@LAWS
@given(st.integers(0, 10**9))
def test_gaps_thin_spots_and_overlaps_tile_the_demand(hours, seed):
    chance = random.Random(seed)  # noqa: S311 - hypothesis chooses the seed
    monday, start, end = span_of(chance)
    cover = coverage(random_roster(chance, monday), hours, start, end)
    pieces = sorted((*cover.gaps, *cover.thin, *cover.overlaps), key=lambda s: (s.market, s.language, s.start))
    for pair, needs in cover.needs.items():
        own = [(s.start, s.end, s.needed) for s in pieces if (s.market, s.language) == pair]
        assert merged((a, b) for a, b, _ in own) == merged((a, b) for a, b, _ in needs)
        assert sum(b - a for a, b, _ in own) == sum(b - a for a, b, _ in needs)
        assert all(any(x <= a and b <= y and n == number for x, y, number in needs) for a, b, n in own)
    assert all(start <= s.start < s.end <= end for s in pieces)
    assert all(s.staffed < s.needed for s in cover.gaps)
    missing, whole = (sum(s.end - s.start for s in some) for some in (cover.gaps, pieces))
    assert cover.covered_share == pytest.approx(1 - missing / whole if whole else 1)
    assert sum(c.missing + c.thin + c.over for c in cover.covers) == sum(c.needed for c in cover.covers) == whole


@LAWS
@given(st.integers(0, 10**9))
def test_a_span_in_two_parts_has_the_gaps_of_the_whole(hours, seed):
    chance = random.Random(seed)  # noqa: S311 - hypothesis chooses the seed
    monday, start, end = span_of(chance)
    middle = chance.randrange(start, end, MINUTE)
    roster = random_roster(chance, monday)

    def seconds(first: int, last: int) -> int:
        return sum(gap.end - gap.start for gap in coverage(roster, hours, first, last).gaps)

    assert seconds(start, middle) + seconds(middle, end) == seconds(start, end)


def short_of(chance: random.Random) -> tuple[Coverage, int, int]:
    """Gaps on whole hours, with agents of some skills; the length of a shift and the hours there are."""
    last, length = chance.randint(6, 20), chance.randint(2, 8)
    tongues = ("de", "en", "fr")[: chance.randint(1, 3)]
    gaps = []
    for market, language in ((m, t) for t in tongues for m in chance.choice((("DE",), ("AT", "DE")))):
        at = 0
        while at < last:
            end = min(last, at + chance.randint(1, 5))
            if number := chance.choice((0, 0, 1, 1, 2)):
                stretch = Stretch(market=market, language=language, start=at * H, end=end * H, needed=number, staffed=0)
                gaps.append(stretch)
            at = end
    agents = [
        Agent(name=str(n), zone="UTC", languages=tuple(chance.sample(tongues, chance.randint(1, len(tongues)))))
        for n in range(chance.randint(0, 3))
    ]
    rotas = tuple(Rota(agent=agent, spans=(), shifts=(), lost=()) for agent in agents)
    return Coverage(span=(0, last * H), rotas=rotas, covers=(), gaps=tuple(gaps), needs={}, supply={}), length, last


def least(cover: Coverage, length: int, last: int) -> int:
    """The least number of shifts, found by trying every hour as a start: with whole hours no other start is better."""
    from highspy import Highs, HighsVarType, kHighsInf

    spoken = {frozenset(rota.agent.languages) for rota in cover.rotas}
    skills = [*spoken, *({language} for language in {gap.language for gap in cover.gaps})]
    shifts = [(start, skill) for start in range(1 - length, last) for skill in skills]
    solver = Highs()
    solver.setOptionValue("output_flag", False)  # noqa: FBT003 - the library's own signature
    for index in range(len(shifts)):
        solver.addVar(0.0, kHighsInf)
        solver.changeColCost(index, 1.0)
        solver.changeColIntegrality(index, HighsVarType.kInteger)
    for gap in cover.gaps:
        for hour in range(gap.start // H, gap.end // H):
            able = [i for i, (at, skill) in enumerate(shifts) if gap.language in skill and at <= hour < at + length]
            solver.addRow(float(gap.needed), kHighsInf, len(able), able, [1.0] * len(able))
    solver.run()
    return round(solver.getInfo().objective_function_value)


@pytest.mark.parametrize("seed", range(40))
def test_suggestions_close_every_gap_and_what_is_called_the_fewest_is(monkeypatch, seed):
    cover, length, last = short_of(random.Random(seed))  # noqa: S311 - the same gaps in every run
    solved = suggested_shifts(cover, length * H)
    fewest = least(cover, length, last)
    monkeypatch.setitem(sys.modules, "highspy", None)
    greedy = suggested_shifts(cover, length * H)
    for found in (solved, greedy):
        assert all(shift.end - shift.start == length * H for shift in found.shifts)
        for gap in cover.gaps:
            for hour in range(gap.start, gap.end, H):
                there = [s for s in found.shifts if gap.language in s.languages and s.start <= hour < hour + H <= s.end]
                assert sum(shift.agents for shift in there) >= gap.needed
        assert found.count >= fewest
        assert found.count == fewest or not found.is_fewest
    assert solved.count <= greedy.count
