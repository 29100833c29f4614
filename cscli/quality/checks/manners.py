"""Checks of tone against the market's card."""

import re
from collections.abc import Iterator

from cscli.quality.check import Check
from cscli.quality.finding import Finding, Severity
from cscli.quality.subject import Subject
from cscli.text import count_words

_MARKS = re.compile("[!\uff01]")


class Exclamations(Check):
    """More exclamation marks than the market takes well."""

    id = "exclamations"
    severity = Severity.WARNING
    needs = ("market",)

    def _found(self, subject: Subject) -> Iterator[Finding]:
        market = subject.market
        most = market.card.get("tone", {}).get("exclamation_max") if market else None
        places = [match.start() for match in _MARKS.finditer(subject.prose)]
        if market and isinstance(most, int) and len(places) > most:
            marks = count_words(len(places), "exclamation mark")
            message = f"{marks}; in {market.name} {f'at most {most}' if most else 'none'}."
            yield self.says(message, places[most], places[most] + 1)


MANNERS: tuple[Check, ...] = (Exclamations(),)
