"""A pipeline of processes that stays open; a NUL byte ends each question and each answer.

Loading dictionaries takes 0.1 s, an answer then 2 ms. Standard error is discarded. A pipeline that hangs or breaks is
killed as a whole.
"""

import contextlib
import os
import selectors
import signal
import subprocess
import time
import weakref
from collections.abc import Sequence
from typing import IO

from cscli.translation.engines.children import without_secrets

_CHUNK = 1 << 16


class ProcessPipeline:
    """Connected processes in their own process group, which Ctrl-C does not reach.

    They end with ``close``, at a failure, or with this program. ``commands`` are not interpreted by a shell.

    Raises:
        OSError: a program cannot be started.
    """

    def __init__(self, commands: Sequence[Sequence[str]]) -> None:
        self._processes: list[subprocess.Popen[bytes]] = []
        self._end = weakref.finalize(self, _ended, self._processes)
        try:
            for command in commands:
                self._append(command)
        except OSError:
            self.close()
            raise
        self._input, self._output = _ends(self._processes)

    def ask(self, question: bytes, timeout: float) -> bytes:
        """The answer to ``question``, which holds no NUL byte, within ``timeout`` seconds.

        Raises:
            TimeoutError: the answer was not complete in time.
            BrokenPipeError: a process ended, or the answer is longer than one.
        """
        try:
            return self._answer(question + b"\0", time.monotonic() + timeout)
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """End all processes."""
        self._end()

    def _append(self, command: Sequence[str]) -> None:
        before = self._processes[-1].stdout if self._processes else None
        group = self._processes[0].pid if self._processes else 0
        process = subprocess.Popen(  # noqa: S603 - arguments of a parsed mode file
            list(command),
            bufsize=0,
            stdin=before or subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**without_secrets(os.environ), "LC_ALL": "C.UTF-8"},
            process_group=group,
        )
        self._processes.append(process)
        if before:
            before.close()  # must be open only in the next process, so that both see its end

    def _answer(self, question: bytes, deadline: float) -> bytes:
        answer: list[bytes] = []
        unsent = memoryview(question)
        with selectors.DefaultSelector() as ready:
            ready.register(self._output, selectors.EVENT_READ)
            ready.register(self._input, selectors.EVENT_WRITE)
            while True:
                left = deadline - time.monotonic()
                able = {key.fileobj for key, _ in ready.select(left)} if left > 0 else None
                if not able:
                    raise TimeoutError
                if self._output in able:
                    answer.append(_received(self._output))
                    if b"\0" in answer[-1]:
                        break
                elif unsent:
                    unsent = unsent[os.write(self._input.fileno(), unsent[:_CHUNK]) :]
                    if not unsent:
                        ready.unregister(self._input)
        whole, _, beyond = b"".join(answer).partition(b"\0")
        if beyond or unsent:
            raise BrokenPipeError("more came back than was asked for")
        return whole


def _ends(processes: list[subprocess.Popen[bytes]]) -> tuple[IO[bytes], IO[bytes]]:
    """The input and output, non-blocking, so that both sides cannot wait for each other."""
    first, last = processes[0].stdin, processes[-1].stdout
    if first is None or last is None:  # pragma: no cover - both are pipes
        raise BrokenPipeError
    os.set_blocking(first.fileno(), False)
    os.set_blocking(last.fileno(), False)
    return first, last


def _received(output: IO[bytes]) -> bytes:
    received = os.read(output.fileno(), _CHUNK)
    if not received:
        raise BrokenPipeError("a process ended")
    return received


def _ended(processes: list[subprocess.Popen[bytes]]) -> None:
    """Kill the group before waiting for any process: until then its id cannot be reused."""
    if processes:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(processes[0].pid, signal.SIGKILL)
    for process in processes:
        process.wait()
        for end in (process.stdin, process.stdout):
            if end:
                end.close()
