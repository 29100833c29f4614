"""Values of a reply: read strictly by type, written for the customer's locale and zone.

What is ambiguous is refused with the readings that would work: ``03/04/2026`` has no meaning here. A value is
text for ever: template code, markup or escape sequences in it are printed, not run.
"""

import json
import re
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Any

from cscli.errors import Problem, UsageError, suggestion
from cscli.replies.contract.intent import ValueType, Variable
from cscli.replies.values.amounts import BadValueError, Money, parse_money, short
from cscli.text import clean, is_visible

MAX_TEXT = 5_000
MAX_ITEMS = 200
_SHOWN = 40
_MOST_KNOWN = 4096
_MOST_DIGITS = 30
_DATE = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
_YES_NO = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}


Value = str | date | datetime | Money | Decimal | int | bool | tuple[str, ...]


ReadDay = Callable[[str, Variable], date]  # reads a date as people say it; raises a UsageError


def parse_values(
    raw: Mapping[str, Any], variables: Mapping[str, Variable], currency: str, read_day: ReadDay | None = None,
    known: dict[tuple[str, str], Value] | None = None,
) -> dict[str, Value]:  # fmt: skip
    """Typed values from what was typed; all bad ones are reported at once.

    Args:
        raw: text by name; a list of texts for a variable that was given several times.
        variables: the contract.
        currency: ISO code of the market's currency, for amounts without one.
        read_day: reads dates such as ``thu`` or ``+3bd``; without it only YEAR-MONTH-DAY is a date.
        known: values of the same contract and currency by name and text, which are not read again; it grows. Texts
            are not kept: most differ from row to row.

    Raises:
        UsageError: unknown names (with the nearest) or values that do not fit their type.
    """
    problems: list[Problem] = []
    values: dict[str, Value] = {}
    for name, text in raw.items():
        if known and type(text) is str:
            value = known.get((name, text))
            if value is not None:
                values[name] = value
                continue
        variable = variables.get(name) or variables.get(name.replace("-", "_"))
        if variable is None:
            problems.append(_unknown_variable(name, variables))
            continue
        if variable.type is ValueType.TEXT and type(text) is str and len(text) <= MAX_TEXT and _is_plain(text):
            values[variable.name] = text  # as most texts are, so nothing is asked twice
            continue
        try:
            values[variable.name] = value = parse_value(text, variable, currency, read_day)
            if known is not None and type(text) is str and type(value) is not str:
                if len(known) >= _MOST_KNOWN:
                    known.clear()
                known[variable.name, text] = value
        except BadValueError as problem:
            problems.append(Problem(code="bad-value", message=f"{name}: {problem}", hint=problem.hint))
    if problems:
        raise UsageError("; ".join(p.message for p in problems), problems=tuple(problems))
    return values


