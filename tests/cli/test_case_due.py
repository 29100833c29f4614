"""``cscli case due``: what is at risk or missed, by the policies of the desk."""

import pytest

OPENED = "2026-11-20T09:00:00Z"  # a Friday
POLICIES = """
schema: 1
schedules:
  desk: [{hours: old.yaml}, {from: 2026-11-21, hours: new.yaml}]
targets:
  - {name: all, first-response: 8h, resolution: 20h}
  - {name: high, priority: high, first-response: 2h}
pauses: {resolution: [waiting, held]}
escalations:
  - {name: late answer, target: first-response, used: 100, assign: Lead, raise: urgent, add-tag: late}
"""
HOURS = "schema: 1\nzone: UTC\nhours: {mon-fri: ['%s']}\n"


@pytest.fixture
def desk(cscli, tmp_path):
    folder = tmp_path / "config"
    folder.mkdir()
    (folder / "policies.yaml").write_text(POLICIES)
    (folder / "old.yaml").write_text(HOURS % "08:00-12:00")
    (folder / "new.yaml").write_text(HOURS % "14:00-22:00")
    cscli("customer", "add", "C-7", "--market", "DE", "--name", "Anna Berg")
    cscli("case", "open", "--customer", "C-7", "Wo bleibt mein Paket?", now=OPENED)
    return cscli


def test_a_case_is_due_by_the_hours_in_force(desk):
    target = desk("case", "show", "1", "--json", now="2026-11-20T10:00:00Z").data["case"]["targets"][0]
    assert {k: target[k] for k in ("name", "due", "left_seconds", "state")} == {
        "name": "first-response", "due": "2026-11-23T19:00:00Z", "left_seconds": 7 * 3600, "state": "running",
    }  # fmt: skip


def test_what_is_missed_or_has_no_more_time_than_asked_for_is_a_finding(desk):
    calm = desk("case", "due", "--within", "2h", now="2026-11-23T16:59:00Z")
    assert (calm.code, len(calm.out.splitlines())) == (0, 1)
    soon = desk("case", "due", "--within", "2h", "--json", now="2026-11-23T17:00:00Z")
    assert (soon.code, soon.json["status"]) == (1, "findings")
    assert [(one["case"]["number"], one["target"]["name"]) for one in soon.data] == [(1, "first-response")]
    late = desk("case", "due", "--json", now="2026-11-23T20:00:00Z")
    assert (late.code, late.data[0]["target"]["state"], late.data[0]["target"]["left_seconds"]) == (1, "missed", -3600)


def test_the_arithmetic_is_explained_and_sums_up(desk):
    answer = desk("case", "due", "--explain", "--json", now="2026-11-23T20:00:00Z")
    told = answer.data[0]["explain"]
    assert (told["rule"], told["schedule"], told["target_seconds"]) == ("all", "desk", 8 * 3600)
    assert sum(part["seconds"] for part in told["counted"]) == told["used_seconds"] == 9 * 3600
    assert [part["hours"] for part in told["counted"]] == ["old.yaml", "new.yaml"]
    shown = desk("case", "due", "--explain", now="2026-11-23T20:00:00Z")
    assert "counted  Fri 2026-11-20 09:00 to 12:00: 3 h" in shown.out
    assert "used     9 h of 8 h" in shown.out


def test_a_late_rule_overrides_an_earlier_one_target_by_target(desk):
    desk("case", "priority", "1", "high", now="2026-11-20T09:30:00Z")
    targets = desk("case", "show", "1", "--json", now="2026-11-20T10:00:00Z").data["case"]["targets"]
    assert [(one["name"], one["left_seconds"]) for one in targets] == [
        ("first-response", 3600),
        ("resolution", 19 * 3600),
    ]


