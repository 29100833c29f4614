"""Customers from CSV as shops export it: every bad row is told with its line, every good one is kept."""

from datetime import UTC, datetime

import pytest
from sweeps import each

from cscli.desk.customers.customers import Kept, customer, keep_customers
from cscli.desk.customers.intake import Intake, checked_row, customers_in
from cscli.errors import UsageError

TESTS = {
    "market": lambda code: code in ("JP", "DE", "US"),
    "language": lambda tag: tag in ("ja", "de", "en", "de-AT"),
    "zone": lambda name: name in ("Asia/Tokyo", "America/Denver"),
}
NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)


@pytest.fixture
def read(tmp_path):
    """What a file with this text (or these bytes) holds."""

    def run(content: str | bytes, encoding: str = "utf-8") -> Intake:
        path = tmp_path / "customers.csv"
        path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
        return customers_in(path, TESTS)

    return run


def bad(intake: Intake) -> list[tuple[int, str, str]]:
    return [(row.line, row.key, row.reason) for row in intake.bad]


TWO = "key,name,market\nC-1,山田 太郎,JP\nC-2,Jürgen Groß,DE\n"
TWO_ROWS = ({"key": "C-1", "name": "山田 太郎", "market": "JP"}, {"key": "C-2", "name": "Jürgen Groß", "market": "DE"})


@pytest.mark.parametrize(
    ("encoding", "said"),
    [("utf-8", "utf-8"), ("utf-8-sig", "utf-8"), ("utf-16", "utf-16")],
    ids=["plain", "with a byte order mark", "UTF-16"],
)
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"], ids=["Unix", "Windows", "old Mac"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"], ids=["commas", "semicolons", "tabs"])
def test_encoding_line_ends_and_delimiter_are_found_out(read, encoding, said, ending, delimiter):
    intake = read(TWO.replace("\n", ending).replace(",", delimiter), encoding)
    assert intake.good == TWO_ROWS
    assert (intake.bad, intake.ignored_columns, intake.encoding, intake.delimiter) == ((), (), said, delimiter)


@pytest.mark.parametrize("order", ["utf-16-le", "utf-16-be"])
def test_utf_16_is_read_in_either_byte_order(read, order):
    assert read(("\ufeff" + TWO).encode(order)).good == TWO_ROWS


def test_a_comma_in_a_name_does_not_outweigh_the_semicolons_of_the_first_line(read):
    intake = read("key;name\nC-1;Groß, Jürgen\nC-2;Doe, Jane, Dr.\n")
    assert [row["name"] for row in intake.good] == ["Groß, Jürgen", "Doe, Jane, Dr."]


def test_a_quoted_cell_may_hold_line_breaks_quotes_and_the_delimiter(read):
    intake = read('key,note,name\nC-1,"two\nlines, ""quoted""\r\nand more",Ann\nC-2,plain,Bo\nC-3,x,\nC-1,again,Ann\n')
    assert intake.good[0] == {"key": "C-1", "note": 'two\nlines, "quoted"\r\nand more', "name": "Ann"}
    assert [row["key"] for row in intake.good] == ["C-1", "C-2", "C-3"]
    assert bad(intake) == [(7, "C-1", "the key stands in line 2 already")]


def test_spaces_around_cells_and_empty_lines_do_not_count(read):
    intake = read("\ufeff key , name \n  C-1 , Ann  \n\n , \n   \nC-2,Bo")
    assert intake.good == ({"key": "C-1", "name": "Ann"}, {"key": "C-2", "name": "Bo"})
    assert intake.bad == ()


@pytest.mark.parametrize(
    ("headings", "columns"),
    [
        ("Customer ID;First Name;Last Name;Email;Country Code;Phone;Note", "key given family email market phone note"),
        ("customer_id;full_name;e-mail;country;locale;time zone", "key name email market language zone"),
        ("ID;Firstname;Surname;E_MAIL;Lang;TZ;Title;Sex", "key given family email language zone honorific gender"),
        ("customer.key;customer.given;customer.family;customer.gender", "key given family gender"),
        ("KEY;Given Name;Family Name;Telephone;Notes;Timezone", "key given family phone note zone"),
    ],
)
def test_headings_are_understood_as_shops_write_them(read, headings, columns):
    cells = {
        "email": "x@y.example",
        "phone": "+49 30 1",
        "market": "de",
        "language": "de",
        "zone": "Asia/Tokyo",
        "gender": "f",
    }
    wanted = columns.split()
    intake = read(f"{headings}\n" + ";".join(cells.get(column, "x") for column in wanted))
    assert intake.ignored_columns == ()
    assert list(intake.good[0]) == wanted


