"""``cscli bulk``: what rows may say, which are rejected and how, and how runs are gone on with."""

import csv
import json

import pytest
from workbooks import spreadsheet

VALUES = "order_number,new_date\nA-1,2026-12-03\n"
MIXED = (
    "key,market,order_number,new_date\n"
    "k1,DE,A-1,2026-12-03\n"
    "k2,ZZ,A-2,2026-12-03\n"
    "k3,FR,A-3,tomorrow\n"
    "k4,FR,A-4,2026-12-04\n"
    "k1,DE,A-5,2026-12-03\n"
)
FAR = ("--market", "DE")


@pytest.fixture
def bulk(cscli, tmp_path):
    """Run a table: ``bulk(text, *options)`` gives the answer and the rows of the output."""

    def of(table, *words, name="in.csv", out="out.jsonl", intent="shipping-delay", stdin=""):
        source = tmp_path / name
        if table is not None:
            source.write_bytes(table if isinstance(table, bytes) else table.encode())
        said = ("--intent", intent) if intent else ()
        answer = cscli(
            "bulk", "run", "-" if stdin else str(source), *said, "--out", str(tmp_path / out), "--jobs", "1", *words,
            stdin=stdin,
        )  # fmt: skip
        written = tmp_path / out
        lines = written.read_text(encoding="utf-8").splitlines() if written.is_file() else []
        return answer, [json.loads(line) for line in lines] if out.endswith(".jsonl") else lines

    return of


# in

RECORD = {"order_number": "A-1", "new_date": "2026-12-03"}


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


# --map


def test_a_shops_own_headings_are_mapped(bulk):
    table = "Bestellung;Neuer Termin;Land;Notiz\nA-1;2026-12-03;DE;egal\n"
    words = ("Bestellung=order.number", "neuer termin=new_date", "Land=market", "Notiz=-")
    answer, rows = bulk(table, *(part for word in words for part in ("--map", word)))
    assert (answer.code, rows[0]["key"]) == (0, "A-1")


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("--map", "ordernumber=order_number"), 2, "There is no column 'ordernumber'. Did you mean 'order_number'?"),
        (("--map", "new_date=order_number"), 2, "both mean the variable order_number"),
        (("--map", "new_date=customer.nmae"), 2, "Did you mean 'customer.name'?"),
        (("--map", "shopware"), 2, "No preset is called 'shopware'."),
        (("--map", "shopify"), 2, "Shopify's orders have a column 'Name'"),
        (("--kind", "xml"), 2, "No kind of table is called 'xml'."),
        (("--to", "pdf"), 2, "is unclear; known are: jsonl, csv"),
        (("--market", "XX"), 3, "Unknown market 'XX'"),
        (("--intent", "shiping-delay"), 3, "shipping-delay"),
        (("--send-at", "soon"), 2, "'soon' is not a time to send at."),
        (("--send-at", "2020-01-01T00:00:00Z"), 2, "is past"),
        (("--rate", "5/min"), 2, "A rate needs an instant"),
        (("--send-at", "next-window", "--rate", "many"), 2, "'many' is not a rate."),
        (("--purpose", "fun", "--send-at", "next-window"), 2, "fun"),
        (("--channel", "pigeon"), 2, "Unknown channel 'pigeon'."),
        (("--channel", "phone"), 2, "email, chat"),
        (("--register", "rude"), 2, "Unknown register 'rude'."),
    ],
)
def test_what_is_wrong_for_every_row_is_said_once_and_nothing_is_written(bulk, tmp_path, words, code, said):
    for check in ((), ("--check",), ("--jobs", "2")):
        answer, _ = bulk(VALUES, *FAR, *words, *check)
        assert (answer.code, answer.out) == (code, "")
        assert said in answer.err
        assert sorted(path.name for path in tmp_path.glob("*.*")) == ["in.csv"]


@pytest.mark.parametrize(
    ("table", "words", "code", "said"),
    [
        ("order_number,new_date,Colour\nA-1,2026-12-03,red\n", FAR, "unknown-variable", "--map 'Colour=-'"),
        (VALUES, (), "no-market", "Add --market, or a column market"),
        (VALUES.replace("new_date", "market"), (), "", ""),
        (VALUES.replace("new_date", "customer"), (), "", ""),
        (VALUES.replace("new_date", "intent"), FAR, "", ""),
    ],
)
def test_columns_that_suit_no_row_are_said_before_the_first(bulk, table, words, code, said):
    answer, rows = bulk(table, *words, "--json")
    assert (answer.code, answer.codes) == ((2, [code]) if code else (6, ["rejected-rows"]))
    assert said in answer.json["errors"][0]["hint"]
    assert bool(rows) == (not code)


