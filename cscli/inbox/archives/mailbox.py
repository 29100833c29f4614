"""Mails of an mbox, a Maildir or a folder as history: in and out, by thread, without what they quote.

Read as ``cscli in`` reads them. What a mail quotes is told by the mails before it, too, as far as they are remembered.
"""

from collections import OrderedDict
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from cscli.desk.customers.contacts import Contact
from cscli.inbox.archives.batch import MAIL
from cscli.inbox.archives.reading import FUTURE, ArchiveReading, folded_name
from cscli.inbox.archives.told import LONGEST_LINE, LONGEST_ORIGIN, PastMessage, Refused, Told
from cscli.inbox.headers import NOBODY, Address, addresses, one_line_of
from cscli.inbox.incoming import Incoming, Said, mail_message
from cscli.inbox.mail import FIRST, recipients_of
from cscli.inbox.mailboxes import RawMail, maildirs_within, mails_in
from cscli.inbox.told_mails import bounce_of
from cscli.reading.quotes_and_signatures.words import shipped_words

_MOST_REMEMBERED: Final = 4_000_000  # characters of texts that later mails may quote, with what keeping each costs
_COST: Final = 300  # of keeping one text beside its characters
_MOST_PARENTS: Final = 3
_MOST_REFERENCES: Final = 20
_SHOWN: Final = 2_000  # characters of a mail that is refused


class MailArchive:
    """The mails of a file or a folder."""

    format = "mail"

    def __init__(self, path: Path, reading: ArchiveReading) -> None:
        self._path, self._reading = path, reading
        self._words = reading.words or shipped_words()
        self._now = datetime.fromtimestamp(min(reading.now, 1 << 33), UTC)
        self._texts: OrderedDict[str, str] = OrderedDict()
        self._remembered = self._read = 0
        self._total = path.stat().st_size if path.is_file() else 0

    def told(self) -> Iterator[Told]:
        """Each mail in its order; a robot's opens no case."""
        for number, raw in enumerate(mails_in(self._path), start=1):
            self._read += len(raw.raw)
            yield self._message(number, raw)

    def progress(self) -> tuple[int, int]:
        """Bytes read, and in all."""
        return self._read, self._total

    def remarks(self) -> tuple[str, ...]:
        """What the owner should know."""
        told = []
        if within := maildirs_within(self._path):
            told.append(f"Folders in it were not read: {', '.join(within)[:300]}. Import each by its path.")
        if not self._reading.ours:
            told.append(
                "Every mail is taken as a customer's: say with --me ADDRESS from which address the shop writes."
            )
        return tuple(told)

    def close(self) -> None:
        """There is nothing to close."""

    def _message(self, number: int, raw: RawMail) -> PastMessage | Refused:
        mail = mail_message(raw.raw, Said(), now=self._now, words=self._words, kept_at=raw.kept_at)
        if mail.is_empty or (not mail.sender.address and not mail.text.strip()):
            return Refused(number, "holds no message", f"It is mail {raw.place}.", _beginning(raw.raw))
        if mail.at is None or not FIRST.timestamp() <= mail.at.timestamp() <= self._reading.now + FUTURE:
            hint = f"It is mail {raw.place}. Give it a Date."
            return Refused(number, "has no date that can be believed", hint, _beginning(raw.raw))
        if mail.at == raw.kept_at and mail.sender == NOBODY and not mail.message_id:
            return Refused(number, "has no header of a mail", f"It is mail {raw.place}.", _beginning(raw.raw))
        message = mail.cut_by(self._parents(mail), self._words)
        self._remember(mail)
        is_ours = folded_name(mail.sender.address) in self._reading.ours
        customer = self._addressee(raw.raw) if is_ours else mail.sender
        thread = mail.thread[-1] if mail.thread else mail.message_id
        return PastMessage(
            line=number, origin=mail.origin, direction="out" if is_ours else "in", at=int(mail.at.timestamp()),
            body=message.in_context or message.text, channel=self._reading.channel or "email",
            contact=Contact("email", customer.address, customer.name, self._reading.customer),
            thread=f"{MAIL}{thread or mail.origin}"[:LONGEST_ORIGIN], subject=mail.subject[:LONGEST_LINE],
            agent=mail.sender.name if is_ours else "", message_id=mail.message_id,
            references=mail.thread[:_MOST_REFERENCES], attention="robot" if mail.robot else "",
            attachments=tuple(one.name for one in mail.attachments), whole=message.whole,
            opens_case=mail.robot is None, bounce=bounce_of(mail),
        )  # fmt: skip

    def _addressee(self, raw: bytes) -> Address:
        """To whom a mail of the shop went: the first recipient who is not the shop."""
        found = recipients_of(raw)
        others = (one for one in found if one.address and folded_name(one.address) not in self._reading.ours)
        return next(others, Address(name="", address=""))

    def _parents(self, mail: Incoming) -> list[str]:
        return [self._texts[one] for one in mail.thread[:_MOST_PARENTS] if one in self._texts]

    def _remember(self, mail: Incoming) -> None:
        """Keep the text of a mail in mind, and let go of the oldest."""
        if not mail.message_id or mail.message_id in self._texts or len(mail.text) > _MOST_REMEMBERED // 4:
            return
        self._texts[mail.message_id] = mail.text
        self._remembered += len(mail.text) + _COST
        while self._remembered > _MOST_REMEMBERED:
            self._remembered -= len(self._texts.popitem(last=False)[1]) + _COST


def own_addresses(text: str) -> frozenset[str]:
    """The names and addresses in what somebody typed as theirs."""
    found = addresses(text, 1)
    address = found[0].address if found else ""
    return frozenset(folded_name(one) for one in (text, address) if one.strip())


def _beginning(raw: bytes) -> str:
    return one_line_of(raw[:_SHOWN].decode("utf-8", "replace"))
