"""The JSON of the clock and of coverage, frozen: keys are added here, never taken away."""

CONTACT = {"decision", "until", "until_local", "reason", "basis", "confidence", "sources"}
LOCAL_TIME = {
    "place", "market", "zone", "several_zones", "local", "weekday", "offset", "open", "quiet", "holiday", "contact",
    "text",
}  # fmt: skip
DAY = {"date", "weekday", "open", "counted", "left", "why"}
STRETCH = {
    "market", "language", "start", "end", "needed", "staffed", "local_start", "local_end", "zone", "minutes", "place",
}  # fmt: skip
ROSTER = """schema: 1
agents:
  - {name: Ann, zone: Europe/Berlin, languages: [de], shifts: {mon: ["14:00-22:00"], tue-fri: ["06:00-14:00"]}}
  - {name: Bo, zone: Europe/Berlin, languages: [de, en], shifts: {mon-fri: ["10:00-17:00"]}, holidays: DE}
demand:
  - {market: DE, hours: business, languages: [de, en]}
"""


def keys(items):
    """The keys of some objects, of which there must be one at least."""
    found = {frozenset(item) for item in items}
    assert found
    return found


def test_time_now(ask):
    times = ask("time", "now", "JP", "US", "UTC", "--language", "own")
    assert keys(times) == {frozenset(LOCAL_TIME)}
    assert keys(t["contact"] for t in times[:2]) == {frozenset(CONTACT)}
    assert times[2]["contact"] is None


def test_time_convert(ask):
    data = ask("time", "convert", "15:00", "--from", "DE", "--to", "JP", "US")
    assert set(data) == {"instant", "from", "to", "assumptions"}
    assert set(data["from"]) == {"place", "zone", "local", "weekday", "offset"}
    assert keys(data["to"]) == {frozenset(LOCAL_TIME)}
    assert keys(t["contact"] for t in data["to"]) == {frozenset(CONTACT)}
    assert isinstance(data["assumptions"], list)


def test_time_window(ask):
    windows = ask("time", "window", "DE", "--agent-hours", "24/7")
    assert keys(windows) == {
        frozenset({
            "start", "end", "local_start", "local_end", "agent_start", "agent_end", "minutes", "rank", "decision",
        })
    }  # fmt: skip


def test_time_open(ask):
    opening = {
        "open", "since", "until", "next_open", "until_local", "at", "local", "weekday", "zone", "hours", "holiday",
        "days", "assumptions",
    }  # fmt: skip
    for more in ((), ("--explain",)):
        assert set(ask("time", "open", "now", "--hours", "DE", *more)) == opening
    assert keys(ask("time", "open", "now", "--hours", "DE", "--explain")["days"]) == {frozenset(DAY)}


def test_time_due(ask):
    deadline = {
        "due", "due_local", "weekday", "zone", "explain", "start", "start_local", "work_seconds", "business_days",
        "boundary", "hours", "days", "assumptions",
    }  # fmt: skip
    data = ask("time", "due", "--work", "12h", "--hours", "DE", "--explain")
    assert set(data) == set(ask("time", "due", "--work", "2bd", "--hours", "DE")) == deadline
    assert keys(data["explain"]) == {frozenset({"start", "end", "seconds"})}
    assert keys(data["days"]) == {frozenset(DAY)}


def test_time_elapsed(ask):
    data = ask("time", "elapsed", "--from", "2026-11-20 09:00", "--hours", "DE", "--explain")
    assert set(data) == {
        "business_seconds", "calendar_seconds", "start", "end", "zone", "hours", "days", "assumptions",
    }  # fmt: skip
    assert keys(data["days"]) == {frozenset(DAY)}


def test_time_holidays(ask):
    data = ask("time", "holidays", "DE-BY")
    assert set(data) == {
        "market", "place", "region", "regions", "year", "years", "source", "made", "holidays", "written",
    }  # fmt: skip
    assert keys(data["holidays"]) == {
        frozenset({
            "date", "name", "local_name", "kind", "start", "estimated", "observed", "regions", "source", "weekday",
        })
    }  # fmt: skip
    assert {day["kind"] for day in data["holidays"]} <= {"full", "half", "workday"}


