"""Looks at all that a run stands on: settings, data files, time zones, the record, the cache. It changes nothing."""

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from cscli import __version__
from cscli.cli.door.run import Run
from cscli.cli.views.doctor import Health
from cscli.errors import DeskError
from cscli.text import count_words

_LEAST_ROOM = 1_000_000  # bytes


def looked_over(run: Run) -> Iterator[Health]:
    """Each thing that was looked at; what cannot even be looked at is an error of its subject."""
    yield Health(subject="cscli", state="ok", detail=f"{__version__}, Python {sys.version.partition(' ')[0]}")
    for subject, look in (
        ("time zones", _zones), ("locale data", _locale_data), ("settings", _settings), ("data", _data),
        ("data", _faults), ("overlays", _overlays), ("record", _record), ("cache", _cache),
    ):  # fmt: skip
        yield from _looked(subject, look, run)


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
    from cscli.cli.door.first_run.new_settings import unusable_settings
    from cscli.config_keys import unknown_variables

    for fault in unusable_settings(run):
        yield "error", fault
    for told in unknown_variables(run.environ):
        yield "warning", told


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
    yield (
        "ok",
        f"{len(markets)} markets, {len(languages)} languages and regional forms, {count_words(count, 'template')}",
    )


def _faults(run: Run) -> Iterator[tuple[str, str]]:
    """What is wrong with policies, macros and rules of checks."""
    from cscli.cli.runs.policies import RunPolicies
    from cscli.desk.cases.macros import macro_names, read_macro
    from cscli.quality.rules import rules_of

    paths, cache = run.paths, run.cache()
    reads: list[Callable[[], object]] = [lambda: RunPolicies(run).policies, lambda: rules_of(paths, cache)]
    reads += [partial(read_macro, paths, cache, name) for name in macro_names(paths)]
    for read in reads:
        try:
            read()
        except DeskError as problem:
            yield "error", problem.message


def _overlays(run: Run) -> Iterator[tuple[str, str]]:
    found = False
    for layer, root in run.paths.layers[:-1]:
        for pattern in ("templates/**/*.yaml", "locales/**/*.yaml", "macros/*.yaml", "policies.yaml"):
            for path in sorted(root.glob(pattern)):
                found = True
                yield "ok", f"{layer}: {path} replaces or adds to the shipped file"
    if not found:
        yield "ok", "none: shipped templates and locales are used"


def _record(run: Run) -> Iterator[tuple[str, str]]:
    from cscli.desk.log import interaction_count
    from cscli.record.search.index import has_index

    record = run.record
    if not record.exists():
        yield "ok", f"{record.address} does not exist yet; the first reply makes it"
        yield from _folder(record.path.parent) if record.dialect == "sqlite" else ()
        return
    if not record.is_sound():
        yield "error", f"{record.address} is damaged; put a backup in its place"
        return
    yield "ok", f"{record.address}, format {record.version()}, {count_words(interaction_count(record), 'interaction')}"
    if not has_index(record):
        yield "warning", "the search index is missing; the next search makes it again"
    if record.dialect == "sqlite":
        yield from _file(record.path)


def _file(path: Path) -> Iterator[tuple[str, str]]:
    """What is wrong with the file of a record, and with the room around it."""
    if os.name == "posix" and path.stat().st_mode & 0o077:
        yield "warning", f"{path} can be read by others; correct it with: chmod 600 {path}"
    if not os.access(path, os.W_OK):
        yield "error", f"{path} cannot be written"
    yield from _folder(path.parent)


def _folder(folder: Path) -> Iterator[tuple[str, str]]:
    """Why nothing can be recorded in a folder, or made in the nearest one above it that exists."""
    there = next(place for place in (folder, *folder.absolute().parents) if place.exists())
    if not there.is_dir() or not os.access(there, os.W_OK | os.X_OK):
        yield "error", f"{there} cannot be written; nothing will be recorded"
    elif shutil.disk_usage(there).free < _LEAST_ROOM:
        yield "error", f"the disk of {there} is full; nothing will be recorded"


def _cache(run: Run) -> Iterator[tuple[str, str]]:
    from cscli.cache import distrust, entries

    folder = run.paths.cache
    sizes = [entry.st_size for entry in entries(folder)]
    yield "ok", f"{folder}: {count_words(len(sizes), 'file')}, {sum(sizes) // 1024} KiB; it may be deleted at any time"
    if reason := distrust(folder):
        yield "warning", f"the cache is not used, so each start is slower. {reason}"