def test_a_situation_must_be_given_by_line_or_column(bulk):
    answer, _ = bulk(VALUES, *FAR, intent="")
    assert (answer.code, answer.out) == (2, "")
    assert "Add --intent, or a column intent" in answer.err
    assert bulk(f"intent,{VALUES}".replace("\nA", "\nshipping-delay,A"), *FAR, intent="")[0].code == 0


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


# --check and --rejects


def test_a_check_names_every_bad_row_and_writes_nothing(bulk, tmp_path, cscli):
    answer, _ = bulk(MIXED, "--check", "--rejects", str(tmp_path / "bad.csv"))
    assert (answer.code, answer.err) == (6, "")
    assert answer.out == (
        "line\tkey\tcode\treason\n"
        "3\tk2\tunknown-market\tUnknown market 'ZZ'. See all with: cscli market list\n"
        "4\tk3\tbad-value\tnew_date: 'tomorrow' is not a date. Write it as YEAR-MONTH-DAY, such as 2026-12-03.\n"
        "6\tk1\tduplicate-key\tthe key 'k1' was done before in this run\n"
    )
    assert sorted(path.name for path in tmp_path.glob("*.*")) == ["in.csv"]
    assert cscli("bulk", "status", "--json").data == []


def test_a_check_that_finds_nothing_ends_well(bulk):
    answer, _ = bulk(VALUES, *FAR, "--check")
    assert (answer.code, answer.out, answer.err) == (0, "line\tkey\tcode\treason\n", "")


def test_a_check_needs_no_output(cscli, tmp_path):
    (tmp_path / "in.csv").write_text(VALUES)
    answer = cscli("bulk", "run", str(tmp_path / "in.csv"), "-i", "shipping-delay", *FAR, "--check", "--json")
    assert (answer.code, answer.data["rows"]) == (0, 1)


def test_rejected_rows_are_kept_with_reason_as_they_were(bulk, tmp_path):
    answer, rows = bulk(MIXED, "--rejects", str(tmp_path / "bad.csv"))
    assert answer.code == 6
    assert answer.out.startswith("5 rows: 2 done, 3 rejected, 0 skipped, in ")
    assert answer.err.startswith("Error: 3 rows were rejected. First of each kind: line 3: Unknown market 'ZZ'. ")
    assert answer.err.endswith(f"\n  Correct {tmp_path / 'bad.csv'} and run it.\n")
    assert [(r["key"], r["status"], r["code"]) for r in rows] == [
        ("k1", "done", None), ("k2", "rejected", "unknown-market"), ("k3", "rejected", "bad-value"),
        ("k4", "done", None), ("k1", "rejected", "duplicate-key"),
    ]  # fmt: skip
    bad = list(csv.DictReader((tmp_path / "bad.csv").read_text(encoding="utf-8").splitlines()))
    assert [(r["reject_code"], r["key"], r["order_number"]) for r in bad] == [
        ("unknown-market", "k2", "A-2"), ("bad-value", "k3", "A-3"), ("duplicate-key", "k1", "A-5"),
    ]  # fmt: skip
    assert bad[1]["reject_reason"] == "new_date: 'tomorrow' is not a date"


def test_mended_rejects_are_an_input(bulk, tmp_path):
    bulk(MIXED, "--rejects", str(tmp_path / "bad.csv"))
    mended = (tmp_path / "bad.csv").read_text().replace("ZZ", "GB").replace("tomorrow", "2026-12-05")
    answer, rows = bulk(mended, name="mended.csv", out="more.jsonl")
    assert (answer.code, [r["key"] for r in rows]) == (0, ["k2", "k3", "k1"])


def test_without_a_file_for_them_rejected_rows_are_counted_and_said(bulk):
    answer, rows = bulk(MIXED)
    assert (answer.code, len(rows)) == (6, 5)
    assert "line 4: new_date: 'tomorrow' is not a date. Write it as YEAR-MONTH-DAY" in answer.err
    assert answer.err.endswith("\n  Write them to a file with --rejects FILE.\n")


def test_no_file_of_rejects_is_made_without_rejects(bulk, tmp_path):
    bulk(VALUES, *FAR, "--rejects", str(tmp_path / "bad.csv"))
    assert not (tmp_path / "bad.csv").exists()


def test_all_that_a_row_lacks_is_in_its_reason(bulk):
    _, rows = bulk("order_number,new_date,market\n,,DE\n")
    assert rows[0]["status"] == "rejected"
    assert all(name in rows[0]["reason"] for name in ("order_number", "new_date"))


