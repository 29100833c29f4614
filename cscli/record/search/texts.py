"""What a search looks through: the texts of an interaction, and their tokens."""

import json
from collections.abc import Mapping
from typing import Any

from cscli.record.search.tokens import tokens


def searched_texts(row: Mapping[str, Any]) -> tuple[str, ...]:
    """The texts of a stored row that a search looks through; of one with encrypted texts only what is not encrypted."""
    if row.get("body_key"):
        return (row["subject"], row["customer"])
    said = "\n".join(_said(row["values"])) if row["values"] else ""
    return (row["subject"], row["body"], row["customer"], said, row["agent_text"])


def token_text(row: Mapping[str, Any]) -> str:
    """The tokens of a stored row."""
    return tokens(searched_texts(row), row)


def _said(values: str) -> list[str]:
    """The texts of the values of a row; those of another program, which are no JSON object, as they stand."""
    try:
        named = json.loads(values)
    except ValueError:
        return [values]
    return texts_of(named) if isinstance(named, dict) else [values]


def texts_of(named: Mapping[str, Any]) -> list[str]:
    """The texts of values."""
    return [str(text) for v in named.values() for text in (v if isinstance(v, list) else [v])]