def test_columns_that_mean_nothing_here_are_left_out_and_named(read):
    intake = read("Accepts Marketing,key,Total Spent,\nyes,C-1,12.50,\n")
    assert intake.good == ({"key": "C-1"},)
    assert intake.ignored_columns == ("Accepts Marketing", "Total Spent")


def test_two_columns_for_one_field_are_refused_because_one_would_be_lost(read):
    with pytest.raises(UsageError) as raised:
        read("key,phone,Telephone\nC-1,+49 30 1,\n")
    assert "phone" in raised.value.message
    assert "Telephone" in raised.value.message


def test_without_a_key_the_mail_address_is_the_key(read):
    intake = read("email,name\nann@shop.example,Ann\n,Bo\n")
    assert intake.good == ({"email": "ann@shop.example", "name": "Ann", "key": "ann@shop.example"},)
    assert bad(intake) == [(3, "", "has no key")]
    assert read("key,email\n,ann@shop.example\n").good[0]["key"] == "ann@shop.example"


@pytest.mark.parametrize(
    ("row", "key", "reason"),
    [
        (",Ann,JP,,,,", "", "has no key"),
        ("C-2,Ann,XX,,,,", "C-2", "unknown market 'XX'"),
        ("C-2,Ann,Germany,,,,", "C-2", "unknown market 'GERMANY'"),
        ("C-2,Ann,,xx,,,", "C-2", "unknown language 'xx'"),
        ("C-2,Ann,,,Mars/Olympus,,", "C-2", "unknown zone 'Mars/Olympus'"),
        ("C-2,Ann,,,,emial,", "C-2", "unknown channel 'emial', did you mean email?"),
        ("C-2,Ann,,,,fax,", "C-2", "unknown channel 'fax'"),
        ("C-2,Ann,,,,,Mrs", "C-2", "the gender 'Mrs' is not one of female, male, unknown"),
        ("C-2,Ann,JP,,,,,extra", "", "has 8 cells, but there are 7 headings"),
        ("C-1,Ann,JP,,,,", "C-1", "the key stands in line 2 already"),
        ("C-\x00 2,Ann,JP,,,,", "", "holds a NUL character"),
        ("C\u200b2,Ann,JP,,,,", "C\u200b2", "its key is too long or holds control characters"),
        ("K" * 201 + ",Ann,JP,,,,", "K" * 40, "its key is too long or holds control characters"),
        ('C-2,"A"nn,JP,,,,', "", "has text behind a closing quote"),
    ],
)
def test_a_bad_row_is_told_with_its_line_and_reason_and_the_rest_is_kept(read, row, key, reason):
    header = "key,name,market,language,zone,channel,gender"
    intake = read(f"{header}\nC-1,Ann,JP,ja,Asia/Tokyo,email,f\n\n{row}\nC-3,Bo,us,,,,M\n")
    assert bad(intake) == [(4, key, reason)]
    assert [row["key"] for row in intake.good] == ["C-1", "C-3"]
    assert (intake.good[1]["market"], intake.good[1]["gender"]) == ("US", "male")


def test_a_quote_that_is_never_closed_is_told_with_the_line_it_opens_on(read):
    intake = read('key,name\nC-1,Ann\nC-2,"Bo\nC-3,Cy\n')
    assert [row["key"] for row in intake.good] == ["C-1", "C-3"]
    assert bad(intake) == [
        (3, "", "opens a quote that is not closed rightly"),
    ]


def test_a_quote_that_is_never_closed_in_the_first_line_is_told(read):
    with pytest.raises(UsageError, match="opens a quote") as raised:
        read('key,"name\nC-1,Ann\n')
    assert raised.value.problems[0].code == "bad-file"


def test_a_cell_beyond_all_measure_is_a_bad_row_and_the_next_is_read(read):
    intake = read(f"key,note\nC-1,{'x' * 1_000_000}\nC-2,short\n")
    assert [row["key"] for row in intake.good] == ["C-2"]
    assert [(line, "its note is too long" in reason) for line, _, reason in bad(intake)] == [(2, True)]


def test_nul_bytes_in_a_name_do_not_stop_the_file(read):
    intake = read(b"key,name\nC-1,A\x00nn\nC-2,Bo\n")
    assert ([row["key"] for row in intake.good], bad(intake)) == (["C-2"], [(2, "", "holds a NUL character")])


