"""The words of a command line, before the parser sees them."""

from collections.abc import Callable, Collection, Mapping

from cscli.errors import UsageError

HOISTED = ("--config", "--workspace", "--db", "--now", "--option")  # the global options that take a value


def hoisted(words: list[str]) -> list[str]:
    """The command line with global options moved to the front, so that they may stand anywhere before ``--``."""
    front: list[str] = []
    rest: list[str] = []
    index = 0
    while index < len(words):
        word = words[index]
        name = word.partition("=")[0]
        if word == "--":
            rest += words[index:]
            break
        if name in HOISTED:
            pair = words[index : index + 1] if "=" in word else words[index : index + 2]
            front += pair
            index += len(pair)
            continue
        rest.append(word)
        index += 1
    return front + rest


def with_alias(words: list[str], commands: Collection[str], aliases: Callable[[], Mapping[str, str]]) -> list[str]:
    """The command line with a name of the user's own replaced by the words that it stands for.

    Args:
        words: with global options in front.
        commands: what is no such name.
        aliases: gives all names; asked only for a word that is not a command.
    """
    place = next((n for n, word in plain_words(words)), None)
    if place is None or words[place] in commands:
        return words
    meant = aliases().get(words[place], "")
    return [*words[:place], *split_words(meant), *words[place + 1 :]] if meant else words


def with_hold_times(words: list[str]) -> list[str]:
    """The command line with ``--hold TIME`` written as ``--until TIME``, as the parser takes ``--hold`` alone."""
    found: list[str] = []
    if not any(word.startswith("--hold") for word in words):
        return words
    rest = iter(enumerate(words))
    for place, word in rest:
        following = words[place + 1] if place + 1 < len(words) else ""
        if word == "--hold" and _is_time(following):
            found += ["--until", following]
            next(rest)
        elif word.startswith("--hold="):
            found += ["--until", word.removeprefix("--hold=")]
        elif word == "--":
            return [*found, *words[place:]]
        else:
            found.append(word)
    return found


def split_words(text: str) -> list[str]:
    """The words of a command line that stands in one text.

    Raises:
        UsageError: a quote is not closed, or there are no words.
    """
    import shlex

    try:
        words = shlex.split(text)
    except ValueError:
        words = []
    if not words:
        raise UsageError(f"{text[:60]!r} is not a command line.", code="bad-value", hint="Close its quotes.")
    return words


def plain_words(words: list[str]) -> list[tuple[int, str]]:
    """The words that are neither options nor values of global ones, each with its place."""
    found, skip = [], False
    for place, word in enumerate(words):
        if skip:
            skip = False
        elif word in HOISTED:
            skip = True
        elif not word.startswith("-"):
            found.append((place, word))
    return found


def global_values(words: list[str]) -> dict[str, list[str]]:
    """The values of the global options, by name; such an option stands before all other words."""
    found: dict[str, list[str]] = {}
    for place, word in enumerate(words):
        name, equals, value = word.partition("=")
        if name in HOISTED and (equals or place + 1 < len(words)):
            found.setdefault(name, []).append(value if equals else words[place + 1])
    return found


def _is_time(word: str) -> bool:
    """Whether a word is a time, as ``--until`` reads it, even one with two readings; a number alone is not.

    A zone that is not known is told apart from any other word by the time before it.
    """
    from datetime import UTC, datetime

    from cscli.clock.parse import parse_moment
    from cscli.clock.zones import Resolve
    from cscli.errors import DeskError

    typed = word.strip()
    if typed.startswith("-") or typed.isdecimal():
        return False
    for spelled in (typed, f"+{typed}"):
        try:
            parse_moment(
                spelled, now=datetime(2024, 1, 1, tzinfo=UTC), zone="UTC", policy=Resolve.COMPATIBLE,
                add_business_days=lambda start, _: start,
            )  # fmt: skip
        except DeskError as problem:
            code = problem.problems[0].code
            if code in ("ambiguous-zone", "ambiguous-offset", "unknown-zone"):
                return _is_time(typed.rpartition(" ")[0])
            if code != "bad-moment":
                return True
        else:
            return True
    return False
