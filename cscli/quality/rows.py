"""Checks of texts made from templates: many texts that differ in the values that went into them.

A template is checked when it is written. What differs from text to text is what its values bring in, so that most
checks need not run. Each check that must run says so by its ``screen``. All screens are looked for at once, in one pass
over the text. Only a check whose screen matches is then run, on the whole text: it finds what a full check would find.
"""

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date
from functools import cached_property
from itertools import islice

from cscli.quality.checks.free_text import foreign
from cscli.quality.finding import Finding
from cscli.quality.registry import MOST, Checks
from cscli.quality.subject import Subject
from cscli.reading.placeables import Finder
from cscli.reading.user_patterns import Screen

_MOST_DATES = 4096


class RowChecker:
    """Checks texts from the same templates for the same market, language, register and channel.

    The first text is checked check by check; from the second on, screens are used.

    Args:
        checks: the checks of the run.
        about: what is the same for all texts; its ``text`` is not looked at.
        finder: finds in a text what must not change.
        allow: ids of checks that are left out.
    """

    def __init__(self, checks: Checks, about: Subject, finder: Finder, allow: Collection[str] = ()) -> None:
        self._about, self._finder = about, finder
        self._checks = [
            check
            for check in checks.all
            if check.screen is not None and check.id not in allow and check.may_hold(about)
        ]
        self._screened = [check for check in self._checks if check.screen]
        self._always = [check for check in self._checks if not check.screen and not check.needs]
        self._values = [check for check in self._checks if not check.screen and check.needs]
        self._dates: dict[tuple[tuple[str, date], ...], bool] = {}
        self._is_first = True

    def findings(
        self,
        text: str,
        free_texts: Mapping[str, str | tuple[str, ...]],
        dates: Mapping[str, date],
        names: tuple[str, ...] = (),
    ) -> tuple[Finding, ...]:
        """What is to be said about one text, in the order of all checks.

        Args:
            text: the text as it goes out.
            free_texts: values that a person typed as free text, by variable.
            dates: dates that went into the text, by variable.
            names: other words that a person typed: the customer's name.
        """
        if self._is_first:
            self._is_first = False
            wanted = self._checks
        else:
            hits = self._screen.hits(text)
            wanted = [self._screened[hit] for hit in hits] if hits else []
            if self._always:
                wanted += self._always
            if not self._are_plain(free_texts, dates):
                wanted += self._values
            if not wanted:
                return ()
            wanted = [check for check in self._checks if check in wanted]
        subject = replace(
            self._about, text=text, free_texts=free_texts, dates=dates, names=names,
            mentions=self._finder.mentions(text) if any(check.reads_mentions for check in wanted) else (),
        )  # fmt: skip
        return tuple([found for check in wanted for found in islice(check.findings(subject), MOST)])

    @cached_property
    def _screen(self) -> Screen:
        return Screen(tuple(check.screen or "" for check in self._screened))

    def _are_plain(self, free_texts: Mapping[str, str | tuple[str, ...]], dates: Mapping[str, date]) -> bool:
        """Whether nothing is to be said about values by themselves; what was seen before is remembered."""
        about = self._about
        if about.spoken:
            for value in free_texts.values():
                if foreign(value if type(value) is str else "; ".join(value), about.spoken, about.known_languages):
                    return False
        if not dates:
            return True
        key = tuple(dates.items())
        is_plain = self._dates.get(key)
        if is_plain is None:
            if len(self._dates) >= _MOST_DATES:
                self._dates.clear()
            subject = replace(about, dates=dates)
            is_plain = self._dates[key] = not any(True for check in self._values for _ in check.findings(subject))
        return is_plain
