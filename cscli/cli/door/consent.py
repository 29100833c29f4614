"""Asks the person at the terminal whether an engine may be sent texts."""

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

from cscli.cli.door import output
from cscli.cli.door.run import Run

if TYPE_CHECKING:
    from cscli.translation.engines.engine import Profile


def asker(run: Run) -> "Callable[[Profile], bool] | None":
    """A function that asks once for each service and remembers "always" for good; None where nobody can be asked."""
    if not (output.is_terminal(sys.stdin) and output.is_terminal(sys.stderr)):
        return None
    answers: dict[str, bool] = {}

    def asked(profile: "Profile") -> bool:
        from cscli.state.engines import add_consent
        from cscli.translation.consent import question

        if profile.host not in answers:
            typed = output.asked(question(profile)).lower()
            answers[profile.host] = typed[:1] in ("y", "a")
            if typed[:1] == "a":
                add_consent(run.machine, profile.name, profile.host, run.sender.agent, run.now)
        return answers[profile.host]

    return asked
