"""People who are back because an older copy of the record took its place: found, so that they are forgotten again.

A backup from before a forgetting holds the person and no digest of them. This machine keeps a second copy of the
digests beside the record. Whoever has become a customer again since then is not taken for one who is back.
"""

from cscli.record.privacy.forgotten import TombstoneKind, Tombstones, digest_of
from cscli.record.record import Record
from cscli.record.rows import customers
from cscli.state.forgotten import keep_digests, kept_digests
from cscli.state.machine import MachineState


def remember(machine: MachineState, record: Record) -> None:
    """Keep the digests of a record on this machine, too.

    Raises:
        UnavailableError: the state file cannot be written.
    """
    key, digests = Tombstones(record).everything() if record.exists() else (b"", {})
    if key:
        keep_digests(machine, record.address, key, digests)


def put_digests_back(machine: MachineState, record: Record) -> None:
    """Give a record the digests again that it lacks.

    Raises:
        UnavailableError: the record cannot be written.
    """
    for key, digests in kept_digests(machine, record.address).items():
        with record.transaction() as transaction:
            Tombstones(record).put_back(transaction, key, digests)


def people_back(machine: MachineState, record: Record) -> tuple[str, ...]:
    """The keys of customers who were forgotten on this machine and are in the record as if they had not been."""
    kept = kept_digests(machine, record.address)
    if not kept:
        return ()
    addresses: dict[str, list[str]] = {}
    for key, address in customers.all_contacts(record):
        addresses.setdefault(key, []).append(address)

    def is_back(key: str, created_at: str) -> bool:
        return any(
            created_at <= digests.get(digest_of(own, TombstoneKind.WHO, text), "")
            for own, digests in kept.items()
            for text in (key, *addresses.get(key, ()))
        )

    return tuple(key for key, created_at in customers.all_created(record) if is_back(key, created_at))
