"""Checks of many texts from the same templates.

A template is checked when it is written, so only its values can cause findings. A check that must run has a ``screen``.
All screens are matched in one pass over the text; only checks whose screen matches run, on the whole text, and find
what a full check would find.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING, Any

from cscli.quality.check import Check
from cscli.quality.checks.free_text import foreign
from cscli.quality.finding import Finding
from cscli.quality.registry import MOST, Checks
from cscli.quality.subject import Subject
from cscli.reading.user_patterns import Screen, screen

if TYPE_CHECKING:
    from cscli.reading.placeables import Finder, Placeable

_MOST_DATES = 4096


class LateFinder:
    """A ``Finder`` that is created on first use, because few texts from templates need it."""

    def __init__(self, **arguments: Any) -> None:
        self._arguments = arguments

    def placeables(self, text: str) -> "tuple[Placeable, ...]":
        """Everything that must not change, in order."""
        return self._finder.placeables(text)

    @cached_property
    def _finder(self) -> "Finder":
        from cscli.reading.placeables import Finder  # noqa: PLC0415 - see above

        return Finder(**self._arguments)


class RowChecker:
    """Checks texts from the same templates for the same market, language, register and channel.

    The first text is checked without screens, the others with screens.

    Args:
        checks: the checks of the run.
        about: the fields that all texts share, except ``text``.
        finder: a ``Finder`` or ``LateFinder``.
        allow: ids of checks to skip.
    """

    def __init__(
        self, checks: Checks, about: Subject, finder: "Finder | LateFinder", allow: Collection[str] = ()
    ) -> None:
        self._about, self._finder = about, finder
        self._checks = [
            check
            for check in checks.all
            if check.screen is not None and check.id not in allow and check.may_hold(about)
        ]
        self._screened = [check for check in self._checks if check.screen]
        self._dated = [check for check in self._checks if check.screen == "" and "dates" in check.needs]
        self._typed = [check for check in self._checks if check.screen == "" and "free_texts" in check.needs]
        self._always = [check for check in self._checks if check.screen == "" and not check.needs]
        self._said_of_dates: dict[tuple[tuple[str, date], ...], tuple[Finding, ...]] = {}
        self._is_first = True

    def findings(
        self,
        text: str,
        free_texts: Mapping[str, str | tuple[str, ...]],
        dates: Mapping[str, date],
        names: tuple[str, ...] | Callable[[], tuple[str, ...]] = (),
    ) -> tuple[Finding, ...]:
        """The findings of an outgoing text, those about its values first.

        Args:
            text: the text.
            free_texts: values that a person typed as free text, by variable.
            dates: dates in the text, by variable.
            names: other words that a person typed: the customer's name; or what gives them, as few texts ask for them.
        """
        said = self._of_dates(dates) if dates else ()
        if self._is_first:
            self._is_first = False
            wanted = [check for check in self._checks if check not in self._dated]
        else:
            wanted = self._wanted(text, free_texts)
        if not wanted:
            return said
        subject = self._about._replace(
            text=text, free_texts=free_texts, dates=dates, names=names() if callable(names) else names
        )
        of_values = [found for check in self._typed if check in wanted for found in self._said(check, subject)]
        others = [check for check in wanted if check not in self._typed]
        return (*of_values, *said, *(found for check in others for found in islice(self._said(check, subject), MOST)))

    def _wanted(self, text: str, free_texts: Mapping[str, str | tuple[str, ...]]) -> list[Check]:
        """The checks that may have findings."""
        about, hits = self._about, self._screen.hits(text)
        wanted = [self._screened[hit] for hit in sorted(hits)] if hits else []
        if self._always:
            wanted += self._always
        if about.spoken:
            for value in free_texts.values():
                if foreign(value if type(value) is str else "; ".join(value), about.spoken, about.known_languages):
                    return [*self._typed, *wanted]
        return wanted

    def _of_dates(self, dates: Mapping[str, date]) -> tuple[Finding, ...]:
        """The findings about dates, cached, because they depend on the dates alone."""
        key = tuple(dates.items())
        said = self._said_of_dates.get(key)
        if said is None:
            if len(self._said_of_dates) >= _MOST_DATES:
                self._said_of_dates.clear()
            subject = self._about._replace(dates=dates)
            said = tuple([found for check in self._dated for found in check.findings(subject)])
            self._said_of_dates[key] = said
        return said

    def _said(self, check: Check, subject: Subject) -> Iterable[Finding]:
        """The findings of a check; placeables are searched only if they may remove a finding."""
        found = list(check.findings(subject))
        if found and check.spares_placeables:
            return check.findings(subject._replace(placeables=self._finder.placeables(subject.text)))
        return found

    @cached_property
    def _screen(self) -> Screen:
        return screen(tuple(check.screen or "" for check in self._screened))
