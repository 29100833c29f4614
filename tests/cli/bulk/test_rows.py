"""``cscli bulk run``: what a row may say: who, in which words, by which headings, and in which kind of table."""

import json

import pytest
from late_parcels import FAR, RECORD, VALUES
from workbooks import spreadsheet


@pytest.mark.parametrize(
    ("name", "table"),
    [
        ("a.csv", VALUES),
        ("a.csv", VALUES.replace(",", ";")),
        ("a.csv", b"\xef\xbb\xbf" + VALUES.encode()),
        ("a.csv", VALUES.encode("utf-16")),
        ("a.tsv", VALUES.replace(",", "\t")),
        ("a.jsonl", json.dumps(RECORD) + "\n"),
        ("a.xlsx", spreadsheet(RECORD.keys(), RECORD.values())),
        ("noname", json.dumps(RECORD)),
    ],
)
def test_a_table_of_each_kind_gives_the_same_reply(bulk, name, table):
    answer, rows = bulk(table, *FAR, name=name)
    assert (answer.code, answer.err, [row["status"] for row in rows]) == (0, "", ["done"])
    assert (rows[0]["row"], rows[0]["key"], rows[0]["language"], rows[0]["findings"]) == (1, "A-1", "de", [])
    assert "Ihre Bestellung A-1 wird" in rows[0]["body"]
    assert "3. Dezember 2026" in rows[0]["body"]


@pytest.mark.parametrize(("kind", "table"), [("csv", VALUES), ("jsonl", json.dumps(RECORD))])
def test_a_table_on_stdin_is_read_as_the_kind_that_is_said(bulk, kind, table):
    answer, rows = bulk(None, *FAR, "--kind", kind, stdin=table)
    assert (answer.code, len(rows)) == (0, 1)


def test_dotted_columns_say_who_and_what(bulk):
    table = "customer.given,customer.family,order.number,new-date\nAnna,Berg,A-1,2026-12-03\n"
    answer, rows = bulk(table, *FAR)
    assert answer.code == 0
    assert rows[0]["body"].startswith("Guten Tag Anna Berg,\n\nIhre Bestellung A-1 wird")


def test_each_row_may_say_market_language_channel_register_and_several_intents(bulk):
    table = (
        "key,market,language,channel,register,intent,order_number,new_date\n"
        "a,FR,,,,,A-1,2026-12-03\n"
        "b,CH,fr,,,,A-2,2026-12-03\n"
        "c,,,chat,,,A-3,2026-12-03\n"
        "d,,,,casual,,A-4,2026-12-03\n"
        "e,,,,,order-confirmation+shipping-delay,A-5,2026-12-03\n"
    )
    answer, rows = bulk(table, *FAR)
    assert answer.code == 0, answer.err
    assert [(r["market"], r["language"], r["channel"]) for r in rows] == [
        ("FR", "fr", "email"), ("CH", "fr", "email"), ("DE", "de", "chat"), ("DE", "de", "email"),
        ("DE", "de", "email"),
    ]  # fmt: skip
    assert rows[2]["subject"] is None
    assert "deine Bestellung" in rows[3]["body"] or "Deine Bestellung" in rows[3]["body"]
    assert ("ist bei uns eingegangen" in rows[4]["body"], "später" in rows[4]["body"]) == (True, True)
    assert rows[4]["body"].count("A-5") == 1


def test_options_hold_where_a_row_says_nothing(bulk):
    table = "market,language,order_number,new_date\n,,A-1,2026-12-03\nGB,en,A-2,2026-12-03\n"
    _, rows = bulk(table, "--market", "CH", "--language", "it", "--channel", "chat", "--register", "formal")
    assert [(r["market"], r["language"].split("-")[0], r["channel"]) for r in rows] == [
        ("CH", "it", "chat"), ("GB", "en", "chat"),
    ]  # fmt: skip


