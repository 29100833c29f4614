"""The parts of a run that an engine may use, and rules for addresses and keys.

A key never appears in a message, log, address or record. It comes from the environment or the keyring, never from a
settings file.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

from cscli.errors import UsageError
from cscli.record.record import Record
from cscli.translation.engines.engine import LOOPBACK, AuthError

SERVICE = "cscli"  # in the keyring


@dataclass(frozen=True, slots=True, kw_only=True)
class EngineContext:
    """The run of an engine.

    ``setting`` returns a setting such as ``deepl.url``, or empty. ``secret`` returns a key by its environment variable,
    or empty. ``data`` is the user's data folder, which need not exist.
    """

    setting: Callable[[str], str]
    secret: Callable[[str], str]
    data: Path
    record: Record
    now: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """A key that is never shown; ``name`` is its environment variable."""

    name: str
    value: str = field(repr=False)

    def __bool__(self) -> bool:
        """Whether there is a key."""
        return bool(self.value)

    def header(self, engine: str, scheme: str) -> dict[str, str]:
        """The ``Authorization`` header with a ``scheme`` such as ``Bearer``.

        Raises:
            AuthError: as ``sendable``.
        """
        return {"Authorization": f"{scheme} {self.sendable(engine)}"}

    def sendable(self, engine: str) -> str:
        """The key, for a header or body.

        Raises:
            AuthError: the key is missing, or has characters that a header cannot carry.
        """
        if not self.value:
            raise AuthError(
                engine, "there is no key", hint=f"Set {self.name}, or store it with: keyring set {SERVICE} {self.name}"
            )
        if not (self.value.isascii() and self.value.isprintable()) or " " in self.value:
            raise AuthError(engine, "the key holds spaces or signs that no key has", hint=f"Copy {self.name} again.")
        return self.value


def secret(name: str, environ: Mapping[str, str]) -> str:
    """The key with the environment variable ``name`` (also its user name in the keyring), or empty."""
    return environ.get(name, "").strip() or _from_keyring(name)


def host_of(address: str, engine: str) -> str:
    """The host of a service's address.

    Raises:
        UsageError: neither ``https://`` nor ``http://`` on this machine, or the address contains a password.
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


def proxies_to(address: str) -> dict[str, str]:
    """The environment's proxies for an address by scheme; none for this machine, whose texts no proxy may see."""
    from urllib.request import getproxies, proxy_bypass  # noqa: PLC0415 - only who sends

    parts = urlsplit(address)
    host = parts.hostname or ""
    if not host or host in LOOPBACK or proxy_bypass(parts.netloc.rpartition("@")[2]):
        return {}
    return {scheme: proxy for scheme, proxy in getproxies().items() if proxy and scheme != "no"}


def proxy_host(host: str) -> str:
    """The host of the proxy for ``host``; empty if there is none."""
    found = proxies_to(f"https://{host}")
    proxy = found.get("https") or found.get("all", "")
    try:
        return urlsplit(proxy if "://" in proxy else f"http://{proxy}").hostname or ""
    except ValueError:
        return ""


def _from_keyring(name: str) -> str:
    try:
        import keyring  # noqa: PLC0415 - optional, and slow to load

        return str(keyring.get_password(SERVICE, name) or "").strip()
    except Exception:  # noqa: BLE001 - backends raise anything, and the message may hold the key
        return ""
