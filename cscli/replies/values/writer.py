"""Writes the values of a reply for one kind of customer, as its template sees them."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any

from cscli.clock import zones
from cscli.errors import UsageError
from cscli.markets.date_patterns import filled
from cscli.markets.formats import Formats
from cscli.replies.contract.intent import Frame, ValueType, Variable
from cscli.replies.contract.part import Choice
from cscli.replies.values.amounts import Money
from cscli.replies.values.frames import carrier_forms, counted, is_several, quoted
from cscli.replies.values.shown import ChoiceText, CountText, Unset, Worded
from cscli.replies.values.typed import Value
from cscli.text import isolated, isolated_if_rtl

_ENDS = (".", "!", "?", "…", "。", "\uff01", "\uff1f", "।", "؟")  # of a whole sentence
MANY_ITEMS = 3  # a longer list is easier to read line by line


class ValueWriter:
    """Writes typed values for one locale, zone and direction; ``choices`` are the variables that print a sentence."""

    def __init__(  # noqa: PLR0913 - each was decided by itself
        self,
        formats: Formats,
        *,
        zone: str,
        is_rtl: bool,
        variables: Mapping[str, Variable],
        ranges: Mapping[str, tuple[str, str]] | None = None,
        today: date | None = None,
        in_full: bool = False,
        sentence_join: str = " ",
    ) -> None:
        """Write for one kind of customer.

        Args:
            formats: how the locale writes.
            zone: the customer's zone.
            is_rtl: whether the language is written from right to left.
            variables: the contract.
            ranges: the names of the first and the last day, by the name of the range.
            today: the customer's date; without it no date is called today.
            in_full: whether each date has its year, and none is called today.
            sentence_join: what stands between sentences.
        """
        self._formats = formats
        self._sentence_join = sentence_join
        self._choices = frozenset(v.name for v in variables.values() if v.type is ValueType.CHOICE)
        frames: dict[Frame, Callable[[str], Any]] = {Frame.QUOTED: self._quoted, Frame.CARRIER: self._carrier}
        self._framed = {v.name: frames[v.frame] for v in variables.values() if v.frame}
        self._ranges = dict(ranges or {})
        self._zone = zone
        self._isolate = isolated if is_rtl else isolated_if_rtl
        self._today, self._near = today, None if in_full else today  # the date from which others are told
        self._in_full = in_full
        self._date = lru_cache(maxsize=4096)(self._dated)
        self._range = lru_cache(maxsize=4096)(self._ranged)
        alone: dict[ValueType, Callable[[Any], Any]] = {
            ValueType.TEXT: self._isolate, ValueType.URL: self._isolate, ValueType.DATE: self._date
        }  # fmt: skip
        self._alone = {v.name: alone[v.type] for v in variables.values() if v.type in alone} | self._framed

    def shown(self, values: Mapping[str, Value], sentences: Mapping[str, Mapping[str, Choice]]) -> dict[str, Any]:
        """Values as a template sees them; ``sentences`` are the texts of choices by variable and key."""
        write, alone = self._write, self._alone
        shown = {
            name: alone[name](value) if name in alone else write(name, value, sentences)
            for name, value in values.items()
        }
        for name, (first, last) in self._ranges.items():
            if first in values or last in values:
                shown[name] = self._range(values.get(first), values.get(last))
        return shown

    def _write(self, name: str, value: Value, sentences: Mapping[str, Mapping[str, Choice]]) -> Any:
        kind = type(value)
        if kind is Money:
            return self._formats.money(value.amount, value.currency)  # type: ignore[union-attr]
        if kind is bool:
            return value
        if name in self._choices:
            return self._choice(name, value if kind is tuple else (value,), sentences.get(name))  # type: ignore[arg-type]
        return self._write_rare(value)

    def _write_rare(self, value: Value) -> Any:
        if isinstance(value, datetime):
            return self._datetime(value)
        if isinstance(value, int):
            return self._count(value)
        if isinstance(value, Decimal):
            return self._formats.number(value)
        return self._items(value)  # type: ignore[arg-type]

    def _dated(self, day: date) -> Worded:
        dates, today, near = self._formats.dates, self._today, self._near
        days = None if today is None else (day - today).days
        return Worded(
            dates.date(day),
            on=dates.said("on", day, near), by=dates.said("by", day, near), since=dates.said("since", day, near),
            short=dates.named(day, near) or dates.short(day, near),
            is_past=days is not None and days < 0, is_today=days == 0, is_tomorrow=days == 1,
            is_yesterday=days == -1, is_future=days is not None and days > 0,
        )  # fmt: skip

    def _ranged(self, first: date | None, last: date | None) -> Worded:
        """Two dates as one value; one of them alone, or the same twice, is not a range."""
        dates, today = self._formats.dates, self._near
        start, end = (None if day is None else self._date(day) for day in (first, last))
        tests = {
            "is_day": first == last, "is_range": bool(first and last and first != last),
            "has_start": first is not None, "has_end": last is not None,
        }  # fmt: skip
        ends = {
            "start": start or Unset("start"), "end": end or Unset("end"),
            "is_past": bool((end or start) and (end or start).is_past),  # type: ignore[union-attr]
        }  # fmt: skip
        if first is None or last is None or first == last:
            only = end or start
            form = "on" if first == last else "by" if first is None else "since"
            return Worded(str(only), when=getattr(only, form), short=only.short, **tests, **ends)  # type: ignore[union-attr]
        if self._in_full:
            both = dates.both(first, last)
            return Worded(both, when=both, short=both, **tests, **ends)
        return Worded(
            dates.interval(first, last, None), when=dates.between(first, last, today),
            short=dates.interval(first, last, today), **tests, **ends,
        )  # fmt: skip

    def _quoted(self, text: str) -> Worded:
        quotes = self._formats.habits.quotes
        return Worded(self._piece(text), quoted=self._piece(text, quotes), is_several=is_several(text))

    def _carrier(self, typed: str) -> Worded:
        forms = carrier_forms(typed, self._formats.habits.carriers)
        name = self._isolate(forms.name)
        return Worded(
            name, by=forms.by.replace(forms.name, name), at=forms.at.replace(forms.name, name), is_known=forms.is_known
        )

    def _items(self, typed: Sequence[str]) -> Worded:
        pieces = [self._piece(item) for item in typed]
        quotes = self._formats.habits.quotes
        return Worded(
            self._formats.items(pieces), lines="\n".join(f"\u2013 {piece}" for piece in pieces),
            quoted=self._formats.items([self._piece(item, quotes) for item in typed]),
            is_many=len(pieces) > MANY_ITEMS, is_one=len(pieces) == 1,
        )  # fmt: skip

    def _piece(self, typed: str, quotes: tuple[str, str, str, str] | None = None) -> str:
        """What was typed, with a count before or after it as the language writes it."""
        count, item = counted(typed)
        item = self._isolate(item)
        if quotes:
            item = quoted(item, quotes)
        if count is None:
            return item
        return filled(self._formats.habits.pieces, {"count": self._formats.number(count), "item": item})

    def _datetime(self, moment: datetime) -> Worded:
        """A naive time is the customer's own; an instant is turned into it."""
        there = zones.local(moment, self._zone) if moment.tzinfo else zones.instant_of(moment, self._zone)
        dates = self._formats.dates
        return Worded(
            dates.moment(there, self._zone), date=self._date(there.date()),
            time=dates.time(there) + dates.zone_after(there, self._zone),
            at=dates.at(there) + dates.zone_after(there, self._zone),
        )  # fmt: skip

    def _count(self, count: int) -> CountText:
        text = CountText(count)
        text.text = self._formats.number(count)
        text.category = self._formats.plural(count)
        return text

    def _choice(self, name: str, keys: tuple[str, ...], sentences: Mapping[str, Choice] | None) -> ChoiceText:
        """One or several keys of a choice; a template without sentences for it may ask which, and not print it."""
        text = ChoiceText(keys[0] if len(keys) == 1 else "+".join(keys))
        text.name, text.keys = name, keys
        if sentences is None:
            return text
        for key in keys:
            if key not in sentences:
                raise UsageError(f"it has no sentence for {name}={key}.", code="bad-template")
        if len(keys) == 1:
            text.sentence = sentences[keys[0]].text
        else:
            text.sentence = self._joined([sentences[key].many or sentences[key].text for key in keys])
        return text

    def _joined(self, forms: Sequence[str]) -> str:
        """Several forms of a choice: whole sentences one after the other, else a list in words."""
        if all(form.endswith(_ENDS) for form in forms):
            return self._sentence_join.join(forms)
        return self._formats.items(forms)
