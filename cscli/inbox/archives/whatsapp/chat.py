"""A chat as history: both sides, message by message, with lines of the system passed over.

A message is known by chat, minute, author and text, so that a longer export of the same chat adds only what is new. A
pause of days begins another case, as it does in the desk.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Final

from cscli.desk.customers.contacts import Contact
from cscli.digests import blake2b
from cscli.errors import UsageError
from cscli.inbox.archives.instants import local_second, orders_of
from cscli.inbox.archives.reading import FUTURE, ArchiveReading, folded_name
from cscli.inbox.archives.told import LONGEST_TEXT, PastMessage, Refused, Told
from cscli.inbox.archives.whatsapp.files import chat_lines, chat_title
from cscli.inbox.archives.whatsapp.heads import ChatHead
from cscli.inbox.archives.whatsapp.names import is_called
from cscli.inbox.archives.whatsapp.notes import MARK, noted
from cscli.inbox.archives.whatsapp.survey import ChatSurvey, survey
from cscli.inbox.incoming import sender_of

_DAY: Final = 86_400
_LINK: Final = "https://"  # what somebody sent stands behind it: a place on the map, a contact


class ChatArchive:
    """A chat, surveyed.

    Raises:
        UsageError: it cannot be read; ``ambiguous-date``, ``zone-needed`` or ``me-needed``: the order of its dates, the
            zone of its times or who the shop is must be said.
    """

    format = "whatsapp"

    def __init__(self, path: Path, reading: ArchiveReading) -> None:
        self._path, self._reading = path, reading
        self._title = chat_title(path)
        with chat_lines(path) as lines:
            self._survey = survey(path, lines, reading, self._title)
        self._ours = self._shop()
        if not reading.clock.zone:
            raise UsageError(
                f"{path}: {self._survey.first.written!r} is a local time of the phone that exported the chat, and "
                "nothing in the file says where that was.", code="zone-needed",
                hint="Say it with --zone, such as --zone Europe/Berlin. The country of a number proves nothing.",
            )  # fmt: skip
        theirs = [name for name in self._survey.authors if name not in self._ours]
        self._theirs = theirs[0] if len(theirs) == 1 else ""
        self._other = self._theirs or ("" if theirs else self._title)  # of an answer in a group, nobody knows to whom
        self._chat = folded_name((self._theirs or self._title or "group").partition(": ")[0])
        self._nth: Counter[bytes] = Counter()
        self._minute: tuple[int, int] | None = None
        self._last, self._thread = 0, ""
        self._system = self._read = 0

    def told(self) -> Iterator[Told]:
        """Each message, in the order of the file."""
        with chat_lines(self._path) as lines:
            for line, head, text in _messages(lines, self._survey):
                self._read += len(text)
                if head is None:
                    yield Refused(line, "stands before the first message", raw=text[:1000])
                elif (told := self._told(line, head, text)) is not None:
                    yield told

    def progress(self) -> tuple[int, int]:
        """Characters read; nobody knows how many there are."""
        return self._read, 0

    def remarks(self) -> tuple[str, ...]:
        """How the chat was read."""
        said = [f"Dates are read as {self._survey.order}, times as those of {self._reading.clock.zone}."]
        if self._system:
            said.append(f"Lines of the system passed over: {self._system:,}.")
        return tuple(said)

    def close(self) -> None:
        """There is nothing to close."""

    def _shop(self) -> frozenset[str]:
        """The authors who are the shop: as somebody said, else all but the one whose name the file has."""
        authors = self._survey.authors
        ours = frozenset(name for name in authors if folded_name(name) in self._reading.ours)
        if ours or not authors:
            return ours
        theirs = [name for name in authors if is_called(name, self._title)]
        if len(theirs) == 1 and len(authors) <= 2:  # noqa: PLR2004 - a customer and the shop
            return frozenset(authors).difference(theirs)
        raise UsageError(
            f"{self._path}: nothing says which of its authors is the shop: {', '.join(authors[:10])[:300]}.",
            code="me-needed", hint=f"Say it with --me, such as --me '{authors[0][:60]}'.",
        )  # fmt: skip

    def _told(self, line: int, head: ChatHead, text: str) -> PastMessage | Refused | None:
        """The message of a head and its text; None for a line of the system."""
        found = noted(text)
        is_note = head.style[0] == "[" and text.startswith(MARK) and not found.files and _LINK not in text
        is_system = not head.author or is_note
        if is_system or found.is_deleted:
            self._system += 1
            return None
        day = orders_of(*head.parts).get(self._survey.order)
        if day is None:
            return Refused(
                line, f"has the date {head.written!r}, which is no date in the order {self._survey.order}", raw=text
            )
        if not found.text.strip():
            return Refused(line, "has no text", raw=head.author)
        wall = datetime(day.year, day.month, day.day, head.hour, head.minute, head.second)  # noqa: DTZ001 - a local time
        at = local_second(wall, self._reading.clock.zone)
        if at > self._reading.now + FUTURE:
            return Refused(line, f"lies in the future: {head.written!r}", raw=text[:1000])
        origin = self._origin(wall, head.author, found.text)
        if not self._thread or at - self._last > self._reading.pause_days * _DAY:
            self._thread = f"{origin}:thread"
        self._last = at
        is_ours = head.author in self._ours
        return PastMessage(
            line=line, origin=origin, direction="out" if is_ours else "in", at=at, body=found.text[:LONGEST_TEXT],
            channel=self._reading.channel or "whatsapp", contact=self._contact("" if is_ours else head.author),
            thread=self._thread, agent=head.author if is_ours else "", attachments=found.files,
            subject="", is_wordless=found.is_wordless,
        )  # fmt: skip

    def _contact(self, author: str) -> Contact:
        """The customer of a message: its author, of an answer the only other one."""
        name = author or self._other
        known = sender_of(name)
        if known.address and "@" not in known.address:
            return Contact("phone", known.address, "", self._reading.customer)
        return Contact("whatsapp", name, name, self._reading.customer)

    def _origin(self, wall: datetime, author: str, text: str) -> str:
        """What a message is recorded under, wherever the name ends; the same text twice in a minute is counted."""
        minute = f"{wall:%Y-%m-%dT%H:%M}"
        name, colon, rest = author.partition(": ")
        parts = "\0".join((self._chat, minute, folded_name(name), f"{rest}{colon}{text}"))
        digest = blake2b(parts.encode("utf-8", "replace"), digest_size=16)
        stamp = (wall.toordinal(), wall.hour * 60 + wall.minute)
        if stamp != self._minute:
            self._nth.clear()
            self._minute = stamp
        self._nth[digest.digest()] += 1
        return f"whatsapp:{digest.hexdigest()}:{self._nth[digest.digest()]}"


def _messages(lines: Iterator[str], about: ChatSurvey) -> Iterator[tuple[int, ChatHead | None, str]]:
    """Where each message begins, its head and its text; what stands before the first has no head."""
    number, started, head, texts, size = 0, 1, None, list[str](), 0
    for number, line in enumerate(lines, start=1):
        found = about.head_of(line)
        if found is None:
            if size <= LONGEST_TEXT:
                texts.append(line)
            size += len(line)
            continue
        if head is not None or any(text.strip() for text in texts):
            yield started, head, "\n".join(texts).rstrip()
        started, head, texts, size = number, found, [line[found.end :]], len(line)
    if head is not None or any(text.strip() for text in texts):
        yield started, head, "\n".join(texts).rstrip()
