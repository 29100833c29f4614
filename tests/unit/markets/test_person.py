"""A name has parts: their order, honorific and form of address are the language's, and a gender is never guessed."""

from functools import cache

import pytest
from sweeps import each

from cscli.markets.language import parse_language
from cscli.markets.names.name import Name
from cscli.markets.names.reader import NameReader
from cscli.markets.person import Person
from cscli.markets.terms import Channel, Gender, Kind, Register
from cscli.replies.letter import Letterhead
from cscli.replies.voice import Voice
from cscli.text import LRI, PDI

ANNA = Person(whole="Anna Weber")
FEMALE, MALE = Gender.FEMALE, Gender.MALE
HOSTILE = ["{shop}", "{{7*7}}", "{%raw%}", "<b>x</b>", "';--", "\\1\\g<0>", "%(x)s", "$HOME", "[[x]]"]


@pytest.fixture
def greeting(shipped):
    """The salutation of a shipped language for a person."""

    @cache
    def head_of(tag: str, register: str, channel: str, kind: str) -> Letterhead:
        language, catalog = shipped.catalog.language(tag), shipped.catalog
        voice = Voice(
            market=catalog.market(language.market),
            language=language,
            channel=Channel(channel),
            register=Register(register),
        )
        return Letterhead(voice, Kind(kind))

    def greeted(tag: str, person: Person, register: str = "formal", channel: str = "email", kind: str = "bad") -> str:
        head = head_of(tag, register, channel, kind)
        to = head.addressed(person)
        return head.part("salutation", to.slots, to.gender)

    return greeted


def slots(person, language):
    """The slots of a person in letters of a language of which no titles are known."""
    return NameReader(language, language.name_facts()).addressed(person).slots


def language(order="given-first", split="two-words", join=" ", scripts=("Latn",), direction="ltr"):
    names = {"order": order, "split": split, "join": join}
    return parse_language(
        {"language": "xx", "name": "X", "own_name": "X", "scripts": scripts, "names": names, "direction": direction}
    )


@each(
    ("order", "join", "full"),
    [("given-first", " ", "Hana Mori"), ("family-first", " ", "Mori Hana"), ("family-first", "", "MoriHana")],
)
def test_parts_are_joined_in_the_order_of_the_language(order, join, full):
    found = slots(Person(given="Hana", family="Mori"), language(order=order, join=join))
    assert found == {"given": "Hana", "family": "Mori", "full": full}


@each(
    ("split", "order", "given", "family"),
    [
        ("two-words", "given-first", "Hana", "Mori"),
        ("two-words", "family-first", "Mori", "Hana"),
        ("last-word-is-given", "family-first", None, None),  # no accent: perhaps a foreigner's name
        ("never", "given-first", None, None),
    ],
)
def test_a_name_of_two_words_is_taken_apart_where_that_is_safe(split, order, given, family):
    found = slots(Person(whole="Hana Mori"), language(split=split, order=order))
    assert (found.get("given"), found.get("family")) == (given, family)
    assert found["full"] == "Hana Mori"


@each("name", ["Ana María López", "Juan Carlos de la Vega", "Karl-Theodor Maria von und zu"])
def test_a_name_of_another_number_of_words_stays_whole(name):
    assert slots(Person(whole=name), language()) == {"full": name}


def test_parts_that_were_given_win_over_the_whole_name():
    found = slots(Person(whole="Anna B. Weber", given="Anna", family="Weber"), language())
    assert found == {"given": "Anna", "family": "Weber", "full": "Anna Weber"}


@pytest.mark.parametrize("part", ["given", "family"])
def test_a_single_part_is_no_full_name(part):
    assert slots(Person(**{part: "Anna"}), language()) == {part: "Anna"}


@each("name", ["", " ", "\t\n", "\u3000", "\u202e", "\u00a0"])
def test_an_empty_name_fills_no_slot(name):
    assert slots(Person(whole=name, given=name, honorific=name), language()) == {}


def test_spaces_in_a_name_are_tidied():
    assert slots(Person(whole="  Anna \n Weber "), language(split="never")) == {"full": "Anna Weber"}


