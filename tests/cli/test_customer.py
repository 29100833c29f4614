"""``cscli customer``: customers are kept by key, changed field by field, and read from files row by row."""

import json

import pytest

HEADER = "key,market,given,family\n"


def test_a_customer_is_added_and_shown(cscli):
    answer = cscli("customer", "add", "C-7", "--market", "jp", "--family", "山田", "--given", "太郎", "--note", "VIP")
    assert (answer.code, answer.out, answer.err) == (0, "C-7\n", "")
    shown = cscli("customer", "show", "C-7")
    assert (shown.code, shown.err) == (0, "")
    for line in ("  key     C-7", "  market  JP", "  family  山田", "  note    VIP"):
        assert line in shown.out.splitlines()


def test_only_the_fields_that_are_given_change(cscli):
    cscli("customer", "add", "C-7", "--market", "JP", "--name", "山田 太郎", "--email", "t@example.com")
    changed = cscli("customer", "add", "C-7", "--email", "taro@example.com", "--json", now="2026-12-01T00:00:00Z")
    assert changed.code == 0
    assert (changed.data["name"], changed.data["email"]) == ("山田 太郎", "taro@example.com")
    assert changed.data["created_at"] == "2026-11-22T09:30:00Z"
    assert changed.data["updated_at"] == "2026-12-01T00:00:00Z"


def test_a_customer_is_shown_with_the_newest_interactions(cscli):
    cscli("customer", "add", "C-7", "--market", "DE")
    cscli("customer", "add", "C-8")
    for number in range(7):
        cscli("log", "add", f"message {number}", "--customer", "C-7")
    cscli("log", "add", "of somebody else", "--customer", "C-8")
    answer = cscli("customer", "show", "C-7")
    assert "message 6" in answer.out
    assert "message 0" not in answer.out
    assert "somebody else" not in answer.out
    assert len(cscli("customer", "show", "C-7", "--json").data["interactions"]) == 5


def test_a_customer_has_several_addresses_and_each_names_them(cscli):
    cscli("customer", "add", "C-8", "--email", "other@example.de")
    words = ("--email", "Anna@example.de", "--email", "anna@work.example", "--phone", "+49 30 1234")
    answer = cscli("customer", "add", "C-7", *words, "--email", "other@example.de")
    assert (answer.code, answer.out) == (0, "C-7\n")
    assert "other@example.de is an address of customer C-8." in answer.err
    cscli("log", "add", "-c", "anna@work.example", "Wo bleibt mein Paket?")
    shown = cscli("customer", "show", "C-7", "--json").data
    assert (shown["email"], [i["body"] for i in shown["interactions"]]) == (
        "Anna@example.de",
        ["Wo bleibt mein Paket?"],
    )
    assert [(c["kind"], c["address"]) for c in shown["contacts"]] == [
        ("email", "anna@example.de"), ("email", "anna@work.example"), ("phone", "+49301234"),
    ]  # fmt: skip
    card = cscli("customer", "show", "anna@work.example").out
    assert card.count("anna@work.example") == card.count("Anna@example.de") == card.count("+49 30 1234") == 1


def test_the_list_is_a_table_by_key_and_can_be_narrowed(cscli):
    cscli("customer", "add", "C-2", "--market", "DE", "--name", "Jörg Weiß", "--email", "j@example.com")
    cscli("customer", "add", "C-1", "--market", "JP", "--name", "山田 太郎", "--phone", "+81-3")
    answer = cscli("customer", "list")
    lines = [line.split("\t") for line in answer.out.splitlines()]
    assert (answer.code, answer.err) == (0, "")
    assert lines[0] == ["key", "name", "market", "language", "zone", "email"]
    assert [line[0] for line in lines[1:]] == ["C-1", "C-2"]
    for words, keys in ((("--market", "jp"), ["C-1"]), (("weiß",), ["C-2"]), (("JÖRG",), ["C-2"]), (("+81",), ["C-1"])):
        assert [c["key"] for c in cscli("customer", "list", *words, "--json").data] == keys


def test_looking_for_customers_creates_nothing(cscli, sealed):
    assert cscli("customer", "list").out.count("\n") == 1
    assert cscli("customer", "show", "C-7").code == 3
    assert list(sealed.iterdir()) == []


