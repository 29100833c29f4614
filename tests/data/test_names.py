"""Names as customers type them, and the greeting that a lead of that market would sign."""

from pathlib import Path

import pytest
import yaml
from isolates import without_isolates
from sweeps import each

from cscli.markets.person import Person
from cscli.markets.terms import Channel, Gender, Kind, Register
from cscli.replies.letter import Letterhead
from cscli.replies.voice import Sender, Voice

FOLDER = Path(__file__).parent / "names"
FAMILIES = {path.stem: yaml.safe_load(path.read_text(encoding="utf-8")) for path in sorted(FOLDER.glob("*.yaml"))}
LEAST = 60
JUNK = [
    "undefined", "undefined undefined", "null", "None", "N/A", "-", "--", "test", "{{name}}",
    "{{ name }} Smith", "%NAME%",
    "${name}", "<name>", "[Name]", "*|FNAME|*", "JosÃ©", "J?rgen", "Jos\ufffd", "anna@shop.example", "www.shop.example",
    "+49 170 1234567", "12345", "Anna123", "???", "&eacute;va", "{shop}", "%(x)s", "$HOME", "<b>x</b>",
]  # fmt: skip
FIRMS = yaml.safe_load((FOLDER.parent / "names_of_companies.yaml").read_text(encoding="utf-8"))


@pytest.fixture
def heads(shipped_catalog):
    """Letterheads by language, register, channel and agent's gender, each made once."""
    made: dict[tuple[str, ...], Letterhead] = {}

    def of(tag: str, register: str, channel: str, agent: str = "unknown") -> Letterhead:
        asked = (tag, register, channel, agent)
        if asked not in made:
            language = shipped_catalog.language(tag)
            voice = Voice(
                market=shipped_catalog.market(language.market or "TW"), language=language, channel=Channel(channel),
                register=Register(register), sender=Sender(gender=Gender(agent)),
            )  # fmt: skip
            made[asked] = Letterhead(voice, Kind.NEUTRAL)
        return made[asked]

    return of


@pytest.fixture
def shipped_catalog(shipped):
    return shipped.catalog


def said_by(head: Letterhead, person: Person) -> str:
    to = head.addressed(person)
    return without_isolates(head.part("salutation", to.slots, to.gender))


def _is_personal(said: str, company: str) -> bool:
    """Whether a greeting has a title of persons beside a company."""
    around = said.replace(company, "").replace(FIRMS["office"], "")
    return any(word in around for word in FIRMS["personal"])


def everywhere(catalog) -> list[tuple[str, str, str]]:
    tags = [tag for tag in catalog.language_tags() if catalog.language(tag).letter]
    return [(tag, register.value, channel.value) for tag in tags for register in Register for channel in Channel]


@each("family", FAMILIES)
def test_every_name_is_greeted_as_its_market_wants(heads, family):
    wrong = []
    for tag, register, channel, gender, name, wanted, *more in FAMILIES[family]:
        typed = dict(more[0]) if more else {}
        head = heads(tag, register, channel, typed.pop("agent", "unknown"))
        said = said_by(head, Person(whole=name, gender=Gender(gender), **typed))
        if said != wanted:
            wrong.append((tag, register, channel, gender, name, typed, said, wanted))
    assert wrong == []
    assert len(FAMILIES[family]) >= LEAST


def test_no_company_is_greeted_as_a_person(heads, shipped_catalog):
    wrong = []
    for tag, register, channel in everywhere(shipped_catalog):
        head = heads(tag, register, channel)
        for company in FIRMS["companies"]:
            for person in (
                Person(whole=company, gender=Gender.FEMALE), Person(company=company),
                Person(whole=company, honorific="Dr."),
                Person(whole=f"Mr {company}", gender=Gender.MALE),
            ):  # fmt: skip
                said = said_by(head, person)
                if company in said and _is_personal(said, company):
                    wrong.append((tag, register, channel, person, said))
                if "company" not in head.addressed(person).slots:
                    wrong.append((tag, register, channel, person, "is not known as a company"))
    assert wrong == []


def test_junk_is_never_printed_and_the_agent_is_told(heads, shipped_catalog):
    wrong = []
    for tag, register, channel in everywhere(shipped_catalog):
        head = heads(tag, register, channel)
        nobody = said_by(head, Person())
        for person in (Person(whole=junk) for junk in JUNK):
            is_told = head.addressed(person).fault is not None
            if said_by(head, person) != nobody or not is_told:
                wrong.append((tag, register, channel, person.whole, said_by(head, person)))
    assert wrong == []
