"""All checks on a text, in the order in which their findings are shown.

They judge a text by itself, and against the text it was made from when there is one. They change nothing;
``autofixed`` mends spacing and punctuation, and nothing else.
"""

from collections.abc import Collection
from itertools import islice

from cscli.errors import UsageError, nearest
from cscli.quality.checks.glossary import GLOSSARY
from cscli.quality.checks.integrity import INTEGRITY
from cscli.quality.checks.leftovers import LEFTOVERS
from cscli.quality.checks.manners import MANNERS
from cscli.quality.checks.pairs import PAIRS
from cscli.quality.checks.personal import PERSONAL
from cscli.quality.checks.spacing import SPACING, autofixed
from cscli.quality.checks.surface import SURFACE
from cscli.quality.finding import Finding, Severity
from cscli.quality.subject import Subject, TextCheck, read_subject

__all__ = ["TEXT_CHECKS", "Subject", "TextCheck", "autofixed", "check_ids", "read_subject", "text_findings", "worst"]

TEXT_CHECKS: dict[str, TextCheck] = {
    check.id: check for check in (*INTEGRITY, *PAIRS, *GLOSSARY, *LEFTOVERS, *SURFACE, *SPACING, *MANNERS, *PERSONAL)
}
_ORDER = list(Severity)
_MOST = 100


def text_findings(subject: Subject, allow: Collection[str] = ()) -> tuple[Finding, ...]:
    """What all checks say about a text, but for those in ``allow``.

    A blank text has nothing more to say than that it is blank. A check is heard a hundred times at most.
    """
    if not subject.text.strip():
        return tuple(f for f in TEXT_CHECKS["empty"].findings(subject) if f.check not in allow)
    wanted = [check for name, check in TEXT_CHECKS.items() if name not in allow]
    return tuple(found for check in wanted for found in islice(check.findings(subject), _MOST))


def worst(found: Collection[Finding]) -> Severity | None:
    """The worst severity among findings; None without any."""
    return max((f.severity for f in found), key=_ORDER.index, default=None)


def check_ids(names: Collection[str]) -> frozenset[str]:
    """The ids that were typed, ``token_leak`` as ``token-leak``.

    Raises:
        UsageError: there is no such check; names the nearest.
    """
    wanted = {name: name.strip().lower().replace("_", "-") for name in names}
    for typed, name in wanted.items():
        if name not in TEXT_CHECKS:
            near = nearest(name, list(TEXT_CHECKS), most=1)
            meant = f" Did you mean {near[0]}?" if near else ""
            raise UsageError(
                f"There is no check {typed[:60]!r}.{meant}",
                code="unknown-check",
                hint=f"Checks: {', '.join(TEXT_CHECKS)}",
            )
    return frozenset(wanted.values())
