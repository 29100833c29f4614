"""How a reply greets people: names in parts or whole, in any script, with and without a known gender."""

import json

import pytest
from sweeps import each

MINIMAL = ("--set", "order_number=A-1042", "--set", "new_date=2026-12-03")


@pytest.fixture
def greeting(cscli):
    """The first line of a reply to a market with these options."""

    def of(market, *options):
        answer = cscli("reply", "shipping-delay", "--market", market, "--no-log", *MINIMAL, *options)
        assert (answer.code, answer.err) == (0, "")
        return answer.out.split("\n")[0]

    return of


@each(
    ("market", "line"),
    [
        ("JP", "Madonna 様"), ("DE", "Guten Tag,"), ("US", "Hi Madonna,"), ("CN", "尊敬的客户："),
        ("FR", "Bonjour,"), ("TR", "Değerli Müşterimiz,"), ("SE", "Hej Madonna,"), ("PL", "Szanowni Państwo,"),
    ],
)  # fmt: skip
def test_a_single_word_is_only_greeted_where_it_may_be_a_given_or_a_family_name(greeting, market, line):
    assert greeting(market, "--name", "Madonna") == line


@each("market", ["JP", "DE", "TH", "VN", "RU", "KR", "IN", "ID"])
def test_a_name_of_five_words_is_not_taken_apart(greeting, market):
    assert "Ana Maria de la Cruz" in greeting(market, "--name", "Ana Maria de la Cruz")


@each("market", ["DE", "FR", "US", "SA", "IL", "KR", "RU", "TH", "TW"])
def test_a_name_in_another_script_than_the_markets_stays_as_it_was_typed(greeting, market):
    for name in ("Ζαχαρίας Παππάς", "გიორგი ბერიძე"):
        assert name in greeting(market, "--name", name)


@each("name", ["", " ", "\t \u3000"])
@each("market", ["JP", "DE", "US", "SA", "PL"])
def test_an_empty_name_is_greeted_like_no_name(greeting, market, name):
    assert greeting(market, "--name", name) == greeting(market)


def test_without_a_name_the_greeting_has_no_hole(greeting, shipped):
    for market in shipped.catalog.market_codes():
        line = greeting(market)
        assert line.strip() == line
        assert "  " not in line
        assert "{" not in line


@each(
    ("market", "order"),
    [("JP", "山田 太郎 様"), ("CN", "尊敬的山田太郎："), ("KR", "안녕하세요, 山田 太郎 고객님.")],
)
def test_parts_are_joined_in_the_order_of_the_language(greeting, market, order):
    assert greeting(market, "--given", "太郎", "--family", "山田") == order


def test_a_whole_name_keeps_the_order_in_which_it_was_typed(greeting):
    assert "山田 太郎" in greeting("JP", "--name", "山田 太郎")
    assert "太郎 山田" in greeting("JP", "--name", "太郎 山田")
    assert "Cruz Ana" in greeting("DE", "--name", "Cruz Ana")


@each(
    ("market", "gender", "line"),
    [
        ("DE", "female", "Sehr geehrte Frau Cruz,"), ("DE", "male", "Sehr geehrter Herr Cruz,"),
        ("MX", "f", "Estimada Sra. Cruz:"), ("MX", "m", "Estimado Sr. Cruz:"),
        ("NL", "FEMALE", "Beste Ana,"), ("FR", "male", "Monsieur,"), ("PL", "female", "Szanowna Pani,"),
    ],
)  # fmt: skip
def test_a_gender_that_was_said_changes_the_salutation(greeting, market, gender, line):
    assert greeting(market, "--given", "Ana", "--family", "Cruz", "--gender", gender) == line