@pytest.mark.parametrize(
    ("option", "value", "sentence"),
    [
        ("--market", "Japn", "Japn"), ("--language", "jp", "unknown language 'jp'"),
        ("--zone", "Asia/Tokio", "Asia/Tokio"),
        ("--gender", "femal", "female, male, unknown"), ("--channel", "emial", "did you mean email?"),
    ],
)  # fmt: skip
def test_a_bad_field_is_refused_and_nobody_is_added(cscli, option, value, sentence):
    answer = cscli("customer", "add", "C-7", option, value)
    assert answer.code in (2, 3)
    assert answer.out == ""
    assert sentence.lower() in answer.err.lower()
    assert cscli("customer", "list", "--json").data == []


@pytest.mark.parametrize(
    ("option", "value", "offered"), [("--market", "Japn", "JP"), ("--zone", "Asia/Tokio", "Asia/Tokyo")]
)
def test_a_misspelt_field_gets_the_nearest_name_offered(cscli, option, value, offered):
    assert offered in cscli("customer", "add", "C-7", option, value).err


@pytest.mark.parametrize("key", ["", "  ", "k" * 201, "a\nb", "a\x1bb"])
def test_a_key_must_be_short_and_printable(cscli, key):
    answer = cscli("customer", "add", key)
    assert (answer.code, answer.out) == (2, "")
    assert "key" in answer.err


def test_a_language_is_kept_in_its_canonical_form(cscli):
    assert cscli("customer", "add", "C-7", "--language", "pt_br", "--json").data["language"] == "pt-BR"


@pytest.fixture
def load(cscli, sealed):
    """Import a file with this content."""

    def run(content, *options):
        file = sealed / "customers.csv"
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
        return cscli("customer", "import", str(file), *options)

    return run


def test_an_import_can_be_repeated_without_doubling(load, cscli):
    rows = HEADER + "C-1,JP,太郎,山田\nC-2,DE,Jörg,Weiß\n"
    first, second = load(rows), load(rows)
    assert (first.code, first.out, first.err) == (0, "2 added, 0 changed, 0 already so, 0 rejected\n", "")
    assert (second.code, second.out) == (0, "0 added, 0 changed, 2 already so, 0 rejected\n")
    assert len(cscli("customer", "list", "--json").data) == 2


def test_every_bad_row_is_reported_with_its_line_and_the_good_ones_are_kept(load, cscli):
    answer = load(HEADER + "C-1,JP,太郎,山田\n,DE,,\nC-3,XX,A,B\nC-4,DE,only three\nC-1,FR,,\nC-6,DE,Anna,Blau\n")
    assert answer.code == 6
    assert answer.out == "3 added, 0 changed, 0 already so, 3 rejected\n"
    for place, reason in ((":3:", "no key"), (":4:", "market 'XX'"), (":6:", "line 2 already")):
        line = next(line for line in answer.err.splitlines() if place in line)
        assert reason in line
    assert [c["key"] for c in cscli("customer", "list", "--json").data] == ["C-1", "C-4", "C-6"]


def test_bad_rows_are_in_the_json_too(load):
    answer = load(HEADER + "C-1,XX,a,b\n", "--json")
    assert answer.code == 6
    assert answer.json["status"] == "partial"
    assert answer.codes == ["bad-row"]
    assert answer.data["bad"][0]["line"] == 2


@pytest.mark.parametrize(
    "content",
    [
        "\ufeffkey,market,given\nC-1,JP,Zoë\n".encode(), "key;market;given\nC-1;JP;Zoë\n".encode(),
        "key\tmarket\tgiven\r\nC-1\tJP\tZoë\r\n".encode(), "key,market,given\nC-1,JP,Zoë\n".encode("utf-16"),
        'key;market;given\r\n"C-1";"JP";"Zoë"\r\n'.encode("utf-8-sig"),
        "Customer ID,Country,First Name\nC-1,jp,Zoë\n".encode(),
    ],
)  # fmt: skip
def test_files_of_other_programs_are_understood(load, cscli, content):
    answer = load(content)
    assert (answer.code, answer.err) == (0, "")
    found = cscli("customer", "show", "C-1", "--json").data
    assert (found["market"], found["given"]) == ("JP", "Zoë")


