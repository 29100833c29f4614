"""HiGHS, the solver that proves a suggestion: the only file that knows ``highspy``.

Its native code prints a banner on file descriptor 1, in some releases before any option can silence it. Descriptor 1
carries the answer of a command, so whatever the solver writes there is thrown away.
"""

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import NamedTuple

# Seconds after which the best plan found so far is returned, unproven.
TIME_LIMIT = 10.0


class AtLeast(NamedTuple):
    """One constraint: the counts of ``columns`` together are at least ``needed``."""

    needed: int
    columns: Sequence[int]


def is_installed() -> bool:
    """Whether the optional solver can be imported."""
    try:
        import highspy  # noqa: F401, PLC0415 - an optional extra, and slow to load
    except ImportError:
        return False
    return True


def fewest(columns: int, constraints: Sequence[AtLeast]) -> tuple[list[int], bool]:
    """The smallest whole counts that meet every constraint, and whether they are proven to be the smallest.

    Args:
        columns: how many counts there are, each zero or more.
        constraints: what they must add up to.
    """
    import highspy  # noqa: PLC0415 - an optional extra, and slow to load

    with _silent_stdout():
        solver = highspy.Highs()  # type: ignore[no-untyped-call]
        solver.setOptionValue("output_flag", False)  # noqa: FBT003 - the library's own signature
        solver.setOptionValue("time_limit", TIME_LIMIT)
        for index in range(columns):
            solver.addVar(0.0, highspy.kHighsInf)
            solver.changeColCost(index, 1.0)
            solver.changeColIntegrality(index, highspy.HighsVarType.kInteger)
        for needed, chosen in constraints:
            solver.addRow(float(needed), highspy.kHighsInf, len(chosen), list(chosen), [1.0] * len(chosen))
        solver.run()
    counts = [round(value) for value in solver.getSolution().col_value]
    return counts, solver.getModelStatus() == highspy.HighsModelStatus.kOptimal


@contextmanager
def _silent_stdout() -> Iterator[None]:
    """Descriptor 1 leads nowhere while native code runs; what Python itself has to say is written before."""
    sys.stdout.flush()
    try:
        kept = os.dup(1)
    except OSError:  # a process without a stdout has nothing to protect
        yield
        return
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 1)
        yield
    finally:
        _flush_native()  # into a pipe, the C library writes only when its buffer is flushed
        os.dup2(kept, 1)
        os.close(kept)
        os.close(nowhere)


def _flush_native() -> None:
    import ctypes  # noqa: PLC0415 - only a suggestion needs it

    with suppress(OSError, AttributeError, TypeError):  # a platform without one C library for all of a process
        ctypes.CDLL(None).fflush(None)
