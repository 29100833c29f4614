"""The situations that were typed: whole names, unique beginnings, numbers on the card; without any, a choice."""

import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence

from cscli.cli.door import output
from cscli.cli.door.run import Run
from cscli.desk.items import BEFORE, CURRENT, ItemKind, exactly_named
from cscli.errors import NotFoundError, UsageError
from cscli.replies.templates.catalog import TemplateCatalog

_LONGEST_NUMBER = 3
_CANCELLED = 130  # how fzf says that nothing was chosen


def typed_situations(
    run: Run, templates: TemplateCatalog, typed: Sequence[str] | None, likely: Callable[[], Sequence[str]]
) -> tuple[str, ...]:
    """The situations that were typed; none where nothing was.

    Args:
        run: this run.
        templates: all situations.
        typed: names, unique beginnings, or numbers on the card.
        likely: gives those on the card of the message, as they are numbered there.

    Raises:
        NotFoundError: there is no such situation, or several begin like it; an item is told how to name it.
    """
    words = tuple(typed or ())
    return tuple(_named(run, templates, words, place, likely) for place in range(len(words)))


def chosen_situation(run: Run, templates: TemplateCatalog, likely: Callable[[], Sequence[str]]) -> str:
    """The situation that a person picks, the likely ones first.

    Raises:
        UsageError: nobody can be asked.
    """
    if run.is_json or not (output.is_terminal(sys.stdin) and output.is_terminal(sys.stderr)):
        raise UsageError("Missing argument 'INTENT...'.", hint="See: cscli reply --help")
    first = [name for name in likely() if name in templates.intents]
    names = [*first, *(name for name in templates.intents if name not in first)]
    return _chosen({name: templates.intents[name].about for name in names}, run.environ)


def _named(
    run: Run, templates: TemplateCatalog, words: tuple[str, ...], place: int, likely: Callable[[], Sequence[str]]
) -> str:
    word = words[place].strip()
    try:
        is_number = word.isdecimal() and len(word) <= _LONGEST_NUMBER
        return templates.intent(_of_card(int(word), likely()) if is_number else word).name
    except NotFoundError as problem:
        others = " ".join(other for n, other in enumerate(words) if n != place)
        raise _no_situation(run, word, others or "SITUATION", problem) from None


def _of_card(number: int, numbered: Sequence[str]) -> str:
    """The situation of a number on the card of the message."""
    if 1 <= number <= len(numbered):
        return numbered[number - 1]
    listed = ", ".join(f"{n} {name}" for n, name in enumerate(numbered, 1))
    raise NotFoundError(
        f"There is no situation {number} on the card.", code="unknown-intent",
        hint=f"There are: {listed}" if listed else "Name one: cscli template list",
    )  # fmt: skip


def _no_situation(run: Run, word: str, situation: str, unknown: NotFoundError) -> NotFoundError:
    """The error for a word that is no situation: where it names an item, how that is named."""
    item = exactly_named(run.record, word)
    if item is None and word not in (CURRENT, BEFORE):
        looks_like_one = any(sign.isdecimal() or sign == "@" for sign in word)
        return _told_of_items(unknown) if looks_like_one else unknown
    option = "-c" if item and item.kind in (ItemKind.ORDER, ItemKind.CUSTOMER) else "-i"
    what = f"{item.kind} {item.name}" if item else "an item"
    how = f"Name what is answered with {option}: cscli reply {situation} {option} {word}"
    if word.isdecimal():  # the number of a situation may have been meant
        return NotFoundError(unknown.message, code="unknown-intent", hint=f"{unknown.problems[0].hint}. {how}")
    return NotFoundError(f"{word!r} is {what}, and no situation.", code="unknown-intent", hint=how)


def _told_of_items(unknown: NotFoundError) -> NotFoundError:
    problem = unknown.problems[0]
    hint = f"{problem.hint}. An order or a customer is named with -c, a case with -i."
    return NotFoundError(problem.message, code=problem.code, hint=hint)


def _chosen(about: Mapping[str, str], environ: Mapping[str, str]) -> str:
    """The situation that a person picks: in fzf where there is one, else by its number or beginning."""
    fzf = shutil.which("fzf", path=environ.get("PATH"))
    if fzf:
        lines = "\n".join(f"{name}\t{text}" for name, text in about.items())
        done = subprocess.run(  # noqa: S603 - the user's own picker
            [fzf, "--delimiter=\t", "--no-multi", "--prompt=situation> "], input=lines, stdout=subprocess.PIPE,
            text=True, check=False,
        )  # fmt: skip
        name = done.stdout.partition("\t")[0].strip()
        if done.returncode == _CANCELLED or not name:
            raise KeyboardInterrupt
        return name
    names = list(about)
    for number, (name, text) in enumerate(about.items(), 1):
        output.say(f"{number:>3}  {name:<20} {text}")
    while True:
        word = output.asked("Which situation (number or beginning; Ctrl-C ends)?").lower()
        if word.isdecimal() and 1 <= int(word) <= len(names):
            return names[int(word) - 1]
        found = [word] if word in names else [name for name in names if word and name.startswith(word)]
        if len(found) == 1:
            return found[0]
