"""A text that is pasted or typed on a terminal, up to Ctrl-D.

A terminal cuts a line off at about 4,000 bytes as long as it edits lines itself, and a Ctrl-D or a Ctrl-C in a pasted
text would end it. So the terminal hands over each key, marks what is pasted (bracketed paste), and the keys are shown
from here.
"""

import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from cscli.text import printable

_MARKS_PASTES, _MARKS_NONE = "\x1b[?2004h", "\x1b[?2004l"
_BEGIN, _END = b"\x1b[200~", b"\x1b[201~"
_KEY = re.compile(rb"\x1b(?:\[[0-?]*[ -/]*[@-~]|O.|.)?")  # arrows and the like, which edit nothing here
_CTRL_C, _CTRL_D, _ERASE, _ERASE_LINE = b"\x03", b"\x04", (b"\x7f", b"\x08"), b"\x15"
_BLOCK = 65_536


def pasted_text(prompt: str, longest: int) -> str:
    """What is pasted or typed up to Ctrl-D; line ends are line feeds.

    Of a text that is too long, one character more than ``longest`` is given. The rest is read all the same: what a
    terminal still holds when the program ends, the shell would take for commands.

    Raises:
        KeyboardInterrupt: Ctrl-C was typed.
    """
    try:
        import termios  # noqa: F401 - is there a terminal that can be set?
    except ImportError:
        _echo(f"{prompt}\n")
        return sys.stdin.read(longest + 1)
    with _each_key():
        _echo(f"{prompt}\n")  # not before: a paste that comes first would meet a terminal that acts on its keys
        raw = _text(_chunks(), (longest + 1) * 4)
    return raw.decode("utf-8", "replace").replace("\r\n", "\n").replace("\r", "\n")[: longest + 1]


def _chunks() -> Iterator[bytes]:
    while block := os.read(sys.stdin.fileno(), _BLOCK):
        yield block


def _text(chunks: Iterator[bytes], most: int) -> bytes:
    """The text of the keys, of which about ``most`` bytes are kept.

    What is pasted is taken to the letter, what is typed can be erased and ends with Ctrl-D.
    """
    text, rest = bytearray(), b""
    is_pasted = False
    for chunk in chunks:
        rest += chunk
        while rest:
            mark = _END if is_pasted else _BEGIN
            at = rest.find(mark)
            piece, rest, is_whole = _parted(rest, at, mark)
            if is_pasted and len(text) < most:
                text += piece
                _show(piece)
            elif not is_pasted and _typed(text, piece):
                return bytes(text)
            if not is_whole:
                break
            is_pasted = not is_pasted
    return bytes(text)


def _parted(rest: bytes, at: int, mark: bytes) -> tuple[bytes, bytes, bool]:
    """What stands before a mark, what follows it, and whether the mark is there; its beginning may be."""
    if at >= 0:
        return rest[:at], rest[at + len(mark) :], True
    begun = next((n for n in range(len(mark) - 1, 0, -1) if rest.endswith(mark[:n])), 0)
    return rest[: len(rest) - begun], rest[len(rest) - begun :], False


def _typed(text: bytearray, keys: bytes) -> bool:
    """Add typed keys to the text; True when Ctrl-D ended it.

    Raises:
        KeyboardInterrupt: there is a Ctrl-C among them.
    """
    before, ends, _ = keys.partition(_CTRL_D)
    if _CTRL_C in before:
        raise KeyboardInterrupt
    before = _KEY.sub(b"", before)
    for key in (before[i : i + 1] for i in range(len(before))):
        if key in _ERASE:
            _erase(text)
        elif key == _ERASE_LINE:
            del text[text.rfind(b"\n") + 1 :]
            _echo("\r\x1b[K")
        else:
            text += b"\n" if key == b"\r" else key
    if not any(key in before for key in (*_ERASE, _ERASE_LINE)):
        _show(before)
    return bool(ends)


def _erase(text: bytearray) -> None:
    """Take back the last character, which may be of several bytes."""
    while text and text[-1] & 0xC0 == 0x80:  # noqa: PLR2004 - a further byte in UTF-8
        del text[-1]
    if text and text[-1:] != b"\n":
        del text[-1]
        _echo("\b \b")


def _show(keys: bytes) -> None:
    _echo(printable(keys.decode("utf-8", "replace").replace("\r\n", "\n").replace("\r", "\n")))


def _echo(text: str) -> None:
    sys.stderr.write(text)
    sys.stderr.flush()


@contextmanager
def _each_key() -> Iterator[None]:
    """A block in which the terminal hands over each key, shows none and acts on none."""
    import termios

    descriptor = sys.stdin.fileno()
    before = termios.tcgetattr(descriptor)
    silent = termios.ICANON | termios.ECHO | termios.ISIG | termios.IEXTEN
    after = [before[0] & ~termios.IXON, *before[1:3], before[3] & ~silent, *before[4:6], [*before[6]]]
    after[6][termios.VMIN], after[6][termios.VTIME] = 1, 0
    try:
        termios.tcsetattr(descriptor, termios.TCSADRAIN, after)
        _echo(_MARKS_PASTES)
        yield
    finally:
        _echo(_MARKS_NONE + "\n")
        termios.tcsetattr(descriptor, termios.TCSADRAIN, before)
