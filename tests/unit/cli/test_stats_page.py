"""The page of measures says in tables what it draws, and draws only what there is."""

import re
from dataclasses import replace
from datetime import UTC, datetime
from html import unescape

import pytest
from measures_told import AGENTS, PERIOD, WEEKS, a_time, all_measures, measure, share
from sweeps import each

from cscli.cli.views.pages import plotting
from cscli.cli.views.pages.charts import Plotted
from cscli.cli.views.pages.stats_page import stats_html, stats_report
from cscli.desk.measures.intervals import Interval
from cscli.desk.measures.measured import MeasureComparison, Slice

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
HOSTILE = '"><script>alert(1)</script>{{ 7 * 7 }}\x1b[2J\u202e&amp;'


@pytest.fixture
def report():
    return stats_report(all_measures(), NOW, "Nordlicht")


def charts_of(report):
    return {one.key: one for section in report.sections for one in section.charts}


def test_the_heading_says_the_period_its_zone_and_when_it_was_made(report):
    assert report.title == "Nordlicht: the desk in figures"
    assert report.about == (
        "Mon 2026-08-31 08:00 to Mon 2026-11-23 08:00. All hours are those of Shanghai; weeks begin on Mon. "
        "Made 2026-11-23 17:30."
    )
    assert ("First response", "2 h 5 min") in report.summary
    assert stats_report(all_measures(), NOW, "").title == "The desk in figures"


def test_every_chart_has_a_table_that_holds_each_of_its_figures(report):
    charts = charts_of(report)
    assert {section.key for section in report.sections} == {"glance", "trends", "by-market", "by-agent"}
    assert len(charts["trend-csat"].table.rows) == len(WEEKS)
    assert charts["trend-csat"].table.rows[0] == ("2026-08-31", "55.6 %", "26.7 to 81.1 %", "9")
    assert charts["trend-csat"].table.rows[4] == ("2026-09-28", "-", "-", "0")
    assert charts["trend-first-response"].table.columns == (
        "week", "median", "90th percentile", "median, calendar", "n",
    )  # fmt: skip
    assert charts["trend-first-response"].table.rows[2] == ("2026-09-14", "1 h 30 min", "4 h 30 min", "6 h", "10")
    assert charts["backlog-by-day"].table.rows[-1] == ("2026-11-22", "103", "8", "4", "3", "85", "3")
    assert charts["backlog-by-age"].table.rows[3] == ("7 to 30 days", "85")
    assert charts["service-level"].table.rows[2] == ("Resolved in time", "-", "-", "0")


def test_the_load_has_every_hour_of_the_week_from_its_first_day(report):
    load = charts_of(report)["load-by-hour"]
    assert load.table.columns == ("hour", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
    assert (len(load.table.rows), len(load.drawing.cells)) == (24, 168)
    assert load.says.endswith("the busiest hour is Fri 09:00 with 77,400.")
    (one,) = [one for one in all_measures() if one.metric == "workload-interactions"]
    moved = replace(one, period=PERIOD._replace(first_day="sun"))
    assert charts_of(stats_report([moved], NOW, ""))["load-by-hour"].table.columns[1] == "Sun"


def test_turns_are_shown_by_their_means_which_add_up(report):
    turns = charts_of(report)["where-time-goes"]
    assert turns.says == "24 h 26 min in all: our work 20 %, their turn 51 %, third party 28 %."
    assert sum(part.length for part in turns.drawing.segments) == pytest.approx(320, abs=0.2)


def test_agents_with_too_few_cases_are_in_the_table_and_not_compared(report):
    chart = charts_of(report)["agent-csat"]
    assert chart.says == "1 with too few to compare."
    assert "Li Wei" not in {bar.label for bar in chart.drawing.bars}
    assert {row[0] for row in chart.table.rows} == set(AGENTS)
    assert any(bar.label.endswith("…") and len(bar.label) == 30 for bar in chart.drawing.bars)


def test_what_has_no_value_is_in_the_figures_and_draws_nothing():
    nothing = measure("retention", "Retention", "%", reason="There is nothing to count in the period.")
    report = stats_report([nothing], NOW, "")
    assert (report.sections, report.summary) == ((), ())
    assert report.figures.rows == (("Retention", "-", "0", "-", "-", "-", "-", "-"),)
    assert report.meanings[0].left_out == "There is nothing to count in the period."
    assert "<svg" not in stats_html([nothing], NOW)


def test_what_was_left_out_is_said_with_its_reason(report):
    meanings = {one.metric: one for one in report.meanings}
    assert meanings["first-response"].left_out == "Left out: spam 7."
    (row,) = [row for row in report.figures.rows if row[0] == "First response"]
    assert dict(zip(report.figures.columns, row, strict=True))["running"] == "4"


def test_what_is_compared_stands_beside_each_other_with_its_verdict():
    (csat, *_) = all_measures()
    beside = MeasureComparison(
        of="this", value=90.0, n=500, other="2026-05-31 to 2026-08-30", other_value=80.0, other_n=100, difference=10.0,
        interval=Interval(2.5, 19.0), is_shown=True,
    )  # fmt: skip
    report = stats_report([replace(csat, comparison=beside)], NOW, "")
    assert report.beside.rows == (
        ("Satisfied customers", "90.0 %", "500", "2026-05-31 to 2026-08-30", "80.0 %", "100", "+10.0 points",
         "2.5..19.0 points", "a difference"),
    )  # fmt: skip
    assert 'id="beside"' in stats_html([replace(csat, comparison=beside)], NOW)
    assert 'id="beside"' not in stats_html([csat], NOW)


def test_hostile_names_are_text_wherever_they_stand():
    page = stats_html(all_measures((HOSTILE, *AGENTS[1:])), NOW, HOSTILE)
    assert "<script" not in page
    assert "{{ 7 * 7 }}" in page
    assert not {"\x1b", "\u202e"} & set(page)
    assert unescape(page).count('"><script>alert(1)</script>') > 5


def test_the_policy_allows_its_own_style_and_nothing_else():
    page = stats_html(all_measures(), NOW)
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]+)"', page)[1]
    assert re.fullmatch(r"default-src 'none'; style-src 'sha256-[^']+'; base-uri 'none'; form-action 'none'", policy)
    assert re.findall(r"(?:src|href)=\"(?!#)[^\"]*\"|style=|url\(", page) == []


