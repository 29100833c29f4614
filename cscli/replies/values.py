"""Values of a reply: read strictly by type, written for the customer's locale and zone.

What is ambiguous is refused with the readings that would work: ``03/04/2026`` has no meaning here. A value is
text for ever: template code, markup or escape sequences in it are printed, not run.
"""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Any

from cscli.errors import Problem, UsageError, nearest
from cscli.markets.catalog import currencies
from cscli.markets.formats import currency_digits
from cscli.replies.intent import ValueType, Variable
from cscli.text import clean, is_visible

MAX_TEXT = 5_000
MAX_ITEMS = 200
_SHOWN = 40
_MOST_DIGITS = 30
_MONEY = re.compile(r"(?:([A-Z]{3}) ?)?(-?[0-9]{1,15}(?:\.[0-9]{1,4})?)(?: ?([A-Z]{3}))?")
# The sign between thousands is another one than that before the decimals.
_GROUPED = re.compile(
    r"(?P<before>(?:[A-Z]{3} ?)?)(?P<whole>[0-9]{1,3}(?:(?P<sign>[.,'])[0-9]{3})(?:(?P=sign)[0-9]{3})*)"
    r"(?!(?P=sign))[.,](?P<decimals>[0-9]{1,2})(?P<after>(?: ?[A-Z]{3})?)"
)
_UNCLEAR = re.compile(
    r"(?P<before>(?:[A-Z]{3} ?)?)(?P<first>[1-9][0-9]{0,2})(?P<sign>[.,])(?P<last>[0-9]{3})(?P<after>(?: ?[A-Z]{3})?)"
)
_USUAL_DECIMALS = 2
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_YES_NO = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}


@dataclass(frozen=True, slots=True, kw_only=True)
class Money:
    """An amount; an empty ``currency`` is the market's own."""

    amount: Decimal
    currency: str = ""


Value = str | date | datetime | Money | Decimal | int | bool | tuple[str, ...]


