"""Messages as they came, before anything was cut from them; packed, beside the interaction that was made of each."""

import zlib
from collections.abc import Iterable

from cscli.record.record import Record
from cscli.record.store import Transaction


def keep(record: Record, transaction: Transaction, interaction: int, raw: bytes) -> None:
    """Keep the message of an interaction; the one that is there stays."""
    keep_all(record, transaction, [(interaction, raw)])


def keep_all(record: Record, transaction: Transaction, several: Iterable[tuple[int, bytes]]) -> None:
    """Keep the messages of interactions, each with its id; those that are there stay."""
    rows = [{"interaction": one, "size": len(raw), "content": zlib.compress(raw)} for one, raw in several]
    transaction.executemany(record.query("raw_messages.add"), rows)


def raw_of(record: Record, interaction: int) -> bytes | None:
    """The message of an interaction as it came; None where none was kept."""
    found = record.row("raw_messages.one", interaction=interaction)
    return zlib.decompress(bytes(found["content"])) if found else None
