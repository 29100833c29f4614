"""Files that commands write for the user."""

from pathlib import Path

from cscli.errors import UnavailableError


def write_private(path: Path, text: str) -> None:
    """Write a file that only its owner reads, all or nothing.

    Raises:
        UnavailableError: it cannot be written.
    """
    temporary = path.with_name(path.name + ".new")
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        temporary.write_text(text, encoding="utf-8")
        temporary.chmod(0o600)
        temporary.replace(path)
    except OSError as problem:
        raise UnavailableError(
            f"{path} cannot be written: {problem.strerror}.",
            code="cannot-write",
            hint="Name another place with --config.",
        ) from problem