def test_a_stored_customer_fills_what_the_row_leaves_open(bulk, cscli):
    cscli(
        "customer", "add", "C-7", "--market", "US", "--language", "es", "--name", "Ana Ruiz",
        "--zone", "America/Denver",
    )  # fmt: skip
    table = (
        "customer.key,order_number,new_date,market,language,customer.name\n"
        "C-7,A-1,2026-12-03,,,\n"
        "C-7,A-2,2026-12-03,DE,de,Eva Maria Roth\n"
    )
    answer, rows = bulk(table, "--send-at", "local:10:00")
    assert answer.code == 0, answer.err
    assert (rows[0]["market"], rows[0]["language"].split("-")[0]) == ("US", "es")
    assert "Hola, Ana:" in rows[0]["body"]
    assert rows[0]["send_local"].endswith("T10:00:00-07:00")
    assert (rows[1]["market"], rows[1]["language"]) == ("DE", "de")
    assert "Eva Maria Roth" in rows[1]["body"]


def test_a_customer_that_is_not_stored_is_rejected_where_they_would_say_the_market(bulk):
    answer, rows = bulk("customer.key,order_number,new_date\nC-9,A-1,2026-12-03\n")
    assert (answer.code, rows[0]["code"]) == (6, "unknown-customer")
    assert "C-9" in rows[0]["reason"]


def test_a_shops_own_headings_are_mapped(bulk):
    table = "Bestellung;Neuer Termin;Land;Notiz\nA-1;2026-12-03;DE;egal\n"
    words = ("Bestellung=order.number", "neuer termin=new_date", "Land=market", "Notiz=-")
    answer, rows = bulk(table, *(part for word in words for part in ("--map", word)))
    assert (answer.code, rows[0]["key"]) == (0, "A-1")


def test_json_lines_are_told_row_by_row_what_they_cannot_do_with(bulk):
    lines = json.dumps(RECORD) + "\n" + json.dumps({**RECORD, "order_number": "A-2", "colour": "red"}) + "\n"
    answer, rows = bulk(lines, *FAR, name="in.jsonl")
    assert (answer.code, [r["code"] for r in rows]) == (6, [None, "unknown-variable"])


SHOPIFY = (
    "Name,Email,Financial Status,Paid at,Fulfillment Status,Currency,Subtotal,Shipping,Taxes,Total,Lineitem quantity,"
    "Lineitem name,Lineitem price,Billing Name,Billing Country,Shipping Name,Shipping Country,Notes,Id,new_date\n"
    "#1001,anna@shop.example,paid,2026-11-20 10:02:03 +0100,unfulfilled,EUR,90.00,4.90,14.37,94.90,1,Aurora 2,90.00,"
    "Anna Berg,DE,Anna Berg,DE,,55001,2026-12-03\n"
    "#1001,anna@shop.example,,,,,,,,,2,Polaris 9,0.00,,,,,,,\n"
    "#1001,anna@shop.example,,,,,,,,,1,Vega,0.00,,,,,,,\n"
    "#1002,luc@shop.example,paid,2026-11-20 11:00:00 +0100,unfulfilled,EUR,10.00,0.00,1.60,10.00,1,Vega,10.00,"
    "Luc Petit,FR,Luc Petit,FR,ring twice,55002,2026-12-04\n"
)  # fmt: skip


def test_a_shopify_export_gives_one_reply_for_each_order(bulk):
    answer, rows = bulk(SHOPIFY, "--map", "shopify")
    assert answer.code == 0, answer.err
    assert [(r["row"], r["key"], r["status"], r["market"]) for r in rows] == [
        (1, "#1001", "done", "DE"), (2, "", "skipped", None), (3, "", "skipped", None), (4, "#1002", "done", "FR"),
    ]  # fmt: skip
    assert rows[0]["body"].startswith("Guten Tag Anna Berg,")
    assert "#1002" in rows[3]["body"]
    assert answer.out.startswith("4 rows: 2 done, 0 rejected, 2 skipped, in ")


def test_the_check_of_a_shopify_export_does_not_take_further_items_for_duplicates(bulk):
    answer, _ = bulk(SHOPIFY, "--map", "shopify", "--check", "--json")
    assert (answer.code, answer.data["rows"], answer.data["bad"]) == (0, 4, [])
