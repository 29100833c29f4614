"""``cscli order``: orders are kept by number, changed field by field, and listed by what is wrong with them."""

import pytest

ITEM = "Aurora 2; quantity=2; price=24.50; sku=AU-2"


@pytest.fixture
def anna(cscli):
    cscli("customer", "add", "C-7", "--market", "DE", "--name", "Anna Berg", "--email", "anna@example.de")
    return "C-7"


def test_an_order_is_added_and_shown_with_its_customer_and_the_messages_that_name_it(cscli, anna):
    words = ("--customer", "anna@example.de", "--promised", "2026-11-25", "--item", ITEM, "--total", "49.00 EUR")
    answer = cscli("order", "add", "A-1042", *words)
    assert (answer.code, answer.out, answer.err) == (0, "A-1042\n", "")
    cscli("log", "add", "-c", anna, "Wo ist a-1042?")
    cscli("log", "add", "-c", anna, "Wo ist A-10425?")
    card = cscli("order", "show", "#a-1042").out
    for line in ("promised  2026-11-25", "2 x  Aurora 2 [AU-2] 24.50 EUR", "total     49.00 EUR", "name   Anna Berg"):
        assert line in card
    shown = cscli("order", "show", "A-1042", "--json").data
    assert (shown["order"]["known"], shown["order"]["market"], shown["order"]["delivered"]) == (True, "DE", None)
    assert shown["order"]["total"] == {"amount": "49.00", "currency": "EUR"}
    assert shown["customer"]["key"] == anna
    assert [i["body"] for i in shown["interactions"]] == ["Wo ist a-1042?"]


def test_only_the_fields_that_are_given_change_and_a_date_moves_the_status_on(cscli):
    cscli("order", "add", "A-1", "--carrier", "DHL", "--item", ITEM, "--currency", "EUR")
    changed = cscli("order", "add", "a-1", "--delivered", "2026-11-21", "--json", now="2026-12-01T00:00:00Z").data
    assert (changed["number"], changed["status"], changed["carrier"]) == ("A-1", "delivered", "DHL")
    assert [i["name"] for i in changed["items"]] == ["Aurora 2"]
    assert (changed["created_at"], changed["updated_at"]) == ("2026-11-22T09:30:00Z", "2026-12-01T00:00:00Z")
    assert cscli("order", "add", "A-1", "--status", "shipped", "--json").data["status"] == "shipped"


def test_orders_are_listed_by_customer_status_market_time_and_lateness(cscli, anna):
    cscli("order", "add", "A-1", "-c", anna, "--placed", "2026-11-01", "--promised", "2026-11-21")
    cscli("order", "add", "A-2", "-c", anna, "--placed", "2026-11-02", "--promised", "2026-11-22")
    cscli(
        "order", "add", "A-3", "-m", "JP", "--placed", "2026-11-03", "--promised", "2026-11-10", "--status", "cancelled"
    )
    cscli(
        "order",
        "add",
        "A-4",
        "-m",
        "JP",
        "--placed",
        "2026-11-04",
        "--promised",
        "2026-11-10",
        "--delivered",
        "2026-11-12",
    )
    for words, numbers in (
        ((), ["A-4", "A-3", "A-2", "A-1"]), (("-c", "anna@example.de"), ["A-2", "A-1"]), (("--late",), ["A-1"]),
        (("--status", "cancelled"), ["A-3"]), (("-m", "jp"), ["A-4", "A-3"]),
        (("--since", "3 Nov 2026"), ["A-4", "A-3"]),
    ):  # fmt: skip
        assert [o["number"] for o in cscli("order", "list", *words, "--json").data["orders"]] == numbers, words
    assert cscli("order", "list", "--late").out.splitlines()[1].startswith("A-1\tplaced late\tC-7\tDE\t2026-11-01\t")


@pytest.mark.parametrize(
    ("words", "sentence", "code"),
    [
        (("--placed", "3/4/2026"), "could be 2026-03-04 or 2026-04-03", 2), (("--placed", "31.2.2026"), "calendar", 2),
        (("--total", "49.00"), "amounts without a currency", 2), (("--total", "4.5 JPY"), "more decimals than JPY", 2),
        (("--total", "5 EUR", "--item", "A; price=5 USD"), "EUR and USD", 2),
        (("--status", "lost"), "Unknown status", 2),
        (("--item", "A; quantity=-1"), "less than nothing", 2), (("--item", "A; colour=red"), "is not an article", 2),
        (("--customer", "C-9"), "Unknown customer", 3), (("--tracking-link", "x"), "web address", 2),
        (("--item", "A; quantity=0"), "quantity 0", 2), (("--currency", "EURO"), "Did you mean EUR?", 2),
        (("--link", "javascript:alert(1)"), "its link is not a web address", 2),
    ],
)  # fmt: skip
def test_what_cannot_be_right_is_refused_and_nothing_is_kept(cscli, words, sentence, code):
    answer = cscli("order", "add", "A-1", *words)
    assert (answer.code, answer.out) == (code, "")
    assert sentence in answer.err
    assert cscli("order", "list", "--json").data == {"orders": []}


