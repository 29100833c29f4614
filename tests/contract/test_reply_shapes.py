"""The JSON of replies and what they are made from: markets, templates, settings. Keys are added, never taken away."""

MINIMAL = ("--set", "order_number=A-1042", "--set", "new_date=2026-12-03")
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
        "ends",
        "replaces",
        "after",
        "aside",
        "in_order",
        "asks_reply",
        "beside",
    }
    for variable in data["intent"]["variables"].values():
        assert set(variable) == {"name", "type", "about", "required", "example", "choices", "several", "shared",
                                 "chat", "when", "frame", "positive", "most", "lasting", "numbered", "postage", "says",
                                 "by_market"}  # fmt: skip
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
