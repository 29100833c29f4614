"""Rows of mails that were fetched from servers, by folder, uidvalidity and uid; and how far each folder is.

A row is added when the mail is recorded. A mail whose program ended in between is fetched again, and the record then
knows it by its Message-ID or its digest.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from cscli.record.record import Record


def opened_folder(record: Record, account: str, folder: str, uidvalidity: int) -> dict[str, Any]:
    """The row of a folder; with another uidvalidity than before, nothing of it counts as looked at.

    Raises:
        UnavailableError: the record cannot be written.
    """
    row = {"account": account, "folder": folder}
    with record.transaction() as transaction:
        transaction.execute(record.query("fetched.add_folder"), row)
        transaction.execute(record.query("fetched.open_folder"), {**row, "uidvalidity": uidvalidity})
    return folder_of(record, account, folder) or {}


def folder_of(record: Record, account: str, folder: str) -> dict[str, Any] | None:
    """The row of a folder, or None."""
    return record.row("fetched.folder", account=account, folder=folder)


def fetched(record: Record, account: str, folder: str, at: str) -> None:
    """Keep that a folder was fetched to its end."""
    with record.transaction() as transaction:
        transaction.execute(record.query("fetched.fetched"), {"account": account, "folder": folder, "at": at})


def failed(record: Record, account: str, folder: str, at: str, failure: str) -> None:
    """Keep why a folder could not be fetched."""
    row = {"account": account, "folder": folder}
    with record.transaction() as transaction:
        transaction.execute(record.query("fetched.add_folder"), row)
        transaction.execute(record.query("fetched.failed"), {**row, "at": at, "failure": failure})


def keep(record: Record, rows: Iterable[Mapping[str, Any]]) -> None:
    """Keep what became of mails."""
    several = list(rows)
    if several:
        with record.transaction() as transaction:
            transaction.executemany(record.query("fetched.add"), several)


def settle(record: Record, folder: int, uidvalidity: int, settled: int) -> None:
    """Keep that all mails of a folder up to a uid were looked at."""
    row = {"folder": folder, "uidvalidity": uidvalidity, "settled": settled}
    with record.transaction() as transaction:
        transaction.execute(record.query("fetched.settle"), row)


def known(record: Record, folder: int, uidvalidity: int, first: int, last: int) -> set[int]:
    """The uids from ``first`` to ``last`` that were looked at before."""
    rows = record.named("fetched.known", folder=folder, uidvalidity=uidvalidity, first=first, last=last)
    return {row["uid"] for row in rows}


def refused_uids(record: Record, folder: int, uidvalidity: int, most: int = 10_000) -> list[int]:
    """The uids of a folder that were refused."""
    rows = record.named("fetched.refused_uids", folder=folder, uidvalidity=uidvalidity, most=most)
    return [row["uid"] for row in rows]


def refused(record: Record, most: int) -> list[dict[str, Any]]:
    """Mails that were refused, with account, folder and reason."""
    return record.named("fetched.refused", most=most)


def folders(record: Record) -> list[dict[str, Any]]:
    """All folders that were ever looked at, each with ``counts``: how many mails by state."""
    counts: dict[int, dict[str, int]] = {}
    for row in record.named("fetched.counts"):
        counts.setdefault(row["folder"], {})[row["state"]] = row["n"]
    return [{**row, "counts": counts.get(row["id"], {})} for row in record.named("fetched.folders")]
