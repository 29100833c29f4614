"""Consent: no text leaves this machine without the user's permission.

Local engines need no consent. For any other, the settings, the command line or a stored consent must allow its host;
``--private`` and ``privacy: local-only`` override all of them.
"""

from collections.abc import Callable
from dataclasses import dataclass

from cscli.errors import RefusedError
from cscli.translation.engines.context import proxy_host
from cscli.translation.engines.engine import Profile


@dataclass(frozen=True, kw_only=True)
class ConsentGate:
    """The permissions of a run.

    ``policy`` is the setting ``privacy``; ``online`` and ``private`` are options. ``remembered``: whether consent is
    stored. ``ask`` asks a person and stores an "always"; None if nobody can be asked.
    """

    policy: str = "ask"
    online: bool = False
    private: bool = False
    remembered: Callable[[Profile], bool] = lambda _: False
    ask: Callable[[Profile], bool] | None = None

    def allows(self, profile: Profile) -> bool:
        """Whether an engine may receive a text; asks a person if possible."""
        if profile.is_local:
            return True
        if self._is_closed:
            return False
        if self.online or self.policy == "online" or self.remembered(profile):
            return True
        return bool(self.ask and self.ask(profile))

    def refusal(self, profile: Profile) -> RefusedError:
        """The error for an engine that is not permitted, with how to permit it."""
        if self._is_closed:
            why = f"{'--private' if self.private else 'privacy: local-only'} forbids it"
            hint = "Use an engine on this machine; see them with: cscli engine list"
        else:
            why = "nobody agreed to that"
            hint = "Add --online, or agree for good with: cscli config set privacy online"
        return RefusedError(
            f"{profile.name} would send the text to {_receivers(profile)}, but {why}.{_in_address(profile)}",
            code="privacy", hint=hint,
        )  # fmt: skip

    @property
    def _is_closed(self) -> bool:
        return self.private or self.policy == "local-only"


def question(profile: Profile) -> str:
    """The question before an engine receives a text: who receives it, and how."""
    return (
        f"{profile.name} sends the text to {_receivers(profile)}, with names and numbers left out."
        f"{_in_address(profile)} Send it? [y]es, [a]lways, [n]o:"
    )


def _receivers(profile: Profile) -> str:
    """The host of a service, and the proxy on the way."""
    proxy = proxy_host(profile.host)
    return f"{profile.host} (through the proxy {proxy})" if proxy else profile.host


def _in_address(profile: Profile) -> str:
    return (
        " The text is part of the web address, which servers and proxies may log."
        if profile.puts_text_in_address else ""
    )  # fmt: skip
