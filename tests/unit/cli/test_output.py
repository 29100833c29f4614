"""Payloads as JSON has them."""

from dataclasses import dataclass, field

from cscli.cli.door.output import SPREAD, plain


@dataclass(frozen=True, kw_only=True)
class Inner:
    id: int
    text: str


@dataclass(frozen=True, kw_only=True)
class Outer:
    first: int = 0
    inner: Inner = field(metadata=SPREAD)
    text: None = None
    last_: int = 9


def test_fields_of_a_spread_payload_stand_in_its_place_and_a_later_one_replaces_its_namesake():
    found = plain(Outer(inner=Inner(id=7, text="secret")))
    assert list(found.items()) == [("first", 0), ("id", 7), ("text", None), ("last", 9)]
