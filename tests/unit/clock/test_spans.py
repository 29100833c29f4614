"""Spans are half-open: touching ones join, and what is left after a cut holds no empty piece."""

from sweeps import each

from cscli.clock.spans import clipped, common, merged, seconds, without


@each(
    ("spans", "union"),
    [
        ([], []),
        ([(3, 3), (5, 4)], []),
        ([(5, 9), (1, 3)], [(1, 3), (5, 9)]),
        ([(1, 3), (3, 5)], [(1, 5)]),
        ([(1, 9), (2, 3), (4, 10)], [(1, 10)]),
        ([(1, 2), (1, 2)], [(1, 2)]),
    ],
)
def test_a_union_is_sorted_and_joined(spans, union):
    assert merged(spans) == union


@each(
    ("first", "second", "both"),
    [
        ([], [(1, 2)], []),
        ([(1, 3)], [(3, 5)], []),
        ([(1, 5)], [(2, 3), (4, 9)], [(2, 3), (4, 5)]),
        ([(1, 3), (5, 7)], [(2, 6)], [(2, 3), (5, 6)]),
    ],
)
def test_what_two_have_in_common_is_the_same_either_way(first, second, both):
    assert common(first, second) == both
    assert common(second, first) == both


@each(
    ("spans", "cuts", "left"),
    [
        ([(1, 5)], [], [(1, 5)]),
        ([(1, 5)], [(0, 9)], []),
        ([(1, 5)], [(5, 9)], [(1, 5)]),
        ([(1, 9)], [(2, 3), (5, 6)], [(1, 2), (3, 5), (6, 9)]),
        ([(1, 4), (6, 9)], [(3, 7)], [(1, 3), (7, 9)]),
        ([(1, 2), (3, 4), (5, 6)], [(1, 2), (5, 6)], [(3, 4)]),
    ],
)
def test_a_cut_takes_away_what_it_covers(spans, cuts, left):
    assert without(spans, cuts) == left


@each(
    ("start", "end", "part"),
    [(0, 99, [(1, 5), (8, 9)]), (2, 8, [(2, 5)]), (5, 8, []), (4, 4, []), (9, 0, [])],
)
def test_a_part_is_cut_at_both_ends(start, end, part):
    assert clipped([(1, 5), (8, 9)], start, end) == part


def test_the_length_is_that_of_all_spans():
    assert seconds([]) == 0
    assert seconds([(1, 5), (8, 9)]) == 5
