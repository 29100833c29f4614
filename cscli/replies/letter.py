"""The parts around a reply's body: salutation, set phrase, offer of help, closing, signature.

They come from the language, by channel and register. One letter has one of each, however many situations it is about.
"""

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import cached_property, partial
from typing import Any, NamedTuple

from cscli.markets.language import SLOT, Pattern
from cscli.markets.names.name import Addressed, Party, party_of
from cscli.markets.names.reader import NameReader
from cscli.markets.names.spelling import NameFault
from cscli.markets.person import Person
from cscli.markets.terms import Channel, Gender, Kind
from cscli.replies.contract.part import Starts
from cscli.replies.voice import Voice
from cscli.text import base_tag, clean, isolated

_addressed = partial(tuple.__new__, Addressed)  # four times as fast as Addressed(...)
_STRENGTH = {"": 0, " ": 1, "\n": 2, "\n\n": 3}  # of what stands between two parts
_PARTS = ("subject", "salutation", "opening", "offer", "closing", "signature")
EDGES = " \t\r\n"  # white space that is taken off a part; a no-break space belongs to its text
COMMAS = (",", "،", "\uff0c")  # behind a salutation that ends in one, the letter may go on with a small letter
_LINK_LAST = re.compile(r"https?://\S+\Z")
_TWO_FULL_STOPS = re.compile(r"(?<=\w)\.\.(?=\s|\Z)")  # of an abbreviation in a value, and of the sentence
_NAMING = frozenset({"given", "family", "full", "single", "vocative", "company", "household"})


class Rendered(NamedTuple):
    """The text of one reply; ``subject`` is empty in a chat.

    ``name_fault`` says why a typed name is not in it, ``shortened`` which values a chat leaves out to fit one message.
    ``frame`` is what subject and body share with many letters, with NUL in the place of values, and ``varying`` gives
    the stretches between white space in which they have values; both are empty where that is not known. ``left_out``
    are the values that it does not say; None where nobody has looked.
    """

    subject: str
    body: str
    name_fault: NameFault | None = None
    shortened: frozenset[str] = frozenset()
    frame: str = ""
    varying: Callable[[], str] = str
    left_out: tuple[str, ...] | None = None


