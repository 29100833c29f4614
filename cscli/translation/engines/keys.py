"""Where the keys of engines come from: the environment, else the keyring. Never from a settings file.

A key is shown to nobody: it has no place in a message, a log, an address or the record. All it can do is to become a
header of a request.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from cscli.translation.engines.engine import AuthError

SERVICE = "cscli"


def secret(name: str, environ: Mapping[str, str]) -> str:
    """The key of an engine.

    Args:
        name: its environment variable, which is also its user name in the keyring.
        environ: the process environment.

    Returns:
        The key; empty when there is none, or when the keyring is not installed, locked or broken.
    """
    return environ.get(name, "").strip() or _from_keyring(name)


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """A key that does not show itself; ``name`` is its environment variable."""

    name: str
    value: str = field(repr=False)

    def __bool__(self) -> bool:
        """Whether there is one."""
        return bool(self.value)

    def header(self, engine: str, scheme: str) -> dict[str, str]:
        """The header that carries the key.

        Args:
            engine: who asks, for the message.
            scheme: what stands before the key, such as ``Bearer``.

        Raises:
            AuthError: there is no key, or it holds what no key holds and no header can carry.
        """
        if not self.value:
            raise AuthError(
                engine, "there is no key", hint=f"Set {self.name}, or store it with: keyring set {SERVICE} {self.name}"
            )
        if not (self.value.isascii() and self.value.isprintable()) or " " in self.value:
            raise AuthError(engine, "the key holds spaces or signs that no key has", hint=f"Copy {self.name} again.")
        return {"Authorization": f"{scheme} {self.value}"}


def _from_keyring(name: str) -> str:
    try:
        import keyring  # noqa: PLC0415 - optional, and slow to load

        return (keyring.get_password(SERVICE, name) or "").strip()
    except Exception:  # noqa: BLE001 - a backend fails in ways of its own, and its words may hold the key
        return ""
