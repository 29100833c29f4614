"""``cscli bulk run``: tables as shops and spreadsheets write them, and what is said of rows that cannot be used."""

import csv
import io
import json
import os
import stat
from datetime import UTC, datetime
from email import message_from_bytes, policy

import pytest

REFUND = "key,market,order_number,refund_amount"


@pytest.fixture
def bulk(cscli, tmp_path):
    """Run a table: the answer, and the rows of the output."""

    def of(table, *words, name="in.csv", out="out.jsonl", intent="refund-issued"):
        source = tmp_path / name
        source.write_bytes(table if isinstance(table, bytes) else table.encode())
        answer = cscli("bulk", "run", str(source), "-i", intent, "--out", str(tmp_path / out), "-j", "1", *words)
        file = tmp_path / out
        if not file.is_file() or not out.endswith(".jsonl"):
            return answer, []
        return answer, [json.loads(line) for line in file.read_text("utf-8").splitlines()]

    return of


AMOUNTS = {
    "a column of its own": (f"{REFUND},currency\nk,GB,A-1,12.50,EUR\n", (), "€12.50"),
    "another name for it": (f"{REFUND},Currency Code\nk,GB,A-1,12.50,usd\n", (), "US$12.50"),
    "an amount that names its own": (f"{REFUND},currency\nk,GB,A-1,12.50 GBP,EUR\n", (), "£12.50"),
    "a decimal comma": (f'{REFUND}\nk,DE,A-1,"1.234,50"\n', ("--decimal", "comma"), "1.234,50\u00a0€"),
    "thousands with commas": (f'{REFUND}\nk,US,A-1,"1,234.50"\n', ("--decimal", "point"), "$1,234.50"),
    "a sign of money that the market has": (f"{REFUND}\nk,US,A-1,12.50 $\n", (), "$12.50"),
    "a sign that is one currency's": (f"{REFUND}\nk,US,A-1,12.50 €\n", (), "€12.50"),
    "shopify": ("Name,Currency,Shipping Country,refund_amount\n#1,EUR,GB,12.50\n", ("--map", "shopify"), "€12.50"),
    "woocommerce": (
        "Order Number,Order Currency,Country Code (Shipping),refund_amount\n1,EUR,GB,12.50\n",
        ("--map", "woocommerce"), "€12.50",
    ),
    "amazon": ("order-id\tcurrency\tship-country\trefund_amount\n1\tEUR\tGB\t12.50\n", ("--map", "amazon"), "€12.50"),
    "ebay": ("Order Number,Ship To Country,Currency,refund_amount\n1,GB,EUR,12.50\n", ("--map", "ebay"), "€12.50"),
}  # fmt: skip


@pytest.mark.parametrize("what", AMOUNTS)
def test_an_amount_has_the_currency_that_the_table_says(bulk, what):
    table, words, shown = AMOUNTS[what]
    answer, rows = bulk(table, *words)
    assert (answer.code, rows[0]["status"]) == (0, "done"), answer.err
    assert shown in rows[0]["body"]


NEVER_SENT = ("#N/A", "#REF!", "1.00123E+12", "NULL", "J\ufffdrgen", "MAÃ”")


def test_what_a_spreadsheet_damaged_is_put_right_and_told_or_rejected_with_a_hint(bulk):
    lost = "".join(f"k{n},DE,{cell},12.50\n" for n, cell in enumerate(NEVER_SENT))
    answer, rows = bulk(f'{REFUND}\na,DE,"=""00045""",12.50\nb,DE,\'0046,12.50\n{lost}')
    assert answer.code == 6
    assert [row["status"] for row in rows] == ["done"] * 2 + ["rejected"] * len(NEVER_SENT)
    assert ("00045" in rows[0]["body"], "0046" in rows[1]["body"], "'" in rows[1]["body"]) == (True, True, False)


ZEROS = ("0", "0.00", "0.00 EUR", "-0", "0,00")


def test_nothing_is_no_refund(bulk):
    answer, rows = bulk(REFUND + "\n" + "".join(f'k{n},DE,A-{n},"{zero}"\n' for n, zero in enumerate(ZEROS)))
    assert (answer.code, {row["status"] for row in rows}) == (6, {"rejected"})


DATES = {"dmy": "04.12.2026", "mdy": "12/4/2026", "ymd": "2026/12/4"}


@pytest.mark.parametrize("order", DATES)
def test_dates_are_read_as_the_file_writes_them(bulk, order):
    table = f"market,order_number,new_date\nUS,A-1,{DATES[order]}\n"
    answer, rows = bulk(table, "--dates", order, intent="shipping-delay")
    assert answer.code == 0, answer.err
    assert "December 4" in rows[0]["body"]


def test_a_date_that_could_be_two_is_rejected_with_the_hint_that_reply_gives(bulk, tmp_path):
    rejects = tmp_path / "bad.csv"
    table = "market,order_number,new_date\nUS,A-1,03/04/2026\n"
    answer, _ = bulk(table, "--rejects", str(rejects), intent="shipping-delay")
    (row,) = csv.DictReader(io.StringIO(rejects.read_text("utf-8")))
    assert (answer.code, row["reject_hint"]) == (6, "Write it as YEAR-MONTH-DAY, such as 2026-12-03.")
    found, _ = bulk(table, "--check", "--json", intent="shipping-delay")
    assert found.data["bad"][0]["hint"] == row["reject_hint"]


