"""``cscli template``: the texts that replies are made of."""

import shlex
from typing import Annotated

import typer

from cscli.cli.commands.template.exchange import export, import_templates
from cscli.cli.door.arguments import completion, options
from cscli.cli.door.result import Note, Result
from cscli.cli.door.run import Run
from cscli.cli.door.terminal.progress import tracked
from cscli.cli.views.template import template as views
from cscli.errors import UsageError, unknown
from cscli.replies.reply import Preview
from cscli.replies.templates.template import TemplateFault

app = typer.Typer(help="Show, check and start the texts of replies.", no_args_is_help=True, add_completion=False)

IntentArgument = Annotated[
    str, typer.Argument(help="The situation, such as shipping-delay.", autocompletion=completion.intents)
]
AnyIntent = Annotated[str, typer.Argument(help="Only this situation.", autocompletion=completion.intents)]


@app.command("list")
def list_templates(ctx: typer.Context) -> Result[tuple[views.IntentRow, ...]]:
    """List all situations, with the values they need and the languages that have them.

    Example: cscli template list
    """
    run: Run = ctx.obj
    return views.intents_shown(run.templates())


@app.command()
def show(
    ctx: typer.Context, intent: IntentArgument, language: options.LanguageOption = "en"
) -> Result[views.IntentText]:
    """Show a situation's variables and its text in a language.

    Example: cscli template show shipping-delay --language ja
    """
    run: Run = ctx.obj
    templates = run.templates()
    about = templates.intent(intent)
    template = templates.template(about.name, _existing_tag(run, language))
    return views.intent_shown(about, template)


@app.command()
def path(
    ctx: typer.Context, intent: IntentArgument, language: options.LanguageOption = "en"
) -> Result[views.TemplateFile]:
    """Show the file of a template, and which layer won: shipped, workspace or config.

    Example: cscli template path shipping-delay --language de
    """
    run: Run = ctx.obj
    templates = run.templates()
    template = templates.template(templates.intent(intent).name, _existing_tag(run, language))
    return views.file_shown(template)


@app.command()
def check(
    ctx: typer.Context,
    intent: AnyIntent = "",
    language: Annotated[
        str, typer.Option("--language", "-l", help="Only this language.", autocompletion=completion.languages)
    ] = "",
) -> "Result[tuple[TemplateFault, ...]]":
    """Check that templates fit their contract in every combination of values.

    Example: cscli template check --language ja
    """
    from cscli.replies.templates.inspect import contract_faults, template_faults

    run: Run = ctx.obj
    templates = run.templates()
    only = templates.intent(intent).name if intent else ""
    tags = (_existing_tag(run, language),) if language else templates.languages()
    catalog = run.catalog()
    found = (template_faults(templates, catalog, tag, intent=only) for tag in tracked(tags, "Checking"))
    return views.faults_shown((*contract_faults(templates), *(fault for of_language in found for fault in of_language)))


@app.command()
def preview(
    ctx: typer.Context,
    intent: AnyIntent = "",
    language: Annotated[
        str, typer.Option("--language", "-l", help="Only this language.", autocompletion=completion.languages)
    ] = "",
    channel: Annotated[str, typer.Option("--channel", help="Only email or chat.")] = "",
    register: options.RegisterOption = "",
    every: Annotated[bool, typer.Option("--all", help="Preview every situation in every language.")] = False,
) -> "Result[tuple[Preview, ...]]":
    """Preview templates with their example values, as a customer would read them.

    Example: cscli template preview shipping-delay --language ja
    """
    from cscli.replies.compose import Composer
    from cscli.replies.templates.preview import PreviewRequest, previews

    if not (intent or language or every):
        raise UsageError("Which template?", code="usage", hint="Name a situation or --language, or say --all.")
    run: Run = ctx.obj
    templates = run.templates()
    wanted = PreviewRequest(
        intent=templates.intent(intent).name if intent else "",
        language=_existing_tag(run, language) if language else "",
        locale=_region(run, language),
        channel=channel,
        register=register,
    )
    return views.previews_shown(previews(Composer(run.catalog(), templates, run.cache()), wanted, run.sender, run.now))


@app.command()
def coverage(ctx: typer.Context) -> Result[views.TemplateCoverage]:
    """List which situations have no template in which language.

    Example: cscli template coverage --json
    """
    from cscli.replies.templates.inspect import missing_templates

    run: Run = ctx.obj
    templates = run.templates()
    return views.coverage_shown(templates, missing_templates(templates))


@app.command()
def new(
    ctx: typer.Context,
    intent: IntentArgument,
    language: options.LanguageOption,
    force: Annotated[bool, typer.Option("--force", help="Replace an existing file.")] = False,
) -> Result[views.NewTemplate]:
    """Start a template of your own: in the workspace, or in your config folder.

    Example: cscli --workspace ~/desk template new shipping-delay --language da
    """
    from cscli.markets.catalog import canonical_tag
    from cscli.replies.templates.inspect import new_template

    run: Run = ctx.obj
    templates = run.templates()
    root = run.paths.workspace or run.paths.config
    written = new_template(templates, templates.intent(intent), language, root, replace=force)
    tag = canonical_tag(language)
    model = None if tag in run.catalog().language_tags() else run.paths.winner("locales", "languages", "en.yaml")
    check = f"cscli {f'--workspace {shlex.quote(run.workspace)} ' if run.workspace else ''}template check"
    notes = [Note(text=f"Now edit it, then: {check} {shlex.quote(intent)} --language {tag}")]
    if model:
        file = root / "locales" / "languages" / f"{tag}.yaml"
        notes.insert(0, Note(text=f"The language needs a file {file}. Copy {model[1]} and adapt it.", always=True))
    return Result(data=views.NewTemplate(path=str(written)), shown=str(written), notes=tuple(notes))


app.command("export")(export)
app.command("import")(import_templates)


def _existing_tag(run: Run, tag: str) -> str:
    from cscli.markets.catalog import canonical_tag, tag_chain

    known = run.templates().languages()
    for candidate in tag_chain(canonical_tag(tag)):
        if candidate in known:
            return candidate
    raise unknown("language", tag, known, see="cscli template coverage")


def _region(run: Run, tag: str) -> str:
    """The regional form that was asked for, when there is one: de-CH, though its texts are those of de."""
    from cscli.markets.catalog import canonical_tag

    found = canonical_tag(tag) if tag else ""
    return found if found in run.catalog().language_tags() else ""
