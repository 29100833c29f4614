"""The service levels of a run: its policies, with hours as the settings and the file name them."""

from collections.abc import Iterable
from functools import cached_property
from pathlib import Path

from cscli.cli.door.run import Run
from cscli.clock.calendar import Calendar
from cscli.clock.hours import ALWAYS, Schedule
from cscli.clock.sla import Standing
from cscli.desk.cases.case import Case
from cscli.desk.cases.policies import Policies, current, read_policies
from cscli.paths import is_file

_DESK, _EVER = "desk", "24/7"


class RunPolicies:
    """The service levels of one run."""

    def __init__(self, run: Run) -> None:
        self.run = run

    @cached_property
    def policies(self) -> Policies:
        """As the workspace or the config folder has them, else as shipped."""
        return read_policies(self.run.paths, self.run.cache(), self._calendar)

    def targets(self, case: Case) -> tuple[Standing, ...]:
        """How each target of a case stands now."""
        return current(self.policies.standings(case, self._now))

    def targets_of(self, cases: Iterable[Case]) -> dict[int, tuple[Standing, ...]]:
        """How the targets of cases stand, by number."""
        return {case.number: self.targets(case) for case in cases}

    @property
    def _now(self) -> int:
        return int(self.run.now.timestamp())

    def _calendar(self, name: str, file: Path) -> tuple[str, Calendar]:
        """The hours of a name (``desk``, a market, 24/7, a file beside the policies), and what they are called."""
        is_desk = name == _DESK
        wanted = self.run.settings.text("shop.support_hours") or _EVER if is_desk else name
        if wanted == _EVER:
            return _EVER, Calendar(Schedule(zone="UTC", week=ALWAYS))  # without all that named hours need
        from cscli.cli.door.run_clock import RunClock

        beside = file.parent / wanted
        found = RunClock(self.run).hours("" if is_desk else str(beside) if is_file(beside) else wanted)
        return found.name, found.calendar