def test_a_key_may_come_again_when_that_is_allowed(bulk):
    answer, rows = bulk("key,order_number,new_date\nk,A-1,2026-12-03\nk,A-2,2026-12-03\n", *FAR, "--allow-duplicates")
    assert (answer.code, [r["status"] for r in rows]) == (0, ["done", "done"])


def test_rejects_cannot_go_where_the_replies_go(bulk, tmp_path):
    answer, _ = bulk(MIXED, "--rejects", str(tmp_path / "x" / ".." / "out.mbox"), out="out.mbox")
    assert (answer.code, answer.out) == (2, "")
    assert "Rejected rows cannot go where the replies go." in answer.err


def test_rejects_cannot_go_to_stdout(bulk, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    answer, _ = bulk(MIXED, "--rejects", "-")
    assert (answer.code, answer.out) == (2, "")
    assert not (tmp_path / "-").exists()


# outputs that are there, status and resume


@pytest.mark.parametrize("there", ["out.jsonl", "bad.csv"])
def test_a_file_that_holds_something_is_never_written_over(bulk, tmp_path, cscli, there):
    (tmp_path / there).write_text('{"mine": 1}\n')
    answer, _ = bulk(MIXED, "--rejects", str(tmp_path / "bad.csv"))
    assert (answer.code, answer.out) == (2, "")
    assert there in answer.err
    assert (tmp_path / there).read_text() == '{"mine": 1}\n'
    assert cscli("bulk", "status", "--json").data == []


def test_an_output_must_be_named(cscli, tmp_path):
    (tmp_path / "in.csv").write_text(VALUES)
    answer = cscli("bulk", "run", str(tmp_path / "in.csv"), "-i", "shipping-delay")
    assert (answer.code, answer.out) == (2, "")
    assert "--out replies.jsonl" in answer.err


def test_an_input_that_is_not_there_is_said(bulk):
    answer, _ = bulk(None, name="gone.csv")
    assert (answer.code, answer.out) == (2, "")
    assert "gone.csv" in answer.err


@pytest.mark.parametrize("table", ["", "\n", "order_number,order_number\n1,2\n"])
def test_a_table_without_sensible_headings_is_refused(bulk, tmp_path, table):
    answer, _ = bulk(table, *FAR)
    assert (answer.code, answer.out) == (2, "")
    assert not (tmp_path / "out.jsonl").exists()


def test_a_table_without_rows_gives_an_empty_output(bulk, tmp_path):
    answer, rows = bulk("order_number,new_date\n", *FAR)
    assert (answer.code, rows) == (0, [])
    assert answer.out.startswith("0 rows: 0 done, 0 rejected, 0 skipped, in ")
    assert (tmp_path / "out.jsonl").read_bytes() == b""


def test_no_runs_are_no_fault(cscli):
    answer = cscli("bulk", "status")
    assert (answer.code, answer.out, answer.err) == (0, "run\tstate\trows\tdone\trejected\toutput\tgo on with\n", "")


def test_runs_are_told_newest_first(bulk, cscli, tmp_path):
    bulk(MIXED)
    bulk(VALUES, *FAR, out="second.jsonl")
    lines = cscli("bulk", "status").out.splitlines()
    assert lines[1:] == [
        f"2\tdone\t1\t1\t0\t{tmp_path / 'second.jsonl'}\t", f"1\tdone\t5\t2\t3\t{tmp_path / 'out.jsonl'}\t"
    ]  # fmt: skip
    assert len(cscli("bulk", "status", "--limit", "1").out.splitlines()) == 2


def test_one_run_is_told_in_full(bulk, cscli, tmp_path):
    bulk(MIXED)
    answer = cscli("bulk", "status", "1")
    assert (answer.code, answer.err) == (0, "")
    assert str(tmp_path / "in.csv") in "".join(answer.out.split())
    assert "5: 2 done, 3 rejected, 0 skipped" in answer.out


@pytest.mark.parametrize("command", ["status", "resume"])
@pytest.mark.parametrize("number", ["7", "99999999999999999999999"])
def test_an_unknown_run_is_told_with_where_to_look(cscli, command, number):
    answer = cscli("bulk", command, number)
    assert (answer.code, answer.out) == (3, "")
    assert f"There is no run {number}." in answer.err
    assert "cscli bulk status" in answer.err


def test_a_run_that_is_done_has_nothing_to_go_on_with(bulk, cscli):
    bulk(VALUES, *FAR)
    answer = cscli("bulk", "resume", "1")
    assert (answer.code, answer.out) == (4, "")
    assert answer.err == "Error: Run 1 is done.\n  See: cscli bulk status\n"


def test_the_line_of_a_finished_run_with_resume_is_refused_and_changes_nothing(bulk, tmp_path):
    bulk(VALUES, *FAR)
    before = (tmp_path / "out.jsonl").read_bytes()
    answer, _ = bulk(VALUES, *FAR, "--resume")
    assert (answer.code, answer.out) == (2, "")
    assert "holds something already" in answer.err
    assert (tmp_path / "out.jsonl").read_bytes() == before


def test_resume_where_nothing_was_begun_is_a_first_run(bulk):
    answer, rows = bulk(VALUES, *FAR, "--resume")
    assert (answer.code, len(rows)) == (0, 1)


MANY = "key,order_number,new_date\n" + "".join(f"k{n},A-{n},2026-12-{n % 28 + 1:02}\n" for n in range(1, 601))


@pytest.fixture
def stopped(bulk, tmp_path, monkeypatch):
    """A run that broke off at its third lot; what an undisturbed one would have written."""
    from cscli.bulk import run
    from cscli.errors import UnavailableError

    _, whole = bulk(MANY, *FAR, out="whole.jsonl")
    real, lots = run.BulkRun._take, []

    def failing(self, *words):
        lots.append(1)
        if len(lots) == 3:
            raise UnavailableError("The power is gone.", code="power")
        real(self, *words)
        self._settle(self.table.digest())

    monkeypatch.setattr(run, "LOT", 200)
    monkeypatch.setattr(run.BulkRun, "_take", failing)
    answer, _ = bulk(MANY, *FAR, "--log")
    assert answer.code == 5
    monkeypatch.setattr(run.BulkRun, "_take", real)
    return whole


def test_a_run_knows_its_files_from_any_folder(cscli, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "in.csv").write_text(VALUES)
    cscli("bulk", "run", "in.csv", "-i", "shipping-delay", *FAR, "-o", "here.jsonl", "--rejects", "bad.csv", "-j", "1")
    run = cscli("bulk", "status", "1", "--json").data
    assert [run[name] for name in ("input", "output", "rejects")] == [
        str(tmp_path / name) for name in ("in.csv", "here.jsonl", "bad.csv")
    ]


@pytest.mark.parametrize("how", ["number", "line"])
def test_a_run_that_stopped_is_gone_on_with_to_the_same_bytes(bulk, cscli, tmp_path, stopped, how):
    assert cscli("bulk", "status").out.splitlines()[1].split("\t")[1::5] == ["stopped", "cscli bulk resume 2"]
    answer = cscli("bulk", "resume", "2") if how == "number" else bulk(MANY, *FAR, "--log", "--resume")[0]
    assert answer.code == 0, answer.err
    assert answer.out.startswith("600 rows: 600 done, 0 rejected, 0 skipped, in ")
    assert (tmp_path / "out.jsonl").read_bytes() == (tmp_path / "whole.jsonl").read_bytes()
    assert len(cscli("log", "list", "--limit", "1000", "--json").data) == 600


def test_a_run_that_stopped_does_not_go_on_with_another_input(bulk, cscli, stopped):
    answer, _ = bulk(MANY.replace("A-7,", "A-8,"), *FAR, "--log", "--resume")
    assert (answer.code, answer.out) == (4, "")
    assert "The input is not the one that the run began with" in answer.err


def test_a_run_that_stopped_does_not_go_on_with_other_options(bulk, stopped):
    answer, _ = bulk(MANY, *FAR, "--resume", "--register", "casual")
    assert (answer.code, answer.out) == (4, "")
    assert "had other options: --register, --log." in answer.err
    assert "cscli bulk resume 2" in answer.err
    answer, _ = bulk(MANY, *FAR, "--log", "--resume", "--register", "casual", "--accept-changes")
    assert answer.code == 0


@pytest.mark.parametrize("more", [("--rejects", "mine.csv"), ("--to", "csv")])
def test_a_run_never_goes_on_into_another_file_or_kind(bulk, tmp_path, monkeypatch, stopped, more):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mine.csv").write_text("mine\n")
    answer, _ = bulk(MANY, *FAR, "--log", "--resume", "--accept-changes", *more)
    assert (answer.code, answer.out) == (4, "")
    assert f"had other options: {more[0]}." in answer.err
    assert (tmp_path / "mine.csv").read_text() == "mine\n"


@pytest.mark.parametrize("command", [(), ("run",), ("resume",), ("status",)])
def test_help_shows_how(cscli, command):
    answer = cscli("bulk", *command, "--help")
    assert (answer.code, answer.err) == (0, "")
    assert not command or f"Example: cscli bulk {command[0]}" in answer.out
