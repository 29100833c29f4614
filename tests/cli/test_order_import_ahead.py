"""``cscli order import`` of a long table in two processes: the record is that of one, and what goes wrong is told."""

import csv
import multiprocessing
import os
import signal
import time
from itertools import islice

import pytest
from archive_files import contents

from cscli import processes
from cscli.desk.customers import buyers
from cscli.desk.orders import intake, lots
from cscli.record.record import Record
from cscli.record.rows import orders as table

HEADINGS = ("number", "customer", "email", "country", "status", "placed", "total", "currency", "item", "quantity")
ORDERS = 120


@pytest.fixture
def orders(tmp_path):
    """A table of 120 orders of 40 buyers, with two articles each; whatever can be wrong is in a few of them."""
    path = tmp_path / "orders.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file)
        out.writerow(HEADINGS)
        for n in range(ORDERS):
            buyer = n % 40
            country = "" if n < 40 else "DE"
            status = "lost?" if n == 50 else "shipped"
            placed = f"{1 + n % 28}/{1 + n % 11}/2026"
            row = [f"A-{n}", f"K-{buyer}" if buyer % 3 else "", f"b{buyer}@example.de", country, status, placed]
            currency = "" if n % 30 == 7 else "EUR"
            out.writerow([*row, "12.50", currency, "Tasse", "1"])
            out.writerow([*row, "12.50", currency, "#REF!" if n == 60 else "Becher", "2"])
            if n % 20 == 3:  # again
                out.writerow([*row, "12.50", currency, "Becher", "2"])
            if n % 25 == 9:  # an article of an order that came long before
                out.writerow([f"a-{n // 2}", "", "", "", "", "", "", "", "Kanne", "1"])
        out.writerow(["", "K-1", "", "", "", "", "", "", "Kanne", "1"])
        out.writerow(["A-999", "K-1", "", "", "", "", "", "", "Kanne", "1", "more", "and more"])
    return path


@pytest.fixture
def in_lots(monkeypatch):
    """Two processes, even for a short table; few orders pass between them together, and are kept together."""
    monkeypatch.setattr(processes, "cores", lambda: 2)
    monkeypatch.setattr(intake, "WORTH_A_PROCESS", 20)
    monkeypatch.setattr(lots, "LOT", 7)
    monkeypatch.setattr(buyers, "_AT_ONCE", 20)
    monkeypatch.setattr(table, "IN_ONE_TRANSACTION", 20)


def imported(cscli, path, place, *options):
    """The answer and the record of an import."""
    result = cscli("--db", str(place), "order", "import", str(path), *options, "--json")
    record = Record(str(place))
    kept = contents(record)
    record.close()
    return result.code, {**result.data, "file": ""}, kept


@pytest.mark.usefixtures("in_lots")
def test_an_import_in_two_processes_gives_the_record_of_one(cscli, orders, tmp_path, monkeypatch):
    two = imported(cscli, orders, tmp_path / "two.db")
    tried = imported(cscli, orders, tmp_path / "tried.db", "--dry-run")
    monkeypatch.setattr(processes, "cores", lambda: 1)
    one = imported(cscli, orders, tmp_path / "one.db")
    monkeypatch.undo()
    whole = imported(cscli, orders, tmp_path / "whole.db")
    assert (two[1]["added"], two[1]["rejected"], two[1]["customers_added"]) == (119, 4, 40)
    assert two == one == whole
    assert {**tried[1], "dry_run": False} == two[1]


@pytest.mark.usefixtures("in_lots")
def test_the_orders_of_a_long_table_are_made_by_another_process(cscli, orders, tmp_path, monkeypatch):
    here, made = os.getpid(), lots.order_of

    def never_here(*words):
        assert os.getpid() != here
        return made(*words)

    monkeypatch.setattr(lots, "order_of", never_here)
    assert imported(cscli, orders, tmp_path / "desk.db")[1]["added"] == 119


@pytest.mark.usefixtures("in_lots")
def test_an_import_whose_process_is_killed_says_so_and_the_next_one_finishes(cscli, orders, tmp_path, monkeypatch):
    here, work, place = os.getpid(), lots.lots, str(tmp_path / "desk.db")

    def killed(*words):
        yield from islice(work(*words), 5)
        if os.getpid() != here:
            while not Record(place).rows("SELECT * FROM orders"):
                time.sleep(0.01)
            os.kill(os.getpid(), signal.SIGKILL)

    with monkeypatch.context() as patched:
        patched.setattr(intake, "lots", killed)
        result = cscli("--db", place, "order", "import", str(orders), "--json")
    assert (result.code, result.codes) == (5, ["process-ended"])
    assert "Run the command again" in result.json["errors"][0]["hint"]
    again = cscli("--db", place, "order", "import", str(orders), "--json").data
    assert (again["added"] + again["same"], again["rejected"]) == (119, 4)
    assert again["same"] == 20


@pytest.mark.usefixtures("in_lots")
def test_an_import_that_is_interrupted_leaves_no_process_behind(cscli, orders, tmp_path, monkeypatch):
    keep = buyers.keep_customers

    def interrupted(*words):
        keep(*words)
        signal.raise_signal(signal.SIGINT)

    place = str(tmp_path / "desk.db")
    with monkeypatch.context() as patched:
        patched.setattr(buyers, "keep_customers", interrupted)
        assert cscli("--db", place, "order", "import", str(orders)).code == 130
    assert multiprocessing.active_children() == []
    assert cscli("--db", place, "order", "import", str(orders), "--json").data["added"] == 119
