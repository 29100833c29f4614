"""``cscli bulk run``: rows that are rejected, with their reasons: checked, counted, kept and mended."""

import csv

from late_parcels import FAR, MIXED, VALUES


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
