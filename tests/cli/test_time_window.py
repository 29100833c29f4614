"""``cscli time window``: hours that are allowed there, open there and staffed here, on both clocks."""

from datetime import datetime, timedelta

import pytest
from sweeps import each

SEVEN = ["rank", "customer's clock", "your clock", "length", "contact", "start", "end"]
WINDOW = {
    "start", "end", "local_start", "local_end", "agent_start", "agent_end", "minutes", "rank", "decision",
}  # fmt: skip


@pytest.fixture
def windows(cscli):
    """The windows of a place as scripts get them."""

    def run(*words, **options):
        answer = cscli("time", "window", *words, "--json", **options)
        assert (answer.code, answer.err) == (0, ""), answer
        return answer.data

    return run


def test_a_pipe_gets_a_table_of_windows_and_nothing_else(cscli):
    answer = cscli("time", "window", "JP", "--agent-zone", "Berlin", "--days", "2")
    assert (answer.code, answer.err) == (0, "")
    assert [line.split("\t") for line in answer.out.splitlines()] == [
        SEVEN,
        [
            "1", "2026-11-24 17:00-18:00", "2026-11-24 09:00-10:00", "1 h", "allowed", "2026-11-24T08:00:00Z",
            "2026-11-24T09:00:00Z",
        ],
    ]  # fmt: skip


def test_the_json_of_a_window_is_the_contract_to_the_letter(windows):
    [window] = windows("JP", "--agent-zone", "Berlin", "--days", "2")
    assert window == {
        "start": "2026-11-24T08:00:00Z", "end": "2026-11-24T09:00:00Z", "local_start": "2026-11-24T17:00:00+09:00",
        "local_end": "2026-11-24T18:00:00+09:00", "agent_start": "2026-11-24T09:00:00+01:00",
        "agent_end": "2026-11-24T10:00:00+01:00", "minutes": 60, "rank": 1, "decision": "allowed",
    }  # fmt: skip


def test_a_window_is_open_there_allowed_there_and_staffed_here_and_no_minute_beside_it_is(cscli, windows, sealed):
    hours = sealed / "desk.yaml"
    hours.write_text('schema: 1\nzone: Europe/Berlin\nhours: {mon-sun: ["06:15-21:45"]}\n', encoding="utf-8")
    contact = ("--channel", "phone", "--purpose", "marketing")

    def fits(instant):
        there = cscli("time", "now", "FR", *contact, "--json", now=instant).data[0]
        staffed = cscli("time", "open", instant, "--hours", str(hours), "--json").data["open"]
        return there["open"] and not there["quiet"] and staffed

    found = windows("FR", "--agent-hours", str(hours), *contact, "--days", "2", now="2026-11-22T22:00:00Z")
    assert len(found) == 4
    for window in found:
        start, end = (datetime.fromisoformat(window[key]) for key in ("start", "end"))
        inside = [start, start + timedelta(seconds=1), end - timedelta(seconds=1)]
        assert [fits(at.isoformat()) for at in inside] == [True] * 3
        assert [fits(at.isoformat()) for at in (start - timedelta(seconds=1), end)] == [False, False]


def test_holidays_of_both_sides_leave_no_window(windows):
    days = {w["local_start"][:10] for w in windows("JP", "--agent-zone", "Berlin", now="2026-11-20T20:00:00Z")}
    assert days == {"2026-11-24", "2026-11-25", "2026-11-26", "2026-11-27"}
    christmas = windows("IN", "--agent-zone", "Berlin", "--days", "5", now="2026-12-23T20:00:00Z")
    assert {w["agent_start"][:10] for w in christmas} == {"2026-12-24", "2026-12-28"}


def test_windows_of_a_change_of_clocks_move_on_one_side_only(windows):
    found = windows("US", "--agent-hours", "DE", "--days", "14", "--agent-zone", "Berlin", now="2026-10-23T00:00:00Z")
    assert found == []
    found = windows("New York", "--agent-zone", "Berlin", "--days", "14", now="2026-10-23T00:00:00Z")
    lengths = {w["local_start"][:10]: w["minutes"] for w in found}
    assert (lengths["2026-10-23"], lengths["2026-10-26"], lengths["2026-11-02"]) == (180, 240, 180)
    assert {w["agent_start"][11:16] for w in found} == {"15:00", "14:00"}


def test_the_window_to_take_first_is_the_next_of_an_hour_or_more(windows):
    found = windows("JP", "--agent-hours", "24/7", "--days", "2", now="2026-11-24T08:30:00Z")
    assert [(w["minutes"], w["rank"]) for w in found] == [(30, 3), (480, 1), (450, 2)]
    assert found[0]["start"] == "2026-11-24T08:30:00Z"


@each(("days", "dates"), [(1, 1), (2, 2), (7, 5)])
def test_days_count_from_now(windows, days, dates):
    found = windows("DE", "--agent-hours", "24/7", "--days", str(days), now="2026-11-23T00:00:00Z")
    assert len({w["local_start"][:10] for w in found}) == dates


def test_a_window_that_is_open_now_begins_now(windows):
    assert windows("DE", "--agent-hours", "24/7", now="2026-11-23T07:30:00Z")[0]["start"] == "2026-11-23T07:30:00Z"


