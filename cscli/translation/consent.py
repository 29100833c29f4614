"""Whether a text may leave this machine: nothing is sent anywhere unless somebody said so.

An engine that keeps texts here needs no consent. For every other one the settings, the command line or a remembered
answer must allow its very host; ``--private`` and ``privacy: local-only`` go before all of them.
"""

from collections.abc import Callable
from dataclasses import dataclass

from cscli.errors import RefusedError
from cscli.translation.engines.context import proxy_host
from cscli.translation.engines.engine import Profile

POLICIES = ("ask", "local-only", "online")


@dataclass(frozen=True, kw_only=True)
class ConsentGate:
    """What a run allows.

    ``policy`` is the setting ``privacy``. ``online`` and ``private`` are the options of this run. ``remembered`` tells
    whether somebody agreed before; ``ask`` asks a person now and remembers a yes, None where nobody can be asked.
    """

    policy: str = "ask"
    online: bool = False
    private: bool = False
    remembered: Callable[[Profile], bool] = lambda _: False
    ask: Callable[[Profile], bool] | None = None

    def allows(self, profile: Profile) -> bool:
        """Whether an engine may see a text; a person is asked where one can be."""
        if profile.is_local:
            return True
        if self._is_closed:
            return False
        if self.online or self.policy == "online" or self.remembered(profile):
            return True
        return bool(self.ask and self.ask(profile))

    def refusal(self, profile: Profile) -> RefusedError:
        """The error for an engine that may not be used, with what would change that."""
        if self._is_closed:
            why = "--private" if self.private else "privacy: local-only"
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
    """What a person is asked before an engine may have a text: who will see it, and how it travels."""
    return (
        f"{profile.name} sends the text to {_receivers(profile)}, with names and numbers left out."
        f"{_in_address(profile)} Send it? [y]es, [a]lways, [n]o:"
    )


def _receivers(profile: Profile) -> str:
    """The host of a service, and the proxy that everything passes on its way there."""
    proxy = proxy_host(profile.host)
    return f"{profile.host} (through the proxy {proxy})" if proxy else profile.host


def _in_address(profile: Profile) -> str:
    return (
        " The text is part of the web address, which servers and proxies may log."
        if profile.puts_text_in_address else ""
    )  # fmt: skip