class Letterhead:
    """The parts of letters in one voice and about one kind of news, for any customer."""

    def __init__(self, voice: Voice, kind: Kind, *, has_offer: bool = True) -> None:
        language, sender = voice.language, voice.sender
        self._language = language
        self._kind = kind.value
        self._sender = sender
        self._has_offer = has_offer
        paragraph = "\n\n" if voice.channel is Channel.EMAIL else "\n"
        self._joints = {Starts.SENTENCE: language.sentence_join, Starts.LINE: "\n", Starts.PARAGRAPH: paragraph}
        self._patterns = {part: language.patterns(voice.channel, part, voice.register) for part in _PARTS}
        isolate = isolated if language.is_rtl else str
        names = {"shop": isolate(clean(sender.shop)), "agent": isolate(clean(sender.agent))}
        self._constant = {slot: text for slot, text in names.items() if text}
        agent_words = {name: forms[sender.gender] for name, forms in language.agent_words.items()}
        self._words = {
            gender: {**{name: forms[gender] for name, forms in language.customer_words.items()}, **agent_words}
            for gender in Gender
        }
        self._slots = {gender: {**self._constant, **words} for gender, words in self._words.items()}
        self._fitting = {
            (part, gender.value, party.value): self._ready([p for p in patterns if self._may_hold(p, gender, party)])
            for part, patterns in self._patterns.items()
            for gender in Gender
            for party in Party
        }
        named = {slot for pattern in self._patterns["salutation"] for slot in pattern.slots if not pattern.to}
        self._is_by_name = not named.isdisjoint(_NAMING - {"vocative"})

    def _ready(self, patterns: Sequence[Pattern]) -> tuple[tuple[str, frozenset[str]], ...]:
        """Patterns as texts that ``%`` fills, with their slots; one that fits every customer ends them."""
        found = []
        for pattern in patterns:
            text, slots = pattern.text, frozenset(pattern.slots)
            if slots and not slots <= self._constant.keys():
                found.append((SLOT.sub(r"%(\1)s", text.replace("%", "%%")), slots))
            else:
                found.append((SLOT.sub(lambda m: self._constant[m[1]], text) if slots else text, frozenset()))
                break
        return tuple(found)

    @cached_property
    def _reader(self) -> NameReader:
        return NameReader(self._language, self._language.name_facts())

    def _may_hold(self, pattern: Pattern, gender: Gender, party: Party) -> bool:
        """Whether the conditions of a pattern hold for this sender, this news and such customers."""
        conditions = (
            (pattern.gender, gender), (pattern.agent_gender, self._sender.gender), (pattern.kind, self._kind),
            (pattern.to, party),
        )  # fmt: skip
        return all(not wanted or wanted == given for wanted, given in conditions)

    @property
    def opens_with_thanks(self) -> bool:
        """Whether what stands before the first part thanks the customer."""
        openings = self._fitting["opening", Gender.UNKNOWN.value, Party.PERSON.value]
        return any(word in text for text, _ in openings for word in self._language.thanks)

    def words(self, gender: Gender) -> Mapping[str, str]:
        """The gendered words of the language for this customer and this agent, for templates."""
        return self._words[gender]

    def addressed(self, person: Person) -> Addressed:
        """Who the letter speaks to, with all that a pattern may use, and why a typed name is not used."""
        if not (person[0] or person.is_named):
            return Addressed(self._slots[person.gender], person.gender)
        typed, gender, fault = self._reader.addressed(person)
        slots = self._slots[gender] | typed
        if fault is None and ("full" in typed or "company" in typed or not self._is_by_name):
            return _addressed((slots, gender, None))
        if self._uses_name(slots, gender):
            return Addressed(slots, gender)
        return Addressed(slots, gender, fault or (NameFault.LONE_WORD if typed.keys() & _NAMING else None))

    def _uses_name(self, slots: Mapping[str, str], gender: str) -> bool:
        """Whether the salutation names the customer."""
        for _, needed in self._fitting["salutation", gender, party_of(slots)]:
            if needed <= slots.keys():
                return not needed.isdisjoint(_NAMING)
        return False

    def part(self, name: str, slots: Mapping[str, str], gender: str) -> str:
        """The first pattern of a part that fits; empty when none does."""
        for text, needed in self._fitting[name, gender, party_of(slots)]:
            if not needed:
                return text
            if needed <= slots.keys():
                return text % slots
        return ""

    def subject(self, subject: str, slots: Mapping[str, str], gender: str) -> str:
        """The subject line, with the shop's mark where that is the custom."""
        if not self._patterns["subject"]:
            return subject
        return self.part("subject", {**slots, "subject": subject}, gender) or subject

    def joint(self, starts: Starts) -> str:
        """What stands between a part that starts there and the one before it."""
        return self._joints[starts]

    def body(
        self, pieces: Iterable[tuple[str, str]], slots: Mapping[str, str], gender: str,
        values: Sequence[Mapping[str, Any]] = (), *, free: Collection[str] = (),
    ) -> str:  # fmt: skip
        """The whole text.

        Args:
            pieces: the parts in their order, each with the joint before it; those without text are left out.
            slots: what patterns may use for the customer.
            gender: the customer's.
            values: what was put into the parts of each situation.
            free: the names of those that a person typed as a text; one that stands first is never given a capital.
        """
        paragraph = self._joints[Starts.PARAGRAPH]
        salutation = self.part("salutation", slots, gender)
        opening = self.part("opening", slots, gender)
        before = paragraph.join([p for p in (salutation, opening) if p])
        goes_on = before.endswith(COMMAS) and not self._language.capital_after_comma
        result, pending = [before] if before else [], paragraph
        for joint, text in pieces:
            if _STRENGTH[joint] > _STRENGTH[pending]:  # the part that began this paragraph has no text
                pending = joint
            if text:
                if result:
                    result.append(_joint_after(result[-1], pending))
                cased = text if goes_on or not text[0].islower() else self._cased(text, values, free)
                result.append(_with_one_stop(cased))
                goes_on, pending = False, ""
        end = "\n".join(p for p in (self.part("closing", slots, gender), self.part("signature", slots, gender)) if p)
        for last in (self.part("offer", slots, gender) if self._has_offer else "", end):
            if last:
                result += (paragraph, last) if result else (last,)
        return "".join(result)

    def _cased(self, text: str, values: Sequence[Mapping[str, Any]], free: Collection[str]) -> str:
        """A part that begins with a capital, unless it begins with what a person typed."""
        typed = tuple(shown[name] for shown in values for name in free if shown.get(name))
        return text if text.startswith(typed) else capitalised(text, self._language.tag)


def _joint_after(text: str, joint: str) -> str:
    """What stands after ``text``: at least a new line where it ends in a link, so that the link is read to its end."""
    return "\n" if _STRENGTH[joint] <= _STRENGTH[" "] and _LINK_LAST.search(text) else joint


def _with_one_stop(text: str) -> str:
    """``text`` without the second full stop where a value ends in one and its sentence does, too."""
    return _TWO_FULL_STOPS.sub(".", text) if ".." in text else text


def capitalised(text: str, tag: str) -> str:
    """``text`` with a capital first letter; Turkish i becomes İ."""
    if not text or not text[0].islower():
        return text
    first = "İ" if text[0] == "i" and base_tag(tag) == "tr" else text[0].upper()
    return first + text[1:]