@pytest.mark.parametrize("name", ["in.csv", "in.jsonl"])
@pytest.mark.parametrize("suffix", [".jsonl", ".csv", ".tsv"])
def test_the_name_of_the_rejects_says_their_format_and_they_can_be_run_again(bulk, tmp_path, name, suffix):
    cells = {"market": "DE", "order_number": "A-1", "refund_amount": "=1+1"}
    table = json.dumps(cells) + "\n" if name == "in.jsonl" else "market,order_number,refund_amount\nDE,A-1,=1+1\n"
    rejects = tmp_path / f"bad{suffix}"
    assert bulk(table, "--rejects", str(rejects), name=name)[0].code == 6
    text = rejects.read_text("utf-8")
    if suffix == ".jsonl":
        assert json.loads(text)["refund_amount"] == "=1+1"
    else:
        between = {".csv": ",", ".tsv": "\t"}[suffix]
        (row,) = csv.DictReader(io.StringIO(text), delimiter=between)
        assert (row["order_number"], row["refund_amount"]) == ("A-1", "'=1+1")
    mended = text.replace("'=1+1", "12.50").replace("=1+1", "12.50")
    assert bulk(mended, name=f"again{suffix}", out="done.jsonl")[0].code == 0


ADDRESSES = {
    "Ann Lee <ann@example.com>": "ann@example.com", "<ann@example.com>": "ann@example.com",
    "ann@example.com>": "ann@example.com", '"ann@example.com"': "ann@example.com", "ann@example.com.": "",
    "ann@@example.com": "", "ann": "",
}  # fmt: skip


@pytest.mark.parametrize("typed", ADDRESSES)
def test_an_address_is_read_or_the_row_rejected(bulk, tmp_path, typed):
    table = json.dumps({"market": "DE", "order_number": "A-1", "refund_amount": "12.50", "customer.email": typed,
                        "customer.given": "Ann", "customer.family": "Lee"})  # fmt: skip
    answer, _ = bulk(table + "\n", "--sender", "desk@shop.example", name="in.jsonl", out="out.mbox")
    mail = (tmp_path / "out.mbox").read_text("utf-8")
    assert (answer.code, "To: " in mail) == ((0, True) if ADDRESSES[typed] else (6, False))
    assert f"To: Ann Lee <{ADDRESSES[typed]}>\n" in mail or not ADDRESSES[typed]


def test_what_is_missing_is_named_with_the_option_and_the_headings(bulk):
    table = "Land,order_number,refund_amount\nDE,A-1,12.50\n"
    answer, _ = bulk(table)
    assert all(word in answer.err for word in ("--map", "Land")), answer.err
    answer, _ = bulk("market,order_number,refund_amount\nDE,A-1,12.50\n", out="out.mbox")
    assert "--sender" in answer.err


def test_no_break_spaces_stay_in_a_subject():
    from cscli.outbox.mail import Mail, message, sender_address

    mail = Mail(
        sender=sender_address("desk@shop.example", ""), to=None, subject="Votre commande\u00a0: 12\u202f€\nici",
        body="", language="fr", date=datetime(2026, 11, 22, tzinfo=UTC), message_id="1@shop.example",
    )  # fmt: skip
    read = message_from_bytes(message(mail), policy=policy.default)
    assert read["Subject"] == "Votre commande\u00a0: 12\u202f€ ici"


def test_what_holds_texts_of_customers_is_for_its_owner_alone(bulk, cscli, tmp_path):
    before = os.umask(0)
    try:
        table = f"{REFUND},customer.email\nk,DE,A-1,12.50,ann@example.com\nl,ZZ,A-2,1,ann@example.com\n"
        sender = ("--sender", "desk@shop.example")
        bulk(table, "--rejects", str(tmp_path / "bad.csv"))
        bulk(table, out="out.csv")
        bulk(table, *sender, out="out.mbox")
        bulk(table, *sender, "--to", "maildir", out="mails")
        bulk(table, *sender, "--to", "eml", out="letters")
        for name in ("memory.csv", "memory.tmx"):
            cscli("memory", "export", str(tmp_path / name))
        cscli("glossary", "export", str(tmp_path / "terms.csv"))
    finally:
        os.umask(before)
    names = ("bad.csv", "out.jsonl", "out.csv", "out.mbox", "mails", "letters", "memory.csv", "terms.csv")
    paths = [path for name in names for path in ((tmp_path / name), *(tmp_path / name).rglob("*"))]
    assert len(paths) > len(names)
    assert [str(path) for path in paths if stat.S_IMODE(path.stat().st_mode) & 0o077] == []


def test_a_row_that_a_check_stops_says_what_to_do_as_reply_does(cscli, tmp_path):
    table, rejects = tmp_path / "t.csv", tmp_path / "bad.csv"
    table.write_text("market,order_number,new_date\nDE,A-1,2026-11-01\n", encoding="utf-8")
    words = ("--out", str(tmp_path / "o.jsonl"), "--rejects", str(rejects))
    assert cscli("bulk", "run", str(table), "--intent", "shipping-delay", *words).code == 6
    values = ("--set", "order_number=A-1", "--set", "new_date=2026-11-01")
    refused = cscli("reply", "shipping-delay", "--market", "DE", *values, "--json")
    hint = refused.json["errors"][0]["hint"]
    assert "--allow date-passed" in hint
    assert hint in rejects.read_text(encoding="utf-8")


def test_what_reply_allows_a_check_of_rows_allows(cscli, tmp_path):
    table = tmp_path / "t.csv"
    table.write_text("market,order_number,new_date\nDE,A-1,2030-11-01\n", encoding="utf-8")
    for name in ("gist", "undeliverable-address"):
        answer = cscli("bulk", "run", str(table), "--intent", "shipping-delay", "--allow", name, "--check")
        assert answer.code == 0, answer.err
