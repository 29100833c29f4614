"""Messages as they came, before anything was cut from them; packed, beside the interaction that was made of each."""

import zlib

from cscli.record.record import Record
from cscli.record.store import Transaction


def keep(record: Record, transaction: Transaction, interaction: int, raw: bytes) -> None:
    """Keep the message of an interaction; the one that is there stays."""
    content, key = zlib.compress(raw), ""
    if record.vault and record.vault.seals:
        content, key = record.vault.sealed_bytes(content)
    row = {"interaction": interaction, "size": len(raw), "content": content, "body_key": key}
    transaction.execute(record.query("raw_messages.add"), row)


def raw_of(record: Record, interaction: int) -> bytes | None:
    """The message of an interaction as it came; None where none was kept."""
    found = record.row("raw_messages.one", interaction=interaction)
    return unpacked(found["content"]) if found else None


def unpacked(content: bytes | memoryview) -> bytes:
    """A message from the form in which it is kept; empty where it is encrypted and could not be opened."""
    return zlib.decompress(bytes(content)) if content else b""
