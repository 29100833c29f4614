"""What every room needs of text: making it safe to show, isolating its direction, naming its script.

Text of customers is hostile until proven otherwise. It is never interpreted here, only shown or kept.
"""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import lru_cache

# Characters that print nothing: a value of them alone is an empty one.
INVISIBLE = frozenset(
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200c\u200d\u2060\u2800\u3164\ufeff\uffa0"
)

MOST_CELL = 131_072  # characters of a cell in a table that people write; a longer one is a broken quote

LRI, FSI, PDI = "\u2066", "\u2068", "\u2069"
_ISOLATES = "\u2066\u2067\u2068\u2069"
_OVERRIDES = dict.fromkeys(range(0x202A, 0x202F))  # they turn the direction of what stands around them, too
_BIDI = _OVERRIDES | dict.fromkeys(range(0x2066, 0x206A))

_ACCENTS = re.compile("[\u0300-\u036f]+")
_OTHER_DIGITS = re.compile(r"(?![0-9])\d")

_RIGHT_TO_LEFT = frozenset({"ar", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"})

# First and last code point of the blocks that tell scripts apart; ISO 15924 names.
_SCRIPTS = (
    (0x0041, 0x005A, "Latn"), (0x0061, 0x007A, "Latn"), (0x00C0, 0x024F, "Latn"), (0x1E00, 0x1EFF, "Latn"),
    (0x0370, 0x03FF, "Grek"), (0x0400, 0x052F, "Cyrl"), (0x0590, 0x05FF, "Hebr"), (0x0600, 0x06FF, "Arab"),
    (0x0750, 0x077F, "Arab"), (0x0900, 0x097F, "Deva"), (0x0E00, 0x0E7F, "Thai"), (0x1100, 0x11FF, "Hang"),
    (0x3040, 0x309F, "Hira"), (0x30A0, 0x30FF, "Kana"), (0x3400, 0x9FFF, "Hani"), (0xAC00, 0xD7AF, "Hang"),
    (0xF900, 0xFAFF, "Hani"), (0x20000, 0x323AF, "Hani"),
)  # fmt: skip

# For character classes: signs of which one says as much as several letters; scripts without spaces between words.
HAN_KANA = "\u3005\u3040-\u30ff\u3400-\u9fff"
COMPACT = HAN_KANA + "\uac00-\ud7af"
UNSPACED = "\u0e00-\u0e7f\u2e80-\u9fff\uf900-\ufaff"


def clean(text: str) -> str:
    """``text`` with control characters made visible, direction controls and tag characters removed.

    An escape byte becomes the picture of one, so that no escape sequence reaches a terminal and no value
    can turn the direction of the text around it. Tab and newline stay; a carriage return goes. Tag characters, which
    show nothing, stay only in the flag of a region, such as Scotland's.
    """
    if text.isprintable() or not _unsafe().search(text):
        return text
    return _tags().sub(r"\1", text.translate(_controls() | _BIDI))


def plain_letters(text: str) -> str:
    """``text`` as a name or an address is looked for in it, however it was typed.

    Capitals do not count, nor do accents of Latin, Greek and Cyrillic letters, the forms that Unicode has of one
    letter, such as full-width ones, the digits of other scripts, the dots of the Turkish i, and the escapes of a link.
    """
    if text.isascii() and "%" not in text:
        return text.lower()
    from unicodedata import decimal, normalize  # noqa: PLC0415 - few commands compare names

    if "%" in text:
        from urllib.parse import unquote  # noqa: PLC0415 - as above

        text = unquote(text)
    letters = _ACCENTS.sub("", normalize("NFKD", normalize("NFKC", text).casefold())).replace("\u0131", "i")
    return normalize("NFC", _OTHER_DIGITS.sub(lambda digit: str(decimal(digit[0])), letters))


def is_visible(text: str) -> bool:
    """Whether anything of ``text`` shows. A character that this Python does not know yet counts as one that does."""
    from unicodedata import category  # noqa: PLC0415 - hardly any value asks for it

    return any(
        not char.isspace() and char not in INVISIBLE and (char.isprintable() or category(char) in ("Cn", "Co"))
        for char in text
    )


def is_abbreviation(word: str) -> bool:
    """Whether a word is of capitals alone: the same letters in small ones are another, as ``US`` and ``us``."""
    return len(word) > 1 and word.isupper() and word.isalpha()


def storable(text: str) -> str:
    """``text`` as UTF-8 can hold it: bytes that were not text become marks, all else stays."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text


def printable(text: str) -> str:
    """``text`` fit for a terminal or a pipe: as ``clean``, but the isolates that replies need stay.

    Of isolates, pairs within a line stay; one without its partner would turn what stands behind it.
    """
    if text.isprintable() or not _unsafe().search(text):
        return text
    return paired(_tags().sub(r"\1", text.translate(_controls() | _OVERRIDES)))


def paired(text: str) -> str:
    """``text`` without isolates that have no partner in their line."""
    if text.isprintable() or not any(sign in text for sign in _ISOLATES):
        return text
    alone: set[int] = set()
    opened: list[int] = []
    for found in _isolates().finditer(text):
        if found[0] == "\n":
            alone.update(opened)
            opened.clear()
        elif found[0] != PDI:
            opened.append(found.start())
        elif opened:
            opened.pop()
        else:
            alone.add(found.start())
    alone.update(opened)
    return "".join(sign for place, sign in enumerate(text) if place not in alone) if alone else text


def one_line(text: str) -> str:
    """``text`` as one cell of a table: clean, with tabs and line breaks as spaces."""
    return " ".join(clean(text).split())


def count_words(count: int, one: str, many: str = "") -> str:
    """A count with what it counts: ``1 row``, ``1,024 rows``; ``many`` where it is not ``one`` with an s behind it."""
    return f"1 {one}" if count == 1 else f"{count:,} {many or f'{one}s'}"


def isolated(text: str) -> str:
    """``text`` between direction isolates when it holds Latin letters or digits, for right-to-left replies.

    Text that holds letters of a right-to-left script takes the direction of its first letter; a web address, a code or
    a Latin name runs from left to right.
    """
    if not re.search(r"[A-Za-z0-9\u00c0-\u024f]", text):
        return text
    return f"{FSI if _rtl_letter().search(text) and '://' not in text else LRI}{text}{PDI}"


def isolated_if_rtl(text: str) -> str:
    """``text`` in an isolate of its own direction when it holds right-to-left letters, for left-to-right replies."""
    return text if text.isascii() or not _rtl_letter().search(text) else f"{FSI}{text}{PDI}"


def base_tag(tag: str) -> str:
    """The language of a BCP 47 tag, without script and region: ``de`` of ``de-AT``."""
    return tag.partition("-")[0]


def is_right_to_left(tag: str) -> bool:
    """Whether a language is written from right to left; for one with a file of its own, ``direction`` says so."""
    return base_tag(tag) in _RIGHT_TO_LEFT


def scripts(text: str) -> dict[str, int]:
    """How many letters of each script ``text`` holds, by ISO 15924 name; other characters do not count."""
    counts: dict[str, int] = {}
    for name in _script_names(text):
        counts[name] = counts.get(name, 0) + 1
    return counts


def script_ranges() -> tuple[tuple[int, int, str], ...]:
    """First and last code point of the blocks that tell scripts apart, with their ISO 15924 names."""
    return _SCRIPTS


def _script_names(text: str) -> Iterator[str]:
    for char in text:
        code = ord(char)
        if code < 0x41:  # noqa: PLR2004 - before the first letter
            continue
        for first, last, name in _SCRIPTS:
            if first <= code <= last:
                yield name
                break


def dense_count(text: str) -> int:
    """How many Chinese, Japanese and Korean signs ``text`` holds."""
    return len(_compact().findall(text))


def rfc3339(instant: datetime) -> str:
    """An aware instant in UTC, to the second: ``2026-11-22T09:30:00Z``."""
    return f"{instant.astimezone(UTC).replace(tzinfo=None).isoformat(timespec='seconds')}Z"


# Most runs only meet text that prints as it is: what finds and replaces the rest is made when it is needed.


@lru_cache(maxsize=1)
def _unsafe() -> re.Pattern[str]:
    return re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069\U000e0000-\U000e007f]")


@lru_cache(maxsize=1)
def _isolates() -> re.Pattern[str]:
    return re.compile("[\u2066-\u2069\n]")


@lru_cache(maxsize=1)
def _tags() -> re.Pattern[str]:
    """Tag characters; a flag made of them is a group, to be kept."""
    return re.compile("(\U0001f3f4[\U000e0030-\U000e007a]+\U000e007f)|[\U000e0000-\U000e007f]")


@lru_cache(maxsize=1)
def _compact() -> re.Pattern[str]:
    return re.compile(f"[{COMPACT}]")


@lru_cache(maxsize=1)
def _controls() -> dict[int, str | None]:
    """A picture for each control character, a mark for what is no character."""
    pictures: dict[int, str | None] = {c: chr(0x2400 + c) for c in range(0x20) if c not in (0x09, 0x0A, 0x0D)}
    marks = dict.fromkeys([*range(0x80, 0xA0), *range(0xD800, 0xE000)], "\ufffd")
    return {**pictures, 0x7F: "\u2421", 0x0D: None, **marks}


@lru_cache(maxsize=1)
def _rtl_letter() -> re.Pattern[str]:
    return re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
