"""An IMAP server of our own that lies, drops and stalls where it is told to, and remembers what it was asked."""

import re
import socket
import socketserver
import threading
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

from token_logins import SECOND_ANSWERS, TOKEN_REFUSAL, token_said

CAPABILITIES = "IMAP4rev1 IDLE ID AUTH=PLAIN"


@dataclass
class ImapInbox:
    """What a server holds, and how it behaves.

    ``faults`` are ``(beginning of a command, how)``: each is met once, by the first such command. How: ``drop``,
    ``stall``, ``halfway`` (drops in the middle of a mail), ``endless`` (a line that does not end), ``flood`` (lines
    that do not end), ``announce`` (a mail of a terabyte), ``garbage``, ``rebuild`` (drops, and has another uidvalidity
    afterwards), ``NO words`` or ``BAD words``.
    """

    mails: dict[int, bytes] = field(default_factory=dict)
    uidvalidity: int = 7
    capabilities: str = CAPABILITIES
    password: str = "secret"  # noqa: S105 - of a server that lives for one test
    token: str = "ya29.token"  # noqa: S105 - as above
    permanent: str = "\\Seen \\*"
    sizes: dict[int, int] = field(default_factory=dict)  # lies about the size of a mail
    invented: list[int] = field(default_factory=list)  # numbers of mails that there are not
    faults: list[tuple[str, str]] = field(default_factory=list)
    always: list[tuple[str, str]] = field(default_factory=list)  # faults that do not go away
    asked: list[str] = field(default_factory=list)
    keywords: dict[int, set[str]] = field(default_factory=dict)
    port: int = 0
    news: threading.Event = field(default_factory=threading.Event)

    def verbs(self) -> list[str]:
        return [re.sub(r"^UID ", "UID-", line).split(" ")[0] for line in self.asked]

    def came(self, uid: int, raw: bytes) -> None:
        """A mail comes; whoever waits hears of it."""
        self.mails[uid] = raw
        self.news.set()