def _unknown_variable(name: str, variables: Mapping[str, Variable]) -> Problem:
    return Problem(
        code="unknown-variable",
        message=f"Unknown variable {name[:_SHOWN]!r}.{suggestion(name, variables, most=1)}",
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
    if not _is_plain(text) and not is_visible(clean(text)):
        raise BadValueError("is empty", "Leave it out, or give it a value.")
    if variable.type is ValueType.MONEY:
        return _parse_amount(text, variable, currency)
    if variable.type is ValueType.DATE and read_day is not None:
        return _parse_said_date(text, variable, read_day)
    bounded = _BOUNDED.get(variable.type)
    return bounded(text, variable) if bounded else _PARSERS[variable.type](text)


def _is_plain(text: str) -> bool:
    """Whether a text is visible and clean at first sight."""
    return text.isascii() and text.isprintable() and not text.isspace() and text != ""


def _parse_amount(text: str, variable: Variable, currency: str) -> Money:
    amount = parse_money(text, currency)
    if variable.positive and not amount.amount:
        raise BadValueError(f"{short(text)} is nothing", "Give the amount, or leave it out.")
    return amount


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
    if re.fullmatch(_DATE, text.strip()):
        try:
            return date.fromisoformat(text.strip())
        except ValueError:
            pass
    raise BadValueError(f"{short(text)} is not a date", "Write it as YEAR-MONTH-DAY, such as 2026-12-03.")


def _parse_said_date(text: str, variable: Variable, read_day: ReadDay) -> date:
    if re.fullmatch(_DATE, text.strip()):
        return _parse_date(text)
    try:
        return read_day(text, variable)
    except UsageError as problem:
        raise BadValueError(problem.message.rstrip("."), problem.problems[0].hint) from None


def _parse_datetime(text: str) -> datetime:
    try:
        if not re.match(_DATE, text.strip()) or len(text.strip()) < len("2026-12-03T15:00"):
            raise ValueError  # noqa: TRY301 - one sentence for all that is not a date and time
        return datetime.fromisoformat(text.strip())
    except ValueError:
        raise BadValueError(
            f"{short(text)} is not a date and time",
            "Write it as 2026-12-03T15:00 (customer's time), 2026-12-03T15:00+09:00 or 2026-12-03T06:00Z.",
        ) from None


def _parse_number(text: str) -> Decimal:
    try:
        value = Decimal(text.strip())
    except InvalidOperation:
        value = Decimal("NaN")
    if not value.is_finite() or abs(value.adjusted()) > _MOST_DIGITS or len(value.as_tuple().digits) > _MOST_DIGITS:
        raise BadValueError(f"{short(text)} is not a number", "Write it with a point: 1234.5.")
    return value


def _parse_count(text: str, variable: Variable) -> int:
    if not text.strip().isascii() or not text.strip().isdigit() or len(text.strip()) > 12:  # noqa: PLR2004
        raise BadValueError(f"{short(text)} is not a count", "Write a whole number such as 3.")
    count = int(text)
    if variable.most is not None and count > variable.most:
        raise BadValueError(f"{count:,} is too many", f"It is at most {variable.most:,}.")
    return count


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
        raise BadValueError("has a piece that is not an item", 'Write {"name": "Wool blanket", "count": 2}.')
    return f"{count} x {name}" if count > 1 else name


def _parse_url(text: str) -> str:
    url = clean(text).strip()
    if not re.fullmatch(r"https?://[^\s<>\"{}|\\^`]+", url):
        raise BadValueError(f"{short(text)} is not a web address", "Write it with https:// in front.")
    return url


def _parse_choice(text: str, variable: Variable) -> str:
    key = text.strip().lower().replace("_", "-")
    if key in variable.choices:
        return key
    raise BadValueError(
        f"{short(text)} is not one of {', '.join(variable.choices)}",
        suggestion(key, variable.choices, most=1).strip() or "Write one of these.",
    )


def _parse_several(raw: Any, variable: Variable) -> str | tuple[str, ...]:
    """The keys of a choice that takes several, each once, in the order of the contract; one alone is its key."""
    texts = raw if isinstance(raw, list | tuple) else [raw]
    pieces = [piece for text in texts for piece in re.split("[,;]", str(text)) if piece.strip()]
    if not pieces or len(pieces) > MAX_ITEMS:
        raise BadValueError("is not a list of choices", f"Write some of: {', '.join(variable.choices)}")
    chosen = {_parse_choice(piece, variable) for piece in pieces}
    keys = tuple(key for key in variable.choices if key in chosen)
    return keys if len(keys) > 1 else keys[0]


def _parse_boolean(text: str) -> bool:
    key = text.strip().lower()
    if key not in _YES_NO:
        raise BadValueError(f"{short(text)} is neither yes nor no", "Write yes or no.")
    return _YES_NO[key]


_BOUNDED: dict[ValueType, Callable[[str, Variable], Value]] = {
    ValueType.CHOICE: _parse_choice,
    ValueType.COUNT: _parse_count,
}
_PARSERS: dict[ValueType, Callable[[str], Value]] = {
    ValueType.TEXT: _parse_text,
    ValueType.DATE: _parse_date,
    ValueType.DATETIME: _parse_datetime,
    ValueType.NUMBER: _parse_number,
    ValueType.URL: _parse_url,
    ValueType.BOOLEAN: _parse_boolean,
}


def recorded(values: Mapping[str, Value]) -> dict[str, Any]:
    """Values in the plain form that the record keeps and that ``parse_values`` reads back."""
    return {name: value if type(value) is str else _plain(value) for name, value in values.items()}


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
