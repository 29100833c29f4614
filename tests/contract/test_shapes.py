"""The JSON of every command, frozen: scripts rely on these keys. Keys are added here, never taken away."""

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
REPLY = {
    "intent", "intents", "market", "language", "register", "channel", "subject", "body", "variant", "template_digest",
    "address", "customer", "findings", "gloss", "values", "is_draft", "interaction_id",
    "machine", "translation", "filled", "case", "state", "draft",
}  # fmt: skip
CARD = {
    "schema", "market", "name", "own_name", "currency", "calling_code", "languages", "zone", "zones", "week", "hours",
    "quiet", "register", "names", "greeting", "closing", "punctuation", "tone", "avoid", "channels", "money", "rights",
    "seasons", "doubts", "as_of",
}  # fmt: skip
CASE = {
    "number", "state", "until", "priority", "assignee", "tags", "customer", "order_number", "market", "language",
    "channel", "subject", "follows", "merged_into", "opened_at", "unanswered_since", "taken_by", "taken_until",
    "targets",
}  # fmt: skip
CASE_EVENT = {
    "at", "kind", "by", "text", "case", "interaction", "from", "to", "reason", "until", "subject", "language",
}  # fmt: skip
SETTING = {"key", "value", "source", "origin"}


def test_reply(ask):
    data = ask("reply", "shipping-delay", "--market", "JP", "--gloss", "en", *MINIMAL)
    assert set(data) == REPLY
    assert set(data["customer"]) == {"key", "zone", "local_time", "open", "quiet"}
    assert set(data["gloss"]) == {"language", "body", "source"}
    assert isinstance(data["interaction_id"], int)
    assert isinstance(data["variant"], list)
    assert len(data["template_digest"]) == 64


def test_reply_without_gloss_and_record(ask):
    data = ask("reply", "shipping-delay", "--market", "JP", "--no-log", *MINIMAL)
    assert set(data) == REPLY
    assert (data["gloss"], data["interaction_id"], data["findings"]) == (None, None, [])


def test_a_finding(ask):
    data = ask(
        "reply", "shipping-delay", "--market", "ES", "--language", "ca", "--set", "order_number=A",
        "--set", "new_date=2026-12-03",
    )  # fmt: skip
    assert data["findings"]
    assert {frozenset(f) for f in data["findings"]} == {
        frozenset({"check", "severity", "message", "start", "end", "suggestion"})
    }
    assert {f["severity"] for f in data["findings"]} <= {"info", "warning", "error"}


def test_values_are_kept_in_plain_forms(ask):
    values = {
        "order_number": ("A-1", "A-1"), "order_total": ("12.5", "12.5 EUR"), "items": ("A;B", ["A", "B"]),
        "delivery_from": ("2026-12-01", "2026-12-01"), "item_count": ("2", 2), "payment_method": ("PayPal", "paypal"),
        "order_link": ("https://shop.example/1", "https://shop.example/1"),
    }  # fmt: skip
    words = [word for name, (typed, _) in values.items() for word in ("--set", f"{name}={typed}")]
    data = ask("reply", "order-confirmation", "--market", "DE", *words)
    assert data["values"] == {name: kept for name, (_, kept) in values.items()}


def test_an_instant_is_kept_as_utc_and_a_yes_as_true(ask):
    at = ask(
        "reply",
        "where-is-my-order",
        "--market",
        "JP",
        "--set",
        "order_number=A",
        "--set",
        "last_scan_at=2026-11-21T09:30+09:00",
    )
    yes = ask("reply", "damaged-item", "--market", "JP", "--set", "order_number=A", "--set", "photo_request=yes")
    assert at["values"]["last_scan_at"] == "2026-11-21T00:30:00Z"
    assert yes["values"]["photo_request"] is True


def test_market_list(ask):
    keys = {"market", "name", "languages", "currency", "zone", "several_zones", "register"}
    assert {frozenset(m) for m in ask("market", "list")} == {frozenset(keys)}


def test_market_show(ask, shipped):
    for code in shipped.catalog.market_codes():
        data = ask("market", "show", code)
        assert set(data) >= CARD
        assert set(data) <= CARD | {"lunch", "cities", "trunk_prefix"}


