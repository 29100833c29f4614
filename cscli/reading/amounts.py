# ruff: noqa: RUF001 - signs of many scripts are the data here
"""Values of numbers, money, dates and times as a language writes them.

An ambiguous text has no value, because a wrong date or amount is worse than an unchanged one.
"""

import re
from datetime import date, time
from decimal import Decimal, InvalidOperation

from cscli.reading.facts import value_facts
from cscli.text import base_tag

MAX_DIGITS = 40
_DIGITS_OF_GROUP = 3
_SAME = str.maketrans(
    {"，": ",", "．": ".", "٫": ";", "٬": " ", "'": " ", "’": " ", "\u00a0": " ", "\u202f": " ", "\u2009": " "}
)
_AFTER_NOON = ("p", "午後", "下午", "中午", "傍晚", "오후", "م", "दोपहर", "शाम")
_NIGHT, _EVENING = ("रात", "晚上"), range(6, 12)  # from evening until after midnight


def parse_number(text: str, language: str, currency: str | None = None) -> Decimal | None:
    """The number in ``text``, or None if it is not one or is too long.

    Args:
        text: digits of any script with separators: ``1.234,56``, ``1,00,000``, ``1 234``, ``-3``.
        language: BCP 47 tag; decides whether ``1.234`` is a thousand or a fraction.
        currency: ISO 4217 code, or "" if unknown, for an amount of money, where three digits after a separator are
            thousands except in currencies with three decimals. None: not money.
    """
    if len(text) > MAX_DIGITS:
        return None
    bare = text.strip().translate(_SAME)
    minus = bare[:1] in ("-", "−")
    whole, fraction = _parts(bare.lstrip("-−+ "), language, currency)
    digits = _ungrouped(whole)
    if digits is None or not (fraction.isdecimal() or not fraction):
        return None
    try:
        value = Decimal(f"{digits}.{fraction}" if fraction else digits)
    except InvalidOperation:
        return None
    return -value if minus else value


def parse_date(match: re.Match[str], language: str) -> date | None:
    """The date of a match of ``YEAR_LAST`` or ``YEAR_FIRST``, or None if it is invalid or ambiguous."""
    found = match.groupdict()
    if "m" in found:
        return day(found["y"], found["m"], found["d"])
    first, second, year = found["a"], found["b"], found["y"]
    if len(year) == 2:  # noqa: PLR2004 - a year of two digits
        if _order(language, found["s"]) != "dmy":
            return None
        year = f"20{int(year):02}"
    readings = {"dmy": day(year, second, first), "mdy": day(year, first, second)}
    wanted = _order(language, found["s"])
    if wanted:
        return readings[wanted]
    possible = {d for d in readings.values() if d}
    return possible.pop() if len(possible) == 1 else None


def day(year: str, month: str, day_of_month: str) -> date | None:
    """A date from digits of any script, or None if it does not exist."""
    try:
        return date(int(year), int(month), int(day_of_month))
    except ValueError:
        return None


def parse_time(match: re.Match[str]) -> time | None:
    """The time of a match of ``TIME``, or None if it does not exist."""
    found = match.groupdict()
    hour, half = int(found["h"]), (found.get("half") or "").casefold()
    if half:
        is_late = half.startswith(_AFTER_NOON) or (half in _NIGHT and hour in _EVENING)
        hour = hour % 12 + (12 if is_late else 0) if hour <= 12 else hour  # noqa: PLR2004 - clock
    try:
        return time(hour, int(found.get("m") or 0), int(found.get("s") or 0))
    except ValueError:
        return None


def currency_of(sign: str, language: str, preferred: str = "") -> str:
    """The ISO 4217 code of ``sign`` for a reader of ``language``; "" if ambiguous."""
    if sign in value_facts().codes:
        return "CNY" if sign == "RMB" else sign
    meant = value_facts().signs.get(sign, ())
    if len(meant) == 1 or preferred in meant:
        return preferred if preferred in meant else meant[0]
    home = value_facts().home.get(language) or value_facts().home.get(base_tag(language), "")
    if home in meant:
        return home
    return "CNY" if sign == "元" else ""


def _order(language: str, sign: str) -> str:
    """The order of day and month: ``dmy``, ``mdy``, or "" if both are usual. With full stops the day is first."""
    if sign == ".":
        return "dmy"
    if language in value_facts().month_first:
        return "mdy"
    base = base_tag(language)
    either = value_facts().day_or_month_first
    open_question = language in either or (base in either and base not in {"en", "fr"})
    return "" if open_question else "dmy"


def _parts(text: str, language: str, currency: str | None) -> tuple[str, str]:
    """The integer part, with separators, and the decimals."""
    if ";" in text:
        whole, _, fraction = text.partition(";")
        return whole, fraction
    last = max(text.rfind("."), text.rfind(","))
    if last < 0:
        return text, ""
    sign, before, after = text[last], text[:last], text[last + 1 :]
    other = "," if sign == "." else "."
    if sign in before:
        return text, ""
    if other in before or " " in before:
        return before, after
    may_be_thousands = len(after) == _DIGITS_OF_GROUP and 1 <= len(before) <= _DIGITS_OF_GROUP and before[0] != "0"
    if may_be_thousands and _are_thousands(sign, language, currency):
        return text, ""
    return before, after


def _are_thousands(sign: str, language: str, currency: str | None) -> bool:
    by_language = sign != decimal_sign(language)
    return by_language if currency is None or currency in value_facts().three_decimals else True


def decimal_sign(language: str) -> str:
    """The decimal separator of ``language``."""
    facts = value_facts()
    comma = base_tag(language) in facts.decimal_comma and language not in facts.decimal_point
    return "," if comma else "."


def _ungrouped(whole: str) -> str | None:
    """Digits without thousands separators; None if the groups are not thousands (a version, an IP address)."""
    signs = {c for c in whole if c in ".,; "}
    if not signs:
        return whole if whole.isdecimal() else None
    if len(signs) > 1:
        return None
    first, *groups = whole.split(signs.pop())
    sizes = [len(g) for g in groups]
    thousands = all(size == _DIGITS_OF_GROUP for size in sizes)
    lakhs = sizes[-1] == _DIGITS_OF_GROUP and all(size == 2 for size in sizes[:-1])  # noqa: PLR2004 - as India groups
    digits = first + "".join(groups)
    return digits if (thousands or lakhs) and 1 <= len(first) <= _DIGITS_OF_GROUP and digits.isdecimal() else None
