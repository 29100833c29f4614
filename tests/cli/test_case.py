"""``cscli case``: open, list and show."""

import pytest


@pytest.fixture
def desk(cscli):
    """Two customers, one with a case."""
    cscli("customer", "add", "C-7", "--market", "DE", "--name", "Anna Berg", "--email", "anna@shop.example")
    cscli("customer", "add", "C-8", "--market", "JP", "--name", "Anna Ruiz", "--email", "ruiz@shop.example")
    words = ("--customer", "C-7", "--order", "A-1042", "--subject", "Late parcel", "--tag", "vip")
    assert cscli("case", "open", *words, "Wo bleibt mein Paket?").out == "1\n"
    return cscli


def test_a_case_is_opened_with_the_customers_message_and_shown_as_json(desk):
    shown = desk("case", "show", "1", "--json").data
    assert set(shown) == {"case", "customer", "orders", "timeline"}
    case = shown["case"]
    assert {key: case[key] for key in ("number", "state", "priority", "assignee", "tags", "language")} == {
        "number": 1, "state": "new", "priority": "normal", "assignee": "", "tags": ["vip"], "language": "de",
    }  # fmt: skip
    assert case["opened_at"] == "2026-11-22T09:30:00Z"
    assert shown["customer"]["name"] == "Anna Berg"
    assert shown["orders"][0]["number"] == "A-1042"
    assert [(one["kind"], one["text"]) for one in shown["timeline"]][-1] == ("message", "Wo bleibt mein Paket?")


def test_a_case_is_named_by_number_order_address_key_and_a_part_of_the_name(desk):
    for item in ("1", "A-1042", "anna@shop.example", "C-7", "berg"):
        answer = desk("case", "show", item, "--json")
        assert (answer.code, answer.data["case"]["number"]) == (0, 1)


def test_a_name_that_fits_two_customers_is_refused_with_both(desk):
    answer = desk("case", "show", "anna", "--json")
    assert (answer.code, answer.codes) == (3, ["ambiguous-item"])
    assert "C-7" in answer.json["errors"][0]["message"]
    assert "C-8" in answer.json["errors"][0]["message"]


def test_what_does_not_exist_is_not_found(desk):
    assert (desk("case", "show", "99").code, desk("case", "show", "99", "--json").codes) == (3, ["unknown-case"])
    assert desk("case", "show", "nobody", "--json").codes == ["unknown-item"]
    assert desk("case", "show", "C-8", "--json").codes == ["no-case"]


def test_a_script_names_its_item_or_sets_it(desk, monkeypatch):
    assert (desk("case", "show").code, desk("case", "show", "--json").codes) == (2, ["no-current-item"])
    monkeypatch.setenv("CSCLI_ITEM", "1")
    assert desk("case", "show", ".", "--json").data["case"]["number"] == 1


def test_the_list_is_tab_separated_in_a_pipe_and_filtered(desk):
    desk("case", "open", "--customer", "C-8", "--priority", "high", "--assign", "me")
    head, *lines = desk("case", "list").out.splitlines()
    assert head.split("\t")[:3] == ["number", "state", "priority"]
    assert [line.split("\t")[0] for line in lines] == ["2", "1"]

    def numbers(*words):
        return [case["number"] for case in desk("case", "list", *words, "--json").data]

    assert (numbers("--mine"), numbers("-a", "none"), numbers("--tag", "vip")) == ([2], [1], [1])
    assert (numbers("--market", "jp"), numbers("--priority", "high"), numbers("parcel")) == ([2], [2], [1])
    assert (numbers("--state", "resolved"), numbers("--state", "new,open")) == ([], [2, 1])
    assert numbers("--since", "2026-11-22T09:31:00Z") == []


def test_a_case_goes_through_its_states(desk):
    def state(*words):
        answer = desk("case", *words, "--json")
        assert answer.code == 0, answer.out
        return answer.data["case"]["state"]

    assert state("wait", "1", "--for", "customer") == "waiting"
    assert state("wait", "1", "--for", "carrier", "--until", "2d") == "held"
    assert state("wait", "1", "--for", "mon") == "snoozed"
    assert state("reopen", "1") == "open"
    assert state("resolve", "1") == "resolved"
    assert state("reopen", "1") == "open"
    assert state("close", "1") == "closed"


def test_a_wait_ends_when_the_agents_day_begins_or_so_long_from_now(desk):
    def until(text):
        return desk("case", "wait", "1", "--for", text, "--json").data["case"]["until"]

    assert until("mon") == "2026-11-23T09:00:00Z"
    assert until("2d") == "2026-11-24T09:30:00Z"
    assert until("4h") == "2026-11-22T13:30:00Z"
    for text in ("nobody", "yesterday"):
        assert desk("case", "wait", "1", "--for", text, "--json").codes == ["bad-wait"]


def test_tags_are_put_on_and_taken_off(desk):
    assert desk("case", "tag", "1", "+delay", "-vip", "--json").data["case"]["tags"] == ["delay"]
    assert desk("case", "tag", "1", "-d", "--json").code == 0
    assert desk("case", "tag", "1", "--json").codes == ["bad-tag"]


