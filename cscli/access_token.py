"""An access token instead of a password (XOAUTH2, OAUTHBEARER): where it comes from, and how it is said to a server.

Microsoft 365 and Gmail want one. It is made elsewhere: this program opens no browser and keeps no token. It is asked
for at each login, as it lives for an hour only, and it is in no message, record or setting.
"""

import os
import re
import shlex
import subprocess
from dataclasses import dataclass, field

from cscli.errors import UnavailableError, UsageError

PASSWORD_ALONE = "password"  # noqa: S105 - the name of a way to log in
MECHANISMS = {"xoauth2": "XOAUTH2", "oauthbearer": "OAUTHBEARER"}  # RFC 7628; XOAUTH2 is Google's, older
WAYS = (PASSWORD_ALONE, *MECHANISMS)
_SECONDS = 30.0
_LONGEST = 16_000  # characters; those of Microsoft have some 2,500
_TOKEN = re.compile(r"[A-Za-z0-9._~+/-]+=*")  # RFC 6750, 2.1


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenSource:
    """Where a token comes from: ``command`` prints it; else ``stored`` is it, from ``variable`` or the keyring.

    ``key`` is the setting of the command, for messages.
    """

    key: str
    variable: str
    command: str = ""
    stored: str = field(default="", repr=False)

    def token(self, seconds: float = _SECONDS) -> str:
        """The token as it is now.

        Raises:
            UsageError: the command cannot be read.
            UnavailableError: there is no token, or what was given cannot be one.
        """
        found = _printed(self.key, self.command, seconds) if self.command.strip() else self.stored
        if not found:
            raise UnavailableError(
                "There is no access token for the mail server.", code="mail-login",
                hint=f"Set {self.key} to a command that prints one, or {self.variable}, "
                f"or store it with: keyring set cscli {self.variable}",
            )  # fmt: skip
        if len(found) > _LONGEST or not _TOKEN.fullmatch(found):
            origin = f"What the command of {self.key} prints" if self.command.strip() else f"What {self.variable} holds"
            raise UnavailableError(
                f"{origin} is no access token: it is too long, or holds spaces or signs that no token has.",
                code="mail-login", hint="The token alone is wanted, on one line: no JSON, and no word before it.",
            )  # fmt: skip
        return found

    @property
    def renewal(self) -> str:
        """What to do where a server refuses the token."""
        origin = f"run the command of {self.key} by hand" if self.command.strip() else f"set {self.variable} again"
        return f"A token lives for about an hour: {origin}. It must be for this user, with leave to read or send mail."


class TokenAnswers:
    """What is said to a server that asks for a token, as smtplib and imapclient want it.

    The token is said once. A server that does not take it says why in a second question, which wants an answer without
    it before the refusal comes (RFC 7628, 3.2.3).
    """

    def __init__(self, way: str, user: str, token: str) -> None:
        self._way, self._is_said = way, False
        if way == "oauthbearer":
            self._text = f"n,a={user.replace('=', '=3D').replace(',', '=2C')},\1auth=Bearer {token}\1\1"
        else:
            self._text = f"user={user}\1auth=Bearer {token}\1\1"

    def __call__(self, _question: bytes | None = None) -> str:
        """The next answer."""
        if self._is_said:
            return "\1" if self._way == "oauthbearer" else ""
        self._is_said = True
        return self._text

    def __len__(self) -> int:
        """How long the first answer is in base64."""
        return 4 * -(-len(self._text.encode()) // 3)


def way_to_log_in(key: str, typed: str) -> str:
    """How to log in; ``password`` where nothing is said.

    Raises:
        UsageError: there is no such way.
    """
    way = typed.strip() or PASSWORD_ALONE
    if way not in WAYS:
        raise UsageError(
            f"{key} is {way[:40]!r}, which is unknown.", code="bad-config", hint=f"One of: {', '.join(WAYS)}"
        )
    return way


def _printed(key: str, command: str, seconds: float) -> str:
    """What the user's own command prints; its errors are not shown, as they may hold secrets.

    It is run without a shell.
    """
    try:
        words = shlex.split(command)
    except ValueError as problem:
        raise UsageError(
            f"{key} cannot be read: a quote is not closed.", code="bad-config", hint="Such as: pass show mail/token"
        ) from problem
    words[0] = os.path.expanduser(words[0])  # noqa: PTH111 - a name without a slash is looked up in PATH
    said = f"The command of {key}, {words[0][:100]!r},"
    hint = "Run it by hand: it must print the access token alone, and ask nothing."
    try:
        with subprocess.Popen(  # noqa: S603 - the user's own command
            words, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        ) as run:
            try:
                printed, _ = run.communicate(timeout=seconds)
            except subprocess.TimeoutExpired as problem:
                run.kill()
                raise UnavailableError(
                    f"{said} printed no token within {seconds:g} seconds.", code="mail-login", hint=hint
                ) from problem
    except (OSError, ValueError) as problem:
        why = problem.strerror if isinstance(problem, OSError) else ""
        raise UnavailableError(
            f"{said} cannot be run: {why or 'it is not a command'}.", code="mail-login", hint=hint
        ) from problem
    if run.returncode:
        raise UnavailableError(f"{said} ended with status {run.returncode}.", code="mail-login", hint=hint)
    return printed.decode("utf-8", "replace").strip()