@each(
    ("ends", "is_time", "ticks"),
    [
        ((0, 100), False, ["0", "50", "100"]), ((0, 4.7), False, ["0", "2", "4", "6"]),
        ((-100, 100), False, ["-100", "-50", "0", "50", "100"]), ((1, 7), False, ["1", "3", "5", "7"]),
        ((0, 0), False, ["0", "1"]), ((0, 7_300), True, ["0", "3600", "7200", "10800"]),
        ((0, 2_000_000), True, ["0", "720000", "1440000", "2160000"]), ((0, 3), True, ["0", "1", "2", "3"]),
        ((0, 1e12), False, ["0", "500000000000", "1000000000000"]),
    ],
)  # fmt: skip
def test_a_scale_has_a_few_whole_steps_and_holds_its_values(ends, is_time, ticks):
    figures = [Plotted(week, value) for week, value in zip(WEEKS, ends, strict=False)]
    drawn = plotting.trend(figures, ends, lambda value: f"{value:.0f}", is_time=is_time)
    assert [tick.text for tick in drawn.ticks] == ticks
    assert all(8 <= point.y <= 128 for point in drawn.points)


def test_a_gap_in_time_is_a_gap_in_the_line():
    figures = [Plotted(week, None if n in (3, 5) else float(n)) for n, week in enumerate(WEEKS)]
    drawn = plotting.trend(figures, (0, 11), str, is_time=False)
    assert [line.count(",") for line in drawn.lines] == [3, 6]
    assert len(drawn.points) == 10


def test_one_day_and_a_thousand_days_fit_the_drawing():
    for number in (1, 2, 1_000):
        names = [f"{2020 + n // 336}-{n // 28 % 12 + 1:02}-{n % 28 + 1:02}" for n in range(number)]
        drawn = plotting.columns(names, ("new", "old"), [(n, 1) for n in range(number)])
        assert max(one.x + one.width for one in drawn.columns) <= 321
        assert len({name.text for name in drawn.names}) <= 3
        trend = plotting.trend([Plotted(name, 1.0) for name in names], (0, 1), str, is_time=False)
        assert max(point.x for point in trend.points) <= 320


def test_parts_that_nobody_named_come_last_and_are_called_so():
    csat = measure("csat", "Satisfied", "%", value=50.0, n=4, breakdown=(
        share("market", "", 9, 10), share("market", "DE", 1, 2),
    ))  # fmt: skip
    chart = charts_of(stats_report([csat], NOW, ""))["market-csat"]
    assert [bar.label for bar in chart.drawing.bars] == ["DE", "not known"]


def test_parts_in_a_unit_of_their_own_are_said_in_it_and_keep_their_order():
    lengths = (("under 1 h", 20), ("1 to 4 h", 50), ("4 h or more", 30))
    took_ = tuple(Slice(by="took", key=key, value=float(n), hits=n, n=100, unit="%") for key, n in lengths)
    report = stats_report([a_time("first-response", "First response", 7_500, 100, breakdown=took_)], NOW, "")
    (section,) = [section for section in report.sections if section.key == "by-took"]
    (chart,) = section.charts
    assert (section.title, chart.title) == ("How long it took", "First response: how long it took")
    assert [(bar.label, bar.figure) for bar in chart.drawing.bars] == [
        ("under 1 h", "20.0 %"), ("1 to 4 h", "50.0 %"), ("4 h or more", "30.0 %"),
    ]  # fmt: skip
    assert [bar.width for bar in chart.drawing.bars] == [64, 160, 96]
    assert chart.table.rows[1] == ("1 to 4 h", "50.0 %", "-", "100")


def test_a_measure_that_is_0_throughout_has_no_trend():
    idle = a_time("their-turn", "Their turn", 0, 10, trend=tuple(Slice(by="week", key=w, value=0, n=1) for w in WEEKS))
    assert stats_report([idle], NOW, "").sections == ()
