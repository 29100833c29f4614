"""The JSON of ``cscli stats``, frozen: keys are added here, never taken away."""

MEASURE = {
    "metric", "title", "value", "n", "unit", "definition", "population", "breakdown", "trend", "hits", "interval",
    "spread", "provisional", "running", "excluded", "reason", "comparison", "period",
}  # fmt: skip
SLICE = {
    "by", "key", "value", "n", "hits", "interval", "provisional", "running", "spread", "is_ranked", "parts", "unit",
}  # fmt: skip
DURATIONS = {"median", "p90", "mean"}
COMPARISON = {"of", "value", "n", "other", "other_value", "other_n", "difference", "interval", "is_shown"}


def test_a_measure(ask):
    ask("customer", "add", "C-1", "--name", "Kim", "--market", "DE")
    ask("case", "open", "--customer", "C-1", "Wo bleibt mein Paket?")
    ask("log", "add", "Danke für Ihre Geduld.", "--direction", "out", "--case", "1", "--market", "DE")
    ask("case", "resolve", "1")
    found = {
        one["metric"]: one
        for one in ask("stats", "--compare", "previous", "--since", "2026-11-01", "--tz", "Asia/Tokyo")
    }
    assert all(set(one) == MEASURE for one in found.values())
    one = found["our-work"]
    assert set(one["spread"]) == {"business", "calendar"}
    assert set(one["spread"]["business"]) == DURATIONS
    assert set(one["period"]) == {"since", "until", "zone", "first_day"}
    assert set(one["comparison"]) == COMPARISON
    assert all(set(part) == SLICE for one in found.values() for part in (*one["breakdown"], *one["trend"]))
    assert set(found["backlog"]["trend"][0]["parts"]) == {
        "under 1 day", "1 to 3 days", "3 to 7 days", "7 to 30 days", "30 days or more",
    }  # fmt: skip


def test_a_definition(ask):
    [one] = ask("stats", "backlog", "--define")
    assert set(one) == {"metric", "group", "title", "kind", "unit", "definition", "population", "by"}
