"""Bytes of a mail as text, although the charset that a mail names is often not the one that it is in.

A name stands for the larger set that mail programs write under it: gb2312 is GB 18030, iso-8859-1 is Windows-1252.
Escape sequences of ISO 2022 come before everything, since such bytes are valid UTF-8 by accident. UTF-8 that is
certainly UTF-8 comes before a label of one byte a character.
"""

import codecs
import re
from functools import lru_cache

_MEANT = {
    "gb2312": "gb18030", "gb_2312-80": "gb18030", "gbk": "gb18030", "x-gbk": "gb18030", "cp936": "gb18030",
    "csgb2312": "gb18030", "hz-gb-2312": "hz", "shift_jis": "cp932", "shift-jis": "cp932", "sjis": "cp932",
    "x-sjis": "cp932", "ms_kanji": "cp932", "windows-31j": "cp932", "ks_c_5601-1987": "cp949", "ks_c_5601": "cp949",
    "euc-kr": "cp949", "euckr": "cp949", "ksc5601": "cp949", "windows-949": "cp949", "big5": "big5hkscs",
    "x-big5": "big5hkscs", "big5-hkscs": "big5hkscs", "cn-big5": "big5hkscs", "iso-8859-1": "cp1252",
    "iso8859-1": "cp1252", "latin1": "cp1252", "latin-1": "cp1252", "us-ascii": "cp1252", "ascii": "cp1252",
    "iso-8859-9": "cp1254", "iso-8859-11": "cp874", "tis-620": "cp874", "windows-874": "cp874",
    "iso-8859-8-i": "cp1255", "iso-8859-8": "cp1255", "iso-8859-8-e": "cp1255", "x-mac-roman": "mac_roman",
    "utf8": "utf-8", "utf-8mb4": "utf-8", "unicode-1-1-utf-7": "utf-7", "x-euc-jp": "euc_jp",
}  # fmt: skip
_WIDE = frozenset({"gb18030", "hz", "cp932", "cp949", "big5hkscs", "euc_jp", "utf-16", "utf-16-le", "utf-16-be",
                   "utf-32", "utf-7", "johab"})  # fmt: skip
_ESCAPES = re.compile(rb"\x1b(?:\$[@AB]|\([BIJ]|\$\([DO-Q]|\$\)[ACG])")
_KOREAN, _CHINESE = b"\x1b$)C", (b"\x1b$)A", b"\x1b$)G")
_THREE_BYTES = re.compile(rb"[\xe1-\xef][\x80-\xbf]{2}")
_TOO_LONG = 40
_SAMPLE = 100_000
_FEW = 0.02  # of the characters may be broken before the label is doubted


def decoded(raw: bytes, label: str = "") -> tuple[str, str]:
    """The text, and the charset that it was read in; that name ends in ``?`` where the text is not certain.

    Args:
        raw: bytes as they were before transfer encoding.
        label: the charset that the mail names; it may be empty, unknown or wrong.
    """
    if _ESCAPES.search(raw):
        return _iso_2022(raw)
    if raw.isascii() and (not raw.startswith(b"+") and b"~{" not in raw):
        return raw.decode("ascii"), "us-ascii"
    name = _codec(label)
    utf8 = _strict(raw.removeprefix(codecs.BOM_UTF8), "utf-8")
    is_wide = name in _WIDE
    if utf8 is not None and (not is_wide or raw.startswith(codecs.BOM_UTF8) or _THREE_BYTES.search(raw)):
        wide = _strict(raw, name) if is_wide and len(_THREE_BYTES.findall(raw)) == 1 else None
        return (wide, name) if wide is not None else (utf8, "utf-8")
    if name and name != "utf-8" and (text := _strict(raw, name)) is not None:
        return text, name
    return _guessed(raw, name)


def _guessed(raw: bytes, name: str) -> tuple[str, str]:
    """The best reading of bytes that do not fit their label."""
    from cscli.tables.code_pages import likely_code_page  # noqa: PLC0415 - hardly any mail needs it
    from cscli.tables.encoding import is_mostly_utf8  # noqa: PLC0415 - as above

    if name and name != "utf-8":
        text = raw.decode(name, "replace")
        if text.count("\ufffd") <= max(name in _WIDE, _FEW * len(text)):
            return text, f"{name}?"
    if is_mostly_utf8(raw[:_SAMPLE]):
        return raw.decode("utf-8", "replace"), "utf-8?"
    page = likely_code_page(raw)
    return raw.decode(page, "replace"), f"{page}?"


@lru_cache(maxsize=256)
def _codec(label: str) -> str:
    """The codec that a label means; empty for a label that means none."""
    plain = label.strip().strip("\"'").lower()[:_TOO_LONG]
    name = _MEANT.get(plain, plain)
    try:
        b"\xffa".decode(name, "replace")  # also refuses codecs that do not give text
    except (LookupError, ValueError):
        return ""
    return name if plain.isascii() else ""


def _strict(raw: bytes, name: str) -> str | None:
    try:
        return raw.decode(name)
    except (UnicodeDecodeError, LookupError):
        return None


def _iso_2022(raw: bytes) -> tuple[str, str]:
    """Text with escapes of ISO 2022; Japanese also where it holds the signs of Windows, such as ①."""
    if _KOREAN in raw:
        return raw.decode("iso2022_kr", "replace"), "iso-2022-kr"
    if any(escape in raw for escape in _CHINESE):
        return _without_escapes(raw).decode("gb18030", "replace"), "iso-2022-cn?"
    parts, at, is_double, is_kana = [], 0, False, False
    for match in (*_ESCAPES.finditer(raw), None):
        piece = raw[at : match.start() if match else len(raw)]
        if is_double:
            parts.append(_from_jis(piece))
        elif is_kana:
            parts.append(bytes(byte | 0x80 if byte > 0x20 else byte for byte in piece).decode("cp932", "replace"))  # noqa: PLR2004
        else:
            parts.append(piece.decode("utf-8", "replace"))
        if match:
            at, is_double, is_kana = match.end(), match[0][1:2] == b"$", match[0] == b"\x1b(I"
    return "".join(parts), "iso-2022-jp"


def _without_escapes(raw: bytes) -> bytes:
    return _ESCAPES.sub(b"", raw).replace(b"\x0e", b"").replace(b"\x0f", b"")


def _from_jis(piece: bytes) -> str:
    """Pairs of seven-bit JIS as text, by way of Shift JIS, whose Windows form has all signs that are in use.

    A line break ends the pairs of its line, even where no escape says so.
    """
    text: list[bytes] = []
    at = 0
    while at < len(piece):
        first = piece[at]
        second = piece[at + 1] if at + 1 < len(piece) else 0
        if 0x21 <= first <= 0x7E and 0x21 <= second <= 0x7E:  # noqa: PLR2004 - the range of JIS X 0208
            text.append(_shifted(first, second))
            at += 2
        else:
            text.append(bytes([first]))
            at += 1
    return b"".join(text).decode("cp932", "replace")


def _shifted(row: int, cell: int) -> bytes:
    """A pair of JIS X 0208 as Shift JIS writes it (JIS X 0208:1997, annex 1)."""
    lead = ((row - 0x21) >> 1) + (0x81 if row < 0x5F else 0xC1)  # noqa: PLR2004
    odd = cell + (0x1F if cell < 0x60 else 0x20)  # noqa: PLR2004
    trail = odd if row % 2 else cell + 0x7E
    return bytes([lead, trail])
