"""``cscli order import``: exports of shops, one row for each article, the same file twice changes nothing."""

import json
from pathlib import Path

import pytest
from workbooks import spreadsheet

EXPORTS = {path.stem: path.read_text() for path in (Path(__file__).parents[1] / "data" / "orders").iterdir()}


@pytest.fixture
def load(cscli, sealed):
    """Import a table with this content; gives the answer as JSON."""

    def run(content, *options, name="orders.csv"):
        file = sealed / name
        file.write_text(content, encoding="utf-8")
        return cscli("order", "import", str(file), *options, "--json")

    return run


def kept(cscli, number):
    return cscli("order", "show", number, "--json").data["order"]


@pytest.mark.parametrize("export", EXPORTS)
def test_an_export_is_known_by_its_headings_and_twice_changes_nothing(load, export):
    first = load(EXPORTS[export], *(("--currency", "EUR") if export == "woocommerce" else ()))
    again = load(EXPORTS[export], *(("--currency", "EUR") if export == "woocommerce" else ()), "--from", export)
    orders = 2 if export == "shopify" else 1
    assert (first.code, first.data["export"], first.data["added"], first.data["bad"]) == (0, export, orders, [])
    assert (again.code, again.data["same"], again.data["changes"], again.data["customers_added"]) == (0, orders, [], 0)


@pytest.mark.parametrize(
    ("table", "customers"),
    [
        ("number,customer,email,country\nA-1,C-1,a@x.example,DE\nA-2,,a@x.example,\n", 1),
        ("number,customer,email,country\nA-1,,a@x.example,DE\nA-2,C-1,a@x.example,FR\nA-3,,A@X.example,\n", 2),
        ("number,customer,email,country\nA-1,C-1,c-1@x.example,DE\nA-2,C-1,,\n", 1),
        ('number,email,country\nA-1,"Anna <a@x.example>",DE\nA-2,a@x.example,\n', 1),
        ("number,email,country,phone\nA-1,a@x.example,DE,0170 1234567\nA-2,,,0170-1234567\nA-3,b@x.example,,\n", 2),
    ],
)  # fmt: skip
def test_buyers_named_by_key_mail_or_phone_are_the_same_people_when_a_table_comes_twice(cscli, load, table, customers):
    planned, first, again = load(table, "--dry-run"), load(table), load(table)
    orders = first.data["added"]
    assert (planned.data["added"], planned.data["customers_added"]) == (orders, customers)
    assert (first.data["customers_added"], first.data["rejected"]) == (customers, 0)
    assert (again.data["same"], again.data["changes"], again.data["customers_added"]) == (orders, [], 0)
    assert len(cscli("customer", "list", "--json").data) == customers


def test_a_spreadsheet_is_a_table_of_orders_on_either_store(cscli, sealed, location):
    rows = (
        ("Order Number", "E-mail", "Total", "Currency", "Item", "Qty"),
        ("X-1", "a@x.example", "9.50", "EUR", "Tea", "2"),
    )
    (sealed / "orders.xlsx").write_bytes(spreadsheet(*rows))
    words = ("--db", location, "order", "import", str(sealed / "orders.xlsx"), "--json")
    first, again = cscli(*words), cscli(*words)
    assert (first.data["added"], first.data["customers_added"], again.data["same"]) == (1, 1, 1)
    order = cscli("--db", location, "order", "show", "X-1", "--json").data["order"]
    assert (order["customer"], order["total"]["amount"], order["items"][0]["quantity"]) == ("a@x.example", "9.50", 2)


def test_a_shopify_export_has_one_row_for_each_article(cscli, load):
    load(EXPORTS["shopify"])
    order = kept(cscli, "1050")
    told = ("status", "customer", "market", "placed", "shipped", "total", "address", "source")
    assert [order[name] for name in told] == [
        "shipped", "koper@example.com", "NL", "2026-05-01T07:59:00Z", "2026-05-02T08:00:00Z",
        {"amount": "100.90", "currency": "EUR"}, "Laan 2, Gouda, 2801AA, NL", "shopify",
    ]  # fmt: skip
    assert [(i["sku"], i["quantity"], i["price"]["amount"]) for i in order["items"]] == [
        ("MAT-100", 1, "62.95"), ("MAT-50", 1, "37.95"),
    ]  # fmt: skip
    assert (kept(cscli, "1051")["status"], kept(cscli, "1051")["customer"]) == ("cancelled", "")
    buyer = cscli("customer", "show", "+31612345678", "--json").data
    assert (buyer["name"], buyer["market"]) == ("Koper Een", "NL")


