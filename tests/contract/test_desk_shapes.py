"""The JSON of what the desk remembers, frozen: scripts rely on these keys. Keys are added here, never taken away."""

MINIMAL = ("--set", "order_number=A-1042", "--set", "new_date=2026-12-03")
INTERACTION = {
    "origin", "id", "at", "direction", "channel", "customer", "market", "language", "register", "intent", "variant",
    "template_digest", "values", "findings", "subject", "body", "agent",
    "agent_text", "agent_language", "engines", "allowed", "case_id", "state", "message_id", "in_reply_to",
    "attention", "wording",
}  # fmt: skip
CUSTOMER = {
    "key", "name", "given", "family", "honorific", "vocative", "patronymic", "gender", "company", "market", "language",
    "zone", "channel", "email", "phone", "note", "created_at", "updated_at",
}  # fmt: skip
ORDER = {
    "number", "known", "status", "late", "customer", "market", "placed", "promised_from", "promised", "shipped",
    "delivered", "carrier", "tracking_number", "tracking_link", "total", "payment_method", "address", "link", "source",
    "items", "created_at", "updated_at",
}  # fmt: skip
CASE = {
    "number", "state", "until", "priority", "assignee", "tags", "customer", "order_number", "market", "language",
    "channel", "subject", "follows", "merged_into", "opened_at", "unanswered_since", "taken_by", "taken_until",
    "targets",
}  # fmt: skip
CASE_EVENT = {
    "at", "kind", "by", "text", "case", "interaction", "from", "to", "reason", "until", "subject", "language",
}  # fmt: skip


def test_log(ask):
    ask("customer", "add", "C-1")
    assert set(ask("log", "add", "first", "--customer", "C-1")) == {"id"}
    ask("reply", "shipping-delay", "--market", "JP", *MINIMAL)
    for items in (
        ask("log", "list"),
        ask("log", "search", "A-1042"),
        [ask("log", "show", "1")],
        [ask("log", "show", "2")],
    ):
        assert {frozenset(i) for i in items} == {frozenset(INTERACTION)}
    assert set(ask("log", "show", "2")["values"]) == {"order_number", "new_date"}


def test_customer(ask):
    assert set(ask("customer", "add", "C-1", "--market", "DE")) == CUSTOMER
    assert {frozenset(c) for c in ask("customer", "list")} == {frozenset(CUSTOMER)}
    ask("log", "add", "hello", "--customer", "C-1")
    shown = ask("customer", "show", "C-1")
    assert set(shown) == CUSTOMER | {
        "interactions", "contacts", "orders", "addresses", "addressed", "clock", "may_write", "consents", "value",
        "cases", "ratings", "undeliverable",
    }  # fmt: skip
    assert {frozenset(i) for i in shown["interactions"]} == {frozenset(INTERACTION)}
    assert set(shown["clock"]) == {"market", "zone", "is_guess", "local_time"}
    permission = {"channel", "purpose", "allowed", "decision", "until", "reason"}
    assert {frozenset(one) for one in shown["may_write"]} == {frozenset(permission)}
    ask("order", "add", "A-1", "--customer", "C-1", "--total", "5 EUR")
    (ranked,) = ask("customer", "list", "--by", "value")
    assert set(ranked) == CUSTOMER | {"value"}
    assert set(ranked["value"]) == {"amounts", "orders", "unpriced", "first_order", "last_order", "repeat"}


def test_merged_customers(ask):
    ask("customer", "add", "C-1", "--email", "a@x.example")
    ask("customer", "add", "C-2")
    keys = {"merged", "survivor", "moved", "contacts", "filled", "differing", "dry_run"}
    for words in (
        ("merge", "C-1", "--into", "C-2", "--dry-run"),
        ("merge", "C-1", "--into", "C-2"),
        ("unmerge", "C-1"),
    ):
        assert set(ask("customer", *words)) == keys


def test_order(ask):
    words = ("--item", "Tea; price=5", "--total", "5 EUR", "--customer", "C-1")
    ask("customer", "add", "C-1")
    assert set(ask("order", "add", "A-1", *words)) == ORDER
    (listed,) = ask("order", "list")["orders"]
    shown = ask("order", "show", "A-1")
    assert set(listed) == ORDER
    assert (set(shown), set(shown["order"]), set(shown["customer"])) == (
        {"order", "customer", "interactions"}, ORDER, CUSTOMER,
    )  # fmt: skip
    (item,) = listed["items"]
    assert set(item) == {"sku", "name", "quantity", "price"}
    assert (listed["total"], set(item["price"])) == ({"amount": "5", "currency": "EUR"}, {"amount", "currency"})
    assert (listed["known"], listed["promised"], listed["delivered"]) == (True, None, None)
    assert ask("customer", "show", "C-1")["orders"] == [listed]


