"""One person as the record knows them: all of their rows, what names them, and what others say of them."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from cscli.record.privacy.person_rows import PersonIds, ids_of, rows_of
from cscli.record.privacy.personal import TABLES
from cscli.record.record import Record
from cscli.record.rows.customers import normal_address
from cscli.record.rows.orders import order_key
from cscli.record.search.found import found
from cscli.record.search.texts import searched_texts
from cscli.text import plain_letters, scripts

_SHORTEST_KEY, _SHORTEST_PHONE = 4, 6
_SHORTEST_NAME: Final = 5  # a shorter name is too often a part of other words
_FEW_LETTERS: Final = frozenset({"Hani", "Hira", "Kana", "Hang"})  # scripts in which two letters are a name
_MOST_MENTIONS, _MOST_LOOKED_AT = 50, 500
_SEARCHED_DIGITS = 4
_LAST_DIGITS, _BETWEEN = 9, r"[\s()./\u2010-\u2015-]{0,3}"
_TAGGED: Final = r"(?:\+[^@\s]{0,64})?@"  # anna+shop@ is anna@
_NAMES: Final = ("name", "company")


@dataclass(frozen=True, slots=True, kw_only=True)
class DataSubject:
    """A person with all of their rows, by table.

    ``names`` are texts that name them and nobody else: keys, addresses, numbers of orders, whole names. ``phones`` are
    digits. ``words`` are the parts of their names, which others may bear as well, in plain letters.
    """

    key: str
    ids: PersonIds
    rows: Mapping[str, list[dict[str, Any]]]
    names: tuple[str, ...]
    phones: tuple[str, ...]
    words: frozenset[str]
    pattern: re.Pattern[str]
    sure_pattern: re.Pattern[str]

    def is_named_in(self, text: str) -> bool:
        """Whether a text names the person, however it is typed; a phone number also with spaces and signs in it."""
        return bool(self.pattern.search(plain_letters(text)))

    def is_surely_in(self, text: str) -> bool:
        """Whether a text names the person by what is no word of a language: an address, a number, several names."""
        return bool(self.sure_pattern.search(plain_letters(text)))

    def may_be_in(self, text: str) -> bool:
        """Whether a text that is about the person names them, be it by a part of their name alone."""
        said = plain_letters(text)
        if self.is_named_in(text) or not self.words.isdisjoint(_words_of(said)):
            return True
        return any(word in said for word in self.words if not _FEW_LETTERS.isdisjoint(scripts(word)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A text that is not the person's own and names them: a message or note of, or about, another customer."""

    interaction: int
    customer: str
    direction: str


def person_of(record: Record, key: str, before: DataSubject | None = None) -> DataSubject:
    """A person with all rows.

    Args:
        record: the record.
        key: that of the customer who stayed where some were merged.
        before: the person as found a moment ago. Within a transaction, which cannot bring the search index up to date,
            it says which texts of nobody are about their orders.
    """
    ids = ids_of(record, key)
    said = before.ids.interactions if before else _about_orders(record, ids)
    ids = replace(ids, interactions=tuple(sorted({*ids.interactions, *said})))
    rows = {table.name: rows_of(record, table, ids) for table in TABLES}
    who = [*rows["customers"], *_merged(rows["customer_merges"], ids.customers)]
    names = set(ids.customers) | {row["number"] for row in rows["orders"]} | set(ids.orders)
    names |= {row["order_number"] for row in rows["cases"]} | {row["tracking_number"] for row in rows["orders"]}
    names = {name for name in names if len(name) >= _SHORTEST_KEY}
    contacts = list(addresses_of(rows, ids))
    names |= {address for kind, address in contacts if kind != "phone"}
    names |= {name for row in who for name in whole_names(row)}
    phones = {plain_letters(address).removeprefix("+") for kind, address in contacts if kind == "phone"}
    words = {word for row in who for text in _name_texts(row) for word in _words_of(plain_letters(text))}
    texts = tuple(sorted(filter(None, names)))
    numbers = tuple(sorted(phone for phone in phones if len(phone) >= _SHORTEST_PHONE))
    return DataSubject(
        key=key, ids=ids, rows=rows, names=texts, phones=numbers, words=frozenset(words),
        pattern=_pattern(texts, numbers), sure_pattern=_pattern(filter(_is_sure, texts), numbers),
    )  # fmt: skip


