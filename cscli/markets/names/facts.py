"""What is known of names in all languages: titles, legal forms of companies, particles, placeholders.

A customer of one market may be named as in another, so a name is held against the words of every language. Words that
mean something else elsewhere, such as ``M.``, are known only in letters of their own language.
"""

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Any, NamedTuple

from cscli.markets.names.spelling import key
from cscli.markets.terms import Gender

_LONGEST_FORM = 4  # words: "Sp. z o.o. sp.k."


class Honorific(NamedTuple):
    """A word of courtesy or a title. ``language`` is the one whose letters write a courtesy; titles go anywhere."""

    text: str
    gender: Gender
    is_title: bool
    language: str


class Customs(NamedTuple):
    """The words of one language. Keys are made by ``spelling.key``."""

    before: Mapping[str, Honorific] = {}  # never changed, as those below
    after: Mapping[str, Honorific] = {}
    courtesy: Mapping[str, str] = {}
    called: Mapping[str, Mapping[str, str]] = {}
    joiners: frozenset[str] = frozenset()
    attached: tuple[str, ...] = ()


class NameFacts:
    """The facts of the files ``people`` and ``companies``; of empty ones nothing is known."""

    def __init__(self, people: Mapping[str, Any], companies: Mapping[str, Any]) -> None:
        languages: Mapping[str, Mapping[str, Any]] = people.get("languages", {})
        self.customs = {tag: _customs(tag, words) for tag, words in languages.items()}
        self.before: dict[str, Honorific] = {}
        self.after: dict[str, Honorific] = {}
        for tag, words in languages.items():
            own = frozenset(map(key, words.get("only_here", ())))
            customs = self.customs[tag]
            self.before = {k: h for k, h in customs.before.items() if k not in own} | self.before
            self.after = {k: h for k, h in customs.after.items() if k not in own} | self.after
        self.credentials = frozenset(
            bare(word) for words in languages.values() for word in words.get("credentials", ())
        )  # fmt: skip
        self.particles = _keys(people.get("particles", ()))
        self.placeholders = _keys(
            [
                *people.get("placeholders", ()),
                *(w for words in languages.values() for w in words.get("placeholders", ())),
            ]
        )
        self.families = _keys(people.get("families", ()))
        self.household = _keys(w for words in languages.values() for w in words.get("household", ()))
        self.joiners = _keys(people.get("joiners", ()))
        self._companies(companies)

    def _companies(self, companies: Mapping[str, Any]) -> None:
        countries = list(companies.get("countries", {}).values())
        listed = {
            place: [form for country in countries for form in country.get(place, ())]
            for place in ("before", "after", "exact")
        }
        self.forms_before = frozenset(key(form).replace(" ", "") for form in listed["before"])
        self.forms_after = frozenset(key(form).replace(" ", "") for form in listed["after"])
        self.exact_forms = frozenset(listed["exact"])
        self.trades = _keys(companies.get("trades", ()))
        self._inside = tuple(form for country in countries for form in country.get("inside", ()))

    @cached_property
    def marks(self) -> frozenset[str]:
        """Every word that makes a name unusual, as it stands in a name in small letters."""
        words = (
            self.before, self.after, map(key, self.credentials), self.particles, self.household,
            (word for placeholder in self.placeholders for word in placeholder.split(" ")),
            self.joiners, self.forms_before, self.forms_after, self.trades, self.families, map(key, self.exact_forms),
            *(words for one in self.customs.values() for words in (one.before, one.after, one.joiners)),
        )  # fmt: skip
        return frozenset(word for several in words for word in several)

    def is_company(self, words: list[str]) -> bool:
        """Whether words name a company: by a legal form of any country, or by its trade."""
        keys = [key(word) for word in words]
        if len(keys) > 1 and not self.trades.isdisjoint(keys):
            return True
        if len(words) > 1 and (_is_form(words[-1], self.forms_after) or _is_form(words[0], self.forms_before)):
            return True
        for length in range(2, min(_LONGEST_FORM, len(keys) - 1) + 1):
            if "".join(keys[-length:]) in self.forms_after or "".join(keys[:length]) in self.forms_before:
                return True
        if any(len(k) > 2 and k in self.forms_after for k in keys[1:-1]):  # noqa: PLR2004 - "Weber GmbH Nord"
            return True
        if len(words) > 1 and not self.exact_forms.isdisjoint((words[-1].strip(","), words[0])):
            return True
        return self.is_company_inside(" ".join(words))

    def is_company_inside(self, text: str) -> bool:
        """Whether a legal form is written together with a name."""
        return any(form in text for form in self._inside)

    def is_placeholder(self, text: str) -> bool:
        """Whether a text stands where nobody wrote a name: every word of it is one that programs write."""
        if key(text) in self.placeholders:
            return True
        return all(key(word) in self.placeholders for word in text.split(" "))


def bare(word: str) -> str:
    """A degree without its dots, as it is written."""
    return word.replace(".", "").strip(" ,;:")


def _is_form(word: str, forms: frozenset[str]) -> bool:
    """Whether a word is a legal form; one of two letters only in capitals or with dots: Ky is a name, too."""
    form = key(word)
    return form in forms and (len(form) > 2 or word.isupper() or "." in word[:-1])  # noqa: PLR2004


def _keys(words: Iterable[str]) -> frozenset[str]:
    return frozenset(found for word in words if (found := key(word)))


def _customs(tag: str, words: Mapping[str, Any]) -> Customs:
    titles = _honorifics(words.get("titles", {}), tag, is_title=True)
    return Customs(
        before=_honorifics(words.get("before", {}), tag) | titles,
        after=_honorifics(words.get("after", {}), tag) | _honorifics(words.get("titles_after", {}), tag, is_title=True),
        courtesy=words.get("courtesy", {}),
        called={key(title): forms for title, forms in words.get("called", {}).items()},
        joiners=_keys(words.get("joiners", ())),
        attached=tuple(words.get("attached", ())),
    )


def _honorifics(by_gender: Mapping[str, Iterable[str]], tag: str, *, is_title: bool = False) -> dict[str, Honorific]:
    return {
        key(text): Honorific(text, Gender.UNKNOWN if gender == "any" else Gender(gender), is_title, tag)
        for gender, texts in by_gender.items()
        for text in texts
    }


NO_FACTS = NameFacts({}, {})
