"""A progress bar on stderr while a person waits; nothing when nobody looks."""

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from cscli.cli.door.output import is_terminal, say
from cscli.text import count_words

_SECONDS_BETWEEN = 10


def tracked(items: Sequence[str], label: str) -> Iterator[str]:
    """``items`` one by one, with a bar on stderr when it is a terminal and there is more than one."""
    if len(items) < 2 or not is_terminal(sys.stderr):  # noqa: PLR2004 - one step needs no bar
        yield from items
        return
    from rich.console import Console
    from rich.progress import track

    yield from track(items, description=label, console=Console(stderr=True), transient=True)


@contextmanager
def bytes_bar(label: str) -> Iterator[Callable[[int, int], None]]:
    """A function that takes the bytes done and their total, and draws a bar when stderr is a terminal."""
    if not is_terminal(sys.stderr):
        yield lambda _done, _total: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TransferSpeedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TransferSpeedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(label, total=None)
        yield lambda done, total: progress.update(task, completed=done, total=total)


@contextmanager
def rows_bar(label: str, *, keeps: bool = True) -> Iterator[Callable[[int, int, int, int], None]]:
    """A function that takes rows, rejected rows, bytes read and their total: a bar, or a line every ten seconds.

    In a pipe nothing is said in the first ten seconds. ``keeps`` says that the rows that are done are kept.

    Raises:
        KeyboardInterrupt: the work was interrupted; with an argument if rows were done that are kept.
    """
    done = 0
    try:
        with _rows_told(label) as tell:

            def counted(rows: int, rejected: int, read: int, size: int) -> None:
                nonlocal done
                done = rows
                tell(rows, rejected, read, size)

            yield counted
    except KeyboardInterrupt as stop:
        if keeps and done:
            raise KeyboardInterrupt("rows") from stop
        raise


@contextmanager
def _rows_told(label: str) -> Iterator[Callable[[int, int, int, int], None]]:
    from time import monotonic

    if not is_terminal(sys.stderr):
        last = monotonic()

        def tell(rows: int, rejected: int, read: int, size: int) -> None:
            nonlocal last
            if monotonic() - last >= _SECONDS_BETWEEN:
                last = monotonic()
                part = f", {100 * read // size} %" if size else ""
                say(f"{label}: {count_words(rows, 'row')}, {rejected:,} rejected{part}")

        yield tell
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.fields[said]}"), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task, started = progress.add_task(label, total=None, said=""), monotonic()

        def draw(rows: int, rejected: int, read: int, size: int) -> None:
            rate = rows / max(monotonic() - started, 0.001)
            said = f"{count_words(rows, 'row')}, {rate:,.0f}/s, {rejected:,} rejected"
            progress.update(task, completed=read, total=size or None, said=said)

        yield draw


@contextmanager
def steps_told(label: str) -> Iterator[Callable[[str, int], None]]:
    """A function that takes a step and how many rows of it are done: a moving line, or one in ten seconds."""
    from time import monotonic

    if not is_terminal(sys.stderr):
        last = monotonic()

        def tell(step: str, rows: int) -> None:
            nonlocal last
            if monotonic() - last >= _SECONDS_BETWEEN:
                last = monotonic()
                say(f"{label}: {step}, {count_words(rows, 'row')}")

        yield tell
        return
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(label, total=None)
        yield lambda step, rows: progress.update(task, description=f"{label}: {step}, {count_words(rows, 'row')}")
