"""``cscli doctor``: is everything in place on this machine?"""

import os
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import typer

from cscli import __version__
from cscli.cli.door.result import Note, Result, Status, Table
from cscli.cli.door.run import Desk
from cscli.errors import DeskError, ExitCode

app = typer.Typer(add_completion=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """One thing that was looked at; ``state`` is ok, warning or error."""

    subject: str
    state: str
    detail: str


@app.command()
def doctor(ctx: typer.Context) -> Result:
    """Check settings, data files, time zone data and the record; change nothing.

    Example: cscli doctor
    """
    desk: Desk = ctx.obj
    found = [Health(subject="cscli", state="ok", detail=f"{__version__}, Python {sys.version.partition(' ')[0]}")]
    for subject, look in (
        ("time zones", _zones), ("locale data", _locale_data), ("settings", _settings), ("data", _data),
        ("overlays", _overlays), ("record", _record), ("cache", _cache),
    ):  # fmt: skip
        found.extend(_looked(subject, look, desk))
    bad = any(h.state == "error" for h in found)
    return Result(
        data=found,
        shown=Table(columns=("subject", "state", "detail"), rows=[(h.subject, h.state, h.detail) for h in found]),
        notes=(Note(text="Everything needed is in place." if not bad else "See the errors above."),),
        status=Status.FINDINGS if bad else Status.OK,
        exit_code=ExitCode.FINDINGS if bad else ExitCode.OK,
    )


def _looked(subject: str, look: Callable[[Desk], Iterator[tuple[str, str]]], desk: Desk) -> Iterator[Health]:
    try:
        for state, detail in look(desk):
            yield Health(subject=subject, state=state, detail=detail)
    except DeskError as problem:
        yield Health(subject=subject, state="error", detail=problem.message)


def _zones(_: Desk) -> Iterator[tuple[str, str]]:
    from cscli.clock.zones import system_tz_version, tz_version

    system = system_tz_version()
    yield "ok", f"tz database {tz_version()} (from pytz; the system's is not used)"
    if system and system != tz_version():
        yield "warning", f"the system has {system}; other programs on this machine may show other local times"


def _locale_data(_: Desk) -> Iterator[tuple[str, str]]:
    from cscli.markets.cldr import cldr_version

    yield "ok", f"CLDR {cldr_version()} (a snapshot that ships with cscli; Babel answers for other languages)"


def _settings(desk: Desk) -> Iterator[tuple[str, str]]:
    file = desk.settings.file
    yield (
        "ok",
        f"{file}" if file.is_file() else f"{file} does not exist yet; defaults hold. Make it with: cscli init",
    )
    if not desk.settings.text("shop.name"):
        yield "warning", "shop.name is not set: replies leave the shop's name out"


def _data(desk: Desk) -> Iterator[tuple[str, str]]:
    catalog, templates = desk.catalog(), desk.templates()
    markets = [catalog.market(code) for code in catalog.market_codes()]
    languages = [catalog.language(tag) for tag in catalog.language_tags()]
    count = sum(
        bool(templates.template(i, tag))
        for tag in templates.languages()
        for i in templates.intents
        if templates.has(i, tag)
    )
    yield "ok", f"{len(markets)} markets, {len(languages)} languages and regional forms, {count} templates"


def _overlays(desk: Desk) -> Iterator[tuple[str, str]]:
    found = False
    for layer, root in desk.paths.layers[:-1]:
        for folder in ("templates", "locales"):
            for path in sorted(root.joinpath(folder).rglob("*.yaml")):
                found = True
                yield "ok", f"{layer}: {path} replaces or adds to the shipped file"
    if not found:
        yield "ok", "none: shipped templates and locales are used"


def _record(desk: Desk) -> Iterator[tuple[str, str]]:
    from cscli.desk.log import interaction_count

    path = Path(desk.record_path).expanduser()
    if not desk.record.exists():
        yield "ok", f"{path} does not exist yet; the first reply makes it"
        return
    if not desk.record.is_sound():
        yield "error", f"{path} is damaged; put a backup in its place"
        return
    yield "ok", f"{path}, format {desk.record.version()}, {interaction_count(desk.record)} interactions"
    if os.name == "posix" and path.stat().st_mode & 0o077:
        yield "warning", f"{path} can be read by others; mend it with: chmod 600 {path}"
    if not os.access(path, os.W_OK):
        yield "error", f"{path} cannot be written"


def _cache(desk: Desk) -> Iterator[tuple[str, str]]:
    from cscli.cache import distrust, entries

    folder = desk.paths.cache
    sizes = [entry.st_size for entry in entries(folder)]
    yield "ok", f"{folder}: {len(sizes)} files, {sum(sizes) // 1024} KiB; it may be deleted at any time"
    if reason := distrust(folder):
        yield "warning", f"the cache is not used, so each start is slower. {reason}"