class BadValueError(ValueError):
    """What is wrong with one value, and what would work."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.hint = hint


ReadDay = Callable[[str, Variable], date]  # reads a date as people say it; raises a UsageError


def parse_values(
    raw: Mapping[str, Any], variables: Mapping[str, Variable], currency: str, read_day: ReadDay | None = None
) -> dict[str, Value]:
    """Typed values from what was typed; all bad ones are reported at once.

    Args:
        raw: text by name; a list of texts for a variable that was given several times.
        variables: the contract.
        currency: ISO code of the market's currency, for amounts without one.
        read_day: reads dates such as ``thu`` or ``+3bd``; without it only YEAR-MONTH-DAY is a date.

    Raises:
        UsageError: unknown names (with the nearest) or values that do not fit their type.
    """
    problems: list[Problem] = []
    values: dict[str, Value] = {}
    for name, text in raw.items():
        variable = variables.get(name) or variables.get(name.replace("-", "_"))
        if variable is None:
            problems.append(_unknown_variable(name, variables))
            continue
        try:
            values[variable.name] = parse_value(text, variable, currency, read_day)
        except BadValueError as problem:
            problems.append(Problem(code="bad-value", message=f"{name}: {problem}", hint=problem.hint))
    if problems:
        raise UsageError("; ".join(p.message for p in problems), problems=tuple(problems))
    return values


def _unknown_variable(name: str, variables: Mapping[str, Variable]) -> Problem:
    near = nearest(name, list(variables), most=1)
    return Problem(
        code="unknown-variable",
        message=f"Unknown variable {name[:_SHOWN]!r}." + (f" Did you mean {near[0]}?" if near else ""),
        hint=f"This reply takes: {', '.join(variables)}",
    )


def parse_value(raw: Any, variable: Variable, currency: str = "", read_day: ReadDay | None = None) -> Value:
    """One typed value; raises a ValueError that says what would work."""
    if variable.type is ValueType.LIST:
        return _parse_list("yes" if raw is True else "no" if raw is False else raw)
    if variable.several and (isinstance(raw, list | tuple) or "," in str(raw) or ";" in str(raw)):
        return _parse_several(raw, variable)
    text = raw if type(raw) is str else _one_text(raw)
    if len(text) > MAX_TEXT:
        raise BadValueError(f"is {len(text):,} characters long", f"A value has at most {MAX_TEXT:,}.")
    plain = text.isascii() and text.isprintable() and not text.isspace() and text != ""
    if not plain and not is_visible(clean(text)):
        raise BadValueError("is empty", "Leave it out, or give it a value.")
    if variable.type is ValueType.CHOICE:
        return _parse_choice(text, variable)
    if variable.type is ValueType.MONEY:
        return _parse_money(text, currency)
    if variable.type is ValueType.DATE and read_day is not None:
        return _parse_said_date(text, variable, read_day)
    return _PARSERS[variable.type](text)


def _one_text(raw: Any) -> str:
    if isinstance(raw, list | tuple):
        if len(raw) != 1:
            raise BadValueError("was given several times", "Give it once.")
        raw = raw[0]
    if isinstance(raw, bool):
        return "yes" if raw else "no"
    return str(raw)


def _parse_text(text: str) -> str:
    return clean(text)


@lru_cache(maxsize=4096)
def _parse_date(text: str) -> date:
    if _DATE.fullmatch(text.strip()):
        try:
            return date.fromisoformat(text.strip())
        except ValueError:
            pass
    raise BadValueError(f"{_short(text)} is not a date", "Write it as YEAR-MONTH-DAY, such as 2026-12-03.")


def _parse_said_date(text: str, variable: Variable, read_day: ReadDay) -> date:
    if _DATE.fullmatch(text.strip()):
        return _parse_date(text)
    try:
        return read_day(text, variable)
    except UsageError as problem:
        raise BadValueError(problem.message.rstrip("."), problem.problems[0].hint) from None


def _parse_datetime(text: str) -> datetime:
    try:
        if not _DATE.match(text.strip()) or len(text.strip()) < len("2026-12-03T15:00"):
            raise ValueError  # noqa: TRY301 - one sentence for all that is not a date and time
        return datetime.fromisoformat(text.strip())
    except ValueError:
        raise BadValueError(
            f"{_short(text)} is not a date and time",
            "Write it as 2026-12-03T15:00 (customer's time), 2026-12-03T15:00+09:00 or 2026-12-03T06:00Z.",
        ) from None


@lru_cache(maxsize=4096)
def _parse_money(text: str, currency: str) -> Money:
    found = _MONEY.fullmatch(_without_thousands(text.strip(), currency))
    if found is None or (found[1] and found[3]):
        raise BadValueError(
            f"{_short(text)} is not an amount", "Write it with a point and the currency's code: 12.50 EUR."
        )
    if found[2].startswith("-"):
        raise BadValueError(f"{_short(text)} is less than nothing", "Write the amount without the minus.")
    code = found[1] or found[3] or currency
    if code != currency and code not in currencies():
        near = nearest(code, sorted(currencies()))
        raise BadValueError(f"{_short(text)} is in an unknown currency", f"Did you mean {' or '.join(near)}?")
    amount = Decimal(found[2])
    digits = currency_digits(code)
    if -int(amount.normalize().as_tuple().exponent) > digits:
        raise BadValueError(f"{_short(text)} has more decimals than {code} has", f"{code} has {digits}.")
    return Money(amount=amount, currency=code)


def _without_thousands(text: str, currency: str) -> str:
    """An amount without the signs between its thousands, where both signs show which is which.

    Raises:
        BadValueError: a single sign before three digits could stand between thousands, or before decimals.
    """
    found = _GROUPED.fullmatch(text)
    if found:
        return f"{found['before']}{re.sub('[^0-9]', '', found['whole'])}.{found['decimals']}{found['after']}"
    found = _UNCLEAR.fullmatch(text)
    code = (found["before"] or found["after"]).strip() or currency if found else ""
    if found is None or (found["sign"] == "." and currency_digits(code) > _USUAL_DECIMALS):
        return text
    first, last = found["first"], found["last"]
    readings = [first + last]
    if currency_digits(code) and int(last) % 10 == 0:
        readings.append(f"{first}.{last[:-1]}")
    raise BadValueError(
        f"{_short(text)} is not clear: {found['sign']!r} could stand between thousands or before decimals",
        f"Write {' or '.join(f'{r} {code}'.strip() for r in readings)}.",
    )


def _parse_number(text: str) -> Decimal:
    try:
        value = Decimal(text.strip())
    except InvalidOperation:
        value = Decimal("NaN")
    if not value.is_finite() or abs(value.adjusted()) > _MOST_DIGITS or len(value.as_tuple().digits) > _MOST_DIGITS:
        raise BadValueError(f"{_short(text)} is not a number", "Write it with a point: 1234.5.")
    return value


def _parse_count(text: str) -> int:
    if not text.strip().isascii() or not text.strip().isdigit() or len(text.strip()) > 12:  # noqa: PLR2004
        raise BadValueError(f"{_short(text)} is not a count", "Write a whole number such as 3.")
    return int(text)


def _parse_list(raw: Any) -> tuple[str, ...]:
    pieces = [_item(piece) for piece in (raw if isinstance(raw, list | tuple) else [raw])]
    if len(pieces) == 1:
        pieces = str(pieces[0]).split(";")
    items = tuple(item for item in (clean(str(p)).strip() for p in pieces) if item)
    if not items or len(items) > MAX_ITEMS or any(len(i) > MAX_TEXT for i in items):
        raise BadValueError("is not a list", "Write the parts with semicolons between, or give it once for each.")
    return items


def _item(piece: Any) -> Any:
    """A piece of a list; ``{"name": ..., "count": 2}`` is written ``2 x ...``."""
    if isinstance(piece, str) and piece.startswith("{"):
        try:
            piece = json.loads(piece)
        except ValueError:
            return piece
    if not isinstance(piece, Mapping):
        return piece
    name, count = piece.get("name"), piece.get("count", 1)
    if piece.keys() - {"name", "count"} or not isinstance(name, str) or not isinstance(count, int) or count < 1:
        raise BadValueError("has a piece that is no item", 'Write {"name": "Wool blanket", "count": 2}.')
    return f"{count} x {name}" if count > 1 else name


def _parse_url(text: str) -> str:
    url = clean(text).strip()
    if not re.fullmatch(r"https?://[^\s<>\"{}|\\^`]+", url):
        raise BadValueError(f"{_short(text)} is not a web address", "Write it with https:// in front.")
    return url


def _parse_choice(text: str, variable: Variable) -> str:
    key = text.strip().lower().replace("_", "-")
    if key in variable.choices:
        return key
    near = nearest(key, list(variable.choices), most=1)
    raise BadValueError(
        f"{_short(text)} is not one of {', '.join(variable.choices)}",
        f"Did you mean {near[0]}?" if near else "",
    )


def _parse_several(raw: Any, variable: Variable) -> str | tuple[str, ...]:
    """The keys of a choice that takes several, each once; one alone is its key."""
    texts = raw if isinstance(raw, list | tuple) else [raw]
    pieces = [piece for text in texts for piece in re.split("[,;]", str(text)) if piece.strip()]
    if not pieces or len(pieces) > MAX_ITEMS:
        raise BadValueError("is no list of choices", f"Write some of: {', '.join(variable.choices)}")
    keys = tuple(dict.fromkeys(_parse_choice(piece, variable) for piece in pieces))
    return keys if len(keys) > 1 else keys[0]


def _parse_boolean(text: str) -> bool:
    key = text.strip().lower()
    if key not in _YES_NO:
        raise BadValueError(f"{_short(text)} is neither yes nor no", "Write yes or no.")
    return _YES_NO[key]


def _short(text: str) -> str:
    return repr(clean(text) if len(text) <= _SHOWN else clean(text[:_SHOWN]) + "...")


_PARSERS: dict[ValueType, Callable[[str], Value]] = {
    ValueType.TEXT: _parse_text,
    ValueType.DATE: _parse_date,
    ValueType.DATETIME: _parse_datetime,
    ValueType.NUMBER: _parse_number,
    ValueType.COUNT: _parse_count,
    ValueType.URL: _parse_url,
    ValueType.BOOLEAN: _parse_boolean,
}


def recorded(values: Mapping[str, Value]) -> dict[str, Any]:
    """Values in the plain form that the record keeps and that ``parse_values`` reads back."""
    return {name: _plain(value) for name, value in values.items()}


def _plain(value: Value) -> Any:
    if isinstance(value, datetime):
        aware = value.tzinfo is not None
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z") if aware else value.isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Money):
        return f"{value.amount} {value.currency}".strip()
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, tuple):
        return list(value)
    return value
