"""``--since``, ``--until`` and ``--at``: one way to type a time that is past, whatever is listed."""

import pytest

# On Sunday, 22 November 2026, 10:30 in Berlin.
SUNDAY = ("--option", "agent.zone=Europe/Berlin")
DAYS = {"2026-11-16T08:00:00Z": "monday", "2026-11-20T23:30:00Z": "saturday", "2026-11-22T08:00:00Z": "sunday"}


@pytest.fixture
def week(cscli):
    """A record with a message on Monday, on Saturday and today, as the days are in Berlin."""
    for at, text in DAYS.items():
        assert cscli("log", "add", text, "--at", at).code == 0
    return cscli


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("2026-11-21", ["sunday", "saturday"]), ("21 Nov", ["sunday", "saturday"]), ("today", ["sunday"]),
        ("yesterday", ["sunday", "saturday"]), ("mon", ["sunday", "saturday", "monday"]), ("sun", ["sunday"]),
        ("17 nov", ["sunday", "saturday"]), ("30 nov", ["sunday", "saturday", "monday"]), ("12h", ["sunday"]),
        ("2026-11-22", ["sunday"]), ("2026-11-16 09:30", ["sunday", "saturday"]),
    ],
)  # fmt: skip
def test_since_takes_a_day_as_people_write_it_and_weekdays_and_months_are_the_last_ones(week, typed, found):
    listed = week(*SUNDAY, "log", "list", "--since", typed, "--json")
    assert [one["body"] for one in listed.data] == found


def test_a_day_with_two_readings_is_asked_about_wherever_since_is_taken(week):
    for command in (("log", "list"), ("case", "list"), ("db", "audit"), ("stats",), ("feedback", "report")):
        refused = week(*command, "--since", "5/6", "--json")
        assert refused.codes == ["ambiguous-date"], command
        assert "2026-05-06" in refused.json["errors"][0]["hint"], command


def test_a_date_that_is_none_is_refused_with_what_works_in_lists_of_orders_and_customers(week):
    for command in (("order", "list"), ("customer", "list", "--by", "value")):
        refused = week(*command, "--since", "lately", "--json")
        assert refused.codes == ["bad-date"]
        assert "yesterday" in refused.json["errors"][0]["hint"]


def test_since_in_the_future_names_no_time_that_is_past(week):
    assert week("log", "list", "--since", "tomorrow", "--json").data == []


def test_an_export_ends_with_the_day_that_until_names(week, tmp_path):
    for until, count in (("2026-11-20", 1), ("sat", 2), ("2026-11-20T23:30:00Z", 1)):
        file = tmp_path / f"{count}-{until[:4]}.jsonl"
        assert week(*SUNDAY, "log", "export", str(file), "--since", "mon", "--until", until).code == 0
        assert len(file.read_text().splitlines()) == count, until


def test_reports_and_rankings_read_the_same_words(week):
    for command in (
        ("stats", "backlog"),
        ("feedback", "report"),
        ("customer", "list", "--by", "value"),
        ("order", "list"),
    ):
        for typed in ("mon", "yesterday", "30d", "2026-11-01", "1 nov"):
            assert week(*command, "--since", typed, "--json").code == 0, (command, typed)


def test_at_takes_a_time_on_the_clock_of_the_agent(week):
    number = week(*SUNDAY, "log", "add", "called", "--at", "yesterday 15:00", "--json").data["id"]
    assert week("log", "show", str(number), "--json").data["at"] == "2026-11-21T14:00:00Z"


@pytest.mark.parametrize("typed", ["yesterday", "2026-11-21", "mon", "lately", ""])
def test_at_wants_the_time_of_the_day(week, typed):
    answer = week("log", "add", "called", "--at", typed or " ", "--json")
    assert (answer.code, answer.codes) == (2, ["bad-instant"])
    assert "15:00" in answer.json["errors"][0]["hint"]
