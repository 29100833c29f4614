"""A progress bar on stderr while a person waits; nothing when nobody looks."""

import sys
from collections.abc import Iterator, Sequence

from cscli.cli.output import is_terminal


def tracked(items: Sequence[str], label: str) -> Iterator[str]:
    """``items`` one by one, with a bar on stderr when it is a terminal and there is more than one."""
    if len(items) < 2 or not is_terminal(sys.stderr):  # noqa: PLR2004 - one step needs no bar
        yield from items
        return
    from rich.console import Console
    from rich.progress import track

    yield from track(items, description=label, console=Console(stderr=True), transient=True)
