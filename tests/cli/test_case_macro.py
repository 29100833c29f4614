"""``cscli case macro``: several changes of a case as one."""

import pytest

CALL = """
schema: 1
about: Call the carrier
note: Called the carrier
tag: [+call, -vip]
priority: high
assign: me
wait: carrier 2d
"""


@pytest.fixture
def desk(cscli, tmp_path):
    folder = tmp_path / "config" / "macros"
    folder.mkdir(parents=True)
    (folder / "call.yaml").write_text(CALL)
    (folder / "broken.yaml").write_text("schema: 1\nabout: It fails at its end\ntag: [+half]\nwait: nobody\n")
    (folder / "both.yaml").write_text("schema: 1\nabout: Two ends\nwait: customer\nresolve: true\n")
    cscli("customer", "add", "C-7", "--market", "DE", "--name", "Anna Berg")
    cscli("case", "open", "--customer", "C-7", "--tag", "vip", "Wo bleibt mein Paket?")
    return cscli


def test_all_changes_of_a_macro_are_made(desk):
    done = desk("case", "macro", "call", "1", "--json").data
    assert [one["kind"] for one in done["events"]] == ["note", "tagged", "untagged", "priority", "assigned", "waits"]
    case = done["cases"][0]
    assert (case["state"], case["priority"], case["tags"], case["until"]) == (
        "held", "high", ["call"], "2026-11-24T09:30:00Z",
    )  # fmt: skip
    assert desk("log", "list", "--direction", "note", "--json").data[0]["body"] == "Called the carrier"


def test_a_macro_that_fails_in_the_middle_does_nothing(desk):
    answer = desk("case", "macro", "broken", "1", "--json")
    assert (answer.code, answer.codes) == (2, ["bad-wait"])
    assert desk("case", "show", "1", "--json").data["case"]["tags"] == ["vip"]


def test_a_dry_run_prints_the_events_and_changes_nothing(desk):
    shown = desk("case", "macro", "call", "1", "--dry-run")
    assert [line.split("\t")[1] for line in shown.out.splitlines()[1:]][-1] == "waits"
    assert desk("case", "show", "1", "--json").data["case"]["state"] == "new"
    assert desk("log", "list", "--direction", "note", "--json").data == []


def test_a_macro_runs_on_all_cases_that_fit(desk):
    desk("case", "open", "--customer", "C-7", "--tag", "vip", "Und die Rechnung?")
    desk("case", "open", "--customer", "C-7", "Hallo")
    done = desk("case", "macro", "call", "--tag", "vip", "--json").data
    assert sorted(one["number"] for one in done["cases"]) == [1, 2]


def test_the_macros_are_listed_and_an_unknown_one_is_not_found(desk, tmp_path):
    (tmp_path / "config" / "macros" / "both.yaml").unlink()
    listed = desk("case", "macro", "--json").data
    assert {"call", "delay"} <= {one["name"] for one in listed}
    answer = desk("case", "macro", "calls", "1", "--json")
    assert (answer.code, answer.codes) == (3, ["unknown-macro"])
    assert "call" in answer.json["errors"][0]["message"]


def test_a_macro_with_two_ends_is_refused_with_its_line(desk):
    answer = desk("case", "macro", "both", "1")
    assert answer.code == 2
    assert "both.yaml:4: 'wait' and 'resolve' exclude each other" in answer.err


def test_the_reply_of_a_macro_becomes_a_draft_with_what_the_record_and_the_user_know(desk):
    desk("order", "add", "A-1042", "-c", "C-7", "--market", "DE")
    answer = desk("case", "macro", "delay", "1", "-s", "new_date=2026-12-03", "--json")
    assert answer.data["drafts"] == {"1": 1}
    (draft,) = desk("drafts", "--json").data
    assert (draft["case"], "3. Dezember" in draft["text"], "A-1042" in draft["text"]) == (1, True, True)
    assert answer.data["cases"][0]["state"] == "held"


def test_a_reply_that_lacks_a_value_is_still_to_be_written_and_one_that_is_wrong_stops_all(desk):
    answer = desk("case", "macro", "delay", "1")
    assert "Now write: cscli reply shipping-delay -i 1" in answer.err
    assert desk("drafts", "--json").data == []
    desk("undo")
    answer = desk("case", "macro", "delay", "1", "-s", "new_date=someday", "--json")
    assert (answer.code, answer.data) == (2, None)
    assert desk("case", "show", "1", "--json").data["case"]["state"] == "new"


def test_a_dry_run_of_a_macro_with_a_reply_keeps_no_draft(desk):
    desk("order", "add", "A-1042", "-c", "C-7", "--market", "DE")
    assert desk("case", "macro", "delay", "1", "-s", "new_date=2026-12-03", "--dry-run", "--json").data["drafts"] == {}
    assert desk("drafts", "--json").data == []


def test_a_macro_that_goes_on_shows_the_card_of_the_next_case_after_its_own_result(desk):
    desk("case", "open", "--customer", "C-7", "--subject", "Rechnung", "Und die Rechnung?")
    shown = desk("case", "macro", "thanks", "1")
    assert shown.code == 0
    rows, _, card = shown.out.partition("\n\n")
    assert [line.split("\t")[1] for line in rows.splitlines()] == ["kind", "tagged", "resolved"]
    assert card.splitlines()[0].startswith("Case 2")
    assert desk("case", "list", "--json").data[0]["taken_by"]


def test_the_next_case_of_a_macro_is_in_its_json_and_is_none_where_nothing_is_free(desk):
    desk("case", "open", "--customer", "C-7", "Und die Rechnung?")
    assert desk("case", "macro", "thanks", "1", "--json").data["next"]["case"]["number"] == 2
    last = desk("case", "macro", "thanks", "2")
    assert "No case is free that needs you." in last.err
    assert "\n\n" not in last.out


def test_a_macro_that_stays_takes_no_next_case(desk):
    desk("case", "open", "--customer", "C-7", "Und die Rechnung?")
    assert desk("case", "macro", "call", "1", "--json").data["next"] is None
    assert not any(one["taken_by"] for one in desk("case", "list", "--json").data)


def test_a_macro_does_not_go_on_to_the_case_that_it_was_run_on(desk, tmp_path):
    (tmp_path / "config" / "macros" / "mark.yaml").write_text("schema: 1\nabout: Mark\ntag: [+seen]\nthen: next\n")
    assert desk("case", "macro", "mark", "1", "--json").data["next"] is None
    desk("case", "open", "--customer", "C-7", "Und die Rechnung?")
    assert desk("case", "macro", "mark", "1", "--json").data["next"]["case"]["number"] == 2


@pytest.mark.parametrize("words", [("1", "--dry-run"), ("--tag", "vip")])
def test_a_macro_takes_no_next_case_in_a_dry_run_and_when_it_runs_on_all_that_fit(desk, words):
    desk("case", "open", "--customer", "C-7", "Und die Rechnung?")
    assert desk("case", "macro", "thanks", *words, "--json").data["next"] is None
    assert not any(one["taken_by"] for one in desk("case", "list", "--json").data)
