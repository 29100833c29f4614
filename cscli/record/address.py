"""Addresses of records: a file, or ``postgresql://user@host/database``; shown without their passwords."""

import re
from urllib.parse import unquote

_SERVER = re.compile(r"(postgres(?:ql)?)://", re.IGNORECASE)
_PASSWORD = re.compile(r"([?&](?:ssl)?password=)[^&]*", re.IGNORECASE)
MASK = "***"


def is_server(address: str) -> bool:
    """Whether an address is that of a PostgreSQL server."""
    return bool(_SERVER.match(address))


def shown(address: str) -> str:
    """An address with every password in it masked; a file's name is as it was."""
    scheme, mark, rest = address.partition("://")
    if not mark:
        return address
    rest = _PASSWORD.sub(rf"\1{MASK}", rest)
    login, at, place = rest.rpartition("@")  # a password may hold an unescaped @ or /
    user, colon, password = login.partition(":")
    return f"{scheme}://{user}{colon and ':' + (MASK if password else '')}{at}{place}"


def without_passwords(text: str, address: str) -> str:
    """A text, such as another program's message, with the passwords of an address masked wherever they stand."""
    login = address.partition("://")[2].rpartition("@")[0]
    secrets = [login.partition(":")[2], *(m.group().partition("=")[2] for m in _PASSWORD.finditer(address))]
    for secret in sorted({form for s in secrets if s for form in (s, unquote(s))}, key=len, reverse=True):
        text = text.replace(secret, MASK)
    return text