@each(
    ("market", "marked"),
    [
        ("DE", "Frau|Herr"), ("ES", "Sra|Sr.|Estimad"), ("FR", "Madame|Monsieur"), ("IT", "Sig"), ("PL", "Pani|Panie"),
        ("NL", "mevrouw|heer"), ("BR", "Prezad"), ("MX", "Sra|Sr.|Estimad"), ("RU", "Уважаем"), ("US", "Mr|Ms|Mrs"),
    ],
)  # fmt: skip
@each("given", ["Maria", "Peter"])
def test_a_gender_is_never_guessed_from_a_name(greeting, market, marked, given):
    line = greeting(market, "--given", given, "--family", "Sommer")
    assert not [word for word in marked.split("|") if word in line]


def test_an_unknown_gender_word_is_refused_with_the_words_that_work(cscli):
    answer = cscli("reply", "shipping-delay", "--market", "DE", "--gender", "femal", *MINIMAL)
    assert (answer.code, answer.out) == (2, "")
    assert "female, male, unknown" in answer.err


@pytest.mark.parametrize(("market", "line"), [("DE", "Guten Tag Dr. Ana Cruz,"), ("TR", "Sayın Dr. Ana Cruz,")])
def test_an_honorific_that_was_typed_is_used(greeting, market, line):
    assert greeting(market, "--given", "Ana", "--family", "Cruz", "--honorific", "Dr.") == line


def test_an_honorific_stands_where_the_language_wants_it(greeting):
    assert greeting("JP", "--family", "山田", "--given", "太郎", "--honorific", "先生") == "山田 太郎 先生"


def test_the_calling_form_is_used_as_typed_and_never_made_up(greeting):
    olha = ("--given", "Ольга", "--family", "Іваненко", "--gender", "female")
    assert greeting("UA", *olha, "--vocative", "Ольго") == "Шановна Ольго!"
    assert "Ольга" not in greeting("UA", *olha)


def test_a_patronymic_follows_the_given_name_in_russian(greeting):
    assert greeting("RU", "--given", "Анна", "--patronymic", "Петровна") == "Здравствуйте, Анна Петровна!"


@pytest.mark.parametrize("market", ["SA", "IL"])
def test_a_latin_name_in_a_right_to_left_letter_is_isolated(greeting, market):
    assert "\u2066Ana Cruz\u2069" in greeting(market, "--name", "Ana Cruz")


@pytest.mark.parametrize(("market", "name"), [("SA", "محمد العتيبي"), ("IL", "נועה")])
def test_a_name_in_the_letters_own_direction_is_not_isolated(greeting, market, name):
    line = greeting(market, "--name", name)
    assert name in line
    assert "\u2066" not in line


def test_a_stored_customer_is_addressed_by_what_is_known_of_them(cscli):
    cscli("customer", "add", "C-7", "--market", "DE", "--family", "Sommer", "--given", "Maria", "--gender", "female")
    answer = cscli("reply", "shipping-delay", "--customer", "C-7", "--json", *MINIMAL)
    assert answer.code == 0
    assert answer.data["body"].startswith("Sehr geehrte Frau Sommer,\n")
    assert answer.data["market"] == "DE"
    assert answer.data["customer"]["key"] == "C-7"
    assert cscli("log", "list", "--customer", "C-7", "--json").data[0]["id"] == answer.data["interaction_id"]


def test_what_is_typed_wins_over_what_is_stored(cscli):
    cscli(
        "customer",
        "add",
        "C-7",
        "--market",
        "DE",
        "--language",
        "de",
        "--name",
        "Maria Sommer",
        "--zone",
        "Europe/Berlin",
    )
    answer = cscli(
        "reply", "shipping-delay", "-c", "C-7", "--market", "US", "--language", "en", "--name", "Max Winter", "--json",
        "--zone", "America/Denver", *MINIMAL,
    )  # fmt: skip
    assert answer.code == 0
    assert answer.data["body"].startswith("Hi Max,\n")
    assert (answer.data["market"], answer.data["customer"]["zone"]) == ("US", "America/Denver")


