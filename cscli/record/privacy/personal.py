"""Where a person is in the record: what of every table belongs to one customer, and what remains when they are gone.

A new table, or a new column, must be declared here: a test compares this list with the tables of both stores. What is
declared is exported, anonymised and deleted with the customer; nothing else has to be written for it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final


class Belonging(StrEnum):
    """What a column names, by which a row belongs to a customer."""

    CUSTOMER = "customer"  # the key of the customer
    INTERACTION = "interaction"  # the id of one of their messages
    ORDER = "order"  # the key of one of their orders
    CASE = "case"  # the number of one of their cases


class Becomes(StrEnum):
    """What anonymising writes into a column that is not simply emptied."""

    PSEUDONYM = "pseudonym"  # of the customer
    ORDER_PSEUDONYM = "order"  # of the order
    OWN = "own"  # a text that no other row has
    NOTHING = "nothing"  # NULL


class Free(StrEnum):
    """What a column holds that people fill in freely; this says what becomes of a value that names the person."""

    WORDS = "words"  # emptied
    AGENT = "agent"  # an agent's name, emptied where it is that of the person: a part of a name others bear as well
    EVENT_VALUE = "event value"  # what ``EVENT_VALUES`` says of the kind of the event


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonalTable:
    """A table with rows of customers.

    Attributes:
        name: of the table.
        key: the columns that name a row.
        by: the columns by which rows belong to a customer; one of them is enough.
        emptied: columns that hold what a person is or said, with what anonymising writes: a text, or a ``Becomes``.
        kept: columns that anonymising leaves: counts, times, markets, languages, scores and amounts.
        free: those of ``kept`` that people fill in freely; a value that names the person does not stay.
        is_removed: anonymising removes the rows as well, as nothing of them could remain.
    """

    name: str
    key: tuple[str, ...]
    by: Mapping[str, Belonging]
    emptied: Mapping[str, str | Becomes] = field(default_factory=dict)
    kept: tuple[str, ...] = ()
    free: Mapping[str, Free] = field(default_factory=dict)
    is_removed: bool = False


# In the order in which rows are removed: what refers to others comes first.
TABLES: Final = (
    PersonalTable(
        name="deliveries", key=("interaction",), by={"interaction": Belonging.INTERACTION},
        emptied={
            "recipient": "", "message_id": Becomes.OWN, "reference_ids": "[]", "said": "", "queue_id": "",
            "report": "",
        },
        kept=(
            "interaction", "sender", "state", "not_before", "attempts", "holder", "tried_at", "code", "enhanced",
            "reported_at", "reported_in",
        ),
    ),
    PersonalTable(
        name="fetched_mails", key=("folder", "uidvalidity", "uid"), by={"interaction": Belonging.INTERACTION},
        emptied={"message_id": "", "reason": ""}, kept=("folder", "uidvalidity", "uid", "interaction", "state", "at"),
    ),
    PersonalTable(
        name="raw_messages", key=("interaction",), by={"interaction": Belonging.INTERACTION}, is_removed=True,
        kept=("interaction", "size", "content", "body_key"),
    ),
    PersonalTable(
        name="case_events", key=("id",), by={"number": Belonging.CASE, "interaction": Belonging.INTERACTION},
        emptied={"reason": ""},
        kept=("id", "number", "at", "turn", "agent", "what", "from_value", "to_value", "until", "interaction", "act"),
        free={"agent": Free.AGENT, "from_value": Free.EVENT_VALUE, "to_value": Free.EVENT_VALUE},
    ),
    PersonalTable(
        name="case_clocks", key=("number",), by={"number": Belonging.CASE}, is_removed=True,  # and made anew
        kept=("number", "fold", "events", "last_event", "last_at", "agents", "clocks"),
    ),
    PersonalTable(
        name="interactions", key=("id",),
        by={"customer": Belonging.CUSTOMER, "case_id": Belonging.CASE},
        emptied={
            "customer": Becomes.PSEUDONYM, "values": "", "findings": "", "subject": "", "body": "", "agent_text": "",
            "origin": Becomes.NOTHING, "message_id": "", "in_reply_to": "", "body_key": "",
        },
        kept=(
            "id", "at", "direction", "channel", "market", "language", "register", "intent", "variant",
            "template_digest", "agent", "agent_language", "engines", "allowed", "case_id", "state", "attention",
            "wording",
            "indexed", "tokens",
        ),
    ),
    PersonalTable(
        name="cases", key=("number",), by={"customer": Belonging.CUSTOMER},
        emptied={
            "customer": Becomes.PSEUDONYM, "order_number": Becomes.ORDER_PSEUDONYM, "subject": "",
            "origin": Becomes.NOTHING,
        },
        kept=(
            "number", "market", "language", "channel", "follows", "opened_at", "state", "until", "priority",
            "assignee", "tags", "merged_into", "unanswered_since", "changed_at", "clocks", "taken_by", "taken_until",
        ),
    ),
    PersonalTable(
        name="order_items", key=("order_key", "position"), by={"order_key": Belonging.ORDER},
        emptied={"order_key": Becomes.ORDER_PSEUDONYM, "name": ""}, kept=("position", "sku", "quantity", "price"),
    ),
    PersonalTable(
        name="orders", key=("key",), by={"customer": Belonging.CUSTOMER, "key": Belonging.ORDER},
        emptied={
            "key": Becomes.ORDER_PSEUDONYM, "number": Becomes.ORDER_PSEUDONYM, "customer": Becomes.PSEUDONYM,
            "tracking_number": "", "tracking_link": "", "payment_method": "", "address": "", "link": "",
        },
        kept=(
            "market", "status", "placed", "promised_from", "promised", "shipped", "delivered", "carrier", "total",
            "currency", "source", "created_at", "updated_at",
        ),
        free={"carrier": Free.WORDS, "source": Free.WORDS},
    ),
    PersonalTable(
        name="ratings", key=("id",), by={"customer": Belonging.CUSTOMER, "case_number": Belonging.CASE},
        emptied={
            "customer": Becomes.PSEUDONYM, "origin": Becomes.OWN, "comment": "", "translation": "", "body_key": "",
        },
        kept=(
            "id", "survey", "case_number", "interaction", "kind", "score", "market", "language", "channel", "agent",
            "translation_language", "engine", "answered_at", "came", "kept_by",
        ),
    ),
    PersonalTable(
        name="surveys", key=("id",), by={"customer": Belonging.CUSTOMER},
        emptied={"customer": Becomes.PSEUDONYM, "token": Becomes.OWN},
        kept=(
            "id", "case_number", "kind", "market", "language", "channel", "agent", "asked_at", "expires_at",
            "interaction",
        ),
    ),
    PersonalTable(
        name="consents", key=("id",), by={"customer": Belonging.CUSTOMER}, is_removed=True,
        kept=("id", "at", "customer", "channel", "purpose", "given", "source", "agent"),
    ),
    PersonalTable(
        name="contacts", key=("kind", "address"), by={"customer": Belonging.CUSTOMER}, is_removed=True,
        kept=("kind", "address", "customer", "undeliverable_at", "undeliverable"),
    ),
    PersonalTable(
        name="customer_merges", key=("id",),
        by={"merged": Belonging.CUSTOMER, "survivor": Belonging.CUSTOMER}, is_removed=True,
        kept=("id", "at", "agent", "merged", "survivor", "before", "undone_at"),
    ),
    PersonalTable(
        name="customers", key=("key",), by={"key": Belonging.CUSTOMER},
        emptied={
            "key": Becomes.PSEUDONYM, "name": "", "given": "", "family": "", "honorific": "", "vocative": "",
            "patronymic": "", "gender": "unknown", "company": "", "zone": "", "email": "", "phone": "", "note": "",
        },
        kept=("market", "language", "channel", "created_at", "updated_at"),
    ),
)  # fmt: skip

# Tables without a person. The audit trail names customers by key; erasing renames them there.
IMPERSONAL: Final = frozenset((
    "audit", "bulk_entries", "bulk_runs", "desk_keys", "engine_consents", "engine_pauses", "forgotten",
    "glossary_terms", "inbox_folders", "record_format", "translation_units",
))  # fmt: skip

# What the values of events of a kind are. Those of all others are words of the program and numbers of cases: a customer
# can be called Held or Low, and nobody could read a case any more whose events lost such a word.
EVENT_VALUES: Final = {
    "assigned": Free.AGENT, "escalated": Free.AGENT, "tagged": Free.WORDS, "untagged": Free.WORDS,
}  # fmt: skip

# Reasons of events that are words of the desk, not of a person: measures need them.
TRADE_REASONS: Final = frozenset((
    "thanks", "robot", "rating", "automatic", "carrier", "supplier", "warehouse", "customs", "bank", "colleague",
    "other", "imported",
))  # fmt: skip
