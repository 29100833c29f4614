"""Who is addressed, read from what was typed: a person by the parts of the name, a company, a household, or nobody.

A name is only taken apart where the language makes that safe. What cannot be taken apart stays whole, and what is no
name is not printed at all. Names are never inflected and never guessed into a gender.
"""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from cscli.markets.names import spelling
from cscli.markets.names.facts import NameFacts
from cscli.markets.names.name import Addressed, Name
from cscli.markets.names.parts import NOT_SPLIT, Split, is_in_script, split
from cscli.markets.names.spelling import NameFault, key, tidy
from cscli.markets.names.titles import Titles
from cscli.markets.person import Person
from cscli.markets.terms import Gender
from cscli.text import isolated

if TYPE_CHECKING:
    from cscli.markets.language import Language

_addressed = partial(tuple.__new__, Addressed)  # four times as fast as Addressed(...)
_PAIR = 2  # words
_MOST_WORDS, _MOST_NAMES = 50_000, 4_096  # that are kept
_NOTHING_ELSE = Person()[1:]  # beside a name that was typed as one string
_SHORTEST_IN_CAPITALS = 3  # "JP" may be initials
_OWN_SPACE = frozenset({"honorific", "courtesy", "company"})


class NameReader:
    """Reads names for letters of one language."""

    def __init__(self, language: "Language", facts: NameFacts) -> None:
        self._language, self._facts, self._customs = language, facts, language.names
        self._titles = Titles(language.tag, facts)
        self._marks = facts.marks | self._customs.particles
        self._splits_pairs = self._customs.split == "two-words" and not self._customs.family_endings
        self._joiners = facts.joiners | self._titles.words.joiners
        self._plain_words = _PlainWords(self._is_plain)
        self._known: dict[Person, Addressed] = {}
        customs = self._customs
        self._is_plainly_shown = not (customs.gap or customs.alone or language.is_rtl)

    def addressed(self, person: Person) -> Addressed:
        """Who a letter to ``person`` speaks to."""
        if self._is_plainly_shown and person[1:] == _NOTHING_ELSE and (pair := self._plain_pair(person.whole)):
            given, family, full = pair
            return _addressed(({"given": given, "full": full, "family": family}, Gender.UNKNOWN, None))
        known = self._known.get(person)
        if known is None:
            if len(self._known) >= _MOST_NAMES:
                self._known.clear()
            known = self._known[person] = self._read(person)
        return known

    def _read(self, person: Person) -> Addressed:
        """Who a letter speaks to whose name is more than two words, or was typed in parts."""
        name = self._of_parts(person) if person.given or person.family else self._of_whole(person.whole)
        if not name.is_of_a_person and (company := self._company(person.company) or name.company):
            return Addressed(self._shown({"company": company}), Gender.UNKNOWN)
        if name.household:
            return Addressed(self._shown({"household": name.household}), Gender.UNKNOWN, name.fault)
        slots = {"given": name.given, "full": name.full, "single": name.single, "family": name.family}
        if name.family and self._customs.alone:
            slots["family"] = self._customs.family_alone(name.family, self._facts.particles)
        if person.vocative:
            slots["vocative"] = tidy(person.vocative)
        if name.given and (person.patronymic or name.patronymic):
            slots["patronymic"] = tidy(person.patronymic) or name.patronymic
        gender = person.gender if person.gender is not Gender.UNKNOWN else name.gender
        if person.honorific or name.titles or name.courtesy:
            worn, gender = self._titles.slots(person.honorific, name, gender)
            slots |= worn
        return Addressed(self._shown(slots), gender, fault=name.fault)

    def _shown(self, slots: dict[str, str]) -> dict[str, str]:
        """Slots that are known, set apart from text of another direction or script."""
        if self._customs.gap:
            scripts = self._language.scripts
            before, after = (" ", "") if self._customs.gap == "before" else ("", " ")
            return {
                slot: text if slot in _OWN_SPACE or is_in_script(text, scripts) else f"{before}{text}{after}"
                for slot, text in slots.items()
                if text
            }
        if self._language.is_rtl:
            return {slot: isolated(text) for slot, text in slots.items() if text}
        return {slot: text for slot, text in slots.items() if text}

    def _company(self, typed: str) -> str:
        """A company that was typed as one; empty when it is not a name."""
        text = tidy(typed)
        if not text or spelling.fault_of(text) or self._facts.is_placeholder(text):
            return ""
        return self._without_courtesy(text)

    def _without_courtesy(self, company: str) -> str:
        """A company's name without the courtesy that was typed with it."""
        return " ".join(self._titles.taken_from(company.split(" ")).words) or company

    def _of_parts(self, person: Person) -> Name:
        """A name that was typed in parts: they are believed, but for what is no name in them."""
        given, family = self._of_part(person.given), self._of_part(person.family)
        if given.company or family.company:
            return Name(company=tidy(person.whole) or tidy(f"{person.given} {person.family}"))
        if given.full and given.full == family.full:
            return family._replace(full="", single=given.full)
        return Name(
            given=given.full, family=family.full, titles=given.titles + family.titles,
            courtesy=given.courtesy or family.courtesy, fault=given.fault or family.fault,
            gender=family.gender if given.gender is Gender.UNKNOWN else given.gender,
            full=self._joined(given.full, family.full) if given.full and family.full else "",
        )  # fmt: skip

    def _of_part(self, typed: str) -> Name:
        """One part of a name; ``full`` is the part without what was typed around it."""
        text = tidy(typed)
        if not text:
            return Name()
        fault = spelling.fault_of(text) or (NameFault.PLACEHOLDER if self._facts.is_placeholder(text) else None)
        if fault:
            return Name(fault=fault)
        words = text.split(" ")
        if self._facts.is_company(words):
            return Name(company=text)
        worn = self._titles.taken_from(spelling.undecorated(text).split(" "))
        words = worn.words
        if len(text) > _SHORTEST_IN_CAPITALS:
            words = spelling.recased(words, self._facts.particles, self._language.tag)
        return self._titles.on(Name(full=" ".join(words)), worn)

    def _is_plain(self, word: str) -> bool:
        """Whether a word is nothing but a part of a name, in the language's own script."""
        is_word = word.isalpha() and not word.isupper() and self._is_ordinary(word)
        return is_word and is_in_script(word, self._language.scripts)

    def _of_whole(self, typed: str) -> Name:
        """A name that was typed as one string."""
        pair = self._plain_pair(typed)
        return Name(*pair) if pair else self._looked_up(typed)

    def _looked_up(self, typed: str) -> Name:
        """A name whose words are looked up among those that are known for something else."""
        text = tidy(typed)
        if not text:
            return Name()
        words = text.split(" ")
        if self._is_ordinary(text):
            return self._ordinary_pair(text, words) if len(words) == _PAIR else self._parted(words)
        fault = spelling.fault_of(text) or (NameFault.PLACEHOLDER if self._facts.is_placeholder(text) else None)
        if fault:
            return Name(fault=fault)
        if self._facts.is_company(words):
            return Name(company=self._without_courtesy(text))
        if any(map(str.isdigit, text)):
            return Name(fault=NameFault.NUMBER)
        return self._unusual(spelling.undecorated(text))

    def _ordinary_pair(self, text: str, words: list[str]) -> Name:
        """Most names: two words, and none of them is known for something else, so that nothing is looked up."""
        first, second = words
        if not self._splits_pairs or first == second or first.isupper() or second.isupper():
            return self._parted(words)
        if not is_in_script(text, self._language.scripts):
            return Name(full=text)
        return Name(*self._pair(text, first, second))

    def _plain_pair(self, typed: str) -> tuple[str, str, str] | None:
        """A name of two words that are nothing but its parts, as in ``_pair``; None for any other."""
        first, _, second = typed.partition(" ")
        plain = self._plain_words  # most words come in many names
        if self._splits_pairs and first != second and plain[first] and plain[second]:
            return self._pair(typed, first, second)
        return None

    def _pair(self, text: str, first: str, second: str) -> tuple[str, str, str]:
        """Given name, family name and whole name of two words, in the order of the language."""
        if self._customs.order == "family-first":
            return second, first, text if self._customs.join else first + second
        return first, second, text

    def _is_ordinary(self, text: str) -> bool:
        """Whether a name holds letters alone and no word that is known for something else."""
        if spelling.is_unusual(text) or text.isupper() or text.islower():
            return False
        if not self._marks.isdisjoint(text.casefold().split(" ")):
            return False
        if text.isascii():
            return True
        return not (self._facts.is_company_inside(text) or self._titles.is_attached(text) or spelling.fault_of(text))

    def _unusual(self, text: str) -> Name:
        """A name with something in it beside the name."""
        if household := self._household(text):
            return household
        before, comma, rest = text.partition(",")
        after = rest.replace(",", " ").split()
        if comma and after and not self._titles.are_all(after):  # "Smith, John", but not "John Smith, PhD"
            return self._around_a_comma(before.strip(), rest.strip(" ,"))
        worn = self._titles.taken_from([*self._titles.without_degrees(after), *before.split()])
        if not worn.words:
            return self._titles.on(Name(fault=NameFault.TITLE_ALONE), worn)
        if self._facts.is_company(worn.words):
            return Name(company=" ".join(worn.words))
        if not self._facts.placeholders.isdisjoint(worn.words):
            return Name(fault=NameFault.UNCLEAR)
        words = spelling.recased(worn.words, self._facts.particles, self._language.tag)
        name = self._parted(words)
        if len(words) == 1 and (worn.courtesies or worn.titles):
            name = self._after_a_title(name, words[0])
        return self._titles.on(name, worn)

    def _around_a_comma(self, before: str, after: str) -> Name:
        """``Smith, John``: the family name stands first."""
        first, space, _ = before.partition(" ")
        if "," in after or (space and key(first) not in self._facts.particles):
            return Name(fault=NameFault.UNCLEAR)
        return self._of_parts(Person(given=after, family=before))

    def _after_a_title(self, name: Name, word: str) -> Name:
        """One word after a title is a family name; where given names follow titles, or may, it stays a single one."""
        if self._customs.titled == "single" or name.full:
            return name
        return Name(family=word)

    def _parted(self, words: list[str]) -> Name:
        """A name of words that are nothing but the name."""
        words = _once(words)
        text = " ".join(words)
        local = is_in_script(text, self._language.scripts)
        if len(words) == 1:
            return self._single(text, local=local)
        parts = split(words, self._customs, self._facts.particles, self._facts.families) if local else NOT_SPLIT
        if parts.family == text:
            return Name(family=text, fault=NameFault.LONE_WORD)
        return Name(given=parts.given, family=parts.family, patronymic=parts.patronymic, full=self._full(words, parts))

    def _single(self, word: str, *, local: bool) -> Name:
        """A name of one word: a given name or a family name, nobody knows which."""
        customs = self._customs
        if customs.ends_like_family(key(word)):
            return Name(family=word, fault=NameFault.LONE_WORD)
        if customs.single == "name" or not local:
            return Name(single=word)
        if len(word) == 1 or word in customs.families:
            return Name(family=word, fault=NameFault.LONE_WORD)
        return Name(full=word)

    def _full(self, words: list[str], parts: Split) -> str:
        """The whole name: as it was typed, unless the language joins its parts or one was typed in capitals."""
        if parts.given and parts.family and (not self._customs.join or any(map(_is_loud, words))):
            return self._joined(parts.given, parts.family)
        return " ".join(words)

    def _joined(self, given: str, family: str) -> str:
        parts = (family, given) if self._customs.order == "family-first" else (given, family)
        join = self._customs.join
        return (join if is_in_script("".join(parts), self._language.scripts) else " ").join(parts)

    def _household(self, text: str) -> Name | None:
        """A family or a couple; its name as it was typed."""
        keys = [key(word) for word in text.split(" ")]
        if len(keys) > 1 and not self._facts.household.isdisjoint((keys[0], keys[-1])):
            return Name(household=text, fault=NameFault.HOUSEHOLD)
        if not self._joiners.isdisjoint(keys[1:-1]):
            is_clear = not any(sign in text for sign in "/+,")
            return Name(household=text if is_clear else "", fault=NameFault.HOUSEHOLD)
        return Name(fault=NameFault.HOUSEHOLD) if any(sign in text for sign in "&+/") else None


class _PlainWords(dict[str, bool]):
    """Whether a word is nothing but a part of a name; asked once for each, as most come in many names."""

    def __init__(self, asked: Callable[[str], bool]) -> None:
        super().__init__()
        self._asked = asked

    def __missing__(self, word: str) -> bool:
        if len(self) >= _MOST_WORDS:
            self.clear()
        self[word] = found = self._asked(word)
        return found


def _once(words: list[str]) -> list[str]:
    """Words that were typed twice over, once."""
    half = len(words) // 2
    return words[:half] if len(words) % 2 == 0 and words[:half] == words[half:] else words


def _is_loud(word: str) -> bool:
    return len(word) >= _SHORTEST_IN_CAPITALS and word.isupper()