class _Session(socketserver.StreamRequestHandler):
    disable_nagle_algorithm = True  # else each answer in two pieces waits for 40 ms

    def handle(self):
        self.inbox: ImapInbox = self.server.inbox
        self.say("* OK ready")
        with suppress(OSError):
            while line := self.rfile.readline(100_000):
                tag, _, command = line.decode("utf-8", "replace").rstrip("\r\n").partition(" ")
                self.inbox.asked.append(command)
                if (how := self.fault(command)) and not self.fail(tag, how):
                    return
                if not how and not self.answer(tag, command):
                    return

    def fault(self, command):
        for faults in (self.inbox.faults, self.inbox.always):
            for one in faults:
                if command.startswith(one[0]):
                    if faults is self.inbox.faults:
                        faults.remove(one)
                    return one[1]
        return ""

    def say(self, text):
        self.wfile.write(text.encode("utf-8") + b"\r\n")
        return True

    def hang_up(self):
        with suppress(OSError):
            self.connection.shutdown(socket.SHUT_RDWR)
        return False

    def fail(self, tag, how):
        if how in ("drop", "rebuild"):
            self.inbox.uidvalidity += how == "rebuild"
            return self.hang_up()
        if how == "stall":
            self.server.stopping.wait(30)
            return False
        if how == "halfway":
            self.wfile.write(b"* 1 FETCH (UID 1 BODY[] {100000}\r\nFrom: a@b.example\r\n")
            return self.hang_up()
        if how == "announce":
            self.wfile.write(b"* 1 FETCH (UID 1 BODY[] {1000000000000}\r\n")
        block = {"endless": b"* OK " + b"x" * 65_531, "flood": b"* 5 EXISTS\r\n" * 5000}.get(how, b"x" * 65_536)
        if how in ("endless", "flood", "announce"):
            while not self.server.stopping.is_set():
                self.wfile.write(block)
                block = block.replace(b"* OK ", b"xxxxx") if how == "endless" else block
            return False
        if how == "garbage":
            return self.say("* ((((((") and self.say("\\ } {9999999999999999999999999} \x00") and self.say("what?")
        return self.say(f"{tag} {how}")

    def answer(self, tag, command):
        verb = command.split(" ")[0].upper()
        if verb == "LOGOUT":
            self.say("* BYE bye")
            self.say(f"{tag} OK done")
            return False
        name = "uid_" + command.split(" ")[1].lower() if verb == "UID" else verb.lower()
        reply = getattr(self, f"on_{name}", None)
        return reply(tag, command) if reply else self.say(f"{tag} BAD what is {name}")

    def on_capability(self, tag, _command):
        return self.say(f"* CAPABILITY {self.inbox.capabilities}") and self.say(f"{tag} OK done")

    def on_login(self, tag, command):
        is_right = command.endswith(f'"{self.inbox.password}"')
        return self.say(f"{tag} OK in" if is_right else f"{tag} NO [AUTHENTICATIONFAILED] \x1b[31mwrong password")

    def on_authenticate(self, tag, command):
        self.say("+ ")
        answer = self.rfile.readline().decode().strip()
        self.inbox.asked.append("(answer) " + answer)
        mechanism = command.split(" ")[1].upper()
        if mechanism == "PLAIN" or token_said(mechanism, answer) == ("desk", self.inbox.token):
            return self.say(f"{tag} OK in")
        self.say("+ " + TOKEN_REFUSAL)
        second = self.rfile.readline().decode().strip()
        if second != SECOND_ANSWERS[mechanism]:
            return self.say(f"{tag} BAD after a refusal the answer is {SECOND_ANSWERS[mechanism]!r}, not {second!r}")
        return self.say(f"{tag} NO [AUTHENTICATIONFAILED] \x1b[31mno: {answer}")

    def on_id(self, tag, _command):
        return self.say('* ID ("name" "faulty")') and self.say(f"{tag} OK done")

    def on_list(self, tag, _command):
        return self.say('* LIST () "." INBOX') and self.say('* LIST () "." Returns') and self.say(f"{tag} OK done")

    def on_select(self, tag, command):
        if not command.endswith(('"INBOX"', "INBOX", '"Returns"')):
            return self.say(f"{tag} NO there is none")
        inbox = self.inbox
        self.say(f"* {len(inbox.mails)} EXISTS")
        self.say("* 0 RECENT")
        self.say("* FLAGS (\\Seen)")
        self.say(f"* OK [PERMANENTFLAGS ({inbox.permanent})] flags")
        self.say(f"* OK [UIDVALIDITY {inbox.uidvalidity}] valid")
        mode = "READ-ONLY" if command.startswith("EXAMINE") else "READ-WRITE"
        return self.say(f"{tag} OK [{mode}] done")

    on_examine = on_select

    def on_uid_search(self, tag, command):
        first = int(re.search(r"UID (\d+):", command.removeprefix("UID SEARCH"))[1])
        found = sorted(uid for uid in self.inbox.mails if uid >= first) or sorted(self.inbox.mails)[-1:]
        return self.say("* SEARCH " + " ".join(map(str, [*found, *self.inbox.invented]))) and self.say(f"{tag} OK done")

    def on_uid_fetch(self, tag, command):
        numbers = [int(one) for one in command.split(" ")[2].split(",")]
        most = re.search(r"<0\.(\d+)>", command)
        for uid in numbers:
            raw = self.inbox.mails.get(uid)
            if raw is None:
                continue
            if "HEADER.FIELDS" in command:
                found = re.search(rb"(?im)^message-id:.*$", raw)
                head = (found[0].strip() + b"\r\n\r\n") if found else b"\r\n"
                size = self.inbox.sizes.get(uid, len(raw))
                self.literal(f"* {uid} FETCH (UID {uid} RFC822.SIZE {size} BODY[HEADER.FIELDS (MESSAGE-ID)]", head)
            else:
                part = raw[: int(most[1])] if most else raw
                self.literal(f"* {uid} FETCH (UID {uid} BODY[]{'<0>' if most else ''}", part)
        return self.say(f"{tag} OK done")

    def literal(self, head, content):
        self.wfile.write(f"{head} {{{len(content)}}}\r\n".encode() + content + b")\r\n")

    def on_uid_store(self, tag, command):
        for uid in map(int, command.split(" ")[2].split(",")):
            self.inbox.keywords.setdefault(uid, set()).update(re.findall(r"\$\w+|\\\w+", command))
        return self.say(f"{tag} OK done")

    def on_idle(self, tag, _command):
        self.say("+ idling")
        while True:
            if self.inbox.news.wait(0.02):
                self.inbox.news.clear()
                self.say(f"* {len(self.inbox.mails)} EXISTS")
            self.connection.settimeout(0.02)
            with suppress(TimeoutError):
                if self.connection.recv(100, socket.MSG_PEEK) == b"":
                    return False
                self.connection.settimeout(None)
                self.rfile.readline()
                return self.say(f"{tag} OK done")


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = daemon_threads = True

    def handle_error(self, *_):
        """A client that goes away is not a fault here."""


@contextmanager
def faulty_imap_server(inbox: ImapInbox):
    """The server of an inbox, on this machine."""
    server = _Server(("127.0.0.1", 0), _Session)
    server.inbox, server.stopping = inbox, threading.Event()
    inbox.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield inbox
    finally:
        server.stopping.set()
        server.shutdown()
        server.server_close()
