"""Courtesies, titles and degrees around a name: taken off it, and written as the language has them."""

import re
from collections.abc import Iterable
from typing import NamedTuple

from cscli.markets.names.facts import Customs, Honorific, NameFacts, bare
from cscli.markets.names.name import Name
from cscli.markets.names.spelling import key, tidy
from cscli.markets.terms import Gender
from cscli.text import base_tag

_DEGREE = Honorific("", Gender.UNKNOWN, is_title=True, language="")


class Worn(NamedTuple):
    """The words of a name, and what was typed around them."""

    words: list[str]
    courtesies: tuple[Honorific, ...]
    titles: tuple[Honorific, ...]


class Titles:
    """The honorifics that letters of one language know."""

    def __init__(self, tag: str, facts: NameFacts) -> None:
        self._facts, self._base = facts, base_tag(tag)
        self.words = facts.customs.get(tag) or facts.customs.get(self._base) or Customs()
        self._before = facts.before | dict(self.words.before)
        self._after = facts.after | dict(self.words.after)
        attached = sorted(self.words.attached, key=len, reverse=True)
        starts = "|".join(re.escape(word) for word in attached if key(word) in self._before)
        ends = "|".join(re.escape(word) for word in attached if key(word) in self._after)
        # A Thai title is followed by a consonant or by a vowel that is written before one.
        self._start = re.compile(f"(?:{starts})(?=[\u0e01-\u0e2e\u0e40-\u0e44])") if starts else None
        self._end = re.compile(f"(?:{ends})$") if ends else None

    def is_attached(self, text: str) -> bool:
        """Whether an honorific is written together with a name."""
        return bool((self._end and self._end.search(text)) or (self._start and self._start.match(text)))

    def are_all(self, words: list[str]) -> bool:
        """Whether words are titles and degrees alone."""
        return all(bare(word) in self._facts.credentials or key(word) in self._before for word in words)

    def without_degrees(self, words: list[str]) -> list[str]:
        """Words without those that are degrees."""
        return [word for word in words if bare(word) not in self._facts.credentials]

    def taken_from(self, words: list[str]) -> Worn:
        """Words without the honorifics before and after them."""
        found: list[Honorific] = []
        rest = list(words)
        while rest and (honorific := self._leading(rest)):
            found.append(honorific)
            while honorific.is_title and len(rest) > 1 and bare(rest[0]) in self._facts.credentials:  # "Dr. med. Weber"
                del rest[0]
        while rest and (honorific := self._trailing(rest)):
            found.append(honorific)
        return Worn(
            rest, tuple(h for h in found if not h.is_title), tuple(h for h in found if h.is_title and h.text)
        )  # fmt: skip

    def _leading(self, rest: list[str]) -> Honorific | None:
        """The honorific that words begin with, taken from them."""
        word = rest[0]
        two = key(" ".join(rest[:2]))
        if len(rest) > 1 and two in self._before:
            del rest[:2]
            return self._before[two]
        if found := self._before.get(key(word)):
            del rest[0]
            return _as_typed(found, word)
        head, dot, tail = word.partition(".")
        if dot and len(tail) > 1 and (found := self._before.get(key(head))):  # "Dr.Weber"
            rest[0] = tail
            return _as_typed(found, head + dot)
        if self._start and (match := self._start.match(word)):
            rest[0] = word[match.end() :]
            return self._before.get(key(match[0]))
        return None

    def _trailing(self, rest: list[str]) -> Honorific | None:
        """The honorific or degree that words end with, taken from them; a degree has no text."""
        if found := self._after.get(key(rest[-1])):
            del rest[-1]
            return found
        if len(rest) > 1 and bare(rest[-1]) in self._facts.credentials and not _may_be_a_name(rest):
            del rest[-1]
            return _DEGREE
        if self._end and (match := self._end.search(rest[-1])) and match.start() > 0:
            rest[-1] = rest[-1][: match.start()]
            return self._after.get(key(match[0]))
        return None

    def on(self, name: Name, worn: Worn) -> Name:
        """A name with what was typed around it."""
        if not (worn.courtesies or worn.titles):
            return name
        gender = _gender_of((*worn.courtesies, *worn.titles))
        return name._replace(courtesy=self._courtesy(worn.courtesies), titles=worn.titles, gender=gender)

    def _courtesy(self, courtesies: tuple[Honorific, ...]) -> str:
        """The courtesy as this language has it: its own word as typed, else its word for the gender that was said."""
        after = self.words.after
        own = (h.text for h in courtesies if h.language == self._base and (not after or key(h.text) in after))
        return next(own, "") or self.words.courtesy.get(_gender_of(courtesies), "")

    def slots(self, typed: str, name: Name, gender: Gender) -> tuple[dict[str, str], Gender]:
        """The slots of courtesy and title, each once, and the customer's gender as far as they say it.

        Args:
            typed: an honorific that was typed apart from the name; one that no list knows stands as it is.
            name: the name, with the honorifics that were typed into it.
            gender: what is known of it.
        """
        worn = self.taken_from(tidy(typed).split(" ")) if typed.strip() else Worn([], (), ())
        titles = worn.titles
        if worn.words:
            titles = (*titles, Honorific(" ".join(worn.words), Gender.UNKNOWN, is_title=True, language=""))
        titles = tuple({key(title.text): title for title in (*titles, *name.titles)}.values())
        courtesy = self._courtesy(worn.courtesies) or name.courtesy
        if gender is Gender.UNKNOWN:
            gender = _gender_of((*worn.courtesies, *worn.titles))
        if not self.words.called:
            return {"courtesy": courtesy, "honorific": " ".join(title.text for title in titles)}, gender
        called = [self.words.called.get(key(title.text), {}).get(gender, "") for title in titles]
        courtesy = self.words.called.get(key(courtesy), {}).get(gender, courtesy)
        return {"courtesy": courtesy, "honorific": next(filter(None, called), "")}, gender


def _gender_of(honorifics: Iterable[Honorific]) -> Gender:
    return next((h.gender for h in honorifics if h.gender is not Gender.UNKNOWN), Gender.UNKNOWN)


def _as_typed(found: Honorific, typed: str) -> Honorific:
    """An honorific with or without its dot, as it was typed; in capitals it is written as the list has it."""
    text, listed = typed.rstrip(","), found.text
    is_shouted = len(text) > 2 and text.isupper() and not listed.isupper()  # noqa: PLR2004 - "M." stays
    return found if is_shouted or (text.islower() and not listed.islower()) else found._replace(text=text)


def _may_be_a_name(words: list[str]) -> bool:
    """Whether the last word may be a name and not a degree, as in ``JACK MA``."""
    return len(words[-1]) <= 2 and " ".join(words).isupper()  # noqa: PLR2004
