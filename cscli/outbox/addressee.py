"""Who a text goes to and how it reaches them: what was typed, merged once with what is stored of the customer.

Every command follows the same rules, so ``reply`` and ``bulk run`` write the same to the same customer:

- Market, language, channel: what was typed (an option of ``reply``, a cell of a row), else what is stored, else the
  default of the run (an option of ``bulk run``). Only e-mail and chat are written, so another stored channel does not
  count, and without any the channel is e-mail. A stored language holds in every market.
- Zone: what was typed. The stored zone holds in the stored market, and in another one that it lies in. Otherwise the
  default of the run holds, and without one the zone is not known.
- Register: what was typed, else the default of the run, else what the market asks for. None is stored.
- Person: a typed name replaces the stored one together with its forms, the vocative and the patronymic.
  Honorific, gender and company stay unless others were typed.
"""

from typing import NamedTuple

from cscli.clock.market_hours import MarketHours
from cscli.clock.zones import canonical_zone
from cscli.desk.customers.customers import Customer
from cscli.markets.person import Person
from cscli.markets.terms import Channel, Gender


class Reach(NamedTuple):
    """How a customer is reached, each part as it was typed or stored; an empty part is not known."""

    market: str = ""
    language: str = ""
    register: str = ""
    channel: str = ""
    zone: str = ""


class Addressee(NamedTuple):
    """One customer that a text goes to. ``key`` and ``email`` are empty where nobody said them."""

    reach: Reach = Reach()
    person: Person = Person()
    key: str = ""
    email: str = ""


class AddressBook:
    """Merges what was typed with what is stored, by the rules above; the same merge is done once in a run."""

    def __init__(self, hours: MarketHours, default: Reach = Reach()) -> None:  # noqa: B008 - a tuple never changes
        self._hours = hours
        self._default = default
        self._known: dict[tuple[Reach, Reach | None], Reach] = {}

    def addressee(self, typed: Addressee, stored: Customer | None) -> Addressee:
        """The customer, with what is stored filled in.

        Raises:
            NotFoundError: there is no such market.
        """
        if stored is None:
            return typed._replace(reach=self.reach(typed.reach))
        at_home = Reach(stored.market, stored.language, "", stored.channel, stored.zone)
        return Addressee(
            reach=self.reach(typed.reach, at_home), person=merged_person(typed.person, stored.person), key=stored.key,
            email=typed.email or stored.email,
        )  # fmt: skip

    def reach(self, typed: Reach, stored: Reach | None = None) -> Reach:
        """How a customer is reached; an empty market is one that nobody named.

        Raises:
            NotFoundError: there is no such market.
        """
        key = (typed, stored)
        if key not in self._known:
            self._known[key] = self._merged(typed, stored or Reach())
        return self._known[key]

    def _merged(self, typed: Reach, stored: Reach) -> Reach:
        default = self._default
        named = typed.market or stored.market or default.market
        market = self._hours.catalog.market(named).code if named else ""
        channel = typed.channel or (stored.channel if stored.channel in tuple(Channel) else "") or default.channel
        zone = typed.zone or (stored.zone if self._is_there(market, stored) else "") or default.zone
        return Reach(
            market=market,
            language=typed.language or stored.language or default.language,
            register=typed.register or default.register,
            channel=channel.lower() or Channel.EMAIL.value,
            zone=(canonical_zone(zone) or zone) if zone else "",
        )

    def _is_there(self, market: str, stored: Reach) -> bool:
        """Whether the stored zone tells the time of a customer of a market."""
        if not (market and stored.zone):
            return False
        catalog = self._hours.catalog
        if stored.market and catalog.market(stored.market).code == market:
            return True
        found = self._hours.market_of_zone(canonical_zone(stored.zone) or stored.zone)
        return found is not None and found.code == market


def merged_person(typed: Person, stored: Person) -> Person:
    """The person: what was typed, else what is stored."""
    other_name = typed.whole or typed.given or typed.family
    base = typed if other_name else stored
    return base._replace(
        honorific=typed.honorific or stored.honorific,
        vocative=typed.vocative or base.vocative,
        patronymic=typed.patronymic or base.patronymic,
        company=typed.company or stored.company,
        gender=typed.gender if typed.gender is not Gender.UNKNOWN else stored.gender,
    )
