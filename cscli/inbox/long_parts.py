"""Long attachments taken out of a raw mail before it is parsed, so that 50 MB need no memory of a multiple of that."""

import re

_LARGE = 1_000_000  # bytes of a mail that is worth the look
_KEPT = 4000  # lines of an encoded part that stay, so that no text of a person is touched
_LINE = re.compile(rb"[A-Za-z0-9+/]{57,78}\r?\n")
_GAP = "==removed:{}=="
_GAPS = re.compile(r"==removed:(\d{1,6})==")


def shortened(raw: bytes) -> tuple[bytes, tuple[int, ...]]:
    """A mail without most lines of its long base64 parts, and how many bytes each gap has held.

    Where lines are missing stands a mark that ``removed_in`` finds.
    """
    if len(raw) < _LARGE:
        return raw, ()
    pieces: list[bytes] = []
    removed: list[int] = []
    at = written = 0
    while at < len(raw):
        lines = 0
        end_of_kept = at
        while match := _LINE.match(raw, at):
            at = match.end()
            lines += 1
            if lines == _KEPT:
                end_of_kept = at
        if lines > _KEPT:
            pieces += [raw[written:end_of_kept], _GAP.format(len(removed)).encode(), b"\n"]
            removed.append(at - end_of_kept)
            written = at
        end = raw.find(b"\n", at)
        at = len(raw) if end < 0 else end + 1
    return b"".join([*pieces, raw[written:]]), tuple(removed)


def removed_in(content: str, removed: tuple[int, ...]) -> int:
    """How many encoded bytes are missing from the content of a part."""
    if not removed:
        return 0
    numbers = (int(number) for number in _GAPS.findall(content))
    return sum(removed[number] for number in numbers if number < len(removed))


def without_marks(content: str) -> str:
    """The content of a part without the marks."""
    return _GAPS.sub("", content)
