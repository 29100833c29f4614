"""What a record keeps of a message as it came."""

from cscli.record.rows.raw_messages import unpacked


def raw_of(record, number):
    """The message of an interaction, before anything was cut from it."""
    (row,) = record.rows("SELECT * FROM raw_messages WHERE interaction = :number", {"number": number})
    return unpacked(row["content"])