def addresses_of(rows: Mapping[str, list[dict[str, Any]]], ids: PersonIds) -> Iterator[tuple[str, str]]:
    """Kinds and addresses of a person in their normal form, those of merged customers and of mails to them, too."""
    yield from ((row["kind"], row["address"]) for row in rows["contacts"])
    for row in (*rows["customers"], *_merged(rows["customer_merges"], ids.customers)):
        yield from ((kind, normal_address(kind, row[kind])) for kind in ("email", "phone") if row[kind])
    yield from (("email", normal_address("email", row["recipient"])) for row in rows["deliveries"] if row["recipient"])
    yield from (("email", key.casefold()) for key in ids.customers if "@" in key)


def whole_names(row: Mapping[str, Any]) -> Iterator[str]:
    """The names of a customer that are long enough to name them alone."""
    given, family = row["given"], row["family"]
    joined = (f"{given} {family}", f"{family} {given}", f"{family}{given}") if given and family else ()
    for name in (*(row[column] for column in _NAMES), *joined):
        text = " ".join(name.split())
        dense = not _FEW_LETTERS.isdisjoint(scripts(text))
        if len(text) >= _SHORTEST_NAME or (dense and len(text) > 1):
            yield text


def mentions_of(record: Record, person: DataSubject) -> tuple[Mention, ...]:
    """Texts of other customers, and notes of nobody, that name the person; at most fifty.

    A phone number is looked for by its last four digits, so one that is written in pairs can be missed.
    """
    own = set(person.ids.interactions)
    seen: dict[int, Mention] = {}
    for name in (*_spelled(person.names), *(phone[-_SEARCHED_DIGITS:] for phone in person.phones)):
        for row in found(record, name, {}, "", _MOST_LOOKED_AT + len(own)):
            if row["id"] not in own and person.is_named_in(_whole(row)):
                seen[row["id"]] = Mention(
                    interaction=row["id"], customer=row["customer"], direction=row["direction"]
                )  # fmt: skip
    return tuple(seen[number] for number in sorted(seen))[:_MOST_MENTIONS]


def _about_orders(record: Record, ids: PersonIds) -> Iterator[int]:
    """Replies of which nobody said who they went to, as in a bulk run, about orders of the person."""
    for key in ids.orders:
        for row in found(record, key, {}, "", _MOST_LOOKED_AT + len(ids.interactions)):
            is_of_nobody = row["customer"] == "" and row["case_id"] is None
            if is_of_nobody and order_key(str((row["values"] or {}).get("order_number", ""))) == key:
                yield row["id"]


def _spelled(names: Iterable[str]) -> set[str]:
    """Names as a search finds them, also in the capitals of Turkish, whose dots it does not know."""
    several = list(names)
    return {*several, *(name.replace("i", "\u0130").replace("\u0131", "I") for name in several)}


def _words_of(text: str) -> Iterator[str]:
    return (word for word in re.split(r"[\W_]+", text) if len(word) > 1)


def _is_sure(name: str) -> bool:
    return len(name.split()) > 1 or "@" in name or (len(name) > _SHORTEST_KEY and any(map(str.isdecimal, name)))


def _pattern(names: Iterable[str], phones: Iterable[str]) -> re.Pattern[str]:
    """What finds a name that is not a part of a longer word or number; a phone number by its last digits."""
    told = [
        re.escape(name).replace(r"\ ", r"\s+").replace("@", _TAGGED) for name in sorted(set(map(plain_letters, names)))
    ]
    told += [_BETWEEN.join(phone[-_LAST_DIGITS:]) for phone in phones]
    return re.compile(rf"(?<![0-9a-z])(?:\+?[0-9]{{0,5}})?(?:{'|'.join(told) or '(?!)'})(?![0-9a-z])")


def _whole(row: Mapping[str, Any]) -> str:
    stored = {**row, "values": json.dumps(row["values"], ensure_ascii=False) if row["values"] else ""}
    return re.sub(r"\s+", " ", "\n".join(searched_texts(stored)))


def _merged(rows: Iterable[Mapping[str, Any]], keys: tuple[str, ...]) -> Iterator[dict[str, Any]]:
    """What merged customers were: the rows that a merge keeps to be undone."""
    for row in rows:
        before = json.loads(row["before"])
        for name in ("merged", "survivor"):
            if before.get(name, {}).get("key") in keys:
                yield before[name]


def _name_texts(row: Mapping[str, Any]) -> Iterator[str]:
    yield from (row[column] for column in ("name", "given", "family", "company", "vocative", "patronymic"))