def test_a_wait_stops_the_clock_that_the_policy_names(desk):
    desk("case", "wait", "1", "--for", "carrier", now="2026-11-20T10:00:00Z")
    targets = desk("case", "show", "1", "--json", now="2026-11-20T11:00:00Z").data["case"]["targets"]
    assert [(one["state"], one["left_seconds"], one["due"] is None) for one in targets] == [
        ("running", 6 * 3600, False), ("paused", 19 * 3600, True),
    ]  # fmt: skip


def test_a_rule_escalates_once_for_each_clock(desk):
    late = "2026-11-23T20:00:00Z"
    first = desk("case", "due", "--escalate", "--json", now=late).data[0]["case"]
    assert (first["assignee"], first["priority"], first["tags"]) == ("Lead", "urgent", ["late"])
    desk("case", "due", "--escalate", now=late)
    kinds = [one["kind"] for one in desk("case", "show", "1", "--json", now=late).data["timeline"]]
    assert kinds.count("escalated") == 1


def test_resolved_and_spam_have_nothing_due(desk):
    desk("case", "close", "1", "--spam", now="2026-11-20T10:00:00Z")
    shown = desk("case", "show", "1", "--json", now="2026-11-24T20:00:00Z").data["case"]
    assert shown["targets"] == []
    assert desk("case", "due", now="2026-11-24T20:00:00Z").code == 0


@pytest.mark.parametrize(
    ("broken", "said"),
    [
        ("targets: [{first-respons: 8h}]", "did you mean 'first-response'"),
        ("targets: [{first-response: 2bd}]", "not written like"), ("targets: [{hours: night}]", "night"),
        ("targets: [{first-response: 1m90}]", "1m90"),
    ],
)  # fmt: skip
def test_a_policy_that_cannot_be_used_is_refused_with_its_line(desk, tmp_path, broken, said):
    file = tmp_path / "config" / "policies.yaml"
    file.write_text(f"schema: 1\n{broken}\n")
    answer = desk("case", "show", "1")
    assert answer.code == 2
    assert f"{file}:2:" in answer.err
    assert said in answer.err


def test_a_target_that_can_never_be_met_is_refused_with_its_file(desk, tmp_path):
    file = tmp_path / "config" / "policies.yaml"
    file.write_text(POLICIES.replace("first-response: 8h", "first-response: 90000h"))
    answer = desk("case", "show", "1")
    assert answer.code == 2
    assert f"{file}: the targets of case 1 cannot be met" in answer.err


def test_the_hours_of_the_desk_are_those_that_are_set(cscli):
    cscli("case", "open", "--market", "DE", "Hallo", now="2026-11-20T09:00:00Z")
    words = ("case", "due", "--within", "8h", "--explain", "--json")
    late = cscli(*words, "--option", "shop.support_hours=DE", now="2026-11-21T20:00:00Z").data[0]
    assert {part["hours"] for part in late["explain"]["counted"]} == {"DE"}
    always = cscli(*words, now="2026-11-20T10:00:00Z").data[0]
    assert {part["hours"] for part in always["explain"]["counted"]} == {"24/7"}


def test_a_rule_escalates_once_whatever_spaces_stand_around_its_name(desk, tmp_path):
    file = tmp_path / "config" / "policies.yaml"
    file.write_text(POLICIES.replace("name: late answer", 'name: " late answer "'))
    late = "2026-11-23T20:00:00Z"
    for _ in range(3):
        desk("case", "due", "--escalate", now=late)
    kinds = [one["kind"] for one in desk("case", "show", "1", "--json", now=late).data["timeline"]]
    assert kinds.count("escalated") == 1


def test_a_schedule_that_begins_on_no_date_is_refused_with_its_line(desk, tmp_path):
    file = tmp_path / "config" / "policies.yaml"
    file.write_text("schema: 1\nschedules:\n  desk:\n    - hours: 24/7\n    - {hours: 24/7, from: 2026-02-30}\n")
    answer = desk("case", "due")
    assert (answer.code, f"{file}:5: '2026-02-30' is not a date of the calendar." in answer.err) == (2, True), (
        answer.err
    )
