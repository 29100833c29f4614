"""Archives that tests write, and what reading and keeping them gives."""

from datetime import UTC, datetime

from cscli.inbox.archives.formats import open_archive
from cscli.inbox.archives.importing import keep_archive
from cscli.inbox.archives.instants import WrittenClock
from cscli.inbox.archives.keeper import Keeper, Keeping
from cscli.inbox.archives.reading import ArchiveReading
from cscli.inbox.archives.told import Refused
from cscli.inbox.archives.whatsapp.chat import ChatArchive

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)


def reading(*, zone="", order="", me=(), **how):
    return ArchiveReading(
        now=int(NOW.timestamp()), clock=WrittenClock(zone=zone, order=order), ours=frozenset(me), **how
    )


def told(path, wanted="", **how):
    """What an archive tells, without what was refused; and what was refused."""
    archive = open_archive(path, reading(**how), wanted)
    try:
        found = list(archive.told())
    finally:
        archive.close()
    return [one for one in found if not isinstance(one, Refused)], [one for one in found if isinstance(one, Refused)]


def keep(record, path, *, size=2000, is_dry=False, keeping=None, **how):
    """The counts of an import, and what it refused."""
    archive = open_archive(path, reading(**how))
    keeper = Keeper(record, keeping or Keeping(now=NOW, is_dry=is_dry))
    refused = []
    try:
        keep_archive(archive, keeper, refuse=refused.append, tell=lambda *_: None, size=size)
    finally:
        archive.close()
    counts = keeper.counts
    return (counts.messages, counts.same, counts.cases, counts.customers), refused


def contents(record):
    """Every row that an import writes, without what a second record may number otherwise."""
    cases = "number, origin, customer, state, subject, opened_at, changed_at, until, priority, assignee, tags"
    events = "number, at, turn, agent, what, from_value, to_value, reason, until, interaction, act"
    queries = (
        "SELECT origin, at, direction, body, customer, language, case_id, agent, state FROM interactions ORDER BY id",
        "SELECT key, name, email, phone, market FROM customers ORDER BY key",
        "SELECT kind, address, customer FROM contacts ORDER BY kind, address",
        f"SELECT {cases} FROM cases ORDER BY number",  # noqa: S608 - columns of our own
        f"SELECT {events} FROM case_events ORDER BY number, at, turn, what, to_value, interaction",  # noqa: S608 - as above
    )
    return [record.rows(query) for query in queries]


def chat_told(tmp_path, text, *, name="WhatsApp Chat with Anna.txt", **how):
    """All that a WhatsApp chat of Berlin tells, with what was refused."""
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return list(ChatArchive(path, reading(**{"zone": "Europe/Berlin", **how})).told())
