"""The subject of checks: a text, its recipient, its source, and the values in it."""

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from cscli.text import base_tag

if TYPE_CHECKING:
    from cscli.clock.holidays import HolidayCalendar
    from cscli.glossary.glossary import Glossary
    from cscli.markets.language import Language
    from cscli.markets.market import Market
    from cscli.reading.placeables import Placeable


class Subject(NamedTuple):
    """A text to check; ``read_subject`` creates one and finds its placeables. Empty fields are unknown.

    Attributes:
        text: the text.
        language: BCP 47 tag.
        market: the market of the customer.
        register: the register that was asked for; if empty, the market's register is the minimum.
        channel: such as ``email`` or ``sms``.
        direction: ``out`` for a text to a customer, ``in`` for one from a customer.
        source: the text that this one was translated from.
        source_language: BCP 47 tag of the source.
        placeables: the placeables of the text.
        source_placeables: the placeables of the source.
        known_languages: base tags (``de``) that language detection chooses from.
        own_domains: domains of the shop, whose addresses are not personal data.
        glossary: the shop's glossary.
        unknown_words: the number of words that the engine did not know.
        approved: approved translations of the same source.
        spoken: the data of the language, for a text from a template.
        free_texts: values that a person typed as free text, by variable.
        names: other words that a person typed: the customer's name.
        dates: dates in the text, by variable.
        date_sides: on which side of today a date lies by its meaning: ``past``, ``future`` or ``either``, by variable.
        lasting: variables whose dates may lie years away, such as the last day of a voucher.
        today: the customer's date.
        holidays: the holidays of the market.
    """

    text: str
    language: str = ""
    market: "Market | None" = None
    register: str = ""
    channel: str = ""
    direction: str = "out"
    source: str = ""
    source_language: str = ""
    placeables: "tuple[Placeable, ...]" = ()
    source_placeables: "tuple[Placeable, ...]" = ()
    known_languages: tuple[str, ...] = ()
    own_domains: tuple[str, ...] = ()
    glossary: "Glossary | None" = None
    unknown_words: int = 0
    approved: tuple[str, ...] = ()
    spoken: "Language | None" = None
    free_texts: Mapping[str, str | tuple[str, ...]] = {}
    names: tuple[str, ...] = ()
    dates: Mapping[str, date] = {}
    date_sides: Mapping[str, str] = {}
    lasting: frozenset[str] = frozenset()
    today: date | None = None
    holidays: "HolidayCalendar | None" = None

    @property
    def base(self) -> str:
        """The base language: ``de``."""
        return base_tag(self.language)

    @property
    def source_base(self) -> str:
        """The base language of the source."""
        return base_tag(self.source_language)

    @property
    def prose(self) -> str:
        """The text with codes and addresses replaced by spaces of the same length."""
        return blanked(self.text, self.placeables)

    @property
    def source_prose(self) -> str:
        """The source, as ``prose``."""
        return blanked(self.source, self.source_placeables)

    @property
    def typed(self) -> tuple[str, ...]:
        """All texts that a person typed into this one."""
        values = [(v,) if isinstance(v, str) else v for v in self.free_texts.values()]
        return (*(text for several in values for text in several), *self.names)

    def is_typed(self, start: int, end: int) -> bool:
        """Whether a place lies within a text that a person typed."""
        wanted = self.text[start:end]
        for typed in self.typed:
            at = self.text.find(typed) if wanted in typed else -1
            while 0 <= at <= start:
                if end <= at + len(typed):
                    return True
                at = self.text.find(typed, at + 1)
        return False


def read_subject(
    text: str,
    *,
    order_patterns: tuple[str, ...] = (),
    terms: tuple[str, ...] = (),
    names: tuple[str, ...] = (),
    **known: Any,
) -> Subject:
    """A subject with its placeables; takes the arguments of ``Finder`` and the other fields of ``Subject``.

    Raises:
        UsageError: an order pattern cannot be used.
    """
    from cscli.reading.placeables import Finder  # noqa: PLC0415 - heavy, and texts from templates do without

    subject = Subject(text=text, names=names, **known)
    currency = subject.market.currency if subject.market else ""

    def placeables(of: str, tag: str) -> "tuple[Placeable, ...]":
        finder = Finder(
            order_patterns=order_patterns, terms=terms, names=names, language=tag or "en", currency=currency
        )
        return finder.placeables(of)

    return subject._replace(
        placeables=placeables(text, subject.language),
        source_placeables=placeables(subject.source, subject.source_language) if subject.source else (),
    )


def blanked(text: str, placeables: "tuple[Placeable, ...]") -> str:
    """``text`` with a space for each character of codes and addresses."""
    built, at = [], 0
    for placeable in placeables:
        if placeable.is_non_translatable:
            built += [text[at : placeable.start], " " * (placeable.end - placeable.start)]
            at = placeable.end
    return "".join([*built, text[at:]])
