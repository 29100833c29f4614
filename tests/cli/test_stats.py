"""``cscli stats``: figures for people, pipes and programs, the same on every machine and from either store."""

import csv
import io
import json
import shutil

import pytest
from measured_desk import at, keep
from naive_walk import Facts, Told

from cscli.cli.views.stats.stats import spark_line
from cscli.record.record import Record

NOW = "2026-03-20T00:00:00Z"
HOUR = 3_600


def settled(number: int, opened: int, hours: float, agent: str, **facts) -> tuple[Facts, list[Told]]:
    """A case that an agent answered after some hours and resolved a minute later."""
    base, answered = number * 10, opened + int(hours * HOUR)
    return Facts(number, **facts), [
        Told(number, opened, base, "opened", to="new"), Told(number, opened, base + 1, "message", text=base + 1),
        Told(number, answered, base + 2, "reply", by=agent, to="sent", text=base + 2),
        Told(number, answered + 60, base + 3, "resolved", by=agent),
    ]  # fmt: skip


def filled(location: str) -> str:
    """A record of three markets, whose last case came shortly before midnight of Berlin."""
    cases = [
        settled(n, at("09:00", 2 + n // 4) + n * 600, 1 + n % 5, ("Mei", "ليلى")[n % 2],
                market=("DE", "JP", "SA")[n % 3], language=("de", "ja", "ar")[n % 3], channel="email",
                customer=f"C-{n}", order="A-1")
        for n in range(1, 40)
    ]  # fmt: skip
    cases.append(settled(40, at("22:50", 12), 0.5, "Mei", market="DE", language="de", channel="chat"))
    record = Record(location)
    keep(record, [facts for facts, _ in cases], [event for _, events in cases for event in events])
    with record.transaction() as transaction:
        for number, (placed, customer) in enumerate(
            [("2026-03-03", "C-1"), ("2026-03-05T10:00:00Z", "C-1"), ("2026-02-20", "C-1"), ("2026-02-21", "C-2")]
        ):
            transaction.execute(
                "INSERT INTO orders (key, number, customer, market, status, placed, created_at, updated_at) "
                "VALUES (:key, :key, :customer, 'DE', 'paid', :placed, '', '')",
                {"key": f"a-{number}", "customer": customer, "placed": placed},
            )
        for number, (direction, agent, intent) in enumerate(
            [("in", "", ""), ("out", "Mei", "refund"), ("out", "Mei", ""), ("note", "Mei", "")]
        ):
            transaction.execute(
                "INSERT INTO interactions (at, direction, channel, language, market, agent, intent, template_digest, "
                "variant, wording, engines, state, body) "
                "VALUES (:at, :direction, 'email', 'de', 'DE', :agent, :intent, :digest, :variant, :wording, '', '', "
                "'x')",
                {"at": f"2026-03-04T0{number}:30:00Z", "direction": direction, "agent": agent, "intent": intent,
                 "digest": "3f" if intent else "", "variant": '["de-DE", "de"]' if intent else "",
                 "wording": "edited" if intent else ""},
            )  # fmt: skip
    record.close()
    return location


@pytest.fixture(scope="module")
def filled_desk(tmp_path_factory):
    return filled(str(tmp_path_factory.mktemp("desk") / "desk.db"))


@pytest.fixture
def desk(tmp_path, filled_desk):
    return shutil.copy(filled_desk, str(tmp_path / "desk.db"))


@pytest.fixture
def stats(cscli, desk):
    def run(*words: str):
        return cscli("--db", desk, "stats", "--since", "2026-03-01", *words, now=NOW)

    return run


def figures(answer) -> dict:
    assert answer.code == 0, answer.err
    return {one["metric"]: one for one in answer.data}


def test_json_has_every_measure_with_its_definition_population_unit_and_n(stats):
    found = figures(stats("--json"))
    assert len(found) >= 30
    for one in found.values():
        assert {"metric", "value", "n", "unit", "definition", "population", "breakdown"} <= set(one)
        assert one["value"] is not None or one["reason"]
    assert found["first-response"]["period"] == {
        "since": "2026-03-01T00:00:00Z", "until": NOW, "zone": "UTC", "first_day": "mon",
    }  # fmt: skip


def test_measures_are_asked_for_by_name_or_by_group(stats):
    assert list(figures(stats("status-times", "--json"))) == ["customer-wait", "our-work", "their-turn", "third-party"]
    assert list(figures(stats("csat", "--json"))) == ["csat", "csat-mean", "asked-share"]


@pytest.mark.parametrize("by", ["market", "agent", "channel", "language", "intent", "week", "priority"])
def test_the_parts_of_a_measure_have_all_that_it_counts(stats, by):
    one = figures(stats("next-response", "--by", by, "--json"))["next-response"]
    parts = [part for part in one["breakdown"] if part["by"] == by]
    assert sum(part["n"] for part in parts) == one["n"] == 40


def test_parts_are_named_as_the_record_has_them(stats):
    one = figures(stats("reopen-rate", "--by", "market,agent", "--json"))["reopen-rate"]
    assert {(part["by"], part["key"], part["n"]) for part in one["breakdown"]} == {
        ("market", "DE", 14), ("market", "JP", 13), ("market", "SA", 13), ("agent", "Mei", 20), ("agent", "ليلى", 20),
    }  # fmt: skip


def test_buyers_are_counted_by_their_orders(stats):
    found = figures(stats("retention", "repeat-purchase", "contact-rate", "--json"))
    assert (found["retention"]["hits"], found["retention"]["n"]) == (1, 2)
    assert (found["repeat-purchase"]["hits"], found["repeat-purchase"]["n"]) == (1, 1)
    assert (found["contact-rate"]["value"], found["contact-rate"]["n"]) == (2000.0, 2)


def test_workload_and_replies_are_counted_by_what_was_said(stats):
    found = figures(stats("workload", "reply-reuse", "--json"))
    parts = {(part["by"], part["key"]): part["value"] for part in found["workload-interactions"]["breakdown"]}
    assert (parts["agent", "Mei"], parts["agent", ""], parts["hour", "wed 01"]) == (3, 1, 1)
    assert (found["reply-reuse"]["hits"], found["reply-reuse"]["n"]) == (1, 2)
    made = {(part["by"], part["key"]): part["value"] for part in found["reply-reuse"]["breakdown"]}
    assert made == {("intent", ""): 50, ("intent", "refund"): 50, ("variant", ""): 50, ("variant", "de-DE, de"): 50}
    assert (found["replies-edited"]["value"], found["replies-edited"]["n"]) == (100, 1)


def test_a_comparison_that_holds_0_shows_no_difference(stats):
    one = figures(stats("repeat-contact", "--compare", "market=jp", "--json"))["repeat-contact"]
    beside = one["comparison"]
    assert (beside["of"], beside["other"], beside["is_shown"]) == ("market=JP", "all others", False)
    assert beside["interval"]["low"] < 0 < beside["interval"]["high"]


@pytest.mark.parametrize(
    ("typed", "n"), [("previous", 0), ("2026-02", 0), ("2026-Q1", 40), ("2026-W10", 27), ("2026-03-02..2026-03-03", 7)]
)
def test_a_report_is_compared_with_another_time(stats, typed, n):
    beside = figures(stats("next-response", "--compare", typed, "--json"))["next-response"]["comparison"]
    assert (beside["other"], beside["n"], beside["other_n"]) == (typed, 40, n)


def test_days_begin_where_the_report_says(stats):
    for zone, day in (("UTC", "2026-03-12"), ("Europe/Berlin", "2026-03-13")):
        one = figures(stats("first-response", "--tz", zone, "--json"))["first-response"]
        assert [point["key"] for point in one["trend"] if point["n"]][-1] == day
        assert one["period"]["zone"] == zone


def test_weeks_begin_on_the_day_that_is_named(stats):
    one = figures(stats("first-response", "--by", "week", "--week-starts", "sun", "--json"))["first-response"]
    weeks = [part["key"] for part in one["breakdown"] if part["by"] == "week"]
    assert weeks == ["2026-03-01", "2026-03-08", "2026-03-15"]
    assert one["period"]["first_day"] == "sun"


def test_both_ends_of_a_period_are_days_of_it(cscli, desk):
    answer = cscli("--db", desk, "stats", "next-response", "--since", "2026-03-12", "--until", "2026-03-12", "--json",
                   now=NOW)  # fmt: skip
    assert (answer.data[0]["n"], answer.data[0]["period"]["until"]) == (1, "2026-03-13T00:00:00Z")


def test_a_pipe_gets_plain_numbers_and_csv_the_same(stats, tmp_path):
    answer = stats("first-response", "--by", "agent")
    rows = [line.split("\t") for line in answer.out.splitlines()]
    assert rows[0][:6] == ["metric", "by", "key", "value", "unit", "n"]
    assert rows[1][:6] == ["first-response", "", "", "10800", "s", "40"]
    target = tmp_path / "figures.csv"
    stats("first-response", "--by", "agent", "--csv", str(target))
    assert list(csv.reader(io.StringIO(target.read_text(encoding="utf-8")))) == rows
    assert list(csv.reader(io.StringIO(stats("first-response", "--by", "agent", "--csv", "-").out))) == rows


def test_a_formula_in_a_name_does_not_run_in_the_csv(cscli, tmp_path):
    location = str(tmp_path / "hostile.db")
    facts, events = settled(1, at("09:00"), 1, "=cmd|'/c calc'!A0", market="\x1b[31mDE", channel="email")
    record = Record(location)
    keep(record, [facts], events)
    record.close()
    answer = cscli("--db", location, "stats", "next-response", "--by", "agent,market", "--since", "2026-03-01",
                   "--csv", "-", now=NOW)  # fmt: skip
    assert "\n=cmd" not in answer.out
    assert ",=cmd" not in answer.out
    assert "\x1b" not in answer.out


def test_a_trend_is_drawn_from_its_lowest_to_its_highest_value():
    assert spark_line([1, 2, None, 8]) == "▁▂ █"
    assert spark_line([3, 3]) == "▁▁"
    assert spark_line([None]) == spark_line([]) == ""
    assert len(spark_line(list(range(92)))) == 16


def test_what_measures_mean_is_said_without_counting(cscli):
    answer = cscli("stats", "backlog", "nps", "--define")
    assert "backlog (cases)" in answer.out
    assert "adjusted Wald" in answer.out
    data = cscli("stats", "service-level", "--define", "--json").data
    assert [one["metric"] for one in data] == [
        "service-level-first-response", "service-level-next-response", "service-level-resolution",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("words", "code", "status", "near"),
    [
        (("frist-response",), "unknown-measure", 3, "first-response"),
        (("--by", "agnet"), "unknown-division", 2, "agent"),
        (("--tz", "Europe/Berln"), "unknown-zone", 3, "Europe/Berlin"),
        (("--week-starts", "someday"), "bad-value", 2, ""),
        (("--until", "2026-02-01"), "empty-period", 2, ""),
        (("--compare", "sometime"), "bad-comparison", 2, ""),
        (("--compare", "2026-13"), "bad-date", 2, ""),
        (("--compare", "2027-01"), "empty-period", 2, ""),
        (("--compare", "markt=JP"), "unknown-division", 2, "market"),
        (("--compare", "market=XX"), "unknown-market", 3, ""),
    ],
)
def test_what_cannot_be_understood_is_refused_with_the_nearest(stats, words, code, status, near):
    answer = stats(*words, "--json")
    assert (answer.code, answer.codes) == (status, [code])
    assert near in json.dumps(answer.json["errors"])


def test_a_desk_without_a_record_has_no_figures_and_makes_none(cscli, tmp_path):
    answer = cscli("stats", "--json")
    assert answer.code == 0
    assert {one["value"] for one in answer.data} == {None}
    assert not (tmp_path / "data").exists()


def test_both_stores_give_the_same_document(cscli, desk, postgresql):
    words = ("stats", "--since", "2026-03-01", "--by", "market,agent,week", "--compare", "previous", "--json")
    on_file = cscli("--db", desk, *words, now=NOW)
    on_server = cscli("--db", filled(postgresql.fresh()), *words, now=NOW)
    assert on_file.out == on_server.out
    assert len(on_file.data) > 30


@pytest.mark.parametrize("machine", ["Asia/Kathmandu", "America/St_Johns", "Pacific/Apia"])
def test_the_zone_of_the_machine_changes_nothing(stats, desk, shell, machine):
    words = ("--db", desk, "--now", NOW, "stats", "--since", "2026-03-01", "--by", "week", "--json")
    assert shell(*words, env={"TZ": machine, "LC_ALL": "C"}).out == stats("--by", "week", "--json").out
