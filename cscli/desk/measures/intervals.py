"""How sure a figure is: 95 % intervals for shares, for their difference, for the NPS and for a mean.

Pure arithmetic on counts. What is not known is None: nothing here answers 0 where there is no data.
"""

from collections.abc import Sequence
from functools import lru_cache
from math import atan, cos, isfinite, pi, sin, sqrt
from statistics import NormalDist, fmean, stdev
from typing import NamedTuple

_LEVEL = 0.975  # the quantile that leaves 2.5 % on each side
_Z = NormalDist().inv_cdf(_LEVEL)
_NEAR_NORMAL = 200  # degrees of freedom from which the expansion of Student's t is exact to nine digits


class Interval(NamedTuple):
    """A 95 % interval, both ends included, in the unit of the figure that it belongs to."""

    low: float
    high: float

    @property
    def holds_zero(self) -> bool:
        """Whether no difference is shown."""
        return self.low <= 0 <= self.high


def wilson(successes: int, n: int) -> Interval | None:
    """The interval of a share, from 0 to 1, by Wilson's score method; None where nothing was counted.

    Source: E. B. Wilson, "Probable inference, the law of succession, and statistical inference", 1927.

    Raises:
        ValueError: more successes than cases, or a negative count.
    """
    if not 0 <= successes <= n:
        raise ValueError(f"{successes} of {n} is not a share")
    if n == 0:
        return None
    share, square = successes / n, _Z * _Z
    centre = (share + square / (2 * n)) / (1 + square / n)
    half = _Z * sqrt(share * (1 - share) / n + square / (4 * n * n)) / (1 + square / n)
    return Interval(
        0.0 if successes == 0 else max(0.0, centre - half), 1.0 if successes == n else min(1.0, centre + half)
    )


def nps(promoters: int, detractors: int, n: int) -> float | None:
    """The net promoter score, from -100 to 100; None where nobody answered.

    Raises:
        ValueError: more promoters and detractors than answers, or a negative count.
    """
    _check_nps(promoters, detractors, n)
    return 100 * (promoters - detractors) / n if n else None


def nps_interval(promoters: int, detractors: int, n: int) -> Interval | None:
    """The interval of a net promoter score by the adjusted Wald method, cut to -100 to 100; None where nobody answered.

    Three answers are added: three quarters of a promoter, three quarters of a detractor, the rest neither.
    Source: B. Rocks, "Interval estimation for the net promoter score", The American Statistician 70, 2016.

    Raises:
        ValueError: more promoters and detractors than answers, or a negative count.
    """
    _check_nps(promoters, detractors, n)
    if n == 0:
        return None
    total = n + 3
    up, down = (promoters + 0.75) / total, (detractors + 0.75) / total
    centre, half = up - down, _Z * sqrt((up + down - (up - down) ** 2) / total)
    return Interval(max(-100.0, 100 * (centre - half)), min(100.0, 100 * (centre + half)))


def difference(first: tuple[int, int], second: tuple[int, int]) -> Interval | None:
    """The interval of the first share less the second, from -1 to 1; None where one of them counted nothing.

    Newcombe's hybrid of two Wilson intervals, without a correction for continuity.
    Source: R. G. Newcombe, "Interval estimation for the difference between independent proportions", 1998, method 10.

    Args:
        first: successes and cases.
        second: successes and cases.

    Raises:
        ValueError: more successes than cases, or a negative count.
    """
    one, other = wilson(*first), wilson(*second)
    if one is None or other is None:
        return None
    share, base = first[0] / first[1], second[0] / second[1]
    gap = share - base
    down = sqrt((share - one.low) ** 2 + (other.high - base) ** 2)
    up = sqrt((one.high - share) ** 2 + (base - other.low) ** 2)
    return Interval(gap - down, gap + up)


def mean_interval(values: Sequence[float]) -> Interval | None:
    """The interval of a mean by Student's t, in the unit of the values; None for fewer than two values.

    Raises:
        ValueError: a value is not a finite number.
    """
    if not all(isfinite(value) for value in values):
        raise ValueError("a value is not a finite number")
    n = len(values)
    if n < 2:  # noqa: PLR2004 - one value says nothing about how values differ
        return None
    middle, half = fmean(values), student_t(n - 1) * stdev(values) / sqrt(n)
    return Interval(middle - half, middle + half)


@lru_cache(maxsize=1_024)
def student_t(degrees: int) -> float:
    """The 97.5 % quantile of Student's t.

    Source: Abramowitz and Stegun, 26.7.3 and 26.7.4 (solved by halving), 26.7.5 for many degrees of freedom.

    Raises:
        ValueError: there is no degree of freedom.
    """
    if degrees < 1:
        raise ValueError("Student's t needs one degree of freedom")
    if degrees > _NEAR_NORMAL:
        z, n = _Z, degrees
        return (
            z
            + (z**3 + z) / (4 * n)
            + (5 * z**5 + 16 * z**3 + 3 * z) / (96 * n**2)
            + (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / (384 * n**3)
        )
    low, high = 0.0, 16.0  # one degree of freedom has the widest: 12.7
    for _ in range(60):
        middle = (low + high) / 2
        if _inside(middle, degrees) < 2 * _LEVEL - 1:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def _inside(t: float, degrees: int) -> float:
    """How much of the distribution lies between -t and t."""
    angle = atan(t / sqrt(degrees))
    sine, square = sin(angle), cos(angle) ** 2
    if degrees % 2:
        term = total = cos(angle) if degrees > 1 else 0.0
        for step in range(2, degrees - 2, 2):
            term *= square * step / (step + 1)
            total += term
        return 2 / pi * (angle + sine * total)
    term = total = 1.0
    for step in range(1, degrees - 2, 2):
        term *= square * step / (step + 1)
        total += term
    return sine * total


def _check_nps(promoters: int, detractors: int, n: int) -> None:
    if min(promoters, detractors, n) < 0 or promoters + detractors > n:
        raise ValueError(f"{promoters} promoters and {detractors} detractors are not among {n} answers")
