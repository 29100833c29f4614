"""What all outputs of a run share: the name of standard output, and what is said when one cannot be written."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from cscli.errors import UnavailableError

STDIO: Final = "-"  # as an output standard output, as an input standard input
_FULL = {errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC)}
_GO_ON = "then go on with: cscli bulk resume"


@contextmanager
def written(name: str, *, code: str = "", hint: str = "") -> Iterator[None]:
    """Any error of writing within as an UnavailableError in words that say what to do.

    Args:
        name: what is written.
        code: the error's code; without one ``disk-full`` or ``cannot-write``.
        hint: what to try; without one to make room or to see who owns the folder, and to resume.
    """
    try:
        yield
    except BrokenPipeError as problem:
        raise UnavailableError(
            f"Whoever read {name} went away before everything was written.",
            code="reader-gone",
            hint="Run it again, or write to a file: a file can be continued.",
        ) from problem
    except OSError as problem:
        if problem.errno in _FULL:
            what, usual, advice = "there is no room", "disk-full", f"Make room, {_GO_ON}"
        else:
            what, usual = problem.strerror or str(problem), "cannot-write"
            advice = f"Check the folder and who owns it, {_GO_ON}"
        raise UnavailableError(
            f"{name} cannot be written: {what}.", code=code or usual, hint=hint or advice
        ) from problem
