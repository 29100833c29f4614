"""What an agent does with a case besides a reply: notes, the end, own words, drafts, taking back."""

import pytest


@pytest.fixture
def desk(cscli):
    cscli(
        "customer", "add", "C-7", "--market", "DE", "--family", "Berg", "--gender", "female", "--email", "a@b.example"
    )
    cscli("case", "open", "--customer", "C-7", "--subject", "Paket", "Wo bleibt mein Paket?")
    return cscli


def events(desk, number="1"):
    return [(one["kind"], one["to"]) for one in desk("case", "show", number, "--json").data["timeline"]]


def test_a_note_is_kept_in_the_case_with_those_whom_it_mentions(desk):
    answer = desk("note", "@mei and @Li.Wei: write to lost@dhl.example", "-i", "C-7", "--json")
    assert (answer.code, answer.data["case"], answer.data["mentions"]) == (0, 1, ["mei", "Li.Wei"])
    kept = desk("log", "show", str(answer.data["interaction_id"]), "--json").data
    assert (kept["direction"], kept["customer"], kept["values"]) == ("note", "C-7", {"mentions": ["mei", "Li.Wei"]})
    assert events(desk)[-1][0] == "note"


def test_a_note_about_a_customer_without_a_case_is_kept_and_an_empty_one_is_not(desk):
    desk("customer", "add", "C-8")
    answer = desk("note", "calls at noon", "-i", "C-8", "--json")
    assert (answer.code, answer.data["case"], answer.data["customer"]) == (0, None, "C-8")
    assert desk("note", "  ", "-i", "1", "--json").codes == ["no-text"]
    assert desk("note", "x", "--json").codes == ["no-current-item"]


def test_done_resolves_the_case(desk):
    answer = desk("done", "1", "--json")
    assert (answer.code, answer.data["case"]["state"]) == (0, "resolved")
