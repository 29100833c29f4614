"""``cscli bulk run``: what is wrong for every row is said before the first one, and nothing is written."""

import pytest
from late_parcels import FAR, MIXED, VALUES


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


def test_rejects_cannot_go_where_the_replies_go(bulk, tmp_path):
    answer, _ = bulk(MIXED, "--rejects", str(tmp_path / "x" / ".." / "out.mbox"), out="out.mbox")
    assert (answer.code, answer.out) == (2, "")
    assert "Rejected rows cannot go where the replies go." in answer.err


def test_rejects_cannot_go_to_stdout(bulk, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    answer, _ = bulk(MIXED, "--rejects", "-")
    assert (answer.code, answer.out) == (2, "")
    assert not (tmp_path / "-").exists()


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


@pytest.mark.parametrize("command", [(), ("run",), ("resume",), ("status",)])
def test_help_shows_how(cscli, command):
    answer = cscli("bulk", *command, "--help")
    assert (answer.code, answer.err) == (0, "")
    assert not command or f"Example: cscli bulk {command[0]}" in answer.out
