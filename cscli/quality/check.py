"""The base class of checks. The first line of a check's docstring is its title."""

from abc import ABC, abstractmethod
from collections.abc import Iterator

from cscli.quality.finding import Finding, Severity
from cscli.quality.subject import Subject


class Check(ABC):
    """A check; subclasses implement ``_found``.

    Attributes:
        id: the name that ``--allow`` takes; several rules may share one.
        severity: the highest severity of its findings.
        needs: fields of the subject that must be set, otherwise the check is skipped.
        screen: an RE2 pattern that matches every text with a finding; empty: any text may have findings; None: texts
            from templates are not checked, because the template was.
        spares_placeables: whether the subject's ``placeables`` can only remove findings, never cause any.
        finding: the class of its findings, which says what they mean for a machine translation.
        spares_typed: whether findings inside a value that a person typed are dropped.
    """

    id: str
    severity: Severity
    needs: tuple[str, ...] = ()
    screen: str | None = None
    spares_typed: bool = False
    spares_placeables: bool = False
    finding: type[Finding] = Finding

    @property
    def title(self) -> str:
        """One sentence for lists of checks."""
        return (type(self).__doc__ or "").partition("\n")[0]

    @property
    def origin(self) -> str:
        """``built in``, or the file of a rule."""
        return "built in"

    def may_hold(self, about: Subject) -> bool:  # noqa: ARG002 - rules look at it
        """Whether the check covers this market, language and channel."""
        return True

    def applies(self, subject: Subject) -> bool:
        """Whether the subject has all fields in ``needs``."""
        return all(getattr(subject, name) for name in self.needs)

    def findings(self, subject: Subject) -> Iterator[Finding]:
        """The findings, in the order of the text."""
        if self.applies(subject):
            for found in self._found(subject):
                is_spared = self.spares_typed and found.start is not None and found.end is not None
                if not (is_spared and subject.is_typed(found.start or 0, found.end or 0)):
                    yield found

    @abstractmethod
    def _found(self, subject: Subject) -> Iterator[Finding]:
        """What the check finds in a subject that has all of ``needs``."""

    def says(
        self,
        message: str,
        start: int | None = None,
        end: int | None = None,
        *,
        suggestion: str = "",
        severity: Severity | None = None,
    ) -> Finding:
        """A finding of this check, by default of its severity."""
        return self.finding(
            check=self.id, severity=severity or self.severity, message=message, start=start, end=end,
            suggestion=suggestion,
        )  # fmt: skip
