# ruff: noqa: S311 - an engine that errs by a seed
"""Laws of protection: whatever an engine does to a text, nothing is harmed in silence; segments lose nothing."""

import random
import re

from hypothesis import given, settings
from hypothesis import strategies as st

from cscli.reading.placeables import NON_TRANSLATABLE, Finder
from cscli.translation.protect import MaskStyle, mask, pieces, restore
from cscli.translation.segments import segments

LAWS = settings(derandomize=True, deadline=None, database=None, max_examples=150)
BITS = st.sampled_from(
    ["A-1042", "https://x.example/a?b=1&c", "a@b.example", "{name}", "<b>", "RB123456785CN", "20,50 €", "2026-12-03",
     " ", "\n", "XQ", "xq0qx", "[[0]]", "X", "Q", "0", "&amp;", "&", "<", '"', "订单", "。", ". ", "Dr. No", "\u200b",
     "Ｘ", "> ", "-- \n", "1. ", "ß", "İ", "\ud800", "\r"]
)  # fmt: skip
TEXTS = st.lists(BITS | st.text(max_size=4), max_size=14).map("".join)
FINDER = Finder(order_patterns=["A-[0-9]{4,}"])
TOKEN = re.compile(r'<[^<>]+>[A-Z]+\d+[A-Z]+</[^<>]+>|<x id="\d+"/>|\[\[\w*\]\]|[A-Z]{2,}\d+[A-Z]{2,}')


def shuffled(text: str, seed: int) -> str:
    """The text with its tokens in another order."""
    tokens = TOKEN.findall(text)
    random.Random(seed).shuffle(tokens)
    return TOKEN.sub(lambda _: tokens.pop(), text)


def spaced(text: str, seed: int) -> str:
    """The text with spaces put in."""
    chance = random.Random(seed)
    return "".join(c + (" " if chance.random() < 0.2 else "") for c in text)


def dropping(text: str, seed: int) -> str:
    """The text with characters missing."""
    chance = random.Random(seed)
    return "".join(c for c in text if chance.random() < 0.9)


ENGINES = [lambda t, _: t, shuffled, lambda t, _: t.lower(), lambda t, _: t.swapcase(), spaced, dropping]


@LAWS
@given(TEXTS, st.sampled_from(MaskStyle))
def test_an_engine_that_changes_nothing_gives_the_text_back(text, mask_style):
    masked = mask(text, FINDER.placeables(text), mask_style)
    restored = restore(masked, masked.text)
    assert (restored.text, restored.lost, restored.extra) == (text, (), ())


@LAWS
@given(TEXTS, st.sampled_from(MaskStyle), st.sampled_from(ENGINES), st.integers(0, 9))
def test_what_is_not_reported_lost_came_back_byte_for_byte(text, mask_style, engine, seed):
    masked = mask(text, FINDER.placeables(text), mask_style)
    restored = restore(masked, engine(masked.text, seed))
    kept = [m.text for m in masked.placeables if m.kind in NON_TRANSLATABLE and m not in restored.lost]
    assert all(restored.text.count(value) >= kept.count(value) for value in kept)


@LAWS
@given(TEXTS, st.sampled_from(MaskStyle), st.sampled_from(ENGINES[:4]), st.integers(0, 9))
def test_order_and_case_of_tokens_never_cost_a_mention(text, mask_style, engine, seed):
    masked = mask(text, FINDER.placeables(text), mask_style)
    assert not restore(masked, engine(masked.text, seed)).lost


@LAWS
@given(TEXTS)
def test_segments_and_pieces_joined_are_the_text(text):
    placeables = FINDER.placeables(text)
    assert "".join(p.text for p in pieces(text, placeables)) == text
    for found in (segments(text), segments(text, placeables)):
        assert "".join(s.before + s.text + s.after for s in found) == text


@LAWS
@given(TEXTS)
def test_no_mention_is_cut_by_a_segment(text):
    placeables = FINDER.placeables(text)
    at = 0
    for segment in segments(text, placeables)[:-1]:
        at += len(segment.before + segment.text + segment.after)
        assert not [m for m in placeables if m.start < at < m.end]