def test_order_import(ask, sealed):
    file = sealed / "orders.csv"
    file.write_text("number,carrier,shoe\nA-1,DHL,44\n,UPS,45\n", encoding="utf-8")
    ask("order", "add", "A-1")
    data = ask("order", "import", str(file), code=6, status="partial")
    assert set(data) == {
        "rows", "added", "changed", "same", "forgotten", "changes", "rejected", "bad", "customers_added",
        "without_customer", "export", "dry_run", "ignored_columns", "encoding", "delimiter",
    }  # fmt: skip
    assert {frozenset(b) for b in data["bad"]} == {frozenset({"line", "key", "reason", "hint"})}
    assert data["changes"] == [{"number": "A-1", "field": "carrier", "before": "", "after": "DHL"}]


def test_customer_import(ask, sealed):
    file = sealed / "customers.csv"
    file.write_text("key,market,shoe\nC-1,DE,44\nC-2,XX,45\n", encoding="utf-8")
    data = ask("customer", "import", str(file), code=6, status="partial")
    assert set(data) == {
        "rows", "added", "changed", "same", "forgotten", "rejected", "bad", "ignored_columns", "encoding", "delimiter",
        "dry_run",
    }  # fmt: skip
    assert (data["rows"], data["added"], data["rejected"], data["ignored_columns"]) == (2, 1, 1, ["shoe"])
    assert {frozenset(b) for b in data["bad"]} == {frozenset({"line", "key", "reason", "hint"})}


RATING = {
    "id", "origin", "kind", "score", "answered_at", "came", "survey", "case_number", "interaction", "customer",
    "market", "language", "channel", "agent", "comment", "translation", "translation_language", "engine", "kept_by",
}  # fmt: skip


def test_feedback(ask, sealed):
    ask("customer", "add", "C-1", "--market", "DE", "--email", "a@x.example")
    ask("case", "open", "--customer", "C-1", "--subject", "x")
    ask("case", "open", "--customer", "C-1", "--subject", "y")
    ask("case", "resolve", "1")
    data = ask("feedback", "ask", "1", "--now", "2026-11-23T12:00:00Z")
    assert set(data) == {"asked", "not_asked"}
    assert {frozenset(one) for one in data["asked"]} == {frozenset({
        "case", "customer", "kind", "language", "channel", "state", "interaction", "until", "subject", "text",
    })}  # fmt: skip
    (why,) = ask("feedback", "ask", "2", code=4, status="error")["not_asked"]
    assert set(why) == {"case", "customer", "reason", "why"}
    assert set(ask("feedback", "add", "1", "--score", "4", "--comment", "gut")) == RATING
    report = ask("feedback", "report", "--comments")
    assert set(report) == {"measures", "comments"}
    assert {frozenset(one) for one in report["comments"]} == {frozenset(RATING)}
    file = sealed / "ratings.csv"
    file.write_text("score,shoe\n4,44\n9,45\n", encoding="utf-8")
    data = ask("feedback", "import", str(file), code=6, status="partial")
    assert set(data) == {
        "rows", "added", "changed", "same", "rejected", "bad", "dry_run", "ignored_columns", "encoding", "delimiter",
    }  # fmt: skip


def test_cases(ask):
    opened = ask("case", "open", "--order", "A-1042", "--market", "DE", "Wo bleibt mein Paket?")
    assert (set(opened), set(opened["case"])) == ({"case", "events"}, CASE)
    shown = ask("case", "show", "1")
    assert set(shown) == {"case", "customer", "orders", "timeline"}
    assert set(shown["case"]) == CASE
    assert {frozenset(one) for one in shown["case"]["targets"]} == {
        frozenset({"name", "due", "left_seconds", "state", "is_live", "is_at_risk"})
    }
    assert set(shown["orders"][0]) == {"number", "known", "status", "promised", "delivered"}
    assert {frozenset(one) for one in shown["timeline"]} == {frozenset(CASE_EVENT)}
    assert {frozenset(one) for one in ask("case", "list")} == {frozenset(CASE)}
    assert {frozenset(one) for one in ask("case", "list", "--queue")} == {
        frozenset({"case", "why", "can_read", "may_write"})
    }
    assert set(ask("case", "macro", "thanks", "1")) == {"macro", "reply", "then", "cases", "events", "drafts", "next"}


def test_privacy(ask, sealed):
    ask("customer", "add", "C-1", "--email", "a@example.de")
    told = ask("customer", "consent", "C-1", "--channel", "email", "--purpose", "marketing", "--give")
    assert set(told) == {"customer", "standing", "history"}
    assert {frozenset(one) for one in told["history"]} == {
        frozenset({"customer", "channel", "purpose", "given", "at", "source", "agent"}),
    }  # fmt: skip
    assert set(ask("customer", "export", "C-1")) == {
        "customer", "keys", "exported_at", "tables", "raw_messages", "memory", "drafts", "audit", "not_included",
        "files",
    }  # fmt: skip
    assert set(ask("customer", "forget", "C-1", "--dry-run")) == {
        "customer", "mode", "dry_run", "pseudonym", "rows", "memory", "drafts", "terminals", "bulk_entries", "mentions",
        "not_touched", "forgotten_at",
    }  # fmt: skip
    for told in (ask("customer", "audit", "C-1"), ask("db", "audit")):
        assert {frozenset(one) for one in told} == {frozenset({"id", "at", "agent", "what", "subject", "detail"})}


def test_customers_who_are_back(ask):
    assert set(ask("customer", "forget-again")) == {"customers", "dry_run"}
