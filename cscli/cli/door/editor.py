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
    command = environ.get("VISUAL") or environ.get("EDITOR")
    if not command:
        raise UsageError("There is no editor to open.", code="no-editor", hint="Set EDITOR, such as EDITOR=nano.")
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "reply.txt"
        file.write_text(text + "\n", encoding="utf-8")
        try:
            done = subprocess.run([*shlex.split(command), str(file)], check=False)  # noqa: S603 - the user's own editor
        except OSError as problem:
            raise UsageError(
                f"The editor {command!r} cannot be started: {problem.strerror}.", code="no-editor"
            ) from problem
        changed = file.read_text(encoding="utf-8", errors="replace").strip("\n")
    if done.returncode or not changed.strip():
        raise UsageError("The reply was not kept: the editor failed or the text is empty.", code="not-edited")
    return changed