@pytest.mark.parametrize("content", [b"", b"\n\n", "\ufeff".encode(), "\ufeff".encode("utf-16-le"), b"   "])
def test_an_empty_file_has_no_columns(read, content):
    with pytest.raises(UsageError, match=r"the table is empty|there are no headings") as raised:
        read(content)
    assert raised.value.problems[0].code == "bad-file"


def test_a_file_without_a_key_says_what_it_has_and_what_works(read):
    with pytest.raises(UsageError) as raised:
        read("Kundennummer,Vorname\n7,Ann\n")
    assert raised.value.problems[0].hint.endswith("Found: Kundennummer, Vorname")
    assert raised.value.problems[0].hint.startswith("Columns: key, name, given")


def test_a_first_line_alone_holds_nobody(read):
    intake = read("key,name\n")
    assert (intake.good, intake.bad) == ((), ())


WINDOWS = {
    "windows-1252": "Jürgen", "windows-1250": "Łukasz Żółć", "windows-1251": "Анна Иванова", "cp932": "山田 太郎",
    "utf-16": "Jürgen",
}  # fmt: skip


@pytest.mark.parametrize("encoding", WINDOWS)
def test_files_of_windows_are_read(read, encoding):
    intake = read(f"key,name\nC-1,Ann\nC-2,{WINDOWS[encoding]}\n", encoding)
    assert (intake.good[1]["name"], intake.bad, intake.encoding) == (WINDOWS[encoding], (), encoding)


def test_a_code_of_a_country_wins_over_its_name_and_that_is_told(read):
    intake = read("key,Country,Country Code\nC-1,Germany,DE\n")
    assert intake.good == ({"key": "C-1", "market": "DE"},)
    assert intake.remarks == ("'Country Code' is taken, 'Country' is not.",)


def test_damaged_cells_are_put_right_and_told_or_refused_with_a_hint(read):
    intake = read('key,name,phone\n="00045",JÃ¼rgen,NULL\nC-2,Ann,4.9301E+12\n')
    assert intake.good == ({"key": "00045", "name": "Jürgen"},)
    assert [(one.line, bool(one.hint)) for one in intake.bad] == [(3, True)]
    assert len(intake.remarks) == 3


def test_columns_can_be_mapped_and_ignored(tmp_path):
    path = tmp_path / "customers.csv"
    path.write_text("Kundennummer,Vorname,Land,Notiz\n7,Ann,DE,x\n", encoding="utf-8")
    mapping = {"Kundennummer": "key", "vorname": "customer.given", "Land": "market", "Notiz": "-"}
    intake = customers_in(path, TESTS, mapping=mapping)
    assert (intake.good, intake.ignored_columns) == (({"key": "7", "given": "Ann", "market": "DE"},), ("Notiz",))
    with pytest.raises(UsageError, match="There is no column 'Nachname'"):
        customers_in(path, TESTS, mapping={"Nachname": "family"})
    with pytest.raises(UsageError, match=r"There is no field 'famly'\. Did you mean 'family'"):
        customers_in(path, TESTS, mapping={"Vorname": "famly"})


def test_a_file_that_does_not_exist_is_told(tmp_path):
    with pytest.raises(UsageError, match="cannot be read") as raised:
        customers_in(tmp_path / "none.csv", TESTS)
    assert raised.value.problems[0].code == "no-file"


def test_the_same_file_twice_doubles_nobody(read, record):
    assert keep_customers(record, read(TWO).good, NOW) == Kept(added=2, changed=0, same=0)
    assert keep_customers(record, read(TWO, "utf-16").good, NOW) == Kept(added=0, changed=0, same=2)
    assert keep_customers(record, read(TWO.replace("Groß", "Gross")).good, NOW) == Kept(added=0, changed=1, same=1)


def test_an_empty_cell_does_not_undo_what_is_known(read, record):
    keep_customers(record, read("key,gender,phone\nC-1,f,+49 30 1\n").good, NOW)
    kept = keep_customers(record, read("key,gender,phone,name\nC-1,,,Ann\n").good, NOW)
    found = customer(record, "C-1")
    assert kept == Kept(added=0, changed=1, same=0)
    assert (found.gender, found.phone, found.name) == ("female", "+49 30 1", "Ann")


@each(("typed", "stored"), [("F", "female"), ("w", "female"), ("Male", "male"), ("m", "male"), ("X", "unknown")])
def test_a_gender_is_only_what_was_said(typed, stored):
    assert checked_row({"key": "C-1", "gender": typed}, TESTS) == ({"key": "C-1", "gender": stored}, "")
