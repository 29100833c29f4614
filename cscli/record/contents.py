"""The tables of a record: the one list from which it is copied, checked, compared and opened to roles.

A test compares the list with what the migrations of both stores make, so a new table must be entered here.
"""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """A column that names a row of another table by its key; an empty one, or NULL, names none.

    ``is_strict`` says that the other row must exist. Keys of customers and numbers of orders may be those of a shop
    system whose customers and orders were never imported.
    """

    column: str
    table: str
    key: str
    is_strict: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordTable:
    """One table that both stores have, with the same columns.

    ``numbered`` is the column whose numbers the store gives. ``derived`` are columns that only one store has, made
    from the others. ``json`` are columns of JSON, or empty, and ``instants`` of RFC 3339 instants, or empty; those of
    cases are checked with their events. ``packed`` are the columns of a packed message: itself, its size, and the id of
    the key with which it is encrypted. ``is_replaced`` says that its rows are parts of another row, and are written
    anew when that one changes. ``is_taken_back`` says that who wrote a row may take it back, which removes it.
    ``is_sealed`` closes the table to all but leads: others add to it and read nothing of it.
    """

    name: str
    numbered: str = ""
    derived: tuple[str, ...] = ()
    references: tuple[Reference, ...] = ()
    json: tuple[str, ...] = ()
    instants: tuple[str, ...] = ()
    packed: tuple[str, ...] = ()
    is_replaced: bool = False
    is_taken_back: bool = False
    is_sealed: bool = False


def _customer(column: str = "customer") -> Reference:
    return Reference(column=column, table="customers", key="key", is_strict=False)


def _interaction() -> Reference:
    return Reference(column="interaction", table="interactions", key="id")


def _said() -> Reference:
    """A text that may have been taken back after it was answered."""
    return Reference(column="interaction", table="interactions", key="id", is_strict=False)


def _case(column: str) -> Reference:
    return Reference(column=column, table="cases", key="number")


TABLES: Final = (
    RecordTable(name="customers"),
    RecordTable(
        name="contacts", references=(Reference(column="customer", table="customers", key="key"),),
    ),
    RecordTable(
        name="customer_merges", numbered="id", references=(_customer("survivor"),), json=("before",),
        instants=("at", "undone_at"),
    ),
    RecordTable(name="orders", references=(_customer(),)),
    RecordTable(
        name="order_items", references=(Reference(column="order_key", table="orders", key="key"),), is_replaced=True,
    ),
    RecordTable(
        name="cases", numbered="number", references=(_customer(), _case("follows"), _case("merged_into")),
        json=("tags", "clocks"), is_taken_back=True,
    ),
    RecordTable(
        name="interactions", numbered="id", derived=("indexed", "tokens"), references=(_customer(), _case("case_id")),
        json=("variant", "values", "findings", "engines", "allowed"), instants=("at",), is_taken_back=True,
    ),
    RecordTable(name="case_events", numbered="id", references=(_case("number"), _interaction()), is_taken_back=True),
    RecordTable(name="case_clocks", json=("agents",)),  # of cases that may have been taken back since
    RecordTable(
        name="deliveries", references=(_interaction(),), json=("reference_ids",),
        instants=("not_before", "tried_at", "reported_at"),
    ),
    RecordTable(name="raw_messages", references=(_interaction(),), packed=("content", "size", "body_key")),
    RecordTable(name="translation_units", numbered="id"),
    RecordTable(
        name="surveys", numbered="id", references=(_customer(), _case("case_number"), _said()),
        instants=("asked_at", "expires_at"), is_taken_back=True,
    ),
    RecordTable(
        name="ratings", numbered="id", instants=("answered_at",),
        references=(
            _customer(), _case("case_number"), _interaction(), Reference(column="survey", table="surveys", key="id"),
        ),
    ),
    RecordTable(name="inbox_folders", numbered="id"),
    RecordTable(
        name="fetched_mails", instants=("at",),
        references=(_interaction(), Reference(column="folder", table="inbox_folders", key="id")),
    ),
    RecordTable(name="consents", numbered="id", references=(_customer(),), instants=("at",)),
    RecordTable(name="forgotten", instants=("at",)),
    RecordTable(name="desk_keys"),
    RecordTable(name="audit", numbered="id", instants=("at",), is_sealed=True),
    RecordTable(name="glossary_terms", numbered="id", json=("targets", "forbidden")),
)  # fmt: skip

FORMAT_TABLE: Final = "record_format"  # says of itself what each store needs, so it is never copied

# Tables that older programs kept in a file. What they held belongs to one machine (see cscli/state).
LEFT_BEHIND: Final = ("engine_consents", "engine_pauses", "bulk_runs", "bulk_entries")
