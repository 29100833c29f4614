"""Messages as they came, before anything was cut from them; packed, beside the interaction that was made of each."""

import zlib
from collections.abc import Iterable

from cscli.record.privacy.record_key import sealing
from cscli.record.record import Record
from cscli.record.store import Transaction


def keep(record: Record, transaction: Transaction, interaction: int, raw: bytes) -> None:
    """Keep the message of an interaction; the one that is there stays."""
    keep_all(record, transaction, [(interaction, raw)])


def keep_all(record: Record, transaction: Transaction, several: Iterable[tuple[int, bytes]]) -> None:
    """Keep the messages of interactions, each with its id; those that are there stay."""
    rows, vault = [], sealing(record, transaction)
    for interaction, raw in several:
        content, key = zlib.compress(raw), ""
        if vault:
            content, key = vault.sealed_message(interaction, content)
        rows.append({"interaction": interaction, "size": len(raw), "content": content, "body_key": key})
    transaction.executemany(record.query("raw_messages.add"), rows)


def unpacked(content: bytes | memoryview) -> bytes:
    """A message from the form in which it is kept; empty where it is encrypted and could not be opened."""
    return zlib.decompress(bytes(content)) if content else b""