def test_a_name_in_another_script_is_not_taken_apart():
    assert slots(Person(whole="Анна Вебер"), language()) == {"full": "Анна Вебер"}
    assert slots(Person(whole="Anna Вебер"), language()) == {"full": "Anna Вебер"}


def test_parts_in_another_script_are_joined_with_a_space():
    found = slots(Person(given="Anna", family="Weber"), language(order="family-first", join="", scripts=("Hani",)))
    assert found["full"] == "Weber Anna"


def test_latin_names_are_isolated_in_right_to_left_text_and_others_are_not():
    rtl = language(direction="rtl", scripts=("Arab",))
    assert slots(ANNA, rtl) == {"full": f"{LRI}Anna Weber{PDI}"}
    assert slots(Person(given="محمد"), rtl)["given"] == "محمد"


@each(
    ("tag", "person", "said"),
    [
        ("ja", Person(whole="山田 太郎"), "山田 太郎 様"),
        ("ja", Person(whole="山田\u3000太郎"), "山田 太郎 様"),
        ("ja", Person(family="山田", given="太郎"), "山田 太郎 様"),
        ("zh", Person(whole="王 小明", gender=MALE), "尊敬的王先生："),
        ("zh", Person(whole="王 小明"), "尊敬的王小明："),
        ("ko", Person(family="김", given="민수"), "안녕하세요, 김민수 고객님."),
        ("vi", Person(whole="Nguyễn Thị Lan"), "Kính gửi Quý khách Nguyễn Thị Lan,"),
        ("de", ANNA, "Guten Tag Anna Weber,"),
        ("de", Person(whole="Anna Weber", gender=FEMALE), "Sehr geehrte Frau Weber,"),
        ("ru", Person(given="Анна", patronymic="Сергеевна", gender=FEMALE), "Уважаемая Анна Сергеевна!"),
        ("ru", Person(given="Анна", patronymic="Сергеевна"), "Здравствуйте, Анна Сергеевна!"),
    ],
)
def test_a_person_is_greeted_as_the_language_does_it(greeting, tag, person, said):
    assert greeting(tag, person) == said


def test_a_typed_honorific_stands_where_the_language_puts_it(greeting):
    assert greeting("ja", Person(whole="山田 太郎", honorific="先生")) == "山田 太郎 先生"
    doctor = Person(given="Anna", family="Weber", honorific="Dr.", gender=FEMALE)
    assert greeting("de", doctor) == "Sehr geehrte Frau Dr. Weber,"


def test_a_vocative_is_used_only_as_it_was_typed(greeting):
    assert greeting("pl", Person(given="Anna", vocative="Anno", gender=FEMALE)) == "Szanowna Pani Anno,"
    assert "Ann" not in greeting("pl", Person(given="Anna", gender=FEMALE))
    assert greeting("uk", Person(given="Оксана", vocative="Оксано")) == "Доброго дня, Оксано!"
    assert "Оксана" not in greeting("uk", Person(given="Оксана", gender=FEMALE))


@each(
    ("tag", "name", "gendered"),
    [
        ("de", "Maria Weber", ("Frau", "Herr", "geehrte")),
        ("fr", "Marie Martin", ("Madame", "Monsieur")),
        ("es", "María García", ("Sra.", "Sr.", "Estimad")),
        ("it", "Maria Rossi", ("Sig.",)),
        ("nl", "Maria Jansen", ("mevrouw", "heer")),
        ("pl", "Maria Nowak", ("Szanowna", "Szanowny")),
        ("ru", "Мария Иванова", ("Уважаем",)),
        ("uk", "Марія Коваль", ("Шановна ", "Шановний")),
        ("zh", "王 小红", ("女士", "先生")),
        ("he", "שרה כהן", ("גב׳", "מר ")),
        ("tr", "Ayşe Yılmaz", ("Hanım", "Bey")),
    ],
)
@each("register", ["formal", "neutral", "casual"])
def test_an_unknown_gender_is_never_guessed_from_a_name(greeting, tag, name, gendered, register):
    said = greeting(tag, Person(whole=name), register)
    assert not [word for word in gendered if word in said]


