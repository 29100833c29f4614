"""What a number format of a spreadsheet says: that a cell is a date, a code with leading zeros, or an amount of money.

The file keeps 45 and ``00000``; the person sees 00045. Format codes are those of ECMA-376, part 1, section 18.8.31.
"""

import re
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import lru_cache
from math import isfinite
from typing import Final, NamedTuple

from cscli.datafile import read_generated
from cscli.paths import shipped_root

# Formats that a file names by number alone (ECMA-376 18.8.30); the others of that list are plain numbers.
BUILT_IN: Final = {
    9: "0%", 10: "0.00%", 14: "yyyy-mm-dd", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm AM/PM",
    19: "h:mm:ss AM/PM", 20: "h:mm", 21: "h:mm:ss", 22: "yyyy-mm-dd h:mm", 45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss.0",
    **dict.fromkeys((*range(27, 32), *range(34, 37), *range(50, 59)), "yyyy-mm-dd"),
    **dict.fromkeys((32, 33), "h:mm:ss"),
}  # fmt: skip

_MOST_CODE: Final = 255
_PIECE = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]|AM/PM|A/P|.', re.IGNORECASE | re.DOTALL)
_MONEY = re.compile(r"\[\$([^\]-]+)(?:-([0-9A-F]{1,8}))?\]", re.IGNORECASE)
_CODE = re.compile(r"[A-Z]{3}")
_SIGN = re.compile(
    r"US\$|CA?\$|AU?\$|NZ\$|HK\$|NT\$|MX\$|[RS]\$|[€£¥￥$₽₺₴₹₩฿₪₫₱]|zł|Kč|Ft\b|lei\b|лв|\bkr\b|\b[A-Z]{3}\b"
)
_PLAIN = re.compile(r"-?(?:0|[1-9][0-9]{0,14})(?:\.[0-9]{1,9})?")
_EXACT: Final = 1e15  # a spreadsheet keeps 15 digits; of a longer number the rest is lost
_LOST: Final = 60  # serial number of 29 February 1900, a day that only spreadsheets know


class Format(NamedTuple):
    """What a format makes of a number.

    ``kind`` is number, date, time, elapsed, code, money or percent. ``picture`` of a code has its digits as ``0``
    and its own letters behind backslashes. ``currency`` of money is an ISO 4217 code, or the sign if that could mean
    several.
    """

    kind: str
    picture: str = ""
    currency: str = ""


PLAIN: Final = Format("number")


@lru_cache(maxsize=4096)
def format_of(code: str) -> Format:
    """What a format code says; one that is too long or has conditions is taken for a plain number."""
    if len(code) > _MOST_CODE or code.lower() in ("general", "@", "") or re.search(r"\[[<>=]", code):
        return PLAIN
    section, pieces = [], _PIECE.findall(code)
    for piece in pieces:
        if piece == ";":
            break
        section.append(piece)
    bare = "".join(piece for piece in section if len(piece) == 1).lower()
    brackets = [piece.lower() for piece in section if piece[0] == "["]
    if any(re.fullmatch(r"\[(?:h+|m+|s+)\]", bracket) for bracket in brackets):
        return Format("elapsed")
    if set(bare) & set("ydhs") or ("m" in bare and not set(bare) & set("0#?")):
        return Format("date" if set(bare) & set("yd") or not set(bare) & set("hs") else "time")
    currency = _currency(section)
    if currency:
        return Format("money", currency=currency)
    if "%" in bare:
        return Format("percent")
    picture = "".join(_drawn(piece) for piece in section if piece[0] not in "_*[")
    digits = re.sub(r"\\.", "", picture)
    return Format("code", picture) if re.fullmatch(r"0{2,}", digits) else PLAIN


def written(value: str, look: Format, *, since_1904: bool = False) -> str:
    """A number of a cell, as it stands in the file, as the person sees it or would type it.

    Dates are 2026-12-03, instants 2026-12-03T14:30, times 14:30, amounts 12.5 EUR. A number of more than 15 digits
    comes as 9.4001E+21: its last digits are lost.
    """
    if look is PLAIN and _PLAIN.fullmatch(value):
        return value
    try:
        number = float(value)
    except ValueError:
        return value
    return _shown(number, look, since_1904=since_1904) if isfinite(number) else value


def _shown(number: float, look: Format, *, since_1904: bool) -> str:
    if look.kind in ("date", "time", "elapsed"):
        return _moment(number, look.kind, since_1904=since_1904)
    if abs(number) >= _EXACT:
        return f"{number:.14G}"
    exact = Decimal(format(number, ".15g"))
    if look.kind == "percent":
        return f"{format((exact * 100).normalize(), 'f')}%"
    plain = format(exact, "f")
    if look.kind == "money":
        return f"{plain} {look.currency}"
    return _coded(plain, look.picture) if look.kind == "code" else plain


def _drawn(piece: str) -> str:
    """A piece of a format in a picture."""
    if piece[0] == '"':
        return "".join(f"\\{char}" for char in piece[1:-1])
    return piece if piece[0] == "\\" or piece in "0#?.,/%@" else f"\\{piece}"


def _currency(section: list[str]) -> str:
    for piece in section:
        found = _MONEY.fullmatch(piece)
        if found:
            sign, place = found[1].strip(), int(found[2] or "0", 16) & 0xFFFF
            if _CODE.fullmatch(sign):
                return sign
            return _currencies()["by_locale"].get(f"{sign} {place:04X}") or _currencies()["signs"].get(sign, sign)
    text = "".join(piece.strip('"').removeprefix("\\") for piece in section if piece[0] not in "[_*")
    sign_found = _SIGN.search(text)
    return _currencies()["signs"].get(sign_found[0], sign_found[0]) if sign_found else ""


@lru_cache(maxsize=1)
def _currencies() -> Mapping[str, Mapping[str, str]]:
    return read_generated(shipped_root() / "locales" / "spreadsheet_currencies.json")


def _coded(plain: str, picture: str) -> str:
    """Digits in a picture, from the right; what is left over goes before the first."""
    if not plain.isdigit():
        return plain
    pieces = re.findall(r"\\.|0", picture, re.DOTALL)
    digits = plain.rjust(pieces.count("0"), "0")
    over = len(digits) - pieces.count("0")
    drawn, at = [], 0
    for piece in pieces:
        if piece != "0":
            drawn.append(piece[1])
            continue
        take = over + 1 if at == 0 else 1
        drawn.append(digits[at : at + take])
        at += take
    return "".join(drawn)


def _moment(number: float, kind: str, *, since_1904: bool) -> str:
    seconds = round(number * 86_400)
    if kind == "elapsed":
        minutes, rest = divmod(abs(seconds), 60)
        return f"{'-' if seconds < 0 else ''}{minutes // 60}:{minutes % 60:02}" + (f":{rest:02}" if rest else "")
    days, rest = divmod(seconds, 86_400)
    clock = time(rest // 3600, rest // 60 % 60, rest % 60)
    shown = clock.isoformat("seconds" if clock.second else "minutes")
    if kind == "time" or (days == 0 and rest):
        return shown
    first = date(1904, 1, 1) if since_1904 else date(1899, 12, 30 if days >= _LOST else 31)
    try:
        day = datetime.combine(first, time()) + timedelta(days=days)
    except OverflowError:
        return format(Decimal(format(number, ".15g")), "f")
    return f"{day.date()}T{shown}" if rest else str(day.date())
