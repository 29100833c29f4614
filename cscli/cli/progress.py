"""A progress bar on stderr while a person waits; nothing when nobody looks."""

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from cscli.cli.output import is_terminal


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
    """A function that is told how many bytes of how many are there, and draws a bar when stderr is a terminal."""
    if not is_terminal(sys.stderr):
        yield lambda _done, _total: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TransferSpeedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TransferSpeedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(label, total=None)
        yield lambda done, total: progress.update(task, completed=done, total=total)
