"""The bytes between us and an IMAP server: imaplib's connection, with a bound on what a server can make us take.

imaplib believes what it is told: it reads a literal of any announced size, and waits for the end of an answer that has
none. Here each command is allowed so many bytes and seconds. Only methods that imaplib documents as ones to override
are overridden.
"""

import imaplib
import select
import socket
import ssl
import sys
from time import monotonic

SECONDS = 30.0  # without a byte
_ANSWER = 1_000_000  # bytes of an answer without mails
_LINES = 2_000  # lines of such an answer
_LINES_OF_A_MAIL = 10
_ANSWER_SECONDS = 120.0
_FAREWELL_SECONDS = 2.0
_SLOWEST = 20_000  # bytes a second that a server may take for an answer
_BLOCK = 1 << 16
_LONGEST_LINE = 16_000_000  # the numbers of 1,500,000 mails


class TooMuchError(imaplib.IMAP4.abort):
    """A server sends more than was asked for, or never ends."""


class Wire(imaplib.IMAP4):
    """A connection to a server; ``context`` is None where TLS does not begin at once.

    Raises:
        OSError: there is no connection, or its certificate does not hold (ssl.SSLCertVerificationError).
        imaplib.IMAP4.error: what answers is no IMAP server.
    """

    def __init__(self, host: str, port: int, context: ssl.SSLContext | None, seconds: float = SECONDS) -> None:
        self._context, self._seconds = context, seconds
        self._buffer = bytearray()
        self._left, self._lines, self._deadline = _ANSWER, _LINES, monotonic() + _ANSWER_SECONDS
        super().__init__(host, port, timeout=seconds)

    def allow(self, size: int = 0, mails: int = 0) -> None:
        """Let the next answer hold ``size`` bytes of some mails beside its own."""
        self._left, self._lines = _ANSWER + size, _LINES + _LINES_OF_A_MAIL * mails
        self._deadline = monotonic() + _ANSWER_SECONDS + size / _SLOWEST

    def allow_numbers(self) -> None:
        """Let the next answer name all mails of a folder."""
        self.allow(_LONGEST_LINE)

    def hurry(self) -> None:
        """Wait no longer than two seconds for the next answer: it is only a farewell."""
        self.allow()
        self._seconds = min(self._seconds, _FAREWELL_SECONDS)
        self._deadline = monotonic() + _FAREWELL_SECONDS

    def open(self, host: str = "", port: int = 143, timeout: float | None = None) -> None:
        """Connect."""
        self.host, self.port = host, port
        sock = socket.create_connection((host, port), timeout)
        try:
            self.sock = self._context.wrap_socket(sock, server_hostname=host) if self._context else sock
        except BaseException:
            sock.close()
            raise
        self._filled_from = self.sock

    def read(self, size: int) -> bytes:
        """So many bytes, or fewer where the connection ends."""
        if size > self._left + len(self._buffer):
            raise TooMuchError(f"it announces {size} bytes")
        while len(self._buffer) < size and self._more():
            pass
        return self._taken(size)

    def readline(self) -> bytes:
        """A line with its end, or less where the connection ends."""
        self._lines -= 1
        if self._lines < 0:
            raise TooMuchError("its answer does not end")
        searched = 0
        while (end := self._buffer.find(b"\n", searched)) < 0:
            searched = len(self._buffer)
            if searched > _LONGEST_LINE:
                raise TooMuchError("a line of its answer does not end")
            if not self._more():
                return self._taken(searched)
        return self._taken(end + 1)

    def send(self, data: bytes) -> None:  # type: ignore[override] # the stubs name a buffer
        """Send bytes."""
        sys.audit("imaplib.send", self, data)
        self.sock.settimeout(self._seconds)
        self.sock.sendall(data)

    def shutdown(self) -> None:
        """Close the connection."""
        self.sock.close()

    def has_news(self, seconds: float) -> bool:
        """Whether the server sends something within ``seconds``; nothing of it is read.

        Raises:
            OSError: the connection is gone.
        """
        pending = getattr(self.sock, "pending", int)
        return bool(self._buffer or pending() or select.select([self.sock], [], [], seconds)[0])

    def _taken(self, size: int) -> bytes:
        found = bytes(self._buffer[:size])
        del self._buffer[:size]
        return found

    def _more(self) -> bool:
        """Read on; False where the server has closed the connection."""
        if self.sock is not self._filled_from:  # STARTTLS came in between
            if self._buffer:
                raise TooMuchError("it speaks before TLS has begun")
            self._filled_from = self.sock
        left = self._deadline - monotonic()
        if left <= 0:
            raise TooMuchError("its answer does not end")
        self.sock.settimeout(min(self._seconds, left))
        block = self.sock.recv(_BLOCK)
        self._left -= len(block)
        if self._left < 0:
            raise TooMuchError("its answer does not end")
        self._buffer += block
        return bool(block)