def test_coverage(ask, sealed):
    (sealed / "desk.yaml").write_text(ROSTER, encoding="utf-8")
    words = (str(sealed / "desk.yaml"), "--from", "2026-10-19", "--weeks", "10", "--suggest")
    data = ask("coverage", *words, code=1, status="findings")
    assert set(data) == {
        "span", "covered_share", "gaps", "thin", "overlaps", "by_language", "clock_changes", "holiday_clashes", "load",
        "suggestions", "assumptions", "overrides", "folded_gaps",
    }  # fmt: skip
    assert set(data["span"]) == {"start", "end", "zone", "local_start", "local_end"}
    for kind in ("gaps", "thin", "overlaps"):
        assert keys(data[kind]) == {frozenset(STRETCH)}
    assert keys(data["folded_gaps"]) == {
        frozenset({
            "market", "place", "language", "zone", "weekdays", "local_start", "local_end", "days", "needed", "staffed",
            "times", "first", "last", "every_week", "minutes", "text",
        })
    }  # fmt: skip
    assert keys(data["by_language"]) == {
        frozenset({
            "market", "language", "covered_share", "needed_hours", "gap_hours", "thin_hours", "overlap_hours", "place",
        })
    }  # fmt: skip
    assert keys(data["clock_changes"]) == {
        frozenset({
            "zone", "at", "local", "moved_minutes", "agents", "markets", "gap_minutes_week_before",
            "gap_minutes_week_after",
        })
    }  # fmt: skip
    assert keys(data["holiday_clashes"]) == {frozenset({"kind", "date", "name", "market", "agents", "estimated"})}
    assert {c["kind"] for c in data["holiday_clashes"]} == {"agent-off", "agent-may-be-off", "market-closed"}
    assert keys(data["load"]) == {
        frozenset({
            "agent", "zone", "languages", "hours", "shifts", "night_hours", "weekend_hours", "short_rests",
        })
    }  # fmt: skip
    assert keys(rest for load in data["load"] for rest in load["short_rests"]) == {frozenset({"end", "start", "hours"})}
    assert set(data["suggestions"]) == {"count", "solver", "is_fewest", "shifts"}
    assert keys(data["suggestions"]["shifts"]) == {
        frozenset({"languages", "start", "end", "local_start", "agents"})
    }  # fmt: skip


def test_a_failure_of_the_clock(ask):
    assert ask("time", "now", "Tokio", code=3, status="error") is None
    assert ask("time", "convert", "03/04", code=2, status="error") is None
    assert ask("coverage", "none.yaml", code=2, status="error") is None


OVERRIDE = {"agent", "instead_of", "start", "end", "zone", "asked_by", "both_ways"}
ON_DUTY = {
    "agent", "zone", "start", "local_start", "until", "local_until", "until_there", "start_there", "instead_of",
    "asked_by",
}  # fmt: skip


def test_roster(ask, sealed):
    path = sealed / "desk.yaml"
    path.write_text(ROSTER, encoding="utf-8")
    data = ask("roster", "now", "--at", "2026-11-23 15:00", "--roster", str(path))
    assert set(data) == {"at", "local", "zone", "duties"}
    assert keys(data["duties"]) == {
        frozenset({
            "market", "place", "language", "zone", "local", "open", "needed", "staffed", "short", "changes",
            "changes_there", "agents", "next",
        })
    }  # fmt: skip
    assert keys(one for duty in data["duties"] for one in (*duty["agents"], duty["next"])) == {frozenset(ON_DUTY)}
    data = ask("roster", "next", "Bo", "--roster", str(path))
    assert set(data) == {"agent", "zone", "shifts"}
    assert keys(data["shifts"]) == {
        frozenset({
            "start", "end", "local_start", "local_end", "minutes", "instead_of", "asked_by", "there",
        })
    }  # fmt: skip
    assert keys(t for s in data["shifts"] for t in s["there"]) == {
        frozenset({"place", "zone", "local_start", "local_end"})
    }
    words = ("Ann", "Bo", "--on", "2026-11-24", "--dry-run", "--anyway", "--roster", str(path))
    data = ask("roster", "swap", *words)
    assert set(data) == {"file", "on", "written", "override", "yaml", "reasons", "remarks"}
    assert set(data["override"]) == OVERRIDE
    assert keys(data["reasons"]) == {frozenset({"kind", "message"})}
