"""The text that a command works on: typed as arguments, or piped in."""

import sys
from collections.abc import Sequence

from cscli.cli.door.output import is_terminal
from cscli.errors import UsageError
from cscli.text import one_line, storable

_LONGEST_CHANNEL = 40


def typed_text(words: Sequence[str], longest: int, nothing: UsageError | None = None) -> str:
    """The words, or stdin where there are none or only ``-``; stdin's line ends stay as they are.

    Args:
        words: the arguments.
        longest: how many characters are of use; not much more is read.
        nothing: the error for a person at a terminal who typed no text; None: the text is typed there, up to Ctrl-D.

    Raises:
        UsageError: ``nothing``.
    """
    if words and list(words) != ["-"]:
        return " ".join(words)
    if nothing and not words and is_terminal(sys.stdin):
        raise nothing
    return sys.stdin.buffer.read(4 * longest + 1).decode("utf-8", "replace")


def required_text(words: Sequence[str], longest: int, nothing: UsageError, hint: str, *, code: str = "too-long") -> str:
    """The words of an agent, or stdin: storable, without empty space around them, and neither nothing nor too long.

    Raises:
        UsageError: ``nothing``, or it has more than ``longest`` characters.
    """
    text = storable(typed_text(words, longest, nothing)).strip()
    if not text:
        raise nothing
    return require_length(text, longest, hint, code=code)


def channel_typed(typed: str) -> str:
    """A channel as it is kept: one word of any name, for desks also have channels of their own.

    Raises:
        UsageError: it is not a name of a channel.
    """
    channel = one_line(typed).casefold()
    if len(channel) > _LONGEST_CHANNEL or (typed.strip() and not channel):
        raise UsageError(
            f"{channel[:_LONGEST_CHANNEL]!r} is not a channel.", code="bad-value",
            hint="Write email, chat, phone, sms, whatsapp, or a short name of your own.",
        )  # fmt: skip
    return channel


def without_file_marks(text: str) -> str:
    """The text of a file without its byte order mark and its last line end."""
    return text.removeprefix("\ufeff").removesuffix("\n").removesuffix("\r")


def require_length(text: str, longest: int, hint: str, *, code: str = "too-long") -> str:
    """The text, if it is not too long.

    Raises:
        UsageError: it has more than ``longest`` characters.
    """
    if len(text) > longest:
        raise UsageError(f"The text is longer than {longest:,} characters.", code=code, hint=hint)
    return text
