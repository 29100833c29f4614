"""Where a service is, and whether texts may be sent there at all."""

from urllib.parse import urlsplit

from cscli.errors import UsageError
from cscli.translation.engines.engine import LOOPBACK


def host_of(address: str, engine: str) -> str:
    """The host of a service's address.

    Raises:
        UsageError: it is no ``https://`` address, nor ``http://`` on this machine, or holds a password.
    """
    try:
        parts = urlsplit(address)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        host, port, parts = "", 0, urlsplit("")
    fits = parts.scheme == "https" or (parts.scheme == "http" and host in LOOPBACK)
    if not host or port == 0 or not fits or parts.username or parts.query or parts.fragment:
        raise UsageError(
            f"The address of {engine} cannot be used.",
            code="bad-address",
            hint="Write it as https://host/path; http:// is only for this machine, and keys go into the environment.",
        )
    return host
