"""``cscli doctor``: is everything in place on this machine?"""

import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import typer

from cscli import __version__
from cscli.cli.door.result import Note, Result
from cscli.cli.door.run import Run
from cscli.cli.views.doctor import Health, health_table
from cscli.errors import DeskError

app = typer.Typer(add_completion=False)


@app.command()
def doctor(ctx: typer.Context) -> Result[tuple[Health, ...]]:
    """Check settings, data files, time zone data and the record; change nothing.

    Example: cscli doctor
    """
    run: Run = ctx.obj
    found = [Health(subject="cscli", state="ok", detail=f"{__version__}, Python {sys.version.partition(' ')[0]}")]
    for subject, look in (
        ("time zones", _zones), ("locale data", _locale_data), ("settings", _settings), ("data", _data),
        ("overlays", _overlays), ("record", _record), ("cache", _cache),
    ):  # fmt: skip
        found.extend(_looked(subject, look, run))
    bad = sum(h.state == "error" for h in found)
    verdict = "See the errors above." if bad else "Everything needed is in place."
    return Result(data=tuple(found), shown=health_table(found), notes=(Note(text=verdict),), findings=bad)


def _looked(subject: str, look: Callable[[Run], Iterator[tuple[str, str]]], run: Run) -> Iterator[Health]:
    try:
        for state, detail in look(run):
            yield Health(subject=subject, state=state, detail=detail)
    except DeskError as problem:
        yield Health(subject=subject, state="error", detail=problem.message)


def _zones(_: Run) -> Iterator[tuple[str, str]]:
    from cscli.clock.zones import system_tz_version, tz_version

    system = system_tz_version()
    yield "ok", f"tz database {tz_version()} (from pytz; the system's is not used)"
    if system and system != tz_version():
        yield "warning", f"the system has {system}; other programs on this machine may show other local times"


def _locale_data(_: Run) -> Iterator[tuple[str, str]]:
    from cscli.markets.cldr import cldr_version

    yield "ok", f"CLDR {cldr_version()} (a snapshot that ships with cscli; Babel answers for other languages)"


def _settings(run: Run) -> Iterator[tuple[str, str]]:
    file = run.settings.file
    yield (
        "ok",
        f"{file}" if file.is_file() else f"{file} does not exist yet; defaults hold. Make it with: cscli init",
    )
    if not run.settings.text("shop.name"):
        yield "warning", "shop.name is not set: replies leave the shop's name out"


def _data(run: Run) -> Iterator[tuple[str, str]]:
    catalog, templates = run.catalog(), run.templates()
    markets = [catalog.market(code) for code in catalog.market_codes()]
    languages = [catalog.language(tag) for tag in catalog.language_tags()]
    count = sum(
        bool(templates.template(i, tag))
        for tag in templates.languages()
        for i in templates.intents
        if templates.has(i, tag)
    )
    yield "ok", f"{len(markets)} markets, {len(languages)} languages and regional forms, {count} templates"


def _overlays(run: Run) -> Iterator[tuple[str, str]]:
    found = False
    for layer, root in run.paths.layers[:-1]:
        for folder in ("templates", "locales"):
            for path in sorted(root.joinpath(folder).rglob("*.yaml")):
                found = True
                yield "ok", f"{layer}: {path} replaces or adds to the shipped file"
    if not found:
        yield "ok", "none: shipped templates and locales are used"


def _record(run: Run) -> Iterator[tuple[str, str]]:
    from cscli.desk.log import interaction_count

    path = Path(run.record_path).expanduser()
    if not run.record.exists():
        folder = next((folder for folder in path.parents if folder.exists()), path.parent)
        if folder.is_dir() and os.access(folder, os.W_OK):
            yield "ok", f"{path} does not exist yet; the first reply makes it"
        else:
            yield "error", f"{path} does not exist, and cannot be made: nothing can be written in {folder}"
        return
    if not run.record.is_sound():
        yield "error", f"{path} is damaged; put a backup in its place"
        return
    yield "ok", f"{path}, format {run.record.version()}, {interaction_count(run.record)} interactions"
    if os.name == "posix" and path.stat().st_mode & 0o077:
        yield "warning", f"{path} can be read by others; mend it with: chmod 600 {path}"
    if not os.access(path, os.W_OK):
        yield "error", f"{path} cannot be written"


def _cache(run: Run) -> Iterator[tuple[str, str]]:
    from cscli.cache import distrust, entries

    folder = run.paths.cache
    sizes = [entry.st_size for entry in entries(folder)]
    yield "ok", f"{folder}: {len(sizes)} files, {sum(sizes) // 1024} KiB; it may be deleted at any time"
    if reason := distrust(folder):
        yield "warning", f"the cache is not used, so each start is slower. {reason}"
