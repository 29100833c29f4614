"""All checks, in the order in which their findings are shown."""

from collections.abc import Callable, Iterator

from cscli.quality.checks import dates, wording
from cscli.quality.finding import Draft, Finding

Check = Callable[[Draft], Iterator[Finding]]

CHECKS: dict[str, Check] = {
    "free-text-language": wording.free_text_language,
    "day-off": dates.day_off,
    "past-date": dates.past_date,
}


def findings(draft: Draft) -> tuple[Finding, ...]:
    """What all checks say about a draft."""
    return tuple(found for check in CHECKS.values() for found in check(draft))
