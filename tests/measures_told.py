"""Measures as a report has them, made by hand: every shape that a page must draw."""

from datetime import UTC, date, datetime, timedelta

from cscli.desk.measures.intervals import wilson
from cscli.desk.measures.measured import Durations, Interval, Measured, ReportedPeriod, Slice, Spread

PERIOD = ReportedPeriod(
    since=datetime(2026, 8, 31, tzinfo=UTC), until=datetime(2026, 11, 23, tzinfo=UTC), zone="Asia/Shanghai",
    first_day="mon",
)  # fmt: skip
WEEKS = tuple((date(2026, 8, 31) + timedelta(weeks=n)).isoformat() for n in range(12))
AGES = ("under 1 day", "1 to 3 days", "3 to 7 days", "7 to 30 days", "30 days or more")
NOTHING = "There is nothing to count in the period."
AGENTS = ("Li Wei", "فاطمة الزهراء", "山田 太郎", "An agent with a name that is much too long for any drawing")


def measure(metric, title, unit, **more):
    told = {"value": None, "n": 0, "definition": f"What {title} is.", "population": "all cases", "excluded": {}}
    return Measured(metric=metric, title=title, unit=unit, period=PERIOD, **{**told, **more})


def share(by, key, hits, n, **more):
    found = wilson(hits, n)
    ends = None if found is None else Interval(round(100 * found.low, 4), round(100 * found.high, 4))
    return Slice(
        by=by, key=key, value=round(100 * hits / n, 4) if n else None, n=n, hits=hits, interval=ends, **more
    )  # fmt: skip


def took(by, key, median, n, **more):
    business = Durations(median, 3 * median if n >= 10 else None, 1.5 * median)
    spread = Spread(business, Durations(4 * median, 9 * median if n >= 10 else None, 5.0 * median))
    return Slice(by=by, key=key, value=median, n=n, spread=spread, **more)


def a_share(metric, title, hits, n, **more):
    whole = share("", "", hits, n)
    return measure(metric, title, "%", value=whole.value, n=n, hits=hits, interval=whole.interval, **more)


def a_time(metric, title, median, n, **more):
    whole = took("", "", median, n)
    return measure(metric, title, "s", value=median, n=n, spread=whole.spread, **more)


def all_measures(agents=AGENTS):
    """One quarter of a desk, each drawing with something to draw, and one measure without anything."""
    weekly = tuple(
        share("week", week, 5 + n, 9 + n) if n != 4 else share("week", week, 0, 0) for n, week in enumerate(WEEKS)
    )
    hours = tuple(
        Slice(by="hour", key=f"{day} {hour:02}", value=(hour * 37 + place * 11) % 97 * (900 if hour == 9 else 5), n=1)
        for place, day in enumerate(("mon", "tue", "wed", "thu", "fri", "sat")) for hour in range(6, 24)
    )  # fmt: skip
    days = tuple(
        Slice(by="day", key=(date(2026, 8, 31) + timedelta(days=n)).isoformat(), value=20 + n, n=20 + n,
              parts=dict(zip(AGES, (8, 4, 3, 2 + n, 3), strict=True)))
        for n in range(84)
    )  # fmt: skip
    return (
        a_share("csat", "Satisfied customers", 450, 500, trend=weekly, provisional=3, breakdown=(
            *(share("market", code, 40 - n, 50) for n, code in enumerate(("DE", "JP", "AE", ""))),
            *(share("agent", name, 30, 40) if n else share("agent", name, 3, 4, is_ranked=False)
              for n, name in enumerate(agents)),
        )),
        measure("nps", "Net promoter score", "points", value=33.0, n=100, interval=Interval(17.6, 46.5), trend=tuple(
            Slice(by="week", key=week, value=-20.0 + 8 * n, n=20, interval=Interval(-40.0 + 8 * n, 8.0 * n))
            for n, week in enumerate(WEEKS)
        )),
        measure("ces", "Mean ease", "of 7", value=5.5, n=40, interval=Interval(5.1, 5.9), trend=tuple(
            Slice(by="week", key=week, value=4.0 + n / 5, n=20, interval=Interval(3.5 + n / 5, 4.5 + n / 5))
            for n, week in enumerate(WEEKS)
        )),
        a_time("first-response", "First response", 7_500, 400, running=4, excluded={"spam": 7, "robot": 0}, trend=tuple(
            took("week", week, 3_600 + 900 * n, 8 + n) for n, week in enumerate(WEEKS)
        ), breakdown=tuple(took("agent", name, 4_000 + 700 * n, 40) for n, name in enumerate(agents))),
        a_share("service-level-first-response", "First response in time", 380, 400),
        a_share("service-level-next-response", "Next response in time", 9, 10),
        a_share("service-level-resolution", "Resolved in time", 0, 0, reason=NOTHING),
        a_time("our-work", "Our work", 3_600, 300), a_time("their-turn", "Their turn", 9_000, 300),
        a_time("third-party", "Third party", 5_000, 300),
        measure("backlog", "Open cases", "cases", value=103, n=103, trend=days, breakdown=tuple(
            Slice(by="age", key=age, value=value, n=value) for age, value in zip(AGES, (8, 4, 3, 85, 3), strict=True)
        )),
        measure("workload-interactions", "Interactions", "interactions", value=98_000, n=98_000, breakdown=hours),
        measure("retention", "Retention", "%", reason=NOTHING),
    )  # fmt: skip
