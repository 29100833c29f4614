"""``cscli template``: the texts that replies are made of."""

from typing import Annotated, Any

import typer

from cscli.cli.door import completion, options
from cscli.cli.door.progress import tracked
from cscli.cli.door.result import Note, Result, Status, Table
from cscli.cli.door.run import Desk
from cscli.errors import ExitCode, UsageError

app = typer.Typer(help="The texts that replies are made of.", no_args_is_help=True, add_completion=False)

IntentArgument = Annotated[
    str, typer.Argument(help="The situation, such as shipping-delay.", autocompletion=completion.intents)
]
AnyIntent = Annotated[str, typer.Argument(help="Only this situation.", autocompletion=completion.intents)]


@app.command("list")
def list_templates(ctx: typer.Context) -> Result:
    """All situations, with what they need and the languages that have them.

    Example: cscli template list
    """
    desk: Desk = ctx.obj
    templates = desk.templates()
    tags = templates.languages()
    data = [
        {"intent": i.name, "kind": i.kind, "about": i.about, "required": i.required,
         "optional": [v for v in i.variables if v not in i.required],
         "languages": [t for t in tags if templates.has(i.name, t)]}
        for i in templates.intents.values()
    ]  # fmt: skip
    rows = [
        (str(d["intent"]), str(d["kind"]), " ".join(d["required"]), str(len(d["languages"])), str(d["about"]))
        for d in data
    ]
    return Result(
        data=data,
        shown=Table(
            columns=("intent", "kind", "needs", "languages", "about"), rows=rows, narrow=("intent", "kind", "about")
        ),
    )


@app.command()
def show(ctx: typer.Context, intent: IntentArgument, language: options.LanguageOption = "en") -> Result:
    """A situation's variables, and its text in a language.

    Example: cscli template show shipping-delay --language ja
    """
    from cscli.replies.inspect import template_text

    desk: Desk = ctx.obj
    templates = desk.templates()
    found = templates.intent(intent)
    template = templates.template(found.name, _existing_tag(desk, language))
    return Result(
        data={"intent": found, "template": template},
        shown=template_text(found, template),
        notes=_doubts(template.doubts),
    )


@app.command()
def path(ctx: typer.Context, intent: IntentArgument, language: options.LanguageOption = "en") -> Result:
    """The file of a template, and which layer won: shipped, workspace or config.

    Example: cscli template path shipping-delay --language de
    """
    desk: Desk = ctx.obj
    templates = desk.templates()
    template = templates.template(templates.intent(intent).name, _existing_tag(desk, language))
    data = {"path": template.path, "layer": template.layer, "digest": template.digest}
    return Result(data=data, shown=template.path, notes=(Note(text=f"layer: {template.layer}"),))


@app.command()
def check(
    ctx: typer.Context,
    intent: AnyIntent = "",
    language: Annotated[
        str, typer.Option("--language", "-l", help="Only this language.", autocompletion=completion.languages)
    ] = "",
) -> Result:
    """Prove that templates fit their contract in every combination of values.

    Example: cscli template check --language ja
    """
    from cscli.replies.inspect import template_faults

    desk: Desk = ctx.obj
    templates = desk.templates()
    only = templates.intent(intent).name if intent else ""
    tags = (_existing_tag(desk, language),) if language else templates.languages()
    catalog = desk.catalog()
    faults = [f for tag in tracked(tags, "Checking") for f in template_faults(templates, catalog, tag, intent=only)]
    rows = [(f.language, f.intent, f.place, f.message) for f in faults]
    return Result(
        data=faults,
        shown=Table(
            columns=("language", "intent", "place", "fault"),
            rows=rows,
            empty="All templates fit their contracts.",
        ),
        status=Status.FINDINGS if faults else Status.OK,
        exit_code=ExitCode.FINDINGS if faults else ExitCode.OK,
    )


@app.command()
def preview(
    ctx: typer.Context,
    intent: AnyIntent = "",
    language: Annotated[
        str, typer.Option("--language", "-l", help="Only this language.", autocompletion=completion.languages)
    ] = "",
    channel: Annotated[str, typer.Option("--channel", help="Only email or chat.")] = "",
    register: options.RegisterOption = "",
    every: Annotated[bool, typer.Option("--all", help="Every situation in every language.")] = False,
) -> Result:
    """Templates with their example values, as a customer would read them.

    Example: cscli template preview shipping-delay --language ja
    """
    from cscli.replies.compose import Composer
    from cscli.replies.preview import Wanted, previews

    if not (intent or language or every):
        raise UsageError("Which template?", code="usage", hint="Name a situation or --language, or say --all.")
    desk: Desk = ctx.obj
    templates = desk.templates()
    wanted = Wanted(
        intent=templates.intent(intent).name if intent else "",
        language=_existing_tag(desk, language) if language else "",
        locale=_region(desk, language),
        channel=channel,
        register=register,
    )
    shown = previews(Composer(desk.catalog(), templates, desk.cache()), wanted, desk.sender, desk.now)
    pieces = []
    for p in shown:
        head = f"=== {p.intent} · {p.language} · {p.market} · {p.channel} ==="
        pieces.append("\n".join([head, *([p.subject] if p.subject else []), "", p.body]))
    return Result(data=shown, shown="\n\n".join(pieces))


@app.command()
def coverage(ctx: typer.Context) -> Result:
    """Which situations have no template in which language.

    Example: cscli template coverage --json
    """
    from cscli.replies.inspect import missing_templates

    desk: Desk = ctx.obj
    templates = desk.templates()
    missing = missing_templates(templates)
    data = {
        "intents": list(templates.intents),
        "languages": list(templates.languages()),
        "missing": [{"intent": i, "language": tag} for i, tag in missing],
    }
    table = Table(columns=("intent", "language"), rows=missing, empty="Every language has every situation.")
    return Result(data=data, shown=table)


@app.command()
def new(
    ctx: typer.Context,
    intent: IntentArgument,
    language: options.LanguageOption,
    force: Annotated[bool, typer.Option("--force", help="Replace a file that is there.")] = False,
) -> Result:
    """Start a template of your own: in the workspace, or in your config folder.

    Example: cscli --workspace ~/desk template new shipping-delay --language da
    """
    from cscli.markets.catalog import canonical_tag
    from cscli.replies.inspect import new_template

    desk: Desk = ctx.obj
    templates = desk.templates()
    root = desk.paths.workspace or desk.paths.config
    written = new_template(templates, templates.intent(intent), language, root, replace=force)
    notes = [Note(text=f"Now edit it, then: cscli template check {intent} --language {language}")]
    tag = canonical_tag(language)
    if tag not in desk.catalog().language_tags():
        notes.append(Note(text=f"The language also needs a file locales/languages/{tag}.yaml.", always=True))
    return Result(data={"path": str(written)}, shown=str(written), notes=tuple(notes))


def _existing_tag(desk: Desk, tag: str) -> str:
    from cscli.errors import unknown
    from cscli.markets.catalog import canonical_tag, tag_chain

    known = desk.templates().languages()
    for candidate in tag_chain(canonical_tag(tag)):
        if candidate in known:
            return candidate
    raise unknown("language", tag, list(known), see="cscli template coverage")


def _region(desk: Desk, tag: str) -> str:
    """The regional form that was asked for, when there is one: de-CH, though its texts are those of de."""
    from cscli.markets.catalog import canonical_tag

    found = canonical_tag(tag) if tag else ""
    return found if found in desk.catalog().language_tags() else ""


def _doubts(doubts: tuple[str, ...]) -> tuple[Any, ...]:
    return tuple(Note(text=f"doubt: {doubt}") for doubt in doubts)
