"""``cscli customer consent``: kept per channel and purpose, and asked before anything leaves that is not an answer."""

import json

import pytest

NEWS = ("reply", "shipping-delay", "-c", "C-7", "--set", "order_number=A-1", "--set", "new_date=2026-12-03")


@pytest.fixture
def desk(cscli):
    cscli("customer", "add", "C-7", "--market", "DE", "--name", "Anna Berg", "--email", "anna@example.de")
    cscli("customer", "add", "C-8", "--market", "DE", "--name", "Jan Roth")
    return cscli


def consent(desk, *words):
    return desk("customer", "consent", "C-7", *words)


def test_consent_is_kept_with_its_history(desk):
    given = consent(desk, "--channel", "email,sms", "--purpose", "marketing", "--give", "--source", "order form 7")
    assert (given.code, given.err) == (0, "")
    withdrawn = desk(
        "customer", "consent", "anna@example.de", "--channel", "email", "--purpose", "marketing", "--withdraw",
        now="2026-12-01T00:00:00Z",
    )  # fmt: skip
    assert withdrawn.out.splitlines()[1].split("\t")[:5] == [
        "email", "marketing", "withdrawn", "yes", "2026-12-01T00:00:00Z",
    ]  # fmt: skip
    shown = consent(desk, "--json").data
    assert [(one["channel"], one["given"]) for one in shown["standing"]] == [("email", False), ("sms", True)]
    assert [one["source"] for one in shown["history"]] == ["", "order form 7", "order form 7"]


def test_consent_needs_to_be_given_or_withdrawn(desk):
    assert consent(desk, "--channel", "email").code == 2
    assert consent(desk, "--give", "--withdraw").code == 2
    assert consent(desk, "--give", "--channel", "email").code == 2
    assert desk("customer", "consent", "C-99").code == 3


def test_a_text_that_answers_nobody_is_refused_where_consent_to_service_was_withdrawn(desk):
    assert desk(*NEWS).code == 0
    consent(desk, "--channel", "email", "--purpose", "service", "--withdraw")
    for command in (NEWS, (*NEWS, "--no-log"), ("say", "Hallo Anna", "-c", "C-7", "--private")):
        refused = desk(*command, "--json")
        assert (refused.code, refused.codes) == (4, ["consent-withdrawn"])
        assert "withdrew consent to service by email on 2026-11-22" in refused.json["errors"][0]["message"]
    assert desk(*NEWS, "--channel", "chat").code == 0


def test_an_answer_to_a_message_needs_no_consent(desk):
    consent(desk, "--channel", "email", "--purpose", "service", "--withdraw")
    desk("in", "--from", "anna@example.de", stdin="Wo bleibt meine Bestellung A-1?")
    answer = desk("reply", "shipping-delay", "-i", "1", "--set", "order_number=A-1", "--set", "new_date=2026-12-03")
    assert answer.code == 0
    opened = desk("case", "open", "--customer", "C-7", "--subject", "A recall").out.strip()
    assert desk("reply", "shipping-delay", "-i", opened, *NEWS[4:]).code == 4


def test_a_draft_does_not_leave_after_consent_was_withdrawn(desk):
    number = desk(*NEWS, "--review", "--draft", "--json").data["draft"]
    consent(desk, "--channel", "email", "--purpose", "service", "--withdraw")
    refused = desk("recall", str(number), "--copy", "--json")
    assert (refused.code, refused.codes) == (4, ["consent-withdrawn"])


def test_bulk_leaves_out_who_withdrew_by_key_and_by_address(desk, tmp_path):
    consent(desk, "--channel", "email", "--purpose", "service", "--withdraw")
    rows = tmp_path / "rows.csv"
    rows.write_text(
        "customer.key,customer.email,order.number,new_date\n"
        "C-7,,A-1,2026-12-03\nC-8,,A-2,2026-12-03\n,ANNA@example.de,A-3,2026-12-03\n,new@example.de,A-4,2026-12-03\n",
        encoding="utf-8",
    )
    out = tmp_path / "out.jsonl"
    words = ("bulk", "run", str(rows), "--intent", "shipping-delay", "--market", "DE")
    answer = desk(*words, "--out", str(out), "--rejects", str(tmp_path / "bad.csv"), "--json")
    assert (answer.code, answer.data["done"], answer.data["rejected"]) == (6, 2, 2)
    told = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert [one["key"] for one in told if one["status"] == "done"] == ["A-2", "A-4"]
    assert "consent-withdrawn" in (tmp_path / "bad.csv").read_text(encoding="utf-8")
    as_reply = desk(*words, "--out", str(tmp_path / "again.jsonl"), "--purpose", "reply", "--json")
    assert as_reply.data["done"] == 4


def test_bulk_writes_marketing_to_those_who_agreed(desk, tmp_path):
    consent(desk, "--channel", "email", "--purpose", "marketing", "--give")
    rows = tmp_path / "rows.csv"
    rows.write_text("customer.key,order.number,new_date\nC-7,A-1,2026-12-03\nC-8,A-2,2026-12-03\n", encoding="utf-8")
    answer = desk(
        "bulk", "run", str(rows), "--intent", "shipping-delay", "--purpose", "marketing",
        "--out", str(tmp_path / "out.jsonl"), "--rejects", str(tmp_path / "bad.csv"), "--json",
    )  # fmt: skip
    assert (answer.data["done"], answer.data["rejected"]) == (1, 1)
    assert "consent-needed" in (tmp_path / "bad.csv").read_text(encoding="utf-8")


def test_the_clock_of_a_customer_says_what_was_agreed_and_withdrawn(desk):
    now = ("time", "now", "customer:C-7", "--channel", "email", "--purpose", "marketing", "--json")
    assert "must have agreed" in desk(*now).data[0]["contact"]["reason"]
    consent(desk, "--channel", "email", "--purpose", "marketing", "--give")
    assert "agreed to marketing by email on 2026-11-22" in desk(*now).data[0]["contact"]["reason"]
    consent(desk, "--channel", "email", "--purpose", "marketing", "--withdraw")
    (row,) = desk(*now).data
    assert (row["quiet"], row["contact"]["until"]) == (True, None)
    assert "withdrew consent" in row["contact"]["reason"]


def test_the_queue_knows_of_a_withdrawal_where_the_customer_did_not_write(desk):
    consent(desk, "--channel", "email", "--purpose", "service", "--withdraw")
    desk("case", "open", "--customer", "C-7", "--subject", "parcel")
    desk("case", "open", "--customer", "C-7", "--subject", "question", "Wo ist mein Paket?")
    desk("case", "open", "--customer", "C-8", "--subject", "other")
    found = {one["case"]["number"]: one for one in desk("case", "list", "--queue", "--json").data}
    shown = {number: desk("show", str(number), "--json").data["may_write"]["allowed"] for number in found}
    assert {number: one["may_write"] for number, one in found.items()} == shown == {1: False, 2: True, 3: True}
    assert "they withdrew consent" in found[1]["why"]


def test_a_case_into_which_a_message_was_merged_may_be_answered(desk):
    consent(desk, "--channel", "email", "--purpose", "service", "--withdraw")
    desk("case", "open", "--customer", "C-7", "--subject", "parcel")
    desk("case", "open", "--customer", "C-7", "--subject", "question", "Wo ist mein Paket?")
    assert desk("case", "merge", "2", "--into", "1").code == 0
    (only,) = desk("case", "list", "--queue", "--json").data
    assert (only["case"]["number"], only["may_write"]) == (1, True)
