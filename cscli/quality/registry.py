"""All checks of a run, in the order of their findings.

Checks are imported on demand, because a reply from a template needs few of them.
"""

from collections.abc import Collection, Sequence
from functools import lru_cache
from itertools import islice

from cscli.cache import Cache
from cscli.errors import UsageError, suggestion
from cscli.paths import Paths
from cscli.quality.check import Check
from cscli.quality.finding import Finding
from cscli.quality.rules import ROW_KINDS, rules_of, shipped_rules
from cscli.quality.subject import Subject

# In which order findings are shown; what is not here comes last.
_SHOWN = (
    "free-text-language", "day-off", "past-date", "date-passed", "date-ahead", "date-far-off",
    "date-year-off",
    "empty", "controls", "token-leak", "error-page", "placeholders",
    "opaque", "tags", "numbers", "echo", "length-ratio", "paragraphs", "end-punctuation", "negation", "glossary",
    "untranslated-words", "unknown-rate", "inconsistent", "target-language", "mixed-script", "brackets", "quotes",
    "doubled-words", "double-spaces", "leading-space", "punctuation-spacing", "inverted-marks", "register",
    "avoided-words", "exclamations", "promises", "channel-length", "card-number", "iban", "contact",
)  # fmt: skip
_PLACE = {name: place for place, name in enumerate(_SHOWN)}
MOST = 100  # how often one check is heard


class Checks:
    """The built-in checks and the rules of a run."""

    def __init__(self, checks: Sequence[Check]) -> None:
        self.all = tuple(sorted(checks, key=lambda check: _PLACE.get(check.id, len(_PLACE))))
        self.ids = tuple(dict.fromkeys(check.id for check in self.all))

    def findings(self, subject: Subject, allow: Collection[str] = ()) -> tuple[Finding, ...]:
        """The findings of all checks except those in ``allow``, at most a hundred for each check.

        For a blank text, only its blankness is reported.
        """
        wanted = [check for check in self.all if check.id not in allow]
        if not subject.text.strip():
            wanted = [check for check in wanted if check.id == _BLANK]
        return tuple([found for check in wanted for found in islice(check.findings(subject), MOST)])

    def named(self, names: Collection[str]) -> frozenset[str]:
        """The ids of checks as typed, ``token_leak`` for ``token-leak``.

        Raises:
            UsageError: an id is unknown; suggests the nearest.
        """
        wanted = {name: name.strip().lower().replace("_", "-") for name in names}
        for typed, name in wanted.items():
            if name not in self.ids:
                raise UsageError(
                    f"There is no check {typed[:60]!r}.{suggestion(name, self.ids, most=1)}",
                    code="unknown-check",
                    hint=f"Checks: {', '.join(self.ids)}",
                )
        return frozenset(wanted.values())


_BLANK = "empty"


def checks_of(paths: Paths, cache: Cache | None = None) -> Checks:
    """The built-in checks and the rules of a run.

    Raises:
        DataFileError: a file of rules is invalid; names file and line.
    """
    return Checks((*_for_rows(), *_for_whole_texts(), *rules_of(paths, cache)))


def row_checks_of(paths: Paths, cache: Cache | None = None) -> Checks:
    """The checks of a run for texts from templates: those with a ``screen``.

    Raises:
        DataFileError: as ``checks_of``.
    """
    return Checks([check for check in (*_for_rows(), *rules_of(paths, cache, ROW_KINDS)) if check.screen is not None])


@lru_cache(maxsize=1)
def shipped_checks() -> Checks:
    """The checks without rules of a workspace."""
    return Checks((*_for_rows(), *_for_whole_texts(), *shipped_rules()))


def _for_rows() -> tuple[Check, ...]:
    from cscli.quality.checks.dates import DATES  # noqa: PLC0415 - see above
    from cscli.quality.checks.free_text import FREE_TEXT  # noqa: PLC0415
    from cscli.quality.checks.integrity import INTEGRITY  # noqa: PLC0415
    from cscli.quality.checks.personal import PERSONAL  # noqa: PLC0415

    return (*FREE_TEXT, *DATES, *INTEGRITY, *PERSONAL)


def _for_whole_texts() -> tuple[Check, ...]:
    from cscli.quality.checks.glossary import GLOSSARY  # noqa: PLC0415 - see above
    from cscli.quality.checks.leftovers import LEFTOVERS  # noqa: PLC0415
    from cscli.quality.checks.manners import MANNERS  # noqa: PLC0415
    from cscli.quality.checks.pairs import PAIRS  # noqa: PLC0415
    from cscli.quality.checks.spacing import SPACING  # noqa: PLC0415
    from cscli.quality.checks.surface import SURFACE  # noqa: PLC0415

    return (*PAIRS, *GLOSSARY, *LEFTOVERS, *SURFACE, *SPACING, *MANNERS)