def test_an_unknown_order_gets_the_nearest_number_offered(cscli):
    cscli("order", "add", "A-1042")
    answer = cscli("order", "show", "A-1043", "--json")
    assert (answer.code, answer.codes) == (3, ["unknown-order"])
    assert "Did you mean A-1042?" in answer.json["errors"][0]["message"]


def test_an_order_is_an_item_even_before_it_has_a_case(cscli, anna):
    cscli("order", "add", "#1001", "-c", anna)
    answer = cscli("case", "show", "1001", "--json")
    assert (answer.code, answer.codes) == (3, ["no-case"])
    assert "Order #1001 has no case." in answer.json["errors"][0]["message"]


def test_a_customer_who_was_merged_is_the_item_that_stayed(cscli, anna):
    cscli("customer", "add", "C-8")
    cscli("customer", "merge", "C-8", "--into", anna)
    assert "Customer C-7 has no case." in cscli("case", "show", "C-8").err


def test_order_numbers_are_completed(cscli, anna):
    from cscli.cli.door.arguments import completion

    cscli("order", "add", "A-1042")
    cscli("order", "add", "A-99")
    assert completion.orders("a-1") == ["A-1042"]


def test_a_sign_that_several_currencies_share_is_that_of_the_customers_market(cscli):
    cscli("customer", "add", "C-9", "--market", "JP", "--name", "山田 太郎")
    words = ("--customer", "C-9", "--total", "¥6400", "--item", "マグカップ; price=¥3200")
    assert cscli("order", "add", "A-2001", *words, "--json").data["total"] == {"amount": "6400", "currency": "JPY"}
    dollars = ("--total", "$99.50", "--json")
    assert cscli("order", "add", "A-2002", "--market", "MX", *dollars).data["total"]["currency"] == "MXN"
    refused = cscli("order", "add", "A-2003", *dollars)
    assert (refused.code, refused.codes) == (2, ["bad-value"])


def test_an_article_may_say_its_quantity_before_its_name_as_in_a_table(cscli):
    articles = ("--item", "2 x Aurora 2; price=24.50 EUR", "--item", "3× Lampe", "--item", "4 x Kerze; quantity=5")
    shown = cscli("order", "add", "A-3001", *articles, "--json").data
    assert [(one["name"], one["quantity"]) for one in shown["items"]] == [
        ("Aurora 2", 2),
        ("Lampe", 3),
        ("4 x Kerze", 5),
    ]


EARLY = [
    (
        ("--placed", "2026-11-05", "--shipped", "2026-11-01"),
        "is shipped on 2026-11-01, before it is placed on 2026-11-05",
    ),
    (
        ("--shipped", "2026-11-05", "--delivered", "2026-11-04"),
        "is delivered on 2026-11-04, before it is shipped on 2026-",
    ),
    (
        ("--placed", "2026-11-05", "--delivered", "2026-11-04"),
        "is delivered on 2026-11-04, before it is placed on 2026-",
    ),
    (("--placed", "2026-11-05T10:00:00Z", "--shipped", "2026-11-03"), "is shipped on 2026-11-03, before"),
]


@pytest.mark.parametrize(("dates", "sentence"), EARLY)
def test_an_order_that_moves_before_it_is_there_is_refused_typed_and_imported(cscli, tmp_path, dates, sentence):
    typed = cscli("order", "add", "A-1", *dates, "--json")
    assert (typed.code, typed.codes) == (2, ["bad-value"])
    assert sentence in typed.json["errors"][0]["message"]
    assert cscli("order", "list", "--json").data["orders"] == []
    names, values = (",".join(dates[start::2]).replace("--", "") for start in (0, 1))
    table = tmp_path / "orders.csv"
    table.write_text(f"number,{names}\nA-1,{values}\nA-2,{values.replace('-11-', '-12-')}\n", encoding="utf-8")
    told = cscli("order", "import", str(table), "--json")
    assert (told.code, told.data["added"], told.data["rejected"]) == (6, 0, 2)
    assert sentence in told.json["errors"][0]["message"]


def test_dates_of_an_order_in_its_order_are_taken_and_a_change_is_held_against_those_that_are_there(cscli):
    for number, dates in enumerate((
        ("--placed", "2026-11-05", "--shipped", "2026-11-05", "--delivered", "2026-11-05"),
        ("--placed", "2026-11-05T16:30:00Z", "--shipped", "2026-11-05"), ("--delivered", "2026-11-05"),
        ("--placed", "2026-11-05T01:00:00Z", "--shipped", "2026-11-04"),  # the fourth in America
    )):  # fmt: skip
        assert cscli("order", "add", f"A-{number}", *dates).code == 0, dates
    cscli("order", "add", "B-1", "--placed", "2026-11-05")
    early = cscli("order", "add", "B-1", "--shipped", "2026-11-01", "--json")
    assert (early.code, early.codes) == (2, ["bad-value"])
    assert cscli("order", "add", "B-1", "--carrier", "DHL").code == 0
