"""Options of texts that are read strictly: what does not exist is refused with what does."""

from collections.abc import Sequence

from cscli.errors import UsageError

_CHANNELS = ("email", "chat", "phone", "sms", "whatsapp")


def require_register(register: str) -> None:
    """Refuse a register that does not exist.

    Raises:
        UsageError: with those that do.
    """
    from cscli.markets.terms import Register

    _require_among("register", register, [r.value for r in Register])


def require_channel(channel: str) -> None:
    """Refuse a channel that does not exist.

    Raises:
        UsageError: with those that do.
    """
    _require_among("channel", channel, _CHANNELS)


def _require_among(what: str, value: str, known: Sequence[str]) -> None:
    if value and value not in known:
        raise UsageError(f"Unknown {what} {value[:20]!r}.", code="bad-value", hint=f"One of: {', '.join(known)}")
