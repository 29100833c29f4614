"""One check: a small class, or a rule from a file. What it is about stands in the first line of its docstring."""

from collections.abc import Iterator

from cscli.quality.finding import Finding, Severity
from cscli.quality.subject import Subject


class Check:
    """A check. Classes that check say what they find in ``_found``.

    Attributes:
        id: the name that ``--allow`` takes; rules may share one.
        severity: the worst that it says.
        needs: fields of a subject without which there is nothing to check.
        screen: an RE2 pattern that matches every text in which something is found; empty: any text may have a
            finding; None: a text that is made from templates is not checked, as its template was.
        spares_mentions: whether codes and addresses in the text, the subject's ``mentions``, only excuse what it finds.
        finding: what its findings are.
        spares_typed: whether nothing is said about a place inside a text that a person typed as a value.
    """

    id: str
    severity: Severity
    needs: tuple[str, ...] = ()
    screen: str | None = None
    spares_typed: bool = False
    spares_mentions: bool = False
    finding: type[Finding] = Finding

    @property
    def title(self) -> str:
        """What it is about, in a sentence."""
        return (type(self).__doc__ or "").partition("\n")[0]

    @property
    def origin(self) -> str:
        """Where it comes from: the file of a rule."""
        return "built in"

    def may_hold(self, about: Subject) -> bool:  # noqa: ARG002 - rules look at it
        """Whether the check is for texts of this market, language and channel."""
        return True

    def applies(self, subject: Subject) -> bool:
        """Whether the subject has what the check needs."""
        return all(getattr(subject, name) for name in self.needs)

    def findings(self, subject: Subject) -> Iterator[Finding]:
        """What is to be said about a subject, in the order of its text."""
        if self.applies(subject):
            for found in self._found(subject):
                is_spared = self.spares_typed and found.start is not None and found.end is not None
                if not (is_spared and subject.is_typed(found.start or 0, found.end or 0)):
                    yield found

    def _found(self, subject: Subject) -> Iterator[Finding]:
        raise NotImplementedError

    def says(
        self,
        message: str,
        start: int | None = None,
        end: int | None = None,
        *,
        suggestion: str = "",
        severity: Severity | None = None,
    ) -> Finding:
        """A finding of this check, of its own severity unless another is given."""
        return self.finding(
            check=self.id, severity=severity or self.severity, message=message, start=start, end=end,
            suggestion=suggestion,
        )  # fmt: skip
