"""What is older than the desk keeps it: messages as they came, texts, customers of whom nothing was heard."""

from collections.abc import Sequence

from cscli.record.record import Record


def old_raw_messages(record: Record, before: str) -> int:
    """How many messages as they came are older than an RFC 3339 instant."""
    found = record.row("retention.raw_messages", before=before)
    return int(found["n"]) if found else 0


def remove_raw_messages(record: Record, before: str) -> None:
    """Remove them."""
    with record.transaction() as transaction:
        transaction.execute(record.query("retention.remove_raw_messages"), {"before": before})


def old_interactions(record: Record, before: str) -> list[int]:
    """Ids of interactions that are older and hold a text still; those of cases that are not over do not count."""
    return [row["id"] for row in record.named("retention.interactions", before=before)]


def empty_interactions(record: Record, ids: Sequence[int]) -> None:
    """Take the texts out of interactions; the rows stay, with their origins, so that no import brings them back.

    What else holds these texts goes with them: the message as it came, and the subject of a case none of whose messages
    says anything any more.
    """
    names = ("retention.empty_interaction", "retention.remove_raw_message", "retention.empty_subject")
    _changed(record, names, ids)


def old_comments(record: Record, before: str) -> list[int]:
    """Ids of ratings that are older and hold a comment still; those of cases that are not over do not count."""
    return [row["id"] for row in record.named("retention.comments", before=before)]


def empty_comments(record: Record, ids: Sequence[int]) -> None:
    """Take the comments out of ratings, with their translations; the scores stay."""
    _changed(record, ("retention.empty_comment",), ids)


def silent_customers(record: Record, before: str) -> list[str]:
    """Keys of customers of whom nothing was heard since an instant, and who have no case that is not over."""
    return [row["key"] for row in record.named("retention.customers", before=before)]


def with_orders_since(record: Record, before: str) -> set[str]:
    """Keys of customers with an order since an instant."""
    return {row["customer"] for row in record.named("retention.with_orders", before=before)}


def _changed(record: Record, names: Sequence[str], ids: Sequence[int]) -> None:
    rows = [{"id": number} for number in ids]
    if rows:
        with record.transaction() as transaction:
            for name in names:
                transaction.executemany(record.query(name), rows)