def test_the_other_exports_are_read_in_their_own_way(cscli, load):
    load(EXPORTS["woocommerce"], "--currency", "eur")
    load(EXPORTS["amazon"], name="orders.txt")
    load(EXPORTS["ebay"])
    woo, amazon, ebay = (kept(cscli, number) for number in ("77", "112-1", "12-34567"))
    assert (woo["status"], woo["placed"], woo["payment_method"]) == ("preparing", "2026-05-01", "bank-transfer")
    assert woo["total"] == {"amount": "14.00", "currency": "EUR"}
    assert (amazon["status"], amazon["total"]) == ("delivered", None)
    assert [i["price"]["amount"] for i in amazon["items"]] == ["44.95", "9.90"]
    assert (ebay["market"], ebay["promised"], ebay["tracking_number"]) == ("US", "2026-07-29", "9400, 9401")
    assert ebay["total"] == {"amount": "57.99", "currency": "USD"}


def test_an_amount_without_a_currency_is_left_out_and_said_so(cscli, sealed):
    file = sealed / "woo.csv"
    file.write_text(EXPORTS["woocommerce"])
    answer = cscli("order", "import", str(file))
    assert (answer.code, answer.out) == (
        0, "1 added, 0 changed, 0 already so, 0 rejected; customers added: 1\n",
    )  # fmt: skip
    assert "Amounts without a currency left out (orders: 1). Say it with --currency." in answer.err
    assert kept(cscli, "77")["total"] is None


def test_orders_that_contradict_themselves_are_left_out_with_line_and_reason(cscli, load):
    answer = load(
        "number,email,placed,total,currency,item,quantity,status\n"
        "A-1,a@x.example,2026-11-01,5,EUR,Tea,1,\n"
        "A-1,b@x.example,2026-11-01,5,EUR,Cup,1,\n"
        "A-2,a@x.example,2026-11-01,5,EUR,Tea,1,\n"
        "A-2,a@x.example,2026-11-01,,USD,Cup,1,\n"
        "A-3,,,,,Tea,-2,\n"
        ",,2026-11-01,,,Tea,1,\n"
        ",,,,,,,\n"
        "A-4,,,,,Tea,1,lost\n"
        "A-5,,2026-02-30,,,Tea,1,\n"
        "A-6,,,1.234 EUR,,Tea,1,\n"
        "A-6,,,1.234 EUR,,Tea,1,\n"
    )  # fmt: skip
    assert (answer.code, answer.data["added"], answer.data["rejected"]) == (6, 1, 6)
    assert [(one["line"], one["reason"]) for one in answer.data["bad"]] == [
        (3, "the number stands in line 2 already, with another email: a@x.example there, b@x.example here"),
        (5, "mixes currencies: EUR in line 4, USD here"), (6, "quantity: '-2' is less than nothing"),
        (7, "has no order number"), (9, "unknown status 'lost'"), (10, "placed: '2026-02-30' is not in the calendar"),
    ]  # fmt: skip
    assert kept(cscli, "A-6")["total"]["amount"] == "1234"
    assert len(kept(cscli, "A-6")["items"]) == 1


def test_dates_with_two_readings_are_asked_for_unless_another_one_proves_the_order(cscli, load):
    ambiguous = "number,placed\nA-1,03/04/2026\n"
    answer = load(ambiguous)
    assert (answer.code, answer.codes) == (2, ["ambiguous-date"])
    problem = answer.json["errors"][0]
    assert "orders.csv:2: placed: '03/04/2026' could be 2026-03-04 or 2026-04-03." in problem["message"]
    assert "--dates dmy" in problem["hint"]
    for options, content, placed in (
        (("--dates", "dmy"), ambiguous, "2026-04-03"), (("--dates", "mdy"), ambiguous, "2026-03-04"),
        ((), ambiguous + "A-2,13/04/2026\n", "2026-04-03"), ((), ambiguous + "A-2,04/13/2026\n", "2026-03-04"),
    ):  # fmt: skip
        load(content, *options)
        assert kept(cscli, "A-1")["placed"] == placed


