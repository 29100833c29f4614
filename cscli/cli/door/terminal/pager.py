"""A long answer page by page: in the pager that is set, that of ``PAGER``, or less."""

import os
import shlex
import shutil
import signal
import subprocess
from collections.abc import Callable

_USUAL = "less -R"
_OFF = ("never", "cat")
_LESS = "FRX"  # ends by itself where all fits, shows colours, leaves the text on the screen


def paged(text: str, wanted: Callable[[], str]) -> bool:
    """Whether ``text`` was shown in a pager: it is longer than the screen, and there is one.

    Args:
        text: lines, clean but for colours.
        wanted: gives the command that is set, ``never``, or nothing; asked only about a text that is too long.
    """
    if text.count("\n") + 2 < shutil.get_terminal_size().lines:
        return False
    command = (wanted() or os.environ.get("PAGER", "")).strip() or _USUAL
    try:
        words = shlex.split(command)
    except ValueError:  # a quote is not closed
        return False
    if command in _OFF or not shutil.which(words[0]):
        return False
    heard = signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the pager's
    try:
        with subprocess.Popen(  # noqa: S603 - the user's own pager
            words, stdin=subprocess.PIPE, env={"LESS": _LESS, **os.environ}, text=True, encoding="utf-8"
        ) as pager:  # fmt: skip
            pager.communicate(text + "\n")
    except OSError:
        return False
    finally:
        signal.signal(signal.SIGINT, heard)
    return True
