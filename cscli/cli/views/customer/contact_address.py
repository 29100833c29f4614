"""Addresses of a customer, as payloads show them."""

from typing import NamedTuple


class ContactAddress(NamedTuple):
    """An address of a customer; ``kind`` is email or phone."""

    kind: str
    address: str
