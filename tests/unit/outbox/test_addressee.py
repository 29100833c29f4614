"""Who a text goes to: what was typed and what is stored, merged by rules that stand in one place."""

import os
from datetime import UTC, datetime
from itertools import product

import pytest
from sweeps import each

from cscli.clock.market_hours import MarketHours
from cscli.errors import NotFoundError
from cscli.markets.person import Person
from cscli.markets.terms import Gender
from cscli.outbox.addressee import AddressBook, Reach, merged_person

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)


@pytest.fixture
def hours():
    from cscli.cli.door.run import Run

    return MarketHours(Run(environ=dict(os.environ), now=NOW).catalog())


def test_what_is_typed_goes_before_what_is_stored_and_that_before_the_default(hours):
    book = AddressBook(hours, Reach("FR", "fr", "casual", "chat", "Europe/Paris"))
    wrong = []
    for typed, stored in product(
        (Reach(), Reach("us", "es", "formal", "email", "America/Denver")), (None, Reach("JP"))
    ):
        found = book.reach(typed, stored)
        market = "US" if typed.market else "JP" if stored else "FR"
        wanted = Reach(
            market, typed.language or "fr", typed.register or "casual", typed.channel or "chat",
            typed.zone or "Europe/Paris",
        )  # fmt: skip
        if found != wanted:
            wrong.append((typed, stored, found, wanted))
    assert wrong == []


@pytest.mark.parametrize(
    ("typed", "stored", "zone"),
    [
        (Reach(), Reach("JP", zone="Asia/Tokyo"), "Asia/Tokyo"),
        (Reach("jp"), Reach("JP", zone="asia/tokyo"), "Asia/Tokyo"),
        (Reach("DE"), Reach("JP", zone="Asia/Tokyo"), ""),
        (Reach("DE", zone="Asia/Tokyo"), Reach("JP", zone="Asia/Seoul"), "Asia/Tokyo"),
        (Reach("US"), Reach("CA", zone="America/Denver"), "America/Denver"),
        (Reach("US"), Reach(zone="America/Denver"), "America/Denver"),
        (Reach("DE"), Reach(zone="America/Denver"), ""),
        (Reach(), Reach("US", zone="Europe/Berlin"), "Europe/Berlin"),
    ],
)
def test_a_stored_zone_holds_in_the_stored_market_and_where_it_lies(hours, typed, stored, zone):
    assert AddressBook(hours).reach(typed, stored).zone == zone


def test_a_channel_that_is_not_written_gives_way_to_email(hours):
    book = AddressBook(hours)
    assert book.reach(Reach("DE"), Reach("DE", channel="phone")).channel == "email"
    assert book.reach(Reach("DE"), Reach("DE", channel="chat")).channel == "chat"


def test_a_market_that_does_not_exist_is_an_error(hours):
    with pytest.raises(NotFoundError, match="Unknown market"):
        AddressBook(hours).reach(Reach("ZZ"))


STORED = Person(given="Olha", family="Koval", vocative="Olho", honorific="Dr.", gender=Gender.FEMALE)


@each(
    ("typed", "merged"),
    [
        (Person(), STORED),
        (Person(honorific="Prof."), Person(given="Olha", family="Koval", vocative="Olho", honorific="Prof.",
                                           gender=Gender.FEMALE)),
        (Person(whole="Maria K"), Person(whole="Maria K", honorific="Dr.", gender=Gender.FEMALE)),
        (Person(given="Maria", gender=Gender.MALE), Person(given="Maria", honorific="Dr.", gender=Gender.MALE)),
    ],
)  # fmt: skip
def test_a_typed_name_takes_the_place_of_the_stored_one_with_its_forms(typed, merged):
    assert merged_person(typed, STORED) == merged
