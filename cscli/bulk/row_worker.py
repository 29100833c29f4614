"""What makes something of rows, in whichever process, and the pool that is given lots of them."""

import gc
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, Final, Protocol, TypeVar

from cscli.tables.row import Row

Made = TypeVar("Made", bound=tuple[Any, ...])
_OBJECTS: Final = 100_000


class RowWorker(Protocol[Made]):
    """Makes something of rows."""

    def outcomes(self, rows: Sequence[Row]) -> list[Made]:
        """A named tuple for each row, in order."""


RowPool = Callable[[Iterable[Sequence[Row]]], Iterator[list[Made]]]  # is given lots of rows, once


def collect_rarely() -> None:
    """Rows leave no circles behind, so looking for some after every few of them would be a third of the work."""
    gc.freeze()
    gc.set_threshold(_OBJECTS, 50, 100)
