# ruff: noqa: RUF001 - signs of many scripts are what is looked for
"""Numbers that belong to somebody: passports, identity and tax numbers, cards, accounts, phones, postcodes.

A number is found by its form, or by a label before it ("my passport is"). Check digits play no part here: a number
with a typing error tells as much, and an engine needs none. Cards and accounts are also what checks look for, which
do want the check digit: their forms and check digits stand here once.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

# A letter of a script without spaces, such as Han, Kana or Thai, may stand right beside a number.
CARD_DIGITS = r"(?<![A-Za-z0-9\u00c0-\u024f_-])\d(?:[ \u00a0-]?\d){12,18}(?![A-Za-z0-9\u00c0-\u024f_-])"
IBAN = r"(?<![A-Za-z0-9\u00c0-\u024f_])[A-Z]{2}\d{2}(?:[ \u00a0]?[A-Z0-9]){11,30}(?![A-Za-z0-9\u00c0-\u024f_])"
# What the schemes of ISO/IEC 7812 give out, each with its length.
_CARD = (
    r"4\d{15}|4\d{12}|5[1-5]\d{14}|2(?:22[1-9]|2[3-9]\d|[3-6]\d\d|7[01]\d|720)\d{12}|220[0-4]\d{12}|3[47]\d{13}"
    r"|3(?:0[0-5]|[689]\d)\d{11}|6(?:011|5\d\d|4[4-9]\d)\d{12}|35\d{14}|62\d{14,17}"
)
_SHORTEST_IBAN, _LONGEST_IBAN, _IBAN_CHECK = 15, 34, 97
_CODE = "A-Za-zА-Яа-яІЇЄҐ"
_VALUE = (
    rf"(?<![{_CODE}\d])(?:[A-ZА-ЯІЇЄҐ]{{2}}[ ])?[{_CODE}]{{0,8}}\d[{_CODE}\d]{{0,20}}"
    r"(?:[ \u00a0./-]{1,2}[A-Z]{0,4}\d[A-Z\d]{0,12}){0,7}"
)
_EXPIRY = r"\d{1,2}[ ]?[/.-][ ]?\d{2,4}"
_CARD_CODE = r"\d{3,4}"
_POSTCODE = r"(?i)[A-Z\d](?:[ -]?[A-Z\d]){2,8}"
_NUMBER = r"(?=(?:\D*\d){4})[^\W_](?:[ \u00a0./-]{0,2}[^\W_]){4,}"
_LABEL_REACH = 40


def personal_numbers(text: str) -> Iterator[tuple[int, int]]:
    """Where numbers of persons stand, as pairs of start and end."""
    if not any(map(str.isdigit, text)):
        return
    for pattern in _forms():
        yield from (match.span() for match in pattern.finditer(text))
    for match in re.finditer(_VALUE, text):
        yield from _labelled(text, *match.span())


def is_card(digits: str) -> bool:
    """Whether digits are those of a known scheme of cards and the last one checks the others (ISO/IEC 7812-1)."""
    doubled = [sum(divmod(2 * int(d), 10)) if place % 2 else int(d) for place, d in enumerate(reversed(digits))]
    return re.fullmatch(_CARD, digits) is not None and sum(doubled) % 10 == 0


def iban_at(text: str) -> str:
    """The IBAN (ISO 13616) that a text begins with, as written, or ""; a word in capitals may follow it."""
    at = len(text)
    while at > 0:
        plain = re.sub(r"\s", "", text[:at])
        if len(plain) < _SHORTEST_IBAN:
            return ""
        turned = plain[4:] + plain[:4]
        if len(plain) <= _LONGEST_IBAN and int("".join(str(int(char, 36)) for char in turned)) % _IBAN_CHECK == 1:
            return text[:at]
        at = max(text.rfind(" ", 0, at), text.rfind("\u00a0", 0, at))
    return ""


def _labelled(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The value at a place, when the label nearest before it asks for one of its form."""
    first_digit = next(place for place in range(start, end) if text[place].isdigit())
    before = re.split(r"[\n!?;]|\.[ ](?=[^\d])", text[max(0, first_digit - _LABEL_REACH) : first_digit].casefold())[-1]
    labels = [(match.end(), match.lastgroup) for match in _labels().finditer(before)]
    label_end, kind = max(labels, default=(0, None))
    start = max(start, first_digit - len(before) + label_end)
    start += len(text[start:end]) - len(text[start:end].lstrip())
    value = text[start:end]
    if kind == "number" and re.fullmatch(_NUMBER, value):
        yield start, end
    short = {"secret": _CARD_CODE, "expiry": _EXPIRY, "postcode": _POSTCODE}.get(kind or "")
    match = re.compile(short).match(text, first_digit) if short else None
    if match:
        yield match.span()


@lru_cache(maxsize=1)
def _forms() -> tuple[re.Pattern[str], ...]:
    from cscli.reading.personal_facts import number_forms  # noqa: PLC0415 - checks of a text that leaves need none

    facts = number_forms()
    return tuple(re.compile(pattern) for pattern in (CARD_DIGITS, IBAN, *facts.forms, *facts.addresses))


@lru_cache(maxsize=1)
def _labels() -> re.Pattern[str]:
    """Labels of all kinds; letters of spaced scripts must not go on before or behind one."""
    from cscli.reading.personal_facts import either, number_forms  # noqa: PLC0415 - as above

    edge = "[^\\W\\d_\u0e00-\u0e7f\u3040-\u9fff\uac00-\ud7af]"
    kinds = "|".join(f"(?P<{kind}>{either(labels)})" for kind, labels in number_forms().labels.items())
    return re.compile(rf"(?<!{edge})(?:{kinds})(?!{edge})")
