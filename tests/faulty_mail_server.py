"""A mail server of our own that fails where it is told to, and remembers what it accepted."""

import socket
import socketserver
import threading
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

from token_logins import SECOND_ANSWERS, TOKEN_REFUSAL, token_said


@dataclass
class Inbox:
    """What a server accepted: the recipient and the message of each mail. ``hanging``: it hangs now."""

    port: int = 0
    token: str = ""  # that it takes; with one, it offers to log in
    asked: list[str] = field(default_factory=list)  # what came before the mails
    accepted: list[tuple[str, bytes]] = field(default_factory=list)
    hanging: threading.Event = field(default_factory=threading.Event)


class _Session(socketserver.StreamRequestHandler):
    """One connection. ``server.faults`` gives the fault of each mail in turn; None: it is accepted."""

    disable_nagle_algorithm = True  # else each answer in two pieces waits for 40 ms

    def handle(self):
        self.said(220, "faulty ESMTP")
        with suppress(OSError):
            while line := self.rfile.readline():
                if not self.answered(line.decode("utf-8", "replace").strip()):
                    return

    def said(self, code: int, text: str, *, more: bool = False) -> bool:
        self.wfile.write(f"{code}{'-' if more else ' '}{text}\r\n".encode())
        return True

    def hung_up(self) -> bool:
        with suppress(OSError):
            self.connection.shutdown(socket.SHUT_RDWR)
        return False

    def answered(self, line: str) -> bool:
        verb = line.split(" ", 1)[0].upper()
        if self.server.inbox.token and verb in ("EHLO", "AUTH"):
            self.server.inbox.asked.append(line)
            return self.offered() if verb == "EHLO" else self.logged_in(*line.split(" ")[1:])
        if verb == "MAIL":
            self.fault = next(self.server.faults, None)
        if verb == "RCPT":
            self.to = line
        if verb in ("MAIL", "RCPT", "DATA") and (fault := getattr(self, "fault", None)) and fault[0] == verb:
            return self.failed(fault[1])
        if verb == "DATA":
            return self.taken()
        if verb == "QUIT":
            self.said(221, "bye")
            return False
        return self.said(250, "2.1.0 fine")

    def offered(self) -> bool:
        return self.said(250, "faulty", more=True) and self.said(250, "AUTH LOGIN XOAUTH2 OAUTHBEARER")

    def logged_in(self, mechanism, answer="") -> bool:
        if not answer:
            self.said(334, "")
            answer = self.rfile.readline().decode().strip()
        if token_said(mechanism, answer) == ("desk", self.server.inbox.token):
            return self.said(235, "2.7.0 in")
        self.said(334, TOKEN_REFUSAL)
        second = self.rfile.readline().decode().strip()
        is_right = second == SECOND_ANSWERS[mechanism]
        return self.said(*((535, f"5.7.8 no: {answer}") if is_right else (501, f"5.5.2 what is {second!r}")))

    def failed(self, how) -> bool:
        if how == "drop":
            return self.hung_up()
        if how == "hang":
            self.server.inbox.hanging.set()
            self.server.stopping.wait(20)
            return False
        self.said(*how)
        return how[0] != 421 or self.hung_up()

    def taken(self) -> bool:
        self.said(354, "go on")
        fault = self.fault or ("", "")
        if fault[0] == "BODY":
            self.rfile.readline()
            return self.failed(fault[1])
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
        if fault[0] == "DOT" and "after accepting" not in fault[1]:
            return self.failed(fault[1])
        self.server.inbox.accepted.append((self.to, b"".join(lines)))
        if fault[0] == "DOT":
            return self.failed(fault[1].removesuffix(" after accepting"))
        return self.said(250, f"2.0.0 Ok: queued as Q{len(self.server.inbox.accepted)}")


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = daemon_threads = True


@contextmanager
def faulty_mail_server(*faults, token=""):
    """A server on this machine; each mail meets the next fault: ``(step, how)`` or None.

    With a ``token`` it offers to log in with that.

    Steps are MAIL, RCPT, DATA, BODY (in the middle of the message) and DOT (after it). How: ``drop``, ``hang``,
    ``(code, text)``, and after the dot ``drop after accepting`` and ``hang after accepting``.
    """
    server = _Server(("127.0.0.1", 0), _Session)
    server.faults, server.stopping = iter(faults), threading.Event()
    server.inbox = Inbox(port=server.server_address[1], token=token)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield server.inbox
    finally:
        server.stopping.set()
        server.shutdown()
        server.server_close()
