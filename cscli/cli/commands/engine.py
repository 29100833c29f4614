"""``cscli engine``: what translates, whether it works, where it sends texts, and the models on this machine."""

from contextlib import closing
from typing import TYPE_CHECKING, Annotated

import typer

from cscli.cli.door.arguments import completion, options
from cscli.cli.door.result import Result
from cscli.cli.door.run import Run
from cscli.errors import NotFoundError, UsageError, unknown

if TYPE_CHECKING:
    from pathlib import Path

    from cscli.cli.views.engine import Mirror, Withdrawn
    from cscli.translation.engine_report import EngineReport, Trial
    from cscli.translation.engines.fxtranslate.models import Model

app = typer.Typer(help="List, test and install translation engines.", no_args_is_help=True, add_completion=False)

NameArgument = Annotated[str, typer.Argument(help="The engine's name.", metavar="NAME")]
MirrorOption = Annotated[
    str,
    typer.Option(
        "--mirror", help="A folder or an address to fetch from; else fxtranslate.mirror, else the makers' service."
    ),
]


@app.command("list")
def list_engines(
    ctx: typer.Context, source: options.FromOption = "", target: options.ToOption = ""
) -> "Result[tuple[EngineReport, ...]]":
    """List all engines: whether they are set, where they send texts, and their quality for a pair of languages.

    Example: cscli engine list --from es --to pt
    """
    from cscli.cli.views.engine import engines_listed
    from cscli.translation.engine_report import engine_reports
    from cscli.translation.session import TranslationSession

    run: Run = ctx.obj
    if bool(source) != bool(target):
        raise UsageError("A pair needs two languages.", code="no-pair", hint="Add both --from es and --to pt.")
    pair = run.language_tag(source), run.language_tag(target)
    return engines_listed(engine_reports(TranslationSession(run), *pair), has_pair=bool(source))


@app.command("test")
def try_engine(
    ctx: typer.Context,
    name: NameArgument,
    source: options.FromOption = "en",
    target: options.ToOption = "de",
    online: Annotated[bool, typer.Option("--online", help="Allow sending our example sentence away.")] = False,
) -> "Result[Trial]":
    """Test an engine: translate a sentence with an order number, and measure the time.

    Example: cscli engine test apertium --from es --to pt
    """
    from cscli.cli.door.consent import asker
    from cscli.cli.views.engine import trial_shown
    from cscli.translation.engine_report import trial
    from cscli.translation.session import TranslationOptions, TranslationSession

    run: Run = ctx.obj
    source, target = run.language_tag(source), run.language_tag(target)
    asked = TranslationOptions(engines=(name,), online=online, fresh=name != "memory")
    with closing(TranslationSession(run, asked, ask=asker(run))) as session:
        return trial_shown(trial(session, source, target))


@app.command()
def install(
    ctx: typer.Context,
    language: Annotated[
        str,
        typer.Argument(help="A language, such as de: from and into English.", autocompletion=completion.languages),
    ],
    mirror: MirrorOption = "",
) -> "Result[tuple[Model, ...]]":
    """Install the models that translate a language on this machine.

    Each file is compared with its announced checksum before it is used.

    Example: cscli engine install de
    """
    from cscli.cli.door.terminal.progress import bytes_bar
    from cscli.cli.views.engine import installed_models
    from cscli.translation.engines.fxtranslate import models
    from cscli.translation.engines.fxtranslate.install import install as installed

    run: Run = ctx.obj
    tag, folder = run.language_tag(language), _models_folder(run)
    place = mirror or run.settings.text("fxtranslate.mirror")
    found = []
    for source, target in models.both_ways(tag):
        with bytes_bar(f"{source} → {target}") as progress:
            found.append(installed(folder, source, target, mirror=place, progress=progress))
    return installed_models(found, is_set=models.NAME in run.settings.items("engines"))


@app.command()
def remove(
    ctx: typer.Context,
    language: Annotated[str, typer.Argument(help="A language, such as de.", autocompletion=completion.languages)],
) -> "Result[tuple[Model, ...]]":
    """Remove the models of a language from this machine.

    Example: cscli engine remove de
    """
    from cscli.cli.views.engine import removed_models
    from cscli.translation.engines.fxtranslate import models

    run: Run = ctx.obj
    tag, folder = run.language_tag(language), _models_folder(run)
    pairs = [pair for pair in models.both_ways(tag) if models.route(folder, *pair)] or models.both_ways(tag)[:1]
    return removed_models([models.remove(folder, *pair) for pair in pairs])


@app.command()
def mirror(ctx: typer.Context) -> "Result[Mirror]":
    """Turn the models on this machine into a mirror, whose folder a team can install from.

    Example: cscli engine mirror
    """
    from cscli.cli.door.arguments.files import write_file
    from cscli.cli.views.engine import mirror_shown
    from cscli.translation.engines.fxtranslate.models import installed, manifest

    folder = _models_folder(ctx.obj)
    models = installed(folder)
    if not models:
        raise NotFoundError("There are no models here.", code="unknown-model", hint="Get one: cscli engine install de")
    write_file(folder / "models.json", manifest(folder).encode())
    return mirror_shown(str(folder), models)


@app.command()
def forget(ctx: typer.Context, name: NameArgument) -> "Result[Withdrawn]":
    """Withdraw the consent for an engine, so that it asks before the next text.

    Example: cscli engine forget deepl
    """
    from cscli.cli.views.engine import withdrawn_consents
    from cscli.state.engines import consents, remove_consents
    from cscli.translation.engines.registry import engine_names

    run: Run = ctx.obj
    known = name.strip().lower()
    # Consent may also stand for an engine that is no longer installed, or whose address is broken.
    agreed = [consent.engine for consent in consents(run.machine)]
    if known not in (*engine_names(), *agreed):
        raise unknown("engine", name, engine_names(), see="cscli engine list")
    return withdrawn_consents(known, remove_consents(run.machine, known))


def _models_folder(run: Run) -> "Path":
    from cscli.translation.engines.fxtranslate.models import models_folder

    return models_folder(run.settings.text("fxtranslate.models"), run.paths.data)