def test_values_that_changed_are_reported_and_a_dry_run_changes_none(cscli, load):
    load("number,status,carrier,item\nA-1,shipped,DHL,Tea\n")
    changed = "number,status,carrier,item\nA-1,delivered,UPS,Cup\n"
    dry = load(changed, "--dry-run")
    assert (dry.data["changed"], dry.data["dry_run"], kept(cscli, "A-1")["carrier"]) == (1, True, "DHL")
    done = load(changed)
    assert [(c["field"], c["before"], c["after"]) for c in done.data["changes"]] == [
        ("status", "shipped", "delivered"), ("carrier", "DHL", "UPS"), ("items", "1 x Tea", "1 x Cup"),
    ]  # fmt: skip
    old = load("number,status,carrier\nA-1,shipped,\n")
    assert (old.data["same"], kept(cscli, "A-1")["status"]) == (1, "delivered")


def test_the_buyer_is_found_by_key_mail_or_phone_and_made_unless_told_not_to(cscli, load):
    cscli("customer", "add", "C-7", "--market", "DE", "--email", "Anna@x.example", "--phone", "+49 30 12")
    table = (
        "number,customer,email,phone,name,company\n"
        "A-1,C-7,,,\nA-2,,anna@X.example,,Somebody\nA-3,,,0049 30 12,\n"
        "A-4,,new@x.example,,Neu,Neu GmbH\nA-5,,,,Nobody\n"
    )  # fmt: skip
    without = load(table, "--no-customers")
    assert (without.data["customers_added"], without.data["without_customer"]) == (0, 2)
    answer = load(table)
    assert (answer.data["customers_added"], answer.data["without_customer"]) == (1, 1)
    found = {o["number"]: o["customer"] for o in cscli("order", "list", "--json").data["orders"]}
    assert found == {"A-1": "C-7", "A-2": "C-7", "A-3": "C-7", "A-4": "new@x.example", "A-5": ""}
    assert cscli("customer", "show", "C-7", "--json").data["name"] == ""
    assert cscli("customer", "show", "new@x.example", "--json").data["company"] == "Neu GmbH"


def test_json_lines_hold_articles_as_objects_or_words_and_columns_can_be_named(cscli, load):
    row = {
        "order": {"number": "J-1"}, "customer": {"email": "a@x.example"}, "total": {"amount": 12.5, "currency": "EUR"},
        "items": [{"name": "Tea", "quantity": 2, "price": "6.25"}, "3 x Cup"],
    }  # fmt: skip
    assert load(json.dumps(row) + "\n", name="orders.jsonl").code == 0
    order = kept(cscli, "J-1")
    assert [(i["name"], i["quantity"]) for i in order["items"]] == [("Tea", 2), ("Cup", 3)]
    assert order["total"] == {"amount": "12.5", "currency": "EUR"}
    assert load("Ref;Wann\nK-1;1.12.2026\n", "--map", "Ref=number", "--map", "Wann=promised").code == 0
    assert kept(cscli, "K-1")["promised"] == "2026-12-01"


@pytest.mark.parametrize(
    ("content", "options", "sentence"),
    [
        ("Ref\nK-1\n", (), "no column for the order's number"), ("number\n1\n", ("--from", "etsy"), "Unknown export"),
        ("number\n1\n", ("--currency", "EUX"), "Unknown currency"),
        ("number\n1\n", ("--dates", "dm"), "order of dates"),
        ("number\n1\n", ("--map", "number=nummer"), "no field 'nummer'"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_as_a_whole(load, content, options, sentence):
    answer = load(content, *options)
    assert answer.code == 2
    assert sentence in answer.json["errors"][0]["message"]


def test_a_carrier_whose_name_has_a_comma_is_one_and_parcels_of_several_are_listed(cscli, load):
    load('number,carrier,item\nA-1,"DHL, Express",Cup\nA-1,"DHL, Express",Mug\nA-1,UPS,Pot\n')
    assert kept(cscli, "A-1")["carrier"] == "DHL, Express, UPS"


def test_rows_of_an_order_that_lie_far_apart_are_one_order(cscli, load):
    numbers = [f"M-{n}" for n in range(2_500)]
    table = "".join(f"{number},Tea {n},1\n" for n in range(2) for number in numbers)
    told = load(f"number,item,quantity\n{table}{table[:10]}1\n")
    assert (told.data["added"], told.data["rows"], told.data["bad"]) == (2_500, 5_001, [])
    assert [item["name"] for item in kept(cscli, "M-0")["items"]] == ["Tea 0", "Tea 1"]
