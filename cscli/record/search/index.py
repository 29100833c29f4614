"""Keeping the search index in step with the rows, also with those that other programs add, change or remove."""

from cscli.errors import UnavailableError
from cscli.record.record import Record
from cscli.record.rows.added import expect_many
from cscli.record.search.texts import token_text
from cscli.record.search.tokens import within_limit
from cscli.record.store import Transaction

_LOT = 5000


def catch_up(record: Record) -> list[int]:
    """Take into the index what is not in it yet; an index that is missing is made again.

    Returns:
        Ids of rows that are still not in it, because the record can only be read.

    Raises:
        UnavailableError: the index is missing and the record can only be read.
    """
    is_missing = not has_index(record)
    if is_missing:
        with record.transaction() as transaction:
            transaction.execute(record.query("search.make_index"))
            transaction.execute(record.query("search.forget_all"))
    while rows := record.named("search.unindexed", most=_LOT):
        try:
            with record.transaction() as transaction:
                rows = record.named("search.unindexed", most=_LOT)  # again: nobody else writes now
                said = [{"id": row["id"], "tokens": within_limit(token_text(row))} for row in rows]
                if record.dialect == "sqlite":
                    if len(said) == _LOT:
                        expect_many(record, transaction)
                    transaction.executemany(record.query("search.add"), said)
                transaction.executemany(record.query("search.mark"), said)
        except UnavailableError:
            return [row["id"] for row in record.named("search.unindexed", most=1 << 40)]
    return []


def forget_index(record: Record, transaction: Transaction) -> None:
    """Empty the index of a file, so that it holds no token of a row that is gone; ``catch_up`` makes it anew.

    An entry cannot be taken out alone: the index does not keep which tokens it has, and a row that changed has those of
    what it was as well. A server keeps the tokens in the rows themselves, so nothing has to be done there.
    """
    if record.dialect == "sqlite" and transaction.execute(record.query("search.has_index")).fetchone():
        transaction.execute(record.query("search.empty"))
        transaction.execute(record.query("search.forget_all"))


def has_index(record: Record) -> bool:
    """Whether the record has its search index."""
    return record.dialect != "sqlite" or bool(record.named("search.has_index"))


def rewritten(record: Record) -> tuple[str, ...]:
    """Make the index anew and rewrite the record, so that nothing that was removed is left; what was not, in words.

    Raises:
        UnavailableError: the record cannot be written.
    """
    with record.transaction() as transaction:
        forget_index(record, transaction)
    catch_up(record)
    return record.scrub()
