"""What an engine may know of its run: settings, its key, folders, the record; and whether an address may be used.

A key is shown to nobody: it never stands in a message, a log, an address or the record. It comes from the environment,
else from the keyring, never from a settings file.
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

    ``setting`` gives the text of a key such as ``deepl.url``, empty when it is not set. ``secret`` gives the key of an
    engine by its environment variable, empty when there is none. ``data`` is the folder of the user's data; it need
    not exist.
    """

    setting: Callable[[str], str]
    secret: Callable[[str], str]
    data: Path
    record: Record
    now: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """A key that does not show itself; ``name`` is its environment variable."""

    name: str
    value: str = field(repr=False)

    def __bool__(self) -> bool:
        """Whether there is one."""
        return bool(self.value)

    def header(self, engine: str, scheme: str) -> dict[str, str]:
        """The ``Authorization`` header; ``scheme`` stands before the key, such as ``Bearer``.

        Raises:
            AuthError: as ``sendable`` does.
        """
        return {"Authorization": f"{scheme} {self.sendable(engine)}"}

    def sendable(self, engine: str) -> str:
        """The key, for a header or the body of a request.

        Raises:
            AuthError: there is no key, or it holds characters that no header can carry.
        """
        if not self.value:
            raise AuthError(
                engine, "there is no key", hint=f"Set {self.name}, or store it with: keyring set {SERVICE} {self.name}"
            )
        if not (self.value.isascii() and self.value.isprintable()) or " " in self.value:
            raise AuthError(engine, "the key holds spaces or signs that no key has", hint=f"Copy {self.name} again.")
        return self.value


def secret(name: str, environ: Mapping[str, str]) -> str:
    """The key of an engine.

    Args:
        name: its environment variable, which is also its user name in the keyring.
        environ: the process environment.

    Returns:
        The key; empty when there is none, or when the keyring is not installed, locked or broken.
    """
    return environ.get(name, "").strip() or _from_keyring(name)


def host_of(address: str, engine: str) -> str:
    """The host of a service's address.

    Raises:
        UsageError: it is neither an ``https://`` address nor ``http://`` on this machine, or it holds a password.
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
    """The proxies of the environment for an address, by scheme; none for this machine, whatever the environment says.

    A text for a server on this machine never leaves it, so no proxy may carry it.
    """
    from urllib.request import getproxies, proxy_bypass  # noqa: PLC0415 - only who sends

    parts = urlsplit(address)
    host = parts.hostname or ""
    if not host or host in LOOPBACK or proxy_bypass(parts.netloc.rpartition("@")[2]):
        return {}
    return {scheme: proxy for scheme, proxy in getproxies().items() if proxy and scheme != "no"}


def proxy_host(host: str) -> str:
    """The host of the proxy that sees what is sent to ``host``; empty when there is none."""
    found = proxies_to(f"https://{host}")
    proxy = found.get("https") or found.get("all", "")
    try:
        return urlsplit(proxy if "://" in proxy else f"http://{proxy}").hostname or ""
    except ValueError:
        return ""


def _from_keyring(name: str) -> str:
    try:
        import keyring  # noqa: PLC0415 - optional, and slow to load

        return (keyring.get_password(SERVICE, name) or "").strip()
    except Exception:  # noqa: BLE001 - a backend fails in ways of its own, and its words may hold the key
        return ""