def test_a_merge_is_taken_back(desk):
    desk("case", "open", "--customer", "C-7", "Und die Rechnung?")
    merged = desk("case", "merge", "2", "--into", "1", "--json").data["case"]
    assert (merged["state"], merged["merged_into"]) == ("merged", 1)
    texts = [one["text"] for one in desk("case", "show", "1", "--json").data["timeline"] if one["kind"] == "message"]
    assert texts == ["Wo bleibt mein Paket?", "Und die Rechnung?"]
    assert desk("case", "merge", "1", "--into", "1", "--json").codes == ["merge-circle"]
    assert desk("case", "unmerge", "2", "--json").data["case"]["state"] == "new"


def test_a_dry_run_shows_the_events_and_changes_nothing(desk):
    shown = desk("case", "resolve", "1", "--dry-run", "--json").data
    assert ([one["kind"] for one in shown["events"]], shown["case"]["state"]) == (["resolved"], "new")
    assert desk("case", "resolve", "1", "--dry-run").out.splitlines()[1].split("\t")[:2] == ["1", "resolved"]


def test_the_days_in_which_a_case_reopens_are_a_setting(desk):
    until = desk("case", "resolve", "1", "--option", "cases.reopen_days=2", "--json").data["case"]["until"]
    assert until == "2026-11-24T09:30:00Z"
    assert desk("case", "list", "--option", "cases.reopen_days=soon").code == 2


def test_the_setting_is_read_again_once_it_was_set(desk):
    assert desk("config", "set", "cases.reopen_days", "3").code == 0
    assert desk("case", "resolve", "1", "--json").data["case"]["until"] == "2026-11-25T09:30:00Z"


def test_the_queue_says_why_each_case_stands_where_it_does(desk):
    desk("case", "open", "--customer", "C-8", "--priority", "urgent", "荷物はどこですか。注文番号を教えてください。")
    answer = desk("case", "list", "--queue", "--json")
    assert [one["case"]["number"] for one in answer.data] == [2, 1]
    assert answer.data[0]["why"].startswith("first-response in 1 h")
    read = desk("case", "list", "--queue", "--option", "agent.reads=de", "--json").data
    assert [one["case"]["number"] for one in read] == [1, 2]
    assert "in ja, which you do not read" in read[1]["why"]


def test_a_case_knows_its_order_and_takes_the_customer_from_it(desk):
    desk("order", "add", "A-7001", "--customer", "C-8", "--promised", "2026-12-03", "--status", "shipped")
    number = desk("case", "open", "--order", "#A-7001").out.strip()
    shown = desk("case", "show", number, "--json").data
    assert shown["case"]["customer"] == "C-8"
    assert shown["orders"] == [
        {"number": "A-7001", "known": True, "status": "shipped", "promised": "2026-12-03", "delivered": None}
    ]
    assert desk("case", "show", "a-7001", "--json").data["case"]["number"] == int(number)


def test_what_is_logged_in_a_case_moves_it(desk):
    def state(now="2026-11-22T09:30:00Z"):
        return desk("case", "show", "1", "--json", now=now).data["case"]["state"]

    desk("log", "add", "--case", "1", "-d", "note", "Carrier called", now="2026-11-22T10:00:00Z")
    assert state("2026-11-22T10:00:00Z") == "new"
    desk("log", "add", "--case", "1", "-d", "out", "Es kommt morgen.", now="2026-11-22T10:30:00Z")
    assert state("2026-11-22T10:30:00Z") == "open"
    desk("case", "resolve", "1", now="2026-11-22T11:00:00Z")
    desk("log", "add", "--case", "1", "--thanks", "Danke!", now="2026-11-22T12:00:00Z")
    assert state("2026-11-22T12:00:00Z") == "resolved"
    desk("log", "add", "--case", "1", "Doch nicht da", now="2026-11-23T12:00:00Z")
    assert state("2026-11-23T12:00:00Z") == "open"
    desk("case", "resolve", "1", now="2026-11-24T12:00:00Z")
    desk("log", "add", "--case", "1", "Wieder kaputt", now="2026-12-24T12:00:00Z")
    follower = desk("case", "show", "2", "--json", now="2026-12-24T12:00:00Z").data["case"]
    assert (follower["follows"], follower["customer"], follower["state"]) == (1, "C-7", "new")
    assert state("2026-12-24T12:00:00Z") == "closed"
    assert desk("log", "list", "--json", now="2026-12-24T12:00:00Z").data[0]["case_id"] == 2


def test_a_look_back_shows_the_case_as_it_was(desk):
    desk("case", "resolve", "1", now="2026-11-24T12:00:00Z")
    assert desk("case", "show", "1", "--json", now="2026-11-23T12:00:00Z").data["case"]["state"] == "new"
    assert [one["state"] for one in desk("case", "list", "--json", now="2026-11-23T12:00:00Z").data] == ["new"]


def test_cases_since_a_span_ago_are_listed(desk):
    def numbers(since):
        return [
            one["number"] for one in desk("case", "list", "--since", since, "--json", now="2026-11-25T09:30:00Z").data
        ]

    assert (numbers("7d"), numbers("12h"), numbers("2026-11-22T09:30:00Z")) == ([1], [], [1])
    assert desk("case", "list", "--since", "lately", "--json").codes == ["bad-instant"]


def test_a_merge_of_two_customers_is_said(desk):
    desk("case", "open", "--customer", "C-8", "Hallo")
    assert "The cases are of two customers: C-7, C-8." in desk("case", "merge", "2", "--into", "1").err
