"""``cscli engine``: what translates, whether it works, where it sends texts, and the models on this machine."""

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from time import monotonic
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cscli.cli.door import completion
from cscli.cli.door.result import Note, Result, Table
from cscli.cli.door.run import Desk
from cscli.errors import DeskError, NotFoundError, UnavailableError, UsageError, unknown
from cscli.text import base_tag

if TYPE_CHECKING:
    from pathlib import Path

    from cscli.state.engines import Consent
    from cscli.translation.engines.engine import Engine, EngineError
    from cscli.translation.session import TranslationSession

app = typer.Typer(help="What translates, and where it sends texts.", no_args_is_help=True, add_completion=False)

_PIVOT = "en"
_TRIAL = {
    "en": "Where is my order A-1042?", "de": "Wo ist meine Bestellung A-1042?", "es": "¿Dónde está mi pedido A-1042?",
    "fr": "Où est ma commande A-1042 ?", "it": "Dov'è il mio ordine A-1042?", "pt": "Onde está o meu pedido A-1042?",
}  # fmt: skip

FromOption = Annotated[
    str, typer.Option("--from", "-f", help="From this language.", autocompletion=completion.languages)
]
ToOption = Annotated[str, typer.Option("--to", "-t", help="Into this language.", autocompletion=completion.languages)]
NameArgument = Annotated[str, typer.Argument(help="The engine's name.", metavar="NAME")]
MirrorOption = Annotated[
    str,
    typer.Option("--mirror", help="A folder or an address to fetch from; else fxtranslate.mirror, else its makers."),
]


@app.command("list")
def list_engines(ctx: typer.Context, source: FromOption = "", target: ToOption = "") -> Result:
    """All engines: whether they are set, where they send texts, and what a pair of languages is good for.

    Example: cscli engine list --from es --to pt
    """
    from cscli.state.engines import consents
    from cscli.translation.engines.registry import engine, engine_names
    from cscli.translation.session import TranslationSession

    desk: Desk = ctx.obj
    if bool(source) != bool(target):
        raise UsageError("A pair needs two languages.", code="no-pair", hint="Add both --from es and --to pt.")
    source, target = (desk.language_tag(tag) if tag else "" for tag in (source, target))
    interpreter = TranslationSession(desk)
    agreed = consents(desk.machine)
    data = []
    for name in engine_names():
        try:
            one = _described(engine(name, interpreter.engine_context), interpreter, agreed, source, target)
        except (UsageError, UnavailableError) as problem:  # of this one engine; the others are of use all the same
            one = _unusable(name, interpreter, problem)
        data.append(one)
    columns = ("engine", "set", "texts go to", "key", "consent", *(("quality",) if source else ()))
    rows = [
        (
            one["engine"], str(one["position"] or ""), _where(one), one["key"],
            one["consent"], *((one["quality"] or "-",) if source else ()),
        )
        for one in data
    ]  # fmt: skip
    notes = tuple(Note(text=f"warning: {one['problem']}", always=True) for one in data if one["problem"])
    notes += tuple(Note(text=f"To set up {one['engine']}: {one['setup']}") for one in data if one["setup"])
    return Result(data=data, shown=Table(columns=columns, rows=rows), notes=notes)


@app.command("test")
def try_engine(
    ctx: typer.Context,
    name: NameArgument,
    source: FromOption = "en",
    target: ToOption = "de",
    online: Annotated[bool, typer.Option("--online", help="A sentence of ours may be sent away.")] = False,
) -> Result:
    """Does an engine work? Translates a sentence with an order number, and tells how long it took.

    Example: cscli engine test apertium --from es --to pt
    """
    from cscli.cli.door.consent import asker
    from cscli.state.engines import end_pause
    from cscli.translation.session import TranslationOptions, TranslationSession

    desk: Desk = ctx.obj
    source, target = desk.language_tag(source), desk.language_tag(target)
    asked = TranslationOptions(engines=(name,), online=online, fresh=name != "memory")
    with closing(TranslationSession(desk, asked, ask=asker(desk))) as interpreter:
        only = interpreter.engines[-1]
        end_pause(desk.machine, only.profile.name)
        translator, brief = interpreter.translator(source, target)
        brief = replace(brief, remember=False)  # nobody wants to hear a trial again
        started = monotonic()
        try:
            done = translator.translation(_TRIAL.get(base_tag(source), _TRIAL["en"]), brief)
        except UnavailableError as problem:
            if problem.problems[0].code == "no-engine":
                raise _reason(only, source, target) from problem
            raise
        milliseconds = round((monotonic() - started) * 1000)
    data = {
        "engine": only.profile.name, "source": source, "target": target, "text": done.text,
        "milliseconds": milliseconds, "quality": done.segments[0].quality,
    }  # fmt: skip
    quality = f", quality {data['quality']}" if data["quality"] else ""
    return Result(
        data=data, shown=done.text, notes=(Note(text=f"{only.profile.name} works: {milliseconds} ms{quality}."),)
    )


@app.command()
def install(
    ctx: typer.Context,
    language: Annotated[str, typer.Argument(help="A language, such as de: from and into English.")],
    mirror: MirrorOption = "",
) -> Result:
    """Install the models that translate a language on this machine.

    Each file is compared with its announced checksum before it is used.

    Example: cscli engine install de
    """
    from cscli.translation.engines.fxtranslate.install import install as installed

    desk: Desk = ctx.obj
    tag = desk.language_tag(language)
    place = mirror or desk.settings.text("fxtranslate.mirror")
    models = []
    for source, target in ((_PIVOT, tag), (tag, _PIVOT)):
        with _progress(f"{source} → {target}") as progress:
            models.append(installed(_models_folder(desk), source, target, mirror=place, progress=progress))
    notes = [Note(text=f"{model.pair}: {model.bytes / 1e6:.1f} MB") for model in models]
    if "fxtranslate" not in desk.settings.items("engines"):
        notes.append(Note(text="It is not set yet: cscli config set engines memory,fxtranslate", always=True))
    return Result(data=models, shown="\n".join(model.pair for model in models), notes=tuple(notes))


