"""Writes marks where a reply has values, with the words that a language puts around a value of that type."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from cscli.markets.formats import Formats
from cscli.replies.contract.intent import ValueType, Variable
from cscli.replies.contract.part import Choice
from cscli.replies.exchange.canned import mark
from cscli.replies.values.shown import CountText, Worded
from cscli.replies.values.typed import Value
from cscli.replies.values.writer import ValueWriter

# Far days whose written form no text holds by chance, in two years, so that an interval writes both as a whole.
_FAR: Final = (date(2187, 3, 11), date(2191, 8, 23))
_MANY: Final = 5  # a count that takes the form of many


class MarkWriter(ValueWriter):
    """Writes values as marks; choices and yes or no are as they would be, since a text depends on them."""

    def __init__(
        self, formats: Formats, *, variables: Mapping[str, Variable], ranges: Mapping[str, tuple[str, str]]
    ) -> None:
        super().__init__(formats, zone="UTC", is_rtl=False, variables=variables, ranges={})
        self._isolate = lambda text: text
        self._variables, self._spans = variables, ranges

    def shown(self, values: Mapping[str, Value], sentences: Mapping[str, Mapping[str, Choice]]) -> dict[str, Any]:
        """Values as a template sees them; only those of choices and booleans are looked at."""
        shown = {name: self._marked(name, value, sentences) for name, value in values.items()}
        for name, (first, last) in self._spans.items():
            if first in values or last in values:
                shown[name] = self._span(first if first in values else "", last if last in values else "")
        return shown

    def _marked(self, name: str, value: Value, sentences: Mapping[str, Mapping[str, Choice]]) -> Any:
        text = mark(name)
        match self._variables[name].type:
            case ValueType.CHOICE | ValueType.BOOLEAN:
                return self._write(name, value, sentences)
            case ValueType.DATE:
                return self._day(name)
            case ValueType.DATETIME:
                return Worded(text, date=self._day(name), time=text)
            case ValueType.COUNT:
                count = CountText(_MANY)
                count.text, count.category = text, self._formats.plural(_MANY)
                return count
            case ValueType.LIST:
                return Worded(text, lines=text, quoted=text, is_many=False, is_one=False)
            case _:
                framed = self._framed.get(name)
                return framed(text) if framed else Worded(text)

    def _day(self, name: str) -> Worded:
        dates, text = self._formats.dates, mark(name)
        forms = {form: self._around(dates.said(form, _FAR[0], None), text) for form in ("on", "by", "since")}
        tests = dict.fromkeys(("is_past", "is_today", "is_tomorrow", "is_yesterday", "is_future"), False)
        return Worded(text, short=text, **forms, **tests)

    def _around(self, said: str, text: str) -> str:
        """The words around a date with a mark in its place; the mark alone where the date stands in another form."""
        day = self._formats.dates.date(_FAR[0])
        return said.replace(day, text) if said.count(day) == 1 else text

    def _span(self, first: str, last: str) -> Worded:
        """Two days as one value, or the one that is there."""
        tests = {"is_day": False, "is_range": bool(first and last), "has_start": bool(first), "has_end": bool(last)}
        ends = {"start": self._day(first) if first else None, "end": self._day(last) if last else None}
        if not (first and last):
            only = self._day(first or last)
            form = only.since if first else only.by  # type: ignore[attr-defined]
            return Worded(str(only), when=form, short=only, is_past=False, **tests, **ends)
        dates = self._formats.dates
        whole = f"{mark(first)} \u2013 {mark(last)}"
        said = dates.between(*_FAR, None)
        days = [dates.date(day) for day in _FAR]
        if all(said.count(day) == 1 for day in days):
            said = said.replace(days[0], mark(first)).replace(days[1], mark(last))
        else:
            said = whole
        return Worded(whole, when=said, short=whole, is_past=False, **tests, **ends)