def test_a_quoted_line_break_stays_in_its_cell_and_the_lines_after_it_are_counted_right(load, cscli):
    answer = load('key,market,note\nC-1,DE,"first\nsecond; third, fourth"\nC-2,XX,x\n')
    assert answer.code == 6
    assert cscli("customer", "show", "C-1", "--json").data["note"] == "first\nsecond; third, fourth"
    assert ":4: unknown market 'XX'" in answer.err


def test_a_quote_that_never_closes_is_a_bad_row_and_no_crash(load, cscli):
    answer = load('key,note\nC-1,fine\nC-2,"never closed\nC-3,inside\n')
    assert answer.code == 6
    assert ":3:" in answer.err
    assert [c["key"] for c in cscli("customer", "list", "--json").data] == ["C-1", "C-3"]


def test_columns_that_mean_nothing_here_are_named(load):
    answer = load("key,market,shoe size\nC-1,DE,44\n")
    assert answer.code == 0
    assert answer.out == "1 added, 0 changed, 0 already so, 0 rejected\n"
    assert "shoe size" in answer.err


def test_a_check_reports_and_imports_nothing(load, cscli):
    answer = load(HEADER + "C-1,DE,a,b\nC-2,XX,a,b\n", "--check")
    assert answer.code == 6
    assert ":3:" in answer.err
    assert cscli("customer", "list", "--json").data == []


@pytest.mark.parametrize("name", ["--check", "--dry-run"])
def test_a_dry_run_counts_what_would_be_added_and_changed_and_changes_nothing(load, cscli, name):
    load("key,market,email\nC-1,DE,a@x.example\nC-2,DE,b@x.example\n")
    table = "key,market,email\nC-1,DE,a@x.example\nC-2,FR,b@x.example\nC-3,DE,c@x.example\nC-4,XX,d@x.example\n"
    before = cscli("customer", "list", "--json").data
    answer = load(table, name)
    assert (answer.code, answer.out) == (6, "1 added, 1 changed, 1 already so, 1 rejected\n")
    assert "Nothing was changed." in answer.err
    assert cscli("customer", "list", "--json").data == before
    assert load(table).out == answer.out


def test_a_dry_run_on_a_fresh_desk_makes_no_record(load, sealed, cscli):
    assert load("key,market\nC-1,DE\n", "--dry-run").out.startswith("1 added, ")
    assert not list(sealed.rglob("*.db"))


@pytest.mark.parametrize(
    ("content", "sentence"),
    [(b"", "the table is empty"), (b"name,market\nA,DE\n", "Columns: key")],
)
def test_a_file_that_cannot_be_used_is_refused_whole(load, cscli, content, sentence):
    answer = load(content)
    assert (answer.code, answer.out) == (2, "")
    assert sentence in answer.err
    assert cscli("customer", "list", "--json").data == []


def test_a_file_that_does_not_exist_is_named(cscli, sealed):
    answer = cscli("customer", "import", str(sealed / "none.csv"))
    assert (answer.code, answer.out) == (2, "")
    assert "none.csv" in answer.err


def test_a_mail_address_is_a_key_where_there_is_no_other(load, cscli):
    assert load("email,market\na@example.com,DE\n").code == 0
    assert cscli("customer", "show", "a@example.com", "--json").data["market"] == "DE"


