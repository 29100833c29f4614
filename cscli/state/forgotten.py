"""Digests of people whom the records used on this machine have forgotten: a second copy, beside the records.

A backup from before a forgetting holds the person and no digest. Who goes back to it can have it forget again.
"""

from collections.abc import Mapping

from cscli.state.machine import MachineState


def keep_digests(machine: MachineState, record: str, key: bytes, digests: Mapping[bytes, str]) -> None:
    """Keep the digests of a record, each with its RFC 3339 instant; ``record`` is its address.

    Raises:
        UnavailableError: the state file cannot be written.
    """
    rows = [(record, key, digest, at) for digest, at in digests.items()]
    with machine.transaction() as connection:
        connection.executemany("INSERT OR REPLACE INTO forgotten (record, key, digest, at) VALUES (?, ?, ?, ?)", rows)


def kept_digests(machine: MachineState, record: str) -> dict[bytes, dict[bytes, str]]:
    """The digests of a record with their instants, by the key under which they were made."""
    found: dict[bytes, dict[bytes, str]] = {}
    for row in machine.rows("SELECT key, digest, at FROM forgotten WHERE record = ?", (record,)):
        found.setdefault(bytes(row["key"]), {})[bytes(row["digest"])] = row["at"]
    return found
