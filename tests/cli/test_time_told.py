"""What is said beside an answer on times, so that nobody is left to guess: reasons, warnings, abbreviations."""

import re

import pytest


@pytest.fixture
def file(sealed):
    """Write a file beside the others; gives its path."""

    def write(text, name="hours.yaml"):
        path = sealed / name
        path.write_text(f"schema: 1\n{text}", encoding="utf-8")
        return str(path)

    return write


@pytest.mark.parametrize(
    ("words", "now", "reason"),
    [
        (("JP", "--agent-zone", "America/New_York"), "2026-11-22", "never meet"),
        (("DE", "--days", "2", "--agent-hours", "24/7"), "2026-12-25", "it is closed there all the time"),
        (("JP", "--agent-hours", "DE", "--days", "1"), "2026-12-25", "nobody is at work here"),
        (("US", "--agent-zone", "Asia/Kolkata", "--days", "2"), "2026-11-22", "never meet"),
        (("JP", "--days", "1", "--agent-hours", "24/7"), "2026-11-22", "next 1 day: it is closed there"),
    ],
)
def test_a_window_that_there_is_not_gets_its_reason_in_a_pipe_too(cscli, words, now, reason):
    answer = cscli("time", "window", *words, now=f"{now}T09:30:00Z")
    assert answer.code == 0
    assert answer.out.count("\n") == 1  # the header alone
    assert answer.err.startswith("No window in the next ")
    assert reason in answer.err


def test_a_window_that_nothing_allows_says_so(cscli, file):
    hours = file('zone: Europe/Berlin\nhours: {mon-sun: ["02:00-03:00"]}\n')
    answer = cscli("time", "window", "DE", "--agent-hours", hours, "--channel", "phone", "--purpose", "marketing")
    assert answer.err.startswith("No window in the next 7 days: ")


@pytest.mark.parametrize(
    "hours", ['mon-sun: ["00:00-23:59"]', 'fri: ["22:00-23:59"]', 'mon: ["09:00-12:00", "13:00-23:59:59"]']
)
def test_hours_that_leave_out_the_last_minute_are_warned_of(cscli, file, hours):
    schedule = file(f"zone: UTC\nhours: {{{hours}}}\n")
    assert any("24:00" in a for a in cscli("time", "open", "--hours", schedule, "--json").data["assumptions"])
    agent = f"agents: [{{name: Ann, zone: UTC, languages: [en], shifts: {{{hours}}}}}]\n"
    for roster in (
        agent + "demand: [{market: GB, hours: 24/7}]\n",
        agent.replace("23:59:59", "23:00").replace("23:59", "23:00")
        + f"demand: [{{market: GB, hours: {{{hours}}}}}]\n",
    ):
        data = cscli("coverage", file(roster, "roster.yaml"), "--weeks", "1", "--json").data
        assert any("24:00" in a for a in data["assumptions"])


def test_hours_that_end_with_the_day_are_not_warned_of(cscli, file):
    schedule = file('zone: UTC\nhours: {mon-sun: ["00:00-24:00"], mon: ["09:00-23:58"]}\n')
    assert cscli("time", "open", "--hours", schedule, "--json").data["assumptions"] == []


@pytest.mark.parametrize("name", ["EST", "mst", "HST", "CST", "IST"])
def test_an_abbreviation_is_never_taken_for_a_market_or_a_city(cscli, name):
    answer = cscli("time", "now", name)
    assert (answer.code, answer.out) == (2, "")
    assert f"{name.upper()} is an abbreviation, not the name of a zone" in answer.err
    assert "Did you mean" not in answer.err


@pytest.mark.parametrize("zone", ["EST", "MST", "HST"])
def test_an_abbreviation_is_refused_as_the_zone_of_a_file_or_a_setting(cscli, file, sealed, zone):
    table = sealed / "roster.csv"
    table.write_text(f"name,zone,languages,days,hours\nAnn,{zone},en,mon-fri,09:00-17:00\n", encoding="utf-8")
    for words in (
        ("time", "open", "--hours", file(f'zone: {zone}\nhours: {{mon: ["09:00-17:00"]}}\n')),
        ("coverage", file(
            f'agents: [{{name: A, zone: {zone}, languages: [en], shifts: {{mon: ["09:00-17:00"]}}}}]\n'
            "demand: [{market: US, hours: 24/7}]\n", "roster.yaml",
        )),
        ("coverage", str(table), "--demand", file("demand: [{market: US, hours: 24/7}]\n", "demand.yaml")),
        ("config", "set", "agent.zone", zone),
    ):  # fmt: skip
        answer = cscli(*words)
        assert (answer.code, answer.out) == (2, ""), words
        assert f"{zone} is an abbreviation" in answer.err
        assert "America/" in answer.err or "Pacific/Honolulu" in answer.err


def test_suggestions_that_are_asked_for_are_said_in_a_pipe_too(cscli, file):
    roster = file(
        'agents: [{name: Ann, zone: UTC, languages: [en], shifts: {mon-fri: ["09:00-17:00"]}}]\n'
        "demand: [{market: GB, hours: 24/7}]\n", "roster.yaml",
    )  # fmt: skip
    assert cscli("coverage", roster, "--weeks", "1").err == ""
    assert "more shifts would close all gaps" in cscli("coverage", roster, "--weeks", "1", "--suggest").err


@pytest.mark.parametrize(("zone", "whose"), [("", "UTC"), ("Asia/Tokyo", "your time")])
def test_a_clock_time_on_a_card_says_whose_clock_it_is(cscli, zone, whose):
    at = () if not zone else ("--option", f"agent.zone={zone}")
    night = "2026-11-22T03:30:00Z"
    cscli("customer", "add", "C-7", "--market", "FR", "--email", "a@example.com", "--channel", "phone")
    told = [
        cscli(*at, "in", "--from", "a@example.com", "--channel", "phone", stdin="Où est ma commande ?", now=night).out
    ]
    told += [cscli(*at, *words, now=night).out for words in (("show", "1"), ("show", "m1"), ("case", "show", "1"))]
    told += [cscli(*at, *words, now=night).out for words in ((), ("customer", "show", "C-7"), ("next",))]
    told.append(cscli(*at, "case", "due", "--explain", now="2026-11-29T03:30:00Z").out)
    words = " ".join(" ".join(told).split())
    stamp = r"(?:until|due|started) \d{4}-\d\d-\d\d \d\d:\d\d"
    assert len(re.findall(stamp, words)) > 6
    assert re.findall(rf"{stamp}(?! {whose}).{{12}}", words) == []
