"""Tokens that go out, tokens that come back, and the report of those that do not."""

import pytest
from sweeps import each

from cscli.reading.placeables import Finder, Kind
from cscli.translation.protect import MaskStyle, mask, pieces, restore

TEXT = "Order A-1042 & <b>more</b> costs 1.234,50 €, see https://x.example/?a=1&b=2 by 2026."
FINDER = Finder(order_patterns=["A-[0-9]+"], language="de")
PLACEABLES = FINDER.placeables(TEXT)


@each("mask_style", MaskStyle)
def test_a_masked_text_holds_nothing_of_what_must_not_change(mask_style):
    masked = mask(TEXT, PLACEABLES, mask_style)
    assert not [m.text for m in PLACEABLES if m.kind is not Kind.NUMBER and m.text in masked.text]


@each("mask_style", MaskStyle)
def test_what_an_engine_left_alone_comes_back_byte_for_byte(mask_style):
    restored = restore(mask(TEXT, PLACEABLES, mask_style), mask(TEXT, PLACEABLES, mask_style).text)
    assert (restored.text, restored.whole) == (TEXT, True)


@each(
    ("mask_style", "answer"),
    [
        (MaskStyle.ALNUM, "pedido xq0qx"), (MaskStyle.ALNUM, "pedido X Q 0 Q X"),
        (MaskStyle.ALNUM, "pedido ＸＱ０ＱＸ"),
        (MaskStyle.ALNUM, "pedido XQ٠QX"), (MaskStyle.XML, "pedido <X ID = '0' />"),
        (MaskStyle.XML, 'pedido <x id="0"></x>'),
        (MaskStyle.BRACKETS, "pedido [ [ 0 ] ]"), (MaskStyle.BRACKETS, "pedido ［［０］］"),
        (MaskStyle.APERTIUM, "pedido XQ0QX"),
        (MaskStyle.HTML_NOTRANSLATE, 'pedido <span translate="no"> XQ0QX </span>'),
    ],
)  # fmt: skip
def test_a_token_that_was_bent_is_still_known(mask_style, answer):
    masked = mask("order A-1042", FINDER.placeables("order A-1042"), mask_style)
    assert restore(masked, answer).text == "pedido A-1042"


def test_a_token_that_did_not_come_back_is_reported():
    masked = mask(TEXT, PLACEABLES, MaskStyle.ALNUM)
    restored = restore(masked, masked.text.replace("XQ0QX", "XQ0Q"))
    assert [m.text for m in restored.lost] == ["A-1042"]


def test_a_token_that_came_twice_or_never_left_is_extra():
    masked = mask("order A-1042", FINDER.placeables("order A-1042"), MaskStyle.ALNUM)
    restored = restore(masked, "XQ0QX XQ0QX XQ7QX")
    assert (restored.extra, restored.text, restored.whole) == (("XQ0QX", "XQ7QX"), "A-1042 A-1042 XQ7QX", False)


@each("mask_style", MaskStyle)
def test_a_text_that_looks_like_tokens_gets_other_tokens(mask_style):
    text = 'xq0qx [[0]] [ [1]] X Q 0 QX &lt;x id="0"/&gt; XZ1ZX A-1042'
    masked = mask(text, FINDER.placeables(text)[-1:], mask_style)
    assert restore(masked, masked.text) == restore(masked, masked.text, render=lambda _: "never asked")
    assert (restore(masked, masked.text).text, restore(masked, masked.text).whole) == (text, True)


def test_only_what_has_a_value_is_written_anew_for_the_reader():
    masked = mask(TEXT, PLACEABLES, MaskStyle.ALNUM)
    restored = restore(masked, masked.text, render=lambda m: f"<{m.kind}>")
    assert restored.text == TEXT.replace("1.234,50 €", "<money>")


def test_pieces_keep_mentions_apart_and_lose_nothing():
    found = pieces(TEXT, PLACEABLES)
    assert "".join(p.text for p in found) == TEXT
    assert [p.placeable for p in found if p.placeable] == list(PLACEABLES)


@pytest.mark.parametrize("mask_style", [MaskStyle.ALNUM, MaskStyle.BRACKETS])
def test_a_tag_that_touches_a_word_stays_apart_from_it_and_comes_back_touching(mask_style):
    text = "Está <b>agotado</b>, mira<br/>aquí: <a href='x'>la caja</a>"
    masked = mask(text, Finder().placeables(text), mask_style)
    assert " agotado " in masked.text
    assert restore(masked, masked.text).text == text
    assert restore(masked, masked.text.replace("agotado", "esgotado")).text == text.replace("agotado", "esgotado")
