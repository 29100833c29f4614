"""Masks placeables for a translator, and restores and counts them in the translation.

No token survives in every engine, so each engine has its mask style. Anything that does not return exactly once is
reported, never repaired. As a last resort, ``pieces`` keeps placeables away from the engine.
"""

import html
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import count, product

from cscli.reading.placeables import NON_TRANSLATABLE, Kind, Placeable

_SAME_WIDTH = {c: c - 0xFEE0 for c in range(0xFF01, 0xFF5F)}
_GAP = r"[\s\u200b-\u200f\u2060\u2066-\u2069]{0,3}"
_INDEX = rf"(\d(?:{_GAP}\d){{0,6}})"
_QUOTE = r"[\"'“”„«»]?"
_SLOTS = re.compile(r"\{\{ \w{1,40} \}\}")
_XML_TOKEN = (
    rf"<{_GAP}x\s{{1,3}}id{_GAP}={_GAP}{_QUOTE}{_GAP}{_INDEX}{_GAP}{_QUOTE}{_GAP}/?{_GAP}>"
    rf"(?:{_GAP}<{_GAP}/{_GAP}x{_GAP}>)?"
)


class MaskStyle(StrEnum):
    """How a token is written. A slot names its kind, so that a memory also fits texts with other values."""

    ALNUM = "alnum"
    XML = "xml"
    HTML_NOTRANSLATE = "html-notranslate"
    APERTIUM = "apertium"
    BRACKETS = "brackets"
    SLOTS = "slots"


_WRAPPERS = {
    MaskStyle.HTML_NOTRANSLATE: ('<span translate="no">', "</span>", "span"),
    MaskStyle.APERTIUM: ("<apertium-notrans>", "</apertium-notrans>", "apertium-notrans"),
}
_MARKUP = frozenset({MaskStyle.XML, *_WRAPPERS})


