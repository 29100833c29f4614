"""Units of a translation memory, kept and looked for."""

from datetime import UTC, datetime

from cscli.translation.memory import Unit, add_units, exact

PARCEL = Unit(
    source_language="en", target_language="de", source="Where is my parcel?", target="Wo ist mein Paket?", approved=True
)


def kept(record, *units):
    done = add_units(record, units, NOW)
    return done.added, done.changed, done.same


def only(record, *units):
    """These units are kept, and no others."""
    with record.transaction() as transaction:
        transaction.execute("DELETE FROM translation_units")
    kept(record, *units)


def score(record, text, **how):
    found = exact(record, text, how.pop("source", "en"), how.pop("target", "de"), **how)
    return found.score if found else None


NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