def test_market_compare(ask):
    data = ask("market", "compare", "de", "jp")
    assert set(data) == {"markets", "differences"}
    assert data["markets"] == ["DE", "JP"]
    assert {frozenset(d) for d in data["differences"]} == {frozenset({"topic", "DE", "JP"})}


def test_template_list(ask):
    keys = {"intent", "kind", "about", "required", "optional", "languages"}
    assert {frozenset(t) for t in ask("template", "list")} == {frozenset(keys)}


def test_template_show(ask):
    data = ask("template", "show", "shipping-delay", "--language", "ja")
    assert set(data) == {"intent", "template"}
    assert set(data["intent"]) == {
        "name",
        "kind",
        "about",
        "variables",
        "points",
        "answers",
        "rules",
        "ranges",
        "replaces",
        "after",
        "aside",
        "in_order",
        "asks_reply",
        "beside",
    }
    for variable in data["intent"]["variables"].values():
        assert set(variable) == {"name", "type", "about", "required", "example", "choices", "several", "shared",
                                 "chat", "when", "frame", "positive", "says", "by_market"}  # fmt: skip
    assert set(data["template"]) == {"intent", "language", "texts", "digest", "path", "layer", "doubts"}
    for text in data["template"]["texts"].values():
        assert set(text) == {"subject", "email", "chat", "choices", "parts"}
        assert {frozenset(part) for part in text["parts"]["email"]} == {
            frozenset({"text", "role", "also", "starts", "makes"})
        }


def test_template_path(ask):
    assert set(ask("template", "path", "shipping-delay")) == {"path", "layer", "digest"}


def test_template_check(ask, sealed):
    assert all(fault["is_advice"] for fault in ask("template", "check", "refund-issued", "--language", "th"))
    folder = sealed / "config" / "templates" / "th"
    folder.mkdir(parents=True)
    folder.joinpath("refund-issued.yaml").write_text("schema: 1\n", encoding="utf-8")
    faults = ask("template", "check", "refund-issued", "--language", "th", code=1, status="findings")
    assert {frozenset(f) for f in faults} == {frozenset({"language", "intent", "place", "message", "is_advice"})}


def test_template_preview_of_everything_has_each_situation_language_and_channel_once(ask, shipped):
    templates = shipped.templates
    previews = ask("template", "preview", "--all")
    assert {frozenset(p) for p in previews} == {
        frozenset({"intent", "language", "market", "channel", "subject", "body"})
    }
    assert sorted((p["intent"], p["language"], p["channel"]) for p in previews) == sorted(
        (intent, tag, channel)
        for intent in templates.intents
        for tag in templates.languages()
        if templates.has(intent, tag)
        for channel in ("email", "chat")
    )
    assert all(p["body"].strip() for p in previews)
    assert all(bool(p["subject"]) == (p["channel"] == "email") for p in previews)


def test_template_coverage(ask):
    assert set(ask("template", "coverage")) == {"intents", "languages", "missing"}
    ask("template", "new", "shipping-delay", "--language", "da")
    missing = ask("template", "coverage")["missing"]
    assert {frozenset(m) for m in missing} == {frozenset({"intent", "language"})}


def test_template_new(ask):
    assert set(ask("template", "new", "shipping-delay", "--language", "de")) == {"path"}


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


def test_config(ask):
    assert {frozenset(s) for s in ask("config", "show")} == {frozenset(SETTING)}
    assert set(ask("config", "show", "shop.name")) == SETTING
    assert set(ask("config", "set", "shop.name", "Nordlicht")) == {"key", "value", "file"}
    assert set(ask("config", "path")) == {"path", "exists"}


def test_doctor(ask):
    assert {frozenset(h) for h in ask("doctor")} == {frozenset({"subject", "state", "detail"})}
    assert {h["state"] for h in ask("doctor")} <= {"ok", "warning", "error"}


def test_init(ask):
    assert set(ask("init", "--yes", "--shop", "Nordlicht")) == {"path", "changed", "database"}


def test_a_failure(ask, cscli):
    assert ask("market", "show", "Japn", code=3, status="error") is None
    [error] = cscli("market", "show", "Japn", "--json").json["errors"]
    assert error["code"] == "unknown-market"
    assert "Japn" in error["message"]
    assert "cscli market list" in error["hint"]


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