def test_a_courtesy_in_the_name_says_the_gender(greeting):
    assert greeting("de", Person(whole="Frau Anna Weber")) == "Sehr geehrte Frau Weber,"


def letters_of(shipped):
    """Every language that writes letters, with every register and channel."""
    tags = [tag for tag in shipped.catalog.language_tags() if shipped.catalog.language(tag).letter]
    return [(tag, register.value, channel.value) for tag in tags for register in Register for channel in Channel]


@each("name", ["", "Madonna", "Петров", "山田", "محمد", *HOSTILE])
def test_every_language_greets_a_single_word_as_it_is_or_greets_nobody_by_name(shipped, greeting, name):
    for tag, register, channel in letters_of(shipped):
        said = greeting(tag, Person(whole=name), register, channel)
        nobody = greeting(tag, Person(), register, channel)
        assert said.strip(), (tag, register, channel)
        assert said == nobody or name in said, (tag, register, channel, said)


@pytest.mark.parametrize("name", ["Juan Carlos de la Vega", "Анна Мария Петрова Вебер Браун", "محمد عبد الله بن سعيد"])
def test_every_language_greets_a_name_of_five_words_whole_or_by_its_given_name(shipped, greeting, name):
    for tag, register, channel in letters_of(shipped):
        said, customs = greeting(tag, Person(whole=name), register, channel), shipped.catalog.language(tag).names
        by_given = customs.longer != "never" and name.split()[0] in said
        by_given |= customs.split == "last-word-is-given" and name.split()[-1] in said
        assert name in said or by_given or said == greeting(tag, Person(), register, channel), (tag, said)


@each("tag", ["ja", "zh", "ko", "ar", "he", "ru", "th", "hi"])
def test_a_latin_name_is_greeted_whole_in_a_language_of_another_script(greeting, tag):
    said = greeting(tag, Person(whole="Anna Weber"))
    assert "Anna Weber" in said.replace(LRI, "").replace(PDI, "")


@each("tag", ["de", "en", "fr", "it", "sv", "tr", "id", "nl", "pt-BR"])
def test_a_japanese_name_is_greeted_whole_in_a_language_of_latin_letters(greeting, tag):
    assert "山田 太郎" in greeting(tag, Person(whole="山田 太郎"))


def test_a_whole_reply_to_nobody_in_particular_has_a_salutation_all_the_same(cscli):
    answer = cscli("reply", "where-is-my-order", "--market", "DE", "--set", "order_number=A-1042", "--name", "  ")
    assert answer.code == 0
    assert answer.out.startswith("Guten Tag,\n")
    assert answer.err == ""


def test_an_unknown_gender_word_is_refused_and_not_guessed(cscli):
    answer = cscli("reply", "where-is-my-order", "--market", "DE", "--set", "order_number=A-1042", "--gender", "Anna")
    assert (answer.code, answer.out) == (2, "")
    assert "female, male, unknown" in answer.err


def test_a_gender_is_a_closed_set():
    assert {g.value for g in Gender} == {"female", "male", "unknown"}


def test_the_last_word_of_a_name_with_accents_is_the_given_name_where_that_is_the_custom():
    found = slots(Person(whole="Nguyễn Văn An"), language(split="last-word-is-given", order="family-first"))
    assert (found["given"], found["family"], found["full"]) == ("An", "Nguyễn Văn", "Nguyễn Văn An")


@each("tag", ["de", "en-GB", "fr", "nl", "es", "tr", "sv"])
def test_a_name_of_two_plain_words_is_read_as_if_each_word_had_been_looked_up(shipped, tag):
    language = shipped.catalog.language(tag)
    reader = NameReader(language, language.name_facts())
    words = ["Anna", "Weber", "anna", "WEBER", "van", "Dr.", "GmbH", "Ada", "Müller", "Özil", "Иван", "山田", "O'Neil",
             "Kim-Lou", "X", "", "Test", "株式会社", "Söhne", "1", "Ltd"]  # fmt: skip
    pairs = [(name, reader._plain_pair(name)) for name in (f"{a} {b}" for a in words for b in words)]
    assert any(found for _, found in pairs)
    assert [name for name, found in pairs if found and Name(*found) != reader._looked_up(name)] == []
