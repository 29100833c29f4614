"""Settings as the rooms that use them want them: each value is looked at before it is written, and by ``doctor``."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import urlsplit

from cscli.cli.door import output
from cscli.cli.door.arguments.files import write_private
from cscli.cli.door.result import Note
from cscli.cli.door.run import Run, all_zones, existing_file
from cscli.config import load_settings, stored_with, typed_value
from cscli.config_keys import ALIAS
from cscli.errors import DeskError, UsageError, unknown
from cscli.paths import is_file

_HOST = re.compile(r"[^\W_](?:[\w.-]{0,251}[\w.])?|\[?[0-9A-Fa-f:.]{2,45}\]?")  # a name of any script, an address


def write_settings(run: Run, changes: Mapping[str, str]) -> tuple[Path, tuple[Note, ...]]:
    """Write changes into the settings file; an empty value removes the key.

    Returns:
        The file, and a note on what else in it still cannot be used.

    Raises:
        UsageError: an unknown setting, or a value that cannot be used.
        NotFoundError: it names a language, market, engine or industry that does not exist.
        DataFileError: the present file holds no keys and values.
        UnavailableError: it cannot be written.
    """
    usable = {key: _usable(run, key, text) if text else "" for key, text in changes.items()}
    path = run.config_path
    write_private(path, stored_with(path, usable, all_zones))
    try:
        load_settings(run.paths, {}, given={}, file=str(path), zones=all_zones)
    except DeskError as problem:
        return path, tuple(Note(text=f"Not usable yet: {p.message}", always=True) for p in problem.problems)
    return path, ()


def asked_setting(run: Run, key: str, question: str, default: str) -> str:
    """The answer to a question about a setting; one that cannot be used is asked again. Empty keeps the default.

    Raises:
        EOFError: stdin has ended.
    """
    while True:
        answer = output.asked(f"{question} [{default}]:" if default else f"{question}:")
        try:
            return _usable(run, key, answer) if answer else ""
        except DeskError as problem:
            for one in problem.problems:
                output.say_problem(one)


def unusable_settings(run: Run) -> Iterator[str]:
    """What is wrong with each setting of this run that can be read and cannot be used."""
    for setting in run.settings.values.values():
        if not setting.origin or not setting.value:
            continue
        parts = setting.value if isinstance(setting.value, tuple) else ()
        try:
            _fit(run, setting.key, parts, ",".join(parts) if parts else str(setting.value))
        except DeskError as problem:
            yield f"{setting.key} (from {setting.origin}): {problem.message}"


def _usable(run: Run, key: str, text: str) -> str:
    """A value in the form in which it is written: tags and codes in their usual form."""
    value = typed_value(key, text, all_zones)
    return _fit(run, key, value if isinstance(value, tuple) else (), text)


def _fit(run: Run, key: str, value: tuple[str, ...], text: str) -> str:
    """A value, once the room that uses it has looked at it; ``value`` holds the parts of a list."""
    if key == "order_numbers":
        from cscli.reading.order_patterns import order_pattern

        for pattern in value:
            order_pattern(pattern)
    elif key in ("languages", "agent.reads"):
        return ",".join(run.language_tag(tag) for tag in value)
    elif key == "markets":
        return ",".join(run.catalog().market(code).code for code in value)
    elif key in ("engines", "industries"):
        _require_known(run, key, value)
    else:
        _require_fit(run, key, text)
    return text


def _require_fit(run: Run, key: str, text: str) -> None:
    """Refuse a text that cannot be what its key says."""
    if key == "agent.zone":
        from cscli.clock.parse.zone_words import require_zone_name

        require_zone_name(text)
    elif key == "shop.support_hours":
        from cscli.cli.door.run_clock import RunClock

        beside = run.config_path.parent / text
        RunClock(run).hours(str(beside) if is_file(beside) else text)
    elif key == "shop.roster":
        _require_roster(run, text)
    elif key.startswith(ALIAS):
        _require_command_line(key.removeprefix(ALIAS), text)
    elif key == "smtp.sender" and text:
        from cscli.outbox.mail import sender_address

        sender_address(text, "")
    elif key.endswith(".host") and text and not _HOST.fullmatch(text):
        raise UsageError(
            f"{key} is {text[:60]!r}, which is not the name of a server.", code="bad-value",
            hint="Write it as mail.shop.example or 192.0.2.7, without a port: that is a setting of its own.",
        )  # fmt: skip
    elif key.endswith(".url") and (urlsplit(text).scheme not in ("http", "https") or not urlsplit(text).hostname):
        raise UsageError(
            f"{key} is {text[:60]!r}, which is not a web address.", hint="Write it with https:// in front."
        )


def _require_command_line(name: str, text: str) -> None:
    """An alias is a name that no command has, and stands for words of which the first is a command."""
    from cscli.cli.commands import COMMANDS
    from cscli.cli.door.words import split_words

    if name in COMMANDS:
        raise UsageError(f"{name} is a command already.", code="bad-value", hint="Choose another name.")
    first = split_words(text)[0]
    if first not in COMMANDS:
        raise unknown("command", first, COMMANDS, see="cscli --help")


def _require_roster(run: Run, text: str) -> None:
    """Read a roster as the commands will: a relative name is beside the settings file, or here."""
    from datetime import timedelta

    from cscli.cli.door.run_roster import RosterFiles, roster_between

    beside = run.config_path.parent / Path(text).expanduser()
    today = run.now.date()
    roster_between(
        run, beside if is_file(beside) else existing_file(text), today, today + timedelta(days=7), RosterFiles()
    )


def _require_known(run: Run, key: str, names: tuple[str, ...]) -> None:
    from cscli.glossary.shipped import industry_names
    from cscli.translation.engines.registry import engine_names

    known, kind, see = (
        (engine_names(), "engine", "cscli engine list")
        if key == "engines"
        else (industry_names(run.paths), "industry", "cscli config show industries")
    )
    for name in names:
        if name not in known:
            raise unknown(kind, name, known, see=see)
