"""Accounts on mail servers, as the settings name them.

Passwords and tokens come from the environment or the keyring alone, tokens also from a command of the user.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from cscli.access_token import PASSWORD_ALONE, TokenSource, way_to_log_in
from cscli.errors import UsageError, unknown

PASSWORD = "CSCLI_IMAP_PASSWORD"  # noqa: S105 - the name of a variable
TOKEN = "CSCLI_IMAP_TOKEN"  # noqa: S105 - as above
ONLY = "default"  # the name of the account of the plain settings
_PORTS = {"tls": 993, "starttls": 143, "none": 143}
_HIGHEST_PORT = 65535
_LOOPBACK = ("localhost", "127.0.0.1", "::1")
_FIELDS = ("host", "port", "tls", "user", "auth", "token_command", "folders")
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True, slots=True, kw_only=True)
class MailAccount:
    """An account. ``tls`` is ``tls``, ``starttls`` or ``none``; the password is never shown.

    ``auth`` is ``password``, ``xoauth2`` or ``oauthbearer``. For the latter two ``token_command`` prints the token;
    without one, ``password`` is the token.
    """

    name: str
    host: str
    user: str
    port: int = 0
    tls: str = "tls"
    folders: tuple[str, ...] = ("INBOX",)
    auth: str = PASSWORD_ALONE
    token_command: str = ""
    password: str = field(default="", repr=False)

    def __post_init__(self) -> None:
        """Refuse what cannot be an account.

        Raises:
            UsageError: no host or user, an unknown way of TLS, a port out of range, no folder, or a password that would
                cross a network in clear.
        """
        is_named = self.name[:1] in _LETTERS and not set(self.name) - set(_LETTERS + "0123456789-")
        texts = (self.host, self.user, *self.folders)
        faults = (
            (
                not self.name or not is_named, "has a name that cannot be used",
                "Use a to z, 0 to 9 and -, such as cn-desk.",
            ),
            (not self.host, "has no host", "Set imap.host, or host under imap.accounts."),
            (not self.user, "has no user", "Set imap.user, or user under imap.accounts."),
            (self.tls not in _PORTS, f"has tls: {self.tls[:40]!r}", f"One of: {', '.join(_PORTS)}"),
            (not 0 <= self.port <= _HIGHEST_PORT, f"has the port {self.port}, which does not exist", "Such as 993"),
            (not self.folders or not all(self.folders), "names no folder", "Such as: folders: [INBOX]"),
            (not all(map(str.isprintable, texts)), "holds control characters", "Write host, user and folders again."),
            (
                self.tls == "none" and self.host not in _LOOPBACK, "would send its password without TLS",
                "Set tls to tls or starttls.",
            ),
        )  # fmt: skip
        for is_wrong, what, hint in faults:
            if is_wrong:
                raise UsageError(f"The mail account {self.name[:40]!r} {what}.", code="bad-config", hint=hint)

    @property
    def address(self) -> tuple[str, int]:
        """Host and port."""
        return self.host, self.port or _PORTS[self.tls]

    @property
    def mailbox(self) -> str:
        """What tells the account from all others in the record, whatever it is called here: ``USER@HOST[:PORT]``."""
        port = f":{self.port}" if self.port not in (0, *_PORTS.values()) else ""
        return f"{self.user}@{self.host.lower()}{port}"

    @property
    def variable(self) -> str:
        """The environment variable of its password or token, which is its user name in the keyring, too."""
        name = TOKEN if self.wants_token else PASSWORD
        return name if self.name == ONLY else f"{name}_{self.name.upper().replace('-', '_')}"

    @property
    def wants_token(self) -> bool:
        """Whether it logs in with an access token instead of a password."""
        return self.auth != PASSWORD_ALONE

    @property
    def tokens(self) -> TokenSource:
        """Where its access token comes from."""
        key = "imap.token_command" if self.name == ONLY else f"imap.accounts.{self.name}.token_command"
        return TokenSource(key=key, variable=self.variable, command=self.token_command, stored=self.password)


def mail_accounts(
    setting: Callable[[str], str],
    folders: Sequence[str],
    accounts: Mapping[str, Mapping[str, Any]],
    secret: Callable[[str], str],
) -> tuple[MailAccount, ...]:
    """The accounts of the settings, in their order; none where no server is set.

    With ``imap.accounts``, ``imap.host`` and the others say what an account leaves out. Without, they are the only
    account.

    Args:
        setting: gives a setting by its key, or empty.
        folders: the setting ``imap.folders``.
        accounts: the setting ``imap.accounts``.
        secret: gives a secret by its environment variable, or empty.

    Raises:
        UsageError: an account cannot be one.
    """
    shared: dict[str, Any] = {name: setting(f"imap.{name}").strip() for name in _FIELDS[:-1]} | {"folders": folders}
    if not accounts:
        accounts = {ONLY: {}} if shared["host"] else {}
    found = [_account(name, {**shared, **own}) for name, own in accounts.items()]
    return tuple(_with_password(one, secret) for one in found)


def accounts_named(accounts: Sequence[MailAccount], names: Sequence[str]) -> tuple[MailAccount, ...]:
    """The accounts of some names, each once; all of them for no name.

    Raises:
        UsageError: there is no account at all.
        NotFoundError: there is none of that name; suggests the nearest.
    """
    if not accounts:
        raise UsageError(
            "No mail server is set to fetch from.", code="no-mail-server",
            hint="cscli config set imap.host imap.example, and: cscli config set imap.user desk@shop.example",
        )  # fmt: skip
    known = {one.name: one for one in accounts}
    for name in names:
        if name not in known:
            raise unknown("account", name, known, see="cscli inbox list")
    return tuple(known[name] for name in dict.fromkeys(names)) if names else tuple(accounts)


def _account(name: str, said: Mapping[str, Any]) -> MailAccount:
    stray = next((key for key in said if key not in _FIELDS), None)
    if stray is not None:
        raise UsageError(
            f"The mail account {name[:40]!r} has a key {stray[:40]!r}, which is unknown.", code="bad-config",
            hint=f"Keys: {', '.join(_FIELDS)}",
        )  # fmt: skip
    port = str(said["port"] or "0").strip()
    folders = said["folders"]
    if not (port.isascii() and port.isdigit()):
        raise UsageError(
            f"The mail account {name[:40]!r} has the port {port[:40]!r}, which is not a number.", code="bad-config",
            hint="Such as 993",
        )  # fmt: skip
    if isinstance(folders, str) or not isinstance(folders, Sequence):
        folders = (str(folders),)
    auth = way_to_log_in("imap.auth" if name == ONLY else f"imap.accounts.{name[:40]}.auth", str(said["auth"] or ""))
    return MailAccount(
        name=name, host=str(said["host"]).strip(), user=str(said["user"]).strip(), port=int(port[:6]),
        tls=str(said["tls"]) or "tls", folders=tuple(dict.fromkeys(str(one).strip() for one in folders)),
        auth=auth, token_command=str(said["token_command"] or "").strip(),
    )  # fmt: skip


def _with_password(account: MailAccount, secret: Callable[[str], str]) -> MailAccount:
    return replace(account, password=secret(account.variable))
