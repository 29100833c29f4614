"""The engine's side of a ``worker`` process.

It answers one question at a time. After a timeout the process must be ended, or the next question gets the old answer.
"""

import json
import os
import queue
import subprocess
import sys
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from cscli.translation.engines.children import without_secrets
from cscli.translation.engines.engine import TimedOutError, UnreachableError
from cscli.translation.engines.fxtranslate import worker
from cscli.translation.engines.fxtranslate.models import NAME, languages_of

_SECONDS_TO_START = 60.0  # two models of 35 MB from a slow disk


class ModelProcess:
    """A ``worker`` that has loaded its models: one, or two in sequence.

    Raises:
        TimedOutError: it is not ready in time.
        UnreachableError: it cannot be started, or cannot load its models.
    """

    def __init__(self, folders: Sequence[Path]) -> None:
        # -P: modules in the current folder must not shadow installed ones.
        command = [sys.executable, "-P", worker.__file__, *map(str, folders)]
        try:
            self._process = subprocess.Popen(  # noqa: S603 - our own file
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=without_secrets(os.environ),
            )
        except OSError as problem:
            raise UnreachableError(NAME, f"its process cannot be started ({problem.strerror})") from None
        self._lines: queue.SimpleQueue[bytes] = queue.SimpleQueue()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        try:
            self._require_models(folders)
        except BaseException:
            self.close(kills=True)
            raise

    @property
    def is_alive(self) -> bool:
        """Whether the process is running."""
        return self._process.poll() is None

    def translated(self, texts: list[str], seconds: float) -> list[str]:
        """The translation of each text.

        Raises:
            TimedOutError: it takes more than ``seconds``.
            UnreachableError: the process has ended.
        """
        assert self._process.stdin  # noqa: S101 - opened as a pipe
        clean = [text.encode("utf-8", "replace").decode() for text in texts]  # lone surrogates crash the process
        try:
            self._process.stdin.write(json.dumps(clean).encode() + b"\n")
            self._process.stdin.flush()
        except OSError:
            raise UnreachableError(NAME, "its process has ended") from None
        answer: list[str] = self._answer(seconds)["texts"]
        return answer

    def close(self, *, kills: bool = False) -> None:
        """End the process; ``kills`` if it may be busy."""
        assert self._process.stdin  # noqa: S101 - opened as a pipe
        if kills:
            self._process.kill()
        try:
            self._process.stdin.close()
            self._process.wait(timeout=2)
        except (OSError, subprocess.TimeoutExpired):
            self._process.kill()
        self._process.wait()
        self._reader.join()  # the reader closes the other pipe

    def _require_models(self, folders: Sequence[Path]) -> None:
        try:
            error = self._answer(_SECONDS_TO_START).get("error", "")
        except UnreachableError:
            error = "its process ended"
        if error:
            raise UnreachableError(
                NAME, f"the model {' or '.join(folder.name for folder in folders)} cannot be read: {error}",
                hint=f"Install it again with: cscli engine install {' '.join(languages_of(folders))}",
            )  # fmt: skip

    def _answer(self, seconds: float) -> dict[str, Any]:
        try:
            line = self._lines.get(timeout=seconds)
        except queue.Empty:
            raise TimedOutError(NAME, f"no answer came in {seconds:g} seconds") from None
        if not line:
            raise UnreachableError(NAME, "its process ended over a text", hint="Perhaps the model is damaged.")
        answer: dict[str, Any] = json.loads(line)
        return answer

    def _read(self) -> None:
        """Forward lines to the queue; an empty line means that the process has ended."""
        assert self._process.stdout  # noqa: S101 - opened as a pipe
        with self._process.stdout as said:
            for line in said:
                self._lines.put(line)
        self._lines.put(b"")
