"""One connection to a PostgreSQL server, with time limits, and the server's errors in words, without any password."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from cscli.errors import UnavailableError
from cscli.record.address import shown, without_passwords

if TYPE_CHECKING:
    import psycopg

LOCK = 0x6373636C69  # one key for all that speak to a record: shared to write, exclusive to migrate
CONNECT_SECONDS = 5
_STATEMENT_SECONDS = 60
_CAUSES = (
    ("password authentication failed", "the server does not accept the password", "Check it, or ~/.pgpass."),
    ("no password supplied", "the server asks for a password", "Put it into ~/.pgpass or PGPASSWORD."),
    ("authentication failed", "the server does not accept the user", "Check the user in the address."),
    ("does not exist", "there is no such database or user", "Check the address, or create it on the server."),
    ("timeout expired", "the server does not answer", "Check the host and port, and whether the server is up."),
    ("could not translate host name", "the host is unknown", "Check the host in the address."),
    ("failed to resolve host", "the host is unknown", "Check the host in the address."),
    ("connection refused", "the server refuses connections", "Check the host and port, and whether the server is up."),
    ("too many clients", "the server takes no more connections", "Try again, or raise its max_connections."),
    ("too many connections", "the server takes no more connections", "Try again, or raise the limit of the user."),
    ("starting up", "the server is starting", "Try again in a moment."),
    ("no such file", "the server is not running", "Check the host and port, and whether the server is up."),
)  # fmt: skip


def connected(location: str, *, statement_seconds: int = _STATEMENT_SECONDS) -> "psycopg.Connection[tuple[Any, ...]]":
    """A new connection; a statement may take so many seconds, 0 for any number.

    Raises:
        UnavailableError: psycopg is not installed.
        psycopg.Error: the server cannot be reached.
    """
    try:
        import psycopg  # noqa: PLC0415 - an extra, and only a server needs it
    except ImportError as problem:
        raise UnavailableError(
            "A record on a PostgreSQL server needs psycopg, which is not installed.", code="no-driver",
            hint="Install it with: pip install 'cscli[team]'",
        ) from problem  # fmt: skip
    limits = f"-c statement_timeout={1000 * statement_seconds} -c lock_timeout=30000 -c client_min_messages=error"
    return psycopg.connect(
        location, autocommit=True, connect_timeout=CONNECT_SECONDS, application_name="cscli", options=limits,
        tcp_user_timeout=30_000, prepare_threshold=2,
    )  # fmt: skip


@contextmanager
def clear_errors(location: str) -> Iterator[None]:
    """A block whose errors of psycopg become ours, in words."""
    try:
        yield
    except Exception as problem:
        if not type(problem).__module__.startswith("psycopg"):
            raise
        raise in_words(problem, location) from None  # its cause may hold the address


def in_words(problem: Exception, address: str) -> UnavailableError:
    """An error of psycopg or the server, without a password."""
    import psycopg  # noqa: PLC0415 - it is loaded where it raised

    text = without_passwords(str(problem), address)
    lowered = text.lower()
    what, hint = (text.strip().splitlines() or ["it gave no reason"])[0].rstrip("."), "See: cscli doctor"
    if isinstance(problem, psycopg.errors.InsufficientPrivilege):
        what = f"its user has not the rights that are needed ({what})"
        hint = "Ask whoever runs the server for them; this prints the statements: cscli db roles"
    elif isinstance(problem, psycopg.errors.DiskFull):
        what, hint = "the disk of the server is full", "Make room there, then try again."
    elif isinstance(problem, psycopg.errors.ReadOnlySqlTransaction):
        what, hint = "it can only be read", "Name a server that takes writes."
    elif isinstance(problem, (psycopg.errors.LockNotAvailable, psycopg.errors.QueryCanceled)):
        what, hint = "another program keeps it locked", "Try again when that program is done."
    elif isinstance(problem, psycopg.OperationalError):
        what, hint = next(((w, h) for sign, w, h in _CAUSES if sign in lowered),
                          ("the connection was lost", "Try again; check whether the server is up."))  # fmt: skip
    return UnavailableError(
        f"The record {shown(address)} cannot be used: {what}.", code="record-unavailable", hint=hint
    )