def test_who_may_live_in_any_zone_of_a_market_is_only_reached_when_all_of_them_are_awake(windows):
    words, monday = ("--agent-hours", "24/7", "--days", "1"), {"now": "2026-11-23T00:00:00Z"}
    anywhere, jakarta = windows("ID", *words, **monday), windows("Jakarta", *words, **monday)
    assert [(w["start"], w["end"]) for w in jakarta] == [("2026-11-23T02:00:00Z", "2026-11-23T10:00:00Z")]
    assert [(w["start"], w["end"]) for w in anywhere] == [("2026-11-23T02:00:00Z", "2026-11-23T08:00:00Z")]


def test_marketing_is_kept_to_the_hours_of_the_law_and_may_need_consent(windows):
    words = ("FR", "--agent-hours", "24/7", "--days", "1", "--channel", "phone", "--purpose")
    reply, marketing = (windows(*words, purpose, now="2026-11-23T05:00:00Z") for purpose in ("reply", "marketing"))
    assert {w["decision"] for w in reply} == {"allowed"}
    assert {w["decision"] for w in marketing} == {"consent"}
    assert {w["local_start"][11:16] for w in marketing} >= {"10:00", "14:00"}
    assert sum(w["minutes"] for w in marketing) < sum(w["minutes"] for w in reply)


def test_the_agents_hours_are_those_named_or_set_or_nine_to_six(cscli, windows, sealed):
    first = ("UTC", "--days", "1")
    monday = {"now": "2026-11-23T00:00:00Z"}
    assert [(w["start"], w["minutes"]) for w in windows(*first, **monday)] == [("2026-11-23T09:00:00Z", 540)]
    cscli("config", "set", "agent.zone", "Asia/Shanghai")
    assert [w["start"] for w in windows(*first, **monday)] == ["2026-11-23T01:00:00Z"]
    hours = sealed / "desk.yaml"
    hours.write_text('schema: 1\nzone: Europe/Berlin\nhours: {mon: ["12:00-13:00"]}\n', encoding="utf-8")
    cscli("config", "set", "shop.support_hours", str(hours))
    assert [w["agent_start"] for w in windows(*first, **monday)] == ["2026-11-23T19:00:00+08:00"]
    assert [w["start"] for w in windows(*first, "--agent-zone", "UTC", **monday)] == ["2026-11-23T09:00:00Z"]
    assert [w["start"] for w in windows(*first, "--agent-hours", "DE", **monday)] == ["2026-11-23T07:00:00Z"]
    named = windows(*first, "--agent-hours", str(hours), "--agent-zone", "Asia/Tokyo", **monday)
    assert [w["agent_start"] for w in named] == ["2026-11-23T12:00:00+09:00"]


def test_an_agent_rests_on_the_holidays_of_the_own_country(windows):
    assert windows("UTC", "--agent-zone", "Tokyo", "--days", "1", now="2026-11-22T20:00:00Z") == []


def test_a_customer_is_reached_where_the_record_says(cscli, windows):
    cscli("customer", "add", "C-7", "--market", "US", "--zone", "America/Denver")
    assert windows("customer:C-7", "--agent-hours", "24/7") == windows("Denver", "--agent-hours", "24/7")


def test_no_window_is_an_empty_answer_and_no_failure(cscli):
    answer = cscli("time", "window", "US", "--agent-zone", "Asia/Shanghai")
    assert (answer.code, answer.out) == (0, "\t".join(SEVEN) + "\n")
    assert answer.err.startswith("No window in the next 7 days: ")
    assert cscli("time", "window", "US", "--agent-zone", "Asia/Shanghai", "--json").data == []


@each(
    ("words", "code", "error"),
    [
        (("Tokio",), 3, "unknown-place"), (("customer:C-9",), 3, "unknown-customer"), (("KZ",), 2, "ambiguous-place"),
        (("JP", "--agent-zone", "Europe/Berln"), 3, "unknown-place"),
        (("JP", "--agent-hours", "DEE"), 3, "unknown-market"),
        (("JP", "--agent-hours", "none.yaml"), 2, "no-file"), (("JP", "--channel", "fax"), 2, "unknown-channel"),
        (("JP", "--purpose", "fun"), 2, "unknown-purpose"), (("JP", "--days", "0"), 2, "usage"),
        (("JP", "--days", "93"), 2, "usage"), ((), 2, "usage"),
    ],
)  # fmt: skip
def test_what_cannot_be_meant_is_refused(cscli, words, code, error):
    plain, answer = cscli("time", "window", *words), cscli("time", "window", *words, "--json")
    assert (plain.code, plain.out, answer.code, answer.codes, answer.err) == (code, "", code, [error], "")
    assert plain.err


def test_your_clock_is_that_of_your_own_zone_wherever_the_desk_is(cscli, windows, sealed):
    hours = sealed / "desk.yaml"
    hours.write_text('schema: 1\nzone: Europe/Berlin\nhours: {mon-fri: ["09:00-18:00"]}\n', encoding="utf-8")
    cscli("config", "set", "shop.support_hours", str(hours))
    desk = windows("DE", "--days", "2")
    cscli("config", "set", "agent.zone", "Asia/Shanghai")
    own = windows("DE", "--days", "2")
    assert [w["start"] for w in own] == [w["start"] for w in desk]
    assert {w["agent_start"][-6:] for w in desk} == {"+01:00"}
    assert {w["agent_start"][-6:] for w in own} == {"+08:00"}
    typed = windows("DE", "--days", "2", "--agent-zone", "Asia/Tokyo", "--agent-hours", "24/7")
    assert {w["agent_start"][-6:] for w in typed} == {"+09:00"}