@app.command()
def remove(ctx: typer.Context, language: Annotated[str, typer.Argument(help="A language, such as de.")]) -> Result:
    """Remove the models of a language from this machine.

    Example: cscli engine remove de
    """
    from cscli.translation.engines.fxtranslate.models import remove as removed
    from cscli.translation.engines.fxtranslate.models import route

    desk: Desk = ctx.obj
    tag, folder = desk.language_tag(language), _models_folder(desk)
    pairs = [pair for pair in ((_PIVOT, tag), (tag, _PIVOT)) if route(folder, *pair)] or [(_PIVOT, tag)]
    models = [removed(folder, *pair) for pair in pairs]
    return Result(data=models, shown="\n".join(model.pair for model in models))


@app.command()
def mirror(ctx: typer.Context) -> Result:
    """Make the models on this machine a mirror: its folder can then be handed on to a team.

    Example: cscli engine mirror
    """
    from cscli.cli.door.files import write_file
    from cscli.translation.engines.fxtranslate.models import installed, manifest

    folder = _models_folder(ctx.obj)
    models = installed(folder)
    if not models:
        raise NotFoundError("There are no models here.", code="unknown-model", hint="Get one: cscli engine install de")
    write_file(folder / "models.json", manifest(folder).encode())
    note = Note(text=f"{len(models)} models. Elsewhere: cscli engine install de --mirror FOLDER")
    return Result(data={"folder": str(folder), "models": models}, shown=str(folder), notes=(note,))


@app.command()
def forget(ctx: typer.Context, name: NameArgument) -> Result:
    """Take back the consent that was given for an engine: the next text asks again.

    Example: cscli engine forget deepl
    """
    from cscli.state.engines import consents, remove_consents
    from cscli.translation.engines.registry import engine_names

    desk: Desk = ctx.obj
    known = name.strip().lower()
    # An engine that is no longer installed, or whose address is broken, may have been agreed to as well.
    agreed = [consent.engine for consent in consents(desk.machine)]
    if known not in (*engine_names(), *agreed):
        raise unknown("engine", name, engine_names(), see="cscli engine list")
    count = remove_consents(desk.machine, known)
    return Result(data={"engine": known, "taken_back": count}, shown=str(count))


def _described(
    engine: "Engine", interpreter: "TranslationSession", agreed: "tuple[Consent, ...]", source: str, target: str
) -> dict[str, Any]:
    """What is to be known of an engine before it is used."""
    desk, profile = interpreter.desk, engine.profile
    named = desk.settings.items("engines")
    if profile.setup:
        consent = ""
    elif profile.is_local:
        consent = "not needed"
    elif desk.settings.text("privacy") != "ask":
        consent = {"online": "given: privacy", "local-only": "refused: privacy"}[desk.settings.text("privacy")]
    else:
        consent = "given" if any((c.engine, c.host) == (profile.name, profile.host) for c in agreed) else "to be asked"
    is_there = profile.key and interpreter.engine_context.secret(profile.key)
    key = "there" if is_there else f"missing: {profile.key}" if profile.key else ""
    quality = engine.quality(source, target) if source else None
    return {
        "engine": profile.name, "position": named.index(profile.name) + 1 if profile.name in named else None,
        "host": profile.host, "local": profile.is_local, "key": key, "consent": consent,
        "quality": quality.value if quality else None, "setup": profile.setup or None, "problem": None,
    }  # fmt: skip


def _where(engine: dict[str, Any]) -> str:
    """Where its texts go, in a word."""
    if engine["problem"]:
        return "?"
    return "not set up" if engine["setup"] else engine["host"] or "nowhere"


def _unusable(name: str, interpreter: "TranslationSession", problem: DeskError) -> dict[str, Any]:
    """An engine of which nothing can be told but why."""
    named = interpreter.desk.settings.items("engines")
    first = problem.problems[0]
    return {
        "engine": name, "position": named.index(name) + 1 if name in named else None, "host": None, "local": None,
        "key": "", "consent": "", "quality": None, "setup": None, "problem": f"{first.message} {first.hint}".strip(),
    }  # fmt: skip


def _reason(engine: "Engine", source: str, target: str) -> "EngineError":
    """Why an engine does not serve a pair of languages, in its own words where asking it sends nothing away."""
    from cscli.translation.engines.engine import EngineError, Job, UnsupportedPairError

    if engine.profile.is_local:
        job = Job(texts=("Hello.",), source=source, target=target, mask_style=engine.profile.mask_styles[0])
        (outcome,) = engine.translate(job)
        if isinstance(outcome, EngineError):
            return outcome
    return UnsupportedPairError(engine.profile.name, f"it does not translate {source} to {target}")


def _models_folder(desk: Desk) -> "Path":
    from pathlib import Path

    named = desk.settings.text("fxtranslate.models")
    return Path(named).expanduser() if named else desk.paths.data / "models"


@contextmanager
def _progress(label: str) -> Iterator[Callable[[int, int], None]]:
    """A bar for bytes, on a terminal."""
    from cscli.cli.door.progress import bytes_bar

    with bytes_bar(label) as tell:
        yield tell