def test_two_customers_become_one_and_two_again(cscli):
    cscli("customer", "add", "C-7", "--market", "DE", "--email", "anna@example.de", "--name", "Anna Berg")
    cscli("customer", "add", "C-8", "--email", "anna@work.example", "--note", "VIP")
    cscli("order", "add", "A-1", "-c", "C-8", "--promised", "2026-11-01")
    dry = cscli("customer", "merge", "C-8", "--into", "anna@example.de", "--dry-run")
    assert (dry.code, dry.out) == (0, "C-7\n")
    for line in ("1 order, 1 contact would come from C-8 to C-7.", "note is taken over: VIP", "Nothing was changed."):
        assert line in dry.err
    merged = cscli("customer", "merge", "C-8", "--into", "C-7", "--json").data
    assert (merged["survivor"], merged["moved"]["orders"], merged["filled"]) == ("C-7", 1, {"note": "VIP"})
    shown = cscli("customer", "show", "C-8")
    assert ("  key     C-7" in shown.out, "A-1  placed late" in shown.out) == (True, True)
    cscli("log", "add", "hello", "-c", "C-8")
    assert [i["customer"] for i in cscli("log", "list", "-c", "C-8", "--json").data] == ["C-7"]
    refused = cscli("customer", "add", "C-8", "--name", "X", "--json")
    assert (refused.code, refused.codes) == (2, ["merged-customer"])
    assert cscli("customer", "unmerge", "C-8").out == "C-8\n"
    assert cscli("customer", "show", "anna@work.example", "--json").data["key"] == "C-8"
    assert cscli("customer", "unmerge", "C-8").code == 3


def test_tables_of_customers_orders_and_ratings_are_read_from_stdin_too(cscli):
    told = cscli("customer", "import", "-", "--json", stdin="key\tname\tmarket\nC-7\tAnna Berg\tDE\n").data
    assert told["added"] == 1
    cscli("order", "import", "-", stdin='{"number": "A-1042", "customer": "C-7", "status": "shipped"}\n')
    assert "shipped" in cscli("order", "list").out
    cscli("case", "open", "-c", "C-7", "Hallo?")
    rated = cscli("feedback", "import", "-", "--kind", "csat", "--json", stdin="case,score\n1,5\n")
    assert (rated.code, rated.data["added"]) == (0, 1)
    refused = cscli("customer", "import", "-", "--json", stdin="name,market\nAnna,DE\n").json["errors"][0]
    assert refused["message"].startswith("standard input: there is no column")
    assert cscli("order", "import", "-", "--json", stdin="").code == 2


@pytest.mark.parametrize(
    "typed", ["Ann Lee <ann@example.com>", "<ann@example.com>", "'ann@example.com'", "mailto:ann@example.com"]
)
def test_a_mail_address_is_kept_without_what_stands_around_it(cscli, typed, tmp_path):
    assert cscli("customer", "add", "C-1", "--market", "GB", "--email", typed).code == 0
    assert cscli("customer", "show", "C-1", "--json").data["email"] == "ann@example.com"
    table = tmp_path / "customers.jsonl"
    table.write_text(json.dumps({"email": typed.replace("ann", "bo"), "market": "GB"}) + "\n", encoding="utf-8")
    assert cscli("customer", "import", str(table)).code == 0
    assert cscli("show", "bo@example.com", "--json").data["customer"]["key"] == "bo@example.com"
    assert cscli("in", "--from", "ann@example.com", "--json", stdin="Where is it?").data["customer"]["key"] == "C-1"


@pytest.mark.parametrize(
    "typed", ["ann@example.com.", "a@b@c", "ann@x.example, bo@x.example", "nobody", "a@x..example"]
)
def test_what_is_not_one_mail_address_is_refused(cscli, typed, tmp_path):
    refused = cscli("customer", "add", "C-1", "--market", "GB", "--email", typed, "--json")
    assert (refused.code, refused.codes) == (2, ["bad-value"])
    assert refused.json["errors"][0]["hint"]
    table = tmp_path / "customers.jsonl"
    table.write_text(json.dumps({"key": "C-2", "email": typed}) + "\n", encoding="utf-8")
    rejected = cscli("customer", "import", str(table), "--json")
    assert (rejected.code, rejected.data["rejected"]) == (6, 1)
    assert "is not one mail address" in rejected.data["bad"][0]["reason"]


@pytest.mark.parametrize(
    ("said", "key"),
    [("ann@example.com.", "ann@example.com"), ("a@b@c", ""), ("7", ""), ("'ann@example.com'", "ann@example.com")],
)
def test_a_message_is_of_an_address_that_can_be_one(cscli, said, key):
    answer = cscli("in", "--from", said, "--json", stdin="Where is my parcel?")
    assert (answer.code, answer.data["customer"]["key"]) == (0, key)
