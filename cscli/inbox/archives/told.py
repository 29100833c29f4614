"""What an archive tells, whatever its format: messages, cases, and what could not be read.

Readers give these one after the other and keep none; instants are UTC epoch seconds. They are named tuples, as an
archive holds millions.
"""

from collections.abc import Iterator
from typing import NamedTuple, Protocol, TypeAlias

from cscli.desk.bounces import BounceReport
from cscli.desk.cases.event import Priority, Stage
from cscli.desk.customers.contacts import Contact
from cscli.tables.row import Row

LONGEST_TEXT = 1_000_000
LONGEST_ORIGIN = 200
LONGEST_LINE = 1_000  # characters of a subject, a name or another text on one line
NO_CONTACT = Contact(kind="")


class PastMessage(NamedTuple):
    """One message of an archive.

    Attributes:
        line: where it stands in the file: a line, or the number of a mail; from 1.
        origin: what it is recorded under, so that a second import finds it.
        direction: in, out or note.
        at: when it was written.
        body: the writer's own words.
        channel: email, chat, whatsapp ...
        contact: the customer's, also of an answer.
        thread: the origin of its case; empty for a message that belongs to none.
        subject: on one line.
        agent: who answered or noted it.
        market: as told, or empty.
        language: as told, or empty: then it is detected.
        intent: as told, or empty.
        state: what became of an answer; empty for one that was sent.
        message_id: of a mail, without angle brackets.
        references: Message-IDs that it may answer, the surest first.
        attention: such as ``robot``.
        attachments: names of files.
        whole: the text with what was cut off, where something was.
        opens_case: whether it makes a case where its thread has none.
        is_wordless: whether its text is not a word of its writer, so that it has no language.
        bounce: what it says of a mail that was sent, for a delivery report.
        heard: the language that its text shows, empty for none; None where nobody looked yet.
        tokens: those by which a search finds its subject and body; empty where nobody made them yet.
    """

    line: int
    origin: str
    direction: str
    at: int
    body: str
    channel: str
    contact: Contact = NO_CONTACT
    thread: str = ""
    subject: str = ""
    agent: str = ""
    market: str = ""
    language: str = ""
    intent: str = ""
    state: str = ""
    message_id: str = ""
    references: tuple[str, ...] = ()
    attention: str = ""
    attachments: tuple[str, ...] = ()
    whole: str = ""
    opens_case: bool = True
    is_wordless: bool = False
    bounce: BounceReport | None = None
    heard: str | None = None
    tokens: str = ""


class PastCase(NamedTuple):
    """One case of an archive; it comes before or after its messages.

    ``stage`` is its state at ``at``, ``opened_at`` when it was opened, if that was before its first message. Of these,
    and of priority, assignee and tags, None says that the archive tells nothing.
    """

    line: int
    origin: str
    at: int
    stage: Stage | None = None
    opened_at: int | None = None
    contact: Contact = NO_CONTACT
    subject: str = ""
    channel: str = ""
    market: str = ""
    language: str = ""
    order_number: str = ""
    priority: Priority | None = None
    assignee: str | None = None
    tags: tuple[str, ...] | None = None


class Refused(NamedTuple):
    """What could not be read: where it stands, why, what to do, and the text as it stood there; of a table its row."""

    line: int
    reason: str
    hint: str = ""
    raw: str = ""
    row: Row | None = None


Told: TypeAlias = PastMessage | PastCase | Refused


class Archive(Protocol):
    """An archive that is open."""

    @property
    def format(self) -> str:
        """The name of its format."""

    def told(self) -> Iterator[Told]:
        """Everything in it, in its order; to be asked for once.

        Raises:
            UsageError: it cannot be read at all.
        """

    def progress(self) -> tuple[int, int]:
        """How many bytes were read, and how many there are in all; 0 where nobody knows."""

    def remarks(self) -> tuple[str, ...]:
        """Sentences about how it was read."""

    def close(self) -> None:
        """Close its files."""
