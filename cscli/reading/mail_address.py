"""The one mail address in a text that a person typed or a table holds, and whose it is."""

import re
from typing import NamedTuple

from cscli.text import one_line, storable

_ADDRESS = re.compile(r'([^\s@<>()\[\],;:"\\]{1,64})@([^\s@<>()\[\],;:"\\/]{1,253})')
_DOMAIN = re.compile(r"[^\W_](?:[\w-]*[^\W_])?(?:\.[^\W_](?:[\w-]*[^\W_])?)*")
_USUAL = re.compile(r"[A-Za-z0-9][A-Za-z0-9_+-]*(?:\.[A-Za-z0-9_+-]+)*@[A-Za-z0-9]+(?:[.-][A-Za-z0-9]+)*")
_LONGEST_USUAL = 64


class Address(NamedTuple):
    """An e-mail address and whose it is; the domain is in ASCII, the part before it may not be."""

    name: str
    local: str
    domain: str


def address_of(text: str) -> Address | None:
    """The one address in ``text``: ``a@b.example``, ``<a@b.example>`` or ``Name <a@b.example>``; else None.

    What stands before the last ``<`` is the name, whatever it holds: a name cannot add an address, nor lose its own.
    Quotes around it are taken off. No part between dots is empty (RFC 5321, 4.1.2): a final dot is refused.
    """
    name, bare = _name_and_bare(storable(text).strip())
    found = _ADDRESS.fullmatch(bare)
    if not found or not bare.isprintable() or found[1][0] == "'" or not _DOMAIN.fullmatch(found[2]):
        return None
    if not all(found[1].split(".")):
        return None
    try:
        domain = found[2].encode("idna").decode("ascii").lower()
    except UnicodeError:
        return None
    return Address(one_line(name).strip("\"' "), found[1], domain)


def bare_address(text: str) -> str:
    """The one address in ``text`` as it stands there, without a name, brackets and quotes; empty for any other text."""
    if len(text) <= _LONGEST_USUAL and _USUAL.fullmatch(text):  # nearly all of a table are
        return text
    name_and_address = storable(text).strip().removeprefix("mailto:")
    if address_of(name_and_address) is None:
        return ""
    return _name_and_bare(name_and_address)[1]


def _name_and_bare(text: str) -> tuple[str, str]:
    """What stands before the last ``<``, and the address without brackets and quotes."""
    name, bare = "", text
    if text.endswith(">"):
        name, _, bare = text[:-1].rpartition("<")
    bare = bare.strip()
    if bare[:1] in ("'", '"') and bare[-1:] == bare[:1]:
        bare = bare[1:-1].strip()
    return name, bare
