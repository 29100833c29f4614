"""The intervals: worked values, what has no data, and laws that hold for every count."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sweeps import each

from cscli.desk.measures.intervals import (
    Interval,
    difference,
    mean_interval,
    nps,
    nps_interval,
    student_t,
    wilson,
)


def percent(interval):
    return [round(100 * end, 1) for end in interval]


@each(("successes", "n", "low", "high"), [
    (9, 10, 59.6, 98.2), (10, 10, 72.2, 100), (0, 10, 0, 27.8), (45, 50, 78.6, 95.7), (450, 500, 87.1, 92.3),
    (1, 1, 20.7, 100),
])  # fmt: skip
def test_the_interval_of_a_share_is_wilsons(successes, n, low, high):
    assert percent(wilson(successes, n)) == [low, high]


@each(("counts", "score", "ends"), [
    ((50, 17, 100), 33, [17.6, 46.5]), ((5, 2, 10), 30, [-19.1, 65.2]), ((10, 0, 10), 100, [47.5, 100]),
    ((0, 10, 10), -100, [-100, -47.5]),
])  # fmt: skip
def test_the_interval_of_an_nps_is_adjusted_wald_and_stays_on_the_scale(counts, score, ends):
    assert nps(*counts) == pytest.approx(score)
    assert [round(end, 1) for end in nps_interval(*counts)] == ends


def test_the_difference_of_two_shares_is_newcombes():
    # Newcombe 1998, table II, method 10: 56/70 less 48/80, and 9/10 less 3/10
    assert [round(end, 4) for end in difference((56, 70), (48, 80))] == [0.0524, 0.3339]
    assert [round(end, 4) for end in difference((9, 10), (3, 10))] == [0.1705, 0.8090]
    assert difference((10, 10), (0, 10)).high == 1
    assert difference((450, 500), (440, 500)).holds_zero
    assert not difference((450, 500), (300, 500)).holds_zero


@each(("degrees", "expected"), [
    (1, 12.70620), (2, 4.30265), (3, 3.18245), (4, 2.77645), (5, 2.57058), (9, 2.26216), (10, 2.22814), (30, 2.04227),
    (100, 1.98397), (200, 1.97190), (201, 1.97184), (1_000, 1.96234), (1_000_000, 1.95997),
])  # fmt: skip
def test_the_quantiles_are_those_of_students_t(degrees, expected):
    assert student_t(degrees) == pytest.approx(expected, abs=6e-6)


def test_the_interval_of_a_mean_is_students():
    assert mean_interval([5, 6, 7]) == pytest.approx((6 - 2.48414, 6 + 2.48414), abs=1e-5)
    assert mean_interval([7, 7, 7]) == Interval(7, 7)


def test_without_data_there_is_no_interval_and_no_score():
    assert wilson(0, 0) is None
    assert nps(0, 0, 0) is None
    assert nps_interval(0, 0, 0) is None
    assert difference((0, 0), (1, 2)) is None
    assert mean_interval([]) is None
    assert mean_interval([4]) is None


def test_counts_that_cannot_be_are_refused():
    for wrong in (
        lambda: wilson(2, 1), lambda: wilson(-1, 3), lambda: nps(2, 2, 3), lambda: nps_interval(-1, 0, 3),
        lambda: difference((3, 2), (1, 2)), lambda: mean_interval([1, float("nan")]), lambda: student_t(0),
    ):  # fmt: skip
        with pytest.raises(ValueError, match=r"."):
            wrong()


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(0, 500), st.integers(1, 500), st.integers(0, 500))
def test_an_interval_holds_its_share_and_stays_on_the_scale(successes, n, more):
    successes %= n + 1
    low, high = wilson(successes, n)
    assert 0 <= low <= successes / n <= high <= 1
    assert high - low >= wilson(successes * 100, n * 100).high - wilson(successes * 100, n * 100).low
    gap = difference((successes, n), (more % (n + 1), n))
    assert -1 <= gap.low <= (successes - more % (n + 1)) / n <= gap.high <= 1
    assert difference((more % (n + 1), n), (successes, n)) == pytest.approx((-gap.high, -gap.low))
