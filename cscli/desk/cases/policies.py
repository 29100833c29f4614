"""Service levels as a desk sets them: which targets a case has, whose hours count, which waiting stops which clock.

They are data (``policies.yaml`` in the workspace or the config folder, else as shipped). Nothing here looks at a clock.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from cscli import datafile
from cscli.cache import Cache
from cscli.clock import sla
from cscli.clock.calendar import Boundary, Calendar
from cscli.clock.parse import parse_duration
from cscli.clock.schedule_versions import ScheduleVersion, ScheduleVersions
from cscli.clock.sla import Measure, Standing, What
from cscli.clock.zones import local_day
from cscli.desk.cases.case import Case
from cscli.desk.cases.event import Priority, Stage
from cscli.errors import DataFileError, UsageError, unknown
from cscli.paths import Paths

FILE_NAME = "policies.yaml"
_PAUSES = {"waiting": What.WAITING_FOR_CUSTOMER, "held": What.WAITING_FOR_OTHERS, "snoozed": What.SNOOZED}
_OUTSIDE = (Stage.MERGED, Stage.SPAM)  # outside every measure

HoursNamed = Callable[[str, Path], tuple[str, Calendar]]  # the hours of a name in a file, and what they are called


class CaseKind(NamedTuple):
    """All that rules look at of a case."""

    market: str
    channel: str
    priority: str
    tags: tuple[str, ...]


class CaseMatch(NamedTuple):
    """Which cases a rule is for; an empty field fits any."""

    market: tuple[str, ...] = ()
    channel: tuple[str, ...] = ()
    priority: tuple[str, ...] = ()
    tag: tuple[str, ...] = ()

    def fits(self, case: Case | CaseKind) -> bool:
        """Whether a case is one of them."""
        return (
            (not self.market or case.market in self.market)
            and (not self.channel or case.channel in self.channel)
            and (not self.priority or case.priority in self.priority)
            and (not self.tag or any(tag in case.tags for tag in self.tag))
        )


class TargetRule(NamedTuple):
    """One rule: targets in business seconds, None for no target; ``hours`` names a schedule or is empty."""

    name: str
    match: CaseMatch
    targets: Mapping[Measure, int | None]
    hours: str


class EscalationRule(NamedTuple):
    """What is done once ``used`` percent of a target are used up."""

    name: str
    match: CaseMatch
    measure: Measure
    used: int
    assign: str
    priority: Priority | None
    tag: str


class CasePolicy(NamedTuple):
    """What holds for one case: its targets, the rule that gave each, and the hours by which they run."""

    targets: Mapping[Measure, int | None]
    rules: Mapping[Measure, str]
    hours: str
    clock: ScheduleVersions


class Policies:
    """The service levels of a desk; ``file`` is where they come from."""

    def __init__(
        self, *, file: Path, rules: tuple[TargetRule, ...], escalations: tuple[EscalationRule, ...],
        service: sla.Policy, clocks: Mapping[str, Callable[[], ScheduleVersions]],
    ) -> None:  # fmt: skip
        self.file, self.rules, self.escalations = file, rules, escalations
        self.service, self.clocks = service, clocks
        self._known: dict[tuple[object, ...], CasePolicy] = {}

    def policy(self, case: Case | CaseKind) -> CasePolicy:
        """What holds for a case: of all rules that fit, the last one counts for each target and for the hours."""
        key = (case.market, case.channel, case.priority, case.tags)
        if key not in self._known:
            fitting = [rule for rule in self.rules if rule.match.fits(case)]
            hours = next((rule.hours for rule in reversed(fitting) if rule.hours), next(iter(self.clocks)))
            self._known[key] = CasePolicy(
                targets={measure: target for rule in fitting for measure, target in rule.targets.items()},
                rules={measure: rule.name for rule in fitting for measure in rule.targets},
                hours=hours,
                clock=self.clocks[hours](),
            )
        return self._known[key]

    def standings(self, case: Case, now: int) -> tuple[Standing, ...]:
        """How each target of a case stands at a UTC epoch second; of next responses all, by time.

        Cases that are merged into another and spam have none.

        Raises:
            DataFileError: the hours are not open for so long as a target.
        """
        if case.state in _OUTSIDE:
            return ()
        holds = self.policy(case)
        try:
            return sla.standings_of(case.clocks, holds.targets, holds.clock, now, self.service)
        except UsageError as problem:
            rules = ", ".join(dict.fromkeys(holds.rules.values()))
            raise DataFileError(
                f"{self.file}: the targets of case {case.number} cannot be met: {problem.message}",
                hint=f"Look at the hours {holds.hours!r} and the rules {rules}.",
            ) from problem

    def margins(self, case: Case, now: int) -> tuple[tuple[int, int], ...]:
        """The business seconds that are left of each target that runs, and the target; less work than the standings."""
        if case.state in _OUTSIDE:
            return ()
        holds = self.policy(case)
        return tuple(sla.margins(case.clocks, holds.targets, holds.clock, now, self.service))


def current(standings: Sequence[Standing]) -> tuple[Standing, ...]:
    """One standing for each measure: the one that runs, else the last."""
    found: dict[Measure, Standing] = {}
    for one in standings:
        found[one.measure] = one
    return tuple(found.values())


def read_policies(paths: Paths, cache: Cache, calendar: HoursNamed) -> Policies:
    """The service levels of the desk.

    Args:
        paths: where the file is looked for: the config folder, the workspace, the shipped data.
        cache: where its checked content is kept.
        calendar: the hours of a name that stands in the file, and what they are called.

    Raises:
        DataFileError: the file cannot be used.
    """
    found = paths.winner(FILE_NAME)
    if found is None:
        raise DataFileError(f"There is no {FILE_NAME}.", hint="Install the program again.")
    path = found[1]
    content = datafile.read(path, "policies", cache=cache).content
    schedules = content.get("schedules") or {"desk": [{"hours": "desk"}]}
    _require_dates(path, schedules)
    clocks = {name: _clock(versions, path, calendar) for name, versions in schedules.items()}
    rules = tuple(_rule(path, index, entry) for index, entry in enumerate(content.get("targets", ())))
    for index, rule in enumerate(rules):
        if rule.hours and rule.hours not in clocks:
            raise _fault(path, ("targets", index, "hours"), unknown("schedule", rule.hours, clocks).message)
    pauses = content.get("pauses", {"resolution": ["waiting"]})
    return Policies(
        file=path,
        rules=rules,
        escalations=tuple(_escalation(entry) for entry in content.get("escalations", ())),
        service=sla.Policy(
            pauses={Measure(name): frozenset(_PAUSES[wait] for wait in waits) for name, waits in pauses.items()},
            boundary=Boundary(content.get("boundary", "close")),
        ),
        clocks=clocks,
    )


def _require_dates(path: Path, schedules: Mapping[str, Sequence[Mapping[str, str]]]) -> None:
    """Refuse a version of a schedule that begins on a date that no calendar has."""
    for name, versions in schedules.items():
        for index, entry in enumerate(versions):
            try:
                date.fromisoformat(entry.get("from", "2000-01-01"))
            except ValueError as problem:
                raise _fault(
                    path, ("schedules", name, index, "from"), f"{entry['from']!r} is not a date of the calendar."
                ) from problem


def _clock(versions: Sequence[Mapping[str, str]], path: Path, calendar: HoursNamed) -> Callable[[], ScheduleVersions]:
    """The hours of a schedule, read when the first case asks for them."""
    made: list[ScheduleVersions] = []

    def clock() -> ScheduleVersions:
        if not made:
            made.append(ScheduleVersions([_version(entry, *calendar(entry["hours"], path)) for entry in versions]))
        return made[0]

    return clock


def _version(entry: Mapping[str, str], name: str, calendar: Calendar) -> ScheduleVersion:
    """A version begins with its date in the zone of its hours; one without a date has always been in force."""
    since = local_day(date.fromisoformat(entry["from"]), calendar.schedule.zone)[0] if "from" in entry else 0
    return ScheduleVersion(since=since, name=name, calendar=calendar)


def _rule(path: Path, index: int, entry: Mapping[str, Any]) -> TargetRule:
    targets: dict[Measure, int | None] = {}
    for measure in Measure:
        if measure in entry:
            targets[measure] = _seconds(path, ("targets", index, str(measure)), entry[measure])
    return TargetRule(
        name=entry.get("name", f"rule {index + 1}"), match=_match(entry), targets=targets, hours=entry.get("hours", "")
    )


def _seconds(path: Path, place: datafile.Place, text: str | None) -> int | None:
    if text is None:
        return None
    try:
        return parse_duration(text).seconds
    except UsageError as problem:
        raise _fault(path, place, problem.message) from problem


def _escalation(entry: Mapping[str, Any]) -> EscalationRule:
    return EscalationRule(
        name=entry["name"], match=_match(entry), measure=Measure(entry["target"]), used=entry["used"],
        assign=entry.get("assign", ""), priority=Priority(entry["raise"]) if "raise" in entry else None,
        tag=entry.get("add-tag", ""),
    )  # fmt: skip


def _match(entry: Mapping[str, Any]) -> CaseMatch:
    fields = {}
    for name in ("market", "channel", "priority", "tag"):
        value = entry.get(name, ())
        fields[name] = (value,) if isinstance(value, str) else tuple(value)
    return CaseMatch(**fields)


def _fault(path: Path, place: datafile.Place, message: str) -> DataFileError:
    return DataFileError(f"{path}:{datafile.line_of(path, place)}: {message}")
