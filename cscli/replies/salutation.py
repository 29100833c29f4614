"""How a customer is addressed, by itself: the first line of a letter that is not written yet."""

from cscli.errors import NotFoundError
from cscli.markets.catalog import Catalog
from cscli.markets.person import Person
from cscli.markets.terms import Channel, Kind
from cscli.replies.letter import Letterhead
from cscli.replies.voice import Sender, Voice, chosen_register


def salutation(  # noqa: PLR0913 - all that it depends on
    catalog: Catalog, person: Person, *, market: str, language: str, channel: str, kind: Kind, sender: Sender
) -> str:
    """The salutation that a reply to a customer begins with; empty where there is none, or nobody knows the language.

    Args:
        catalog: markets and languages.
        person: the customer, as far as known.
        market: the code of their market, which exists.
        language: the BCP 47 tag of the reply; empty for the market's first language.
        channel: one of ``Channel``; any other is written as a letter.
        kind: what the reply means for them; it decides how formal it is.
        sender: who writes.
    """
    home = catalog.market(market)
    try:
        spoken = catalog.language(language or home.languages[0])
    except NotFoundError:
        return ""
    voice = Voice(
        market=home, language=spoken, channel=Channel(channel) if channel in tuple(Channel) else Channel.EMAIL,
        register=chosen_register("", home, kind, spoken), sender=sender,
    )  # fmt: skip
    head = Letterhead(voice, kind)
    to = head.addressed(person)
    return head.part("salutation", to.slots, to.gender)
