"""What ``cscli db key``, ``encrypt`` and ``decrypt`` show."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from cscli.cli.door.result import Note, Result
from cscli.errors import ExitCode, Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordKey:
    """A new key. It is kept nowhere."""

    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Encryption:
    """How many rows were changed, and how many interactions have encrypted texts now, by the id of their key."""

    changed: int
    encrypted: dict[str, int]


def key_shown(key: str, variable: str) -> Result[RecordKey]:
    """A new key, and where to put it."""
    told = (
        f"Set {variable} to it, or store it with: keyring set cscli {variable}. Keep a copy in a safe place: "
        "nobody can read the texts without it. Then: cscli config set record.encrypt_bodies yes"
    )
    return Result(data=RecordKey(key=key), shown=key, notes=(Note(text=told),))


def encryption_shown(
    changed: int, encrypted: Mapping[str, int], unfinished: Iterable[str], to_set: str
) -> Result[Encryption]:
    """How many texts were changed, and what is encrypted now.

    Args:
        changed: how many texts were encrypted or decrypted.
        encrypted: the number of encrypted texts by the id of their key.
        unfinished: why old bytes may be left.
        to_set: what to set so that new texts are kept as the old ones are now; empty if that is set.
    """
    told = ", ".join(f"{count:,} with key {key}" for key, count in encrypted.items()) or "none"
    advice = f"New texts are not kept so yet. Set: cscli config set record.encrypt_bodies {to_set}"
    return Result(
        data=Encryption(changed=changed, encrypted=dict(encrypted)), shown=f"{changed:,} changed; encrypted: {told}",
        notes=(Note(text=advice, always=True),) if to_set else (),
        problems=tuple(
            Problem(
                code="not-rewritten", message=f"Old bytes may be left. {one}",
                hint="Do it again when nobody works.", exit_code=ExitCode.UNAVAILABLE,
            )
            for one in unfinished
        ),
    )  # fmt: skip
