"""A text in the agent's own editor."""

import shlex
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path

from cscli.errors import UsageError


def edited(text: str, environ: Mapping[str, str]) -> str:
    """``text`` after the agent has changed it in ``$VISUAL`` or ``$EDITOR``.

    Raises:
        UsageError: there is no editor, it failed, or nothing is left of the text.
    """
    with tempfile.TemporaryDirectory() as folder:
        changed, fault = left_by_editor(text, Path(folder) / "reply.txt", environ)
    if fault:
        raise fault
    return changed


def left_by_editor(text: str, file: Path, environ: Mapping[str, str]) -> tuple[str, UsageError | None]:
    """What the agent's editor left of ``text`` in a file, also where it failed, and what went wrong."""
    command = environ.get("VISUAL") or environ.get("EDITOR")
    if not command:
        return text, UsageError(
            "There is no editor to open.", code="no-editor", hint="Set EDITOR, such as EDITOR=nano."
        )
    file.write_text(text + "\n", encoding="utf-8")
    try:
        done = subprocess.run([*shlex.split(command), str(file)], check=False)  # noqa: S603 - the user's own editor
    except OSError as problem:
        return text, UsageError(
            f"The editor {command!r} cannot be started: {problem.strerror}.",
            code="no-editor",
            hint="Set another one: export VISUAL=nano",
        )
    changed = file.read_text(encoding="utf-8", errors="replace").strip("\n")
    if done.returncode or not changed.strip():
        why = "The reply was not kept: the editor failed or the text is empty."
        return changed if changed.strip() else text, UsageError(
            why, code="not-edited", hint="Try again, or set another editor: export VISUAL=nano"
        )
    return changed, None
