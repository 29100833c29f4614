"""The server to which mails are handed in, as the settings name it; passwords and tokens are in no setting."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from cscli.access_token import PASSWORD_ALONE, TokenSource, way_to_log_in
from cscli.errors import UsageError

_SECONDS = 30.0
_PORTS = {"starttls": 587, "tls": 465, "none": 25}
PASSWORD = "CSCLI_SMTP_PASSWORD"  # noqa: S105 - the name of a variable
TOKEN = "CSCLI_SMTP_TOKEN"  # noqa: S105 - as above
_TOKENS = TokenSource(key="smtp.token_command", variable=TOKEN)


@dataclass(frozen=True, slots=True, kw_only=True)
class MailServer:
    """Where mails are handed in. ``tls`` is ``starttls``, ``tls`` or ``none``; a password is never shown.

    ``auth`` is ``password``, or ``xoauth2`` or ``oauthbearer`` with a token of ``tokens``.
    """

    host: str
    port: int = 0
    tls: str = "starttls"
    user: str = ""
    password: str = field(default="", repr=False)
    auth: str = PASSWORD_ALONE
    tokens: TokenSource = _TOKENS
    seconds: float = _SECONDS

    def __post_init__(self) -> None:
        """Refuse what cannot be a server.

        Raises:
            UsageError: an unknown way of TLS, a port out of range, or a password that would cross a network in clear.
        """
        if self.tls not in _PORTS:
            raise UsageError(
                f"smtp.tls is {self.tls[:40]!r}, which is unknown.", code="bad-config",
                hint=f"One of: {', '.join(_PORTS)}",
            )  # fmt: skip
        if not 0 <= self.port <= 65535:  # noqa: PLR2004 - the highest port
            raise UsageError(f"smtp.port is {self.port}, which is not a port.", code="bad-config", hint="Such as 587")
        if self.user and self.tls == "none" and self.host not in ("localhost", "127.0.0.1", "::1"):
            raise UsageError(
                "The password for the mail server would be sent without TLS.", code="bad-config",
                hint="Set smtp.tls to starttls or tls.",
            )  # fmt: skip

    @property
    def wants_token(self) -> bool:
        """Whether it is logged in to with an access token."""
        return bool(self.user) and self.auth != PASSWORD_ALONE

    @property
    def address(self) -> tuple[str, int]:
        """Host and port."""
        return self.host, self.port or _PORTS[self.tls]


def mail_server(setting: Callable[[str], str], secret: Callable[[str], str]) -> MailServer | None:
    """The server of the settings; None where no ``smtp.host`` is set.

    Args:
        setting: gives a setting by its key, or empty.
        secret: gives a secret by its environment variable, or empty.

    Raises:
        UsageError: the settings name no port, or no way of TLS or to log in that there is.
    """
    host = setting("smtp.host").strip()
    if not host:
        return None
    port, user = setting("smtp.port").strip() or "0", setting("smtp.user").strip()
    if not (port.isascii() and port.isdigit()):
        raise UsageError(f"smtp.port is {port[:40]!r}, which is not a port.", code="bad-config", hint="Such as 587")
    server = MailServer(
        host=host, port=int(port), tls=setting("smtp.tls") or "starttls", user=user,
        auth=way_to_log_in("smtp.auth", setting("smtp.auth")),
    )  # fmt: skip
    if not user:
        return server
    if not server.wants_token:
        return replace(server, password=secret(PASSWORD))
    command = setting("smtp.token_command").strip()
    return replace(server, tokens=replace(_TOKENS, command=command, stored="" if command else secret(TOKEN)))