@dataclass(frozen=True, slots=True, kw_only=True)
class Masked:
    """A text for an engine, with token ``i`` for placeable ``i`` between ``opening`` and ``closing``.

    ``pads``: whether spaces were added before and after each token, to keep it apart from adjacent words.
    """

    text: str
    placeables: tuple[Placeable, ...]
    mask_style: MaskStyle
    opening: str = ""
    closing: str = ""
    pads: tuple[tuple[bool, bool], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored:
    """A restored translation; ``lost`` placeables are missing, ``extra`` tokens are unknown or duplicate."""

    text: str
    lost: tuple[Placeable, ...]
    extra: tuple[str, ...]

    @property
    def whole(self) -> bool:
        """Whether every placeable returned exactly once."""
        return not self.lost and not self.extra


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """Words to translate, or a placeable."""

    text: str
    placeable: Placeable | None = None


def mask(text: str, placeables: Sequence[Placeable], mask_style: MaskStyle) -> Masked:
    """``text`` with a token for each placeable, in a form that does not occur in ``text``.

    Args:
        text: the text; it is escaped for the markup styles.
        placeables: sorted and without overlap, as ``Finder`` returns them.
        mask_style: the style of the tokens.
    """
    parts = pieces(text, placeables)
    opening, closing = _free_token("\n".join(p.text for p in parts if not p.placeable), mask_style)
    built, index = [], count()
    slots = slot_names(placeables, closing) if mask_style is MaskStyle.SLOTS else ()
    pads = tuple([_pads(text, placeable, mask_style) for placeable in placeables])
    for part in parts:
        if part.placeable:
            number = next(index)
            token = f"{{{{ {slots[number]} }}}}" if slots else _token(number, mask_style, opening, closing)
            before, after = pads[number]
            built.append(f"{' ' * before}{token}{' ' * after}")
        else:
            built.append(html.escape(part.text, quote=False) if mask_style in _MARKUP else part.text)
    return Masked(
        text="".join(built), placeables=tuple(placeables), mask_style=mask_style, opening=opening, closing=closing,
        pads=pads,
    )  # fmt: skip


def slot_names(placeables: Sequence[Placeable], ending: str = "") -> tuple[str, ...]:
    """The slot of each placeable: its kind, numbered from the second one: ``order``, ``order_2``."""
    seen: Counter[Kind] = Counter()
    names = []
    for placeable in placeables:
        seen[placeable.kind] += 1
        number = f"_{seen[placeable.kind]}" if seen[placeable.kind] > 1 else ""
        names.append(f"{placeable.kind.value}{number}{ending}")
    return tuple(names)


def slot_placeables(text: str) -> tuple[Placeable, ...]:
    """The slots of a text, as placeholders."""
    return tuple(
        Placeable(kind=Kind.PLACEHOLDER, start=slot.start(), end=slot.end(), text=slot[0])
        for slot in _SLOTS.finditer(text)
    )


def restore(
    masked: Masked,
    translated: str,
    render: Callable[[Placeable], str] | None = None,
    instead: Mapping[int, str] | None = None,
) -> Restored:
    """``translated`` with the placeables of ``masked`` instead of their tokens.

    Case, spaces within a token, full-width letters and digits of other scripts are tolerated.

    Args:
        masked: the masked source.
        translated: the engine's answer.
        render: formats values for the target, except bare digits and placeables without a value, which are unchanged.
        instead: replacements of some placeables, by index.
    """
    others = instead or {}
    slots = slot_names(masked.placeables, masked.closing) if masked.mask_style is MaskStyle.SLOTS else ()
    pattern = _token_pattern(masked)
    plain: Callable[[str], str] = html.unescape if masked.mask_style in _MARKUP else str
    seen: set[int] = set()
    built: list[str] = []
    extra: list[str] = []
    at = 0
    for match in pattern.finditer(translated.translate(_SAME_WIDTH)):
        built.append(plain(translated[at : match.start()]))
        at = match.end()
        raw = translated[match.start() : at]
        index = slots.index(match[1].lower()) if slots else int("".join(c for c in match[1] if c.isdecimal()))
        if index >= len(masked.placeables):
            built.append(raw)
            extra.append(raw)
            continue
        if index in seen:
            extra.append(raw)
        seen.add(index)
        before, after = masked.pads[index] if masked.pads else (False, False)
        if before:
            built[-1] = built[-1].rstrip(" ")
        while after and translated[at : at + 1] == " ":
            at += 1
        built.append(others[index] if index in others else rendered(masked.placeables[index], render))
    built.append(plain(translated[at:]))
    lost = tuple(m for i, m in enumerate(masked.placeables) if i not in seen)
    return Restored(text="".join(built), lost=lost, extra=tuple(extra))


def pieces(text: str, placeables: Sequence[Placeable]) -> tuple[Piece, ...]:
    """``text`` split around ``placeables``; the pieces joined are the text."""
    found, at = list[Piece](), 0
    for placeable in placeables:
        found += (
            Piece(text=text[at : placeable.start]),
            Piece(text=text[placeable.start : placeable.end], placeable=placeable),
        )
        at = placeable.end
    return tuple(p for p in (*found, Piece(text=text[at:])) if p.text or p.placeable)


def rendered(placeable: Placeable, render: Callable[[Placeable], str] | None) -> str:
    """The text that replaces a token: values as ``render`` writes them; codes and bare digits unchanged."""
    kept = (
        placeable.kind in NON_TRANSLATABLE
        or placeable.value is None
        or (placeable.kind is Kind.NUMBER and placeable.text.isdecimal())
    )
    return placeable.text if kept or render is None else render(placeable)


def _pads(text: str, placeable: Placeable, mask_style: MaskStyle) -> tuple[bool, bool]:
    """Whether a tag's token would join an adjacent word before and after it."""
    if placeable.kind is not Kind.TAG or mask_style not in (MaskStyle.ALNUM, MaskStyle.BRACKETS):
        return False, False
    return text[placeable.start - 1 : placeable.start].isalnum(), text[placeable.end : placeable.end + 1].isalnum()


def _token(index: int, mask_style: MaskStyle, opening: str, closing: str) -> str:
    if mask_style is MaskStyle.XML:
        return f'<x id="{index}"/>'
    before, after, _ = _WRAPPERS.get(mask_style, ("", "", ""))
    return f"{before}{opening}{index}{closing}{after}"


def _token_pattern(masked: Masked) -> re.Pattern[str]:
    if masked.mask_style is MaskStyle.XML:
        return re.compile(_XML_TOKEN, re.IGNORECASE)
    if masked.mask_style is MaskStyle.SLOTS:
        either = "|".join(slot_names(masked.placeables, masked.closing)) or "(?!)"
        return re.compile(rf"\{{\{{{_GAP}({either}){_GAP}\}}\}}", re.IGNORECASE)
    core = f"{_loose(masked.opening)}{_GAP}{_INDEX}{_GAP}{_loose(masked.closing)}"
    if masked.mask_style in _WRAPPERS:
        name = _WRAPPERS[masked.mask_style][2]
        core = rf"(?:<{_GAP}{name}[^<>]{{0,80}}>{_GAP})?{core}(?:{_GAP}<{_GAP}/{_GAP}{name}{_GAP}>)?"
    return re.compile(core, re.IGNORECASE)


def _loose(marks: str) -> str:
    return _GAP.join(re.escape(c) for c in marks)


def _free_token(text: str, mask_style: MaskStyle) -> tuple[str, str]:
    """The ends of a token that does not occur in ``text``, even in a tolerated form."""
    folded = text.translate(_SAME_WIDTH)
    if mask_style is MaskStyle.SLOTS:  # a text with slots of its own
        return "", next(
            "_" * length for length in count() if not re.search(rf"[A-Za-z\d]_{{{length}}}{_GAP}\}}\}}", folded)
        )
    for opening, closing in _tokens(mask_style):
        if not re.search(_loose(opening), folded, re.IGNORECASE):
            return opening, closing
    raise AssertionError  # pragma: no cover - there are infinitely many tokens


def _tokens(mask_style: MaskStyle) -> Iterator[tuple[str, str]]:
    """Ends of tokens, the best first (XQ..QX, then other rare letters, then longer ones); infinite."""
    if mask_style is MaskStyle.XML:
        yield "", ""
    if mask_style is MaskStyle.BRACKETS:
        yield "[[", "]]"
    for length in count(2):
        for letters in product("XQZJKVW", repeat=length):
            if len(set(letters)) > 1:
                marks = "".join(letters)
                bracketed = mask_style is MaskStyle.BRACKETS
                yield (f"[[{marks}", f"{marks[::-1]}]]") if bracketed else (marks, marks[::-1])