def test_another_name_does_not_keep_the_stored_calling_form(cscli):
    cscli("customer", "add", "C-7", "--market", "UA", "--given", "Ольга", "--vocative", "Ольго", "--gender", "female")
    answer = cscli("reply", "shipping-delay", "-c", "C-7", "--given", "Марія", *MINIMAL)
    assert answer.code == 0
    assert "Ольго" not in answer.out


def test_a_customer_without_a_market_is_asked_about(cscli):
    cscli("customer", "add", "C-8", "--name", "Ana")
    answer = cscli("reply", "shipping-delay", "--customer", "C-8", *MINIMAL)
    assert (answer.code, answer.out) == (2, "")
    assert "market" in answer.err


def test_an_unknown_customer_gets_the_nearest_key_offered(cscli):
    cscli("customer", "add", "C-1042", "--market", "DE")
    answer = cscli("reply", "shipping-delay", "--customer", "C-1043", *MINIMAL)
    assert (answer.code, answer.out) == (3, "")
    assert "Did you mean C-1042?" in answer.err


@each(
    ("market", "name", "company"),
    [
        ("DE", "Frau Dr. Weber", ""), ("NL", "Jan de Vries", ""), ("US", "SMITH, John", ""),
        ("IT", "Ferramenta Rossi S.r.l.", ""),
        ("JP", "", "株式会社ノースウィンド"), ("JP", "山田 太郎 様", "株式会社北"),
        ("RU", "undefined undefined", ""),
    ],
)  # fmt: skip
def test_a_reply_and_a_row_of_bulk_work_greet_alike(cscli, tmp_path, market, name, company):
    table, out = tmp_path / "rows.jsonl", tmp_path / f"{market}-{len(name)}.jsonl"
    row = {"order_number": "A-1042", "new_date": "2026-12-03", "customer.name": name, "customer.company": company}
    table.write_text(json.dumps(row) + "\n", encoding="utf-8")
    done = cscli("bulk", "run", str(table), "-i", "shipping-delay", "--market", market, "-o", str(out), "-j", "1")
    assert done.code == 0, done.err
    written = json.loads(out.read_text(encoding="utf-8"))
    who = ("--name", name, "--company", company, "--market", market)
    alone = cscli("reply", "shipping-delay", *who, "--json", "--no-log", *MINIMAL).data
    assert written["body"] == alone["body"]
    assert [f["check"] for f in written["findings"]] == [f["check"] for f in alone["findings"]]


def test_a_stored_company_is_greeted_as_one_and_its_contact_as_a_person(cscli):
    assert cscli("customer", "add", "C-9", "--market", "IT", "--company", "Ferramenta Rossi S.r.l.").code == 0
    assert cscli("customer", "show", "C-9", "--json").data["company"] == "Ferramenta Rossi S.r.l."
    assert cscli("reply", "shipping-delay", "-c", "C-9", *MINIMAL).out.startswith("Gentile cliente,")
    named = cscli("reply", "shipping-delay", "-c", "C-9", "--name", "Giulia Bianchi", *MINIMAL)
    assert named.out.startswith("Gentile Giulia Bianchi,")


def test_a_name_that_is_not_used_is_a_finding_with_the_reason(cscli):
    answer = cscli("reply", "shipping-delay", "--market", "US", "--name", "{{name}} Smith", "--no-log", *MINIMAL)
    assert answer.out.startswith("Hello,")
    assert "warning: The greeting does not use the customer's name: it is a placeholder and no name." in answer.err
    found = cscli("reply", "shipping-delay", "--market", "DE", "--name", "Hülya", "--json", "--no-log", *MINIMAL).data
    assert [(f["check"], f["severity"]) for f in found["findings"]] == [("name-not-used", "info")]


def test_a_customer_import_knows_companies(cscli, tmp_path):
    table = tmp_path / "customers.csv"
    table.write_text("key,company_name,market\nC-1,Müller GmbH,DE\n", encoding="utf-8")
    assert cscli("customer", "import", str(table)).code == 0
    assert cscli("customer", "show", "C-1", "--json").data["company"] == "Müller GmbH"
