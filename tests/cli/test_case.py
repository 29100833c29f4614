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
