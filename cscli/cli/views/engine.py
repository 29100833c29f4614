"""What ``cscli engine`` shows: all engines, a trial of one, the models on this machine."""

from collections.abc import Sequence
from dataclasses import dataclass

from cscli.cli.door.result import Note, Result, Table
from cscli.text import count_words
from cscli.translation.engine_report import EngineReport, Trial
from cscli.translation.engines.fxtranslate.models import Model


@dataclass(frozen=True, slots=True, kw_only=True)
class Mirror:
    """A folder of models that others can install from."""

    folder: str
    models: tuple[Model, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawn:
    """How many consents were withdrawn for an engine."""

    engine: str
    taken_back: int


def engines_listed(found: Sequence[EngineReport], *, has_pair: bool) -> Result[tuple[EngineReport, ...]]:
    """One line for each engine; the quality only for a pair of languages."""
    columns = ("engine", "set", "texts go to", "key", "consent", *(("quality",) if has_pair else ()))
    rows = [
        (
            one.engine, str(one.position or ""), _destination(one), one.key, one.consent,
            *((one.quality or "-",) if has_pair else ()),
        )
        for one in found
    ]  # fmt: skip
    notes = [Note(text=f"warning: {one.problem}", always=True) for one in found if one.problem]
    notes += [Note(text=f"To set up {one.engine}: {one.setup}") for one in found if one.setup]
    narrow = ("engine", "set", *columns[5:], "consent", "texts go to", "key")
    return Result(data=tuple(found), shown=Table(columns=columns, rows=rows, narrow=narrow), notes=tuple(notes))


def trial_shown(done: Trial) -> Result[Trial]:
    """The translated sentence, and beside it how long it took."""
    quality = f", quality {done.quality}" if done.quality else ""
    note = Note(text=f"{done.engine} works: {done.milliseconds} ms{quality}.")
    return Result(data=done, shown=done.text, notes=(note,))


def installed_models(models: Sequence[Model], *, is_set: bool) -> Result[tuple[Model, ...]]:
    """The models that were installed, and what is still to be set."""
    notes = [Note(text=f"{model.pair}: {model.bytes / 1e6:.1f} MB") for model in models]
    if not is_set:
        notes.append(Note(text="It is not set yet: cscli config set engines memory,fxtranslate", always=True))
    return removed_models(models)._replace(notes=tuple(notes))


def removed_models(models: Sequence[Model]) -> Result[tuple[Model, ...]]:
    """The models that are gone, one a line."""
    return Result(data=tuple(models), shown="\n".join(model.pair for model in models))


def mirror_shown(folder: str, models: tuple[Model, ...]) -> Result[Mirror]:
    """The folder, and how to install from it."""
    note = Note(text=f"{count_words(len(models), 'model')}. Elsewhere: cscli engine install de --mirror FOLDER")
    return Result(data=Mirror(folder=folder, models=models), shown=folder, notes=(note,))


def withdrawn_consents(engine: str, count: int) -> Result[Withdrawn]:
    """How many there were."""
    return Result(data=Withdrawn(engine=engine, taken_back=count), shown=str(count))


def _destination(engine: EngineReport) -> str:
    """Where its texts go, in a word."""
    if engine.problem:
        return "?"
    return "not set up" if engine.setup else engine.host or "nowhere"
