"""The situations that were typed: whole names, unique beginnings, numbers on the card; without any, a choice."""

import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence

from cscli.cli.door import output
from cscli.cli.door.run import Run
from cscli.errors import NotFoundError, UsageError
from cscli.replies.templates.catalog import TemplateCatalog

_LONGEST_NUMBER = 3
_CANCELLED = 130  # how fzf says that nothing was chosen


def situations_named(
    run: Run, templates: TemplateCatalog, typed: Sequence[str] | None, likely: Callable[[], Sequence[str]]
) -> tuple[str, ...]:
    """The situations of a reply.

    Args:
        run: this run.
        templates: all situations.
        typed: what was typed; nothing on a terminal offers a choice.
        likely: gives those on the card of the message, as they are numbered there.

    Raises:
        UsageError: nothing was typed, and nobody can be asked.
        NotFoundError: there is no such situation, or several begin like it.
    """
    if typed:
        return tuple(_named(templates, word, likely) for word in typed)
    if run.is_json or not (output.is_terminal(sys.stdin) and output.is_terminal(sys.stderr)):
        raise UsageError("Missing argument 'INTENT...'.", hint="See: cscli reply --help")
    first = [name for name in likely() if name in templates.intents]
    names = [*first, *(name for name in templates.intents if name not in first)]
    return (_chosen({name: templates.intents[name].about for name in names}, run.environ),)


def _named(templates: TemplateCatalog, word: str, likely: Callable[[], Sequence[str]]) -> str:
    wanted = word.strip().lower().replace("_", "-")
    if wanted.isdecimal() and len(wanted) <= _LONGEST_NUMBER:
        numbered = likely()
        if not 1 <= int(wanted) <= len(numbered):
            listed = ", ".join(f"{n} {name}" for n, name in enumerate(numbered, 1))
            raise NotFoundError(
                f"There is no situation {wanted} on the card.", code="unknown-intent",
                hint=f"There are: {listed}" if listed else "Name one: cscli template list",
            )  # fmt: skip
        return templates.intent(numbered[int(wanted) - 1]).name
    return templates.intent(word).name


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
