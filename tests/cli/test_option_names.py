"""Options that mean one thing have one name that leads, and take the others that people know."""

import pytest


@pytest.mark.parametrize(
    "words",
    [
        ("stats",), ("feedback", "report"), ("log", "import"), ("init",), ("reply",), ("customer", "add"),
        ("time", "due"), ("time", "elapsed"),
    ],
)  # fmt: skip
def test_a_time_zone_is_zone_and_tz_is_taken_too(cscli, words):
    assert "--zone, --tz" in " ".join(cscli(*words, "--help").out.split())


@pytest.mark.parametrize("words", [("feedback", "import"), ("order", "import"), ("log", "import"), ("bulk", "run")])
def test_how_a_file_writes_dates_is_dates_and_date_order_is_taken_too(cscli, words):
    assert "--dates, --date-order" in " ".join(cscli(*words, "--help").out.split())


def test_both_names_of_a_zone_give_the_same(cscli):
    told = [cscli("stats", "backlog", name, "Asia/Tokyo", "--json") for name in ("--zone", "--tz")]
    assert [one.code for one in told] == [0, 0]
    assert told[0].data == told[1].data
