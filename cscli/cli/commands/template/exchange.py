"""``cscli template export`` and ``template import``: canned answers for other help desks, and theirs as templates."""

import shlex
from typing import TYPE_CHECKING, Annotated

import typer

from cscli.cli.door.arguments import completion
from cscli.cli.door.result import Result
from cscli.cli.door.run import Run, existing_file
from cscli.errors import not_one_of, unknown

if TYPE_CHECKING:
    from cscli.cli.views.template.exchange import ExportedTemplates, ImportedTemplates
    from cscli.replies.exchange.canned import CannedAnswer, Product

FormatOption = Annotated[
    str, typer.Option("--format", help="zendesk, freshdesk, gorgias, chatwoot or csv.", metavar="FORMAT")
]
MapOption = Annotated[
    list[str] | None,
    typer.Option("--map", help="A value and its placeholder there: order_number={{...}}.", metavar="NAME=PLACEHOLDER"),
]
OneLanguage = Annotated[
    str, typer.Option("--language", "-l", help="Only this language.", autocompletion=completion.languages)
]


def export(
    ctx: typer.Context,
    form: FormatOption,
    out: Annotated[str, typer.Option("--out", "-o", help="A file, or a folder for one a language.", metavar="PATH")],
    language: OneLanguage = "",
    intent: Annotated[
        str, typer.Option("--intent", help="Only this situation.", autocompletion=completion.intents)
    ] = "",
    mapped: MapOption = None,
) -> "Result[ExportedTemplates]":
    """Write templates as canned answers of another help desk: each choice and each yes and no is an answer of its own.

    Example: cscli template export --format zendesk --language de --out macros.json
    """
    from cscli.cli.door.arguments.files import target_file, write_file
    from cscli.cli.views.template.exchange import ExportedFile, ExportedTemplates, exported
    from cscli.replies.exchange.answers import answers
    from cscli.replies.exchange.placeholders import placeholders_of
    from cscli.replies.exchange.written import SUFFIX, WITHOUT_SUBJECT, written

    run: Run = ctx.obj
    product = _product(form)
    placeholders = placeholders_of(product, run.paths, run.cache(), mapped or ())
    templates, catalog = run.templates(), run.catalog()
    name = templates.intent(intent).name if intent else ""
    tags = (_tag(run, language),) if language else templates.languages()
    known = catalog.language_tags()
    found = {t: list(answers(templates, catalog, t, run.sender, intent=name)) for t in tags if t in known}
    target = target_file(out)
    is_folder = target.is_dir() or out.endswith(("/", "\\"))
    groups = (
        {target / f"{product}-{tag}.{SUFFIX[product]}": [tag] for tag in found} if is_folder else {target: [*found]}
    )
    files = []
    for path, languages in groups.items():
        some: list[CannedAnswer] = [one for tag in languages for one in found[tag]]
        write_file(path, written(some, product, placeholders))
        files.append(ExportedFile(path=str(path), languages=tuple(languages), answers=len(some)))
    whole = [one for some in found.values() for one in some]
    subjects = sum(bool(one.subject) for one in whole) if product in WITHOUT_SUBJECT else 0
    return exported(
        ExportedTemplates(
            format=str(product), files=tuple(files), answers=len(whole), unmatched=dict(placeholders.unknown),
            subjects=subjects,
        )
    )  # fmt: skip


def import_templates(
    ctx: typer.Context,
    file: Annotated[str, typer.Argument(help="The file as the other help desk exports it.", metavar="FILE")],
    form: FormatOption,
    language: Annotated[
        str,
        typer.Option(
            "--language", "-l", help="Of answers that name none; else it is detected.",
            autocompletion=completion.languages,
        ),
    ] = "",
    mapped: MapOption = None,
    force: Annotated[bool, typer.Option("--force", help="Replace existing files.")] = False,
) -> "Result[ImportedTemplates]":  # fmt: skip
    """Make templates of another help desk's canned answers: in the workspace, or in your config folder.

    Example: cscli --workspace ~/desk template import macros.json --format zendesk
    """
    from cscli.cli.views.template.exchange import ImportedTemplate, imported
    from cscli.reading.language import UNKNOWN, Detector
    from cscli.replies.exchange.files import write_templates
    from cscli.replies.exchange.made import TemplateMaker
    from cscli.replies.exchange.placeholders import placeholders_of
    from cscli.replies.exchange.read import foreign_answers

    run: Run = ctx.obj
    product = _product(form)
    found, unread = foreign_answers(existing_file(file), product)
    told = run.language_tag(language) if language else ""
    detector = Detector(run.catalog().language_tags())

    def language_of(text: str) -> str:
        detected = told or detector.detect(text).language
        return "" if detected == UNKNOWN else detected

    placeholders = placeholders_of(product, run.paths, run.cache(), mapped or ())
    maker = TemplateMaker(
        run.templates(), run.catalog(), placeholders, sender=run.sender, language_of=language_of
    )  # fmt: skip
    made = maker.made(found, unread)
    root = run.paths.workspace or run.paths.config
    done = write_templates(made, root, replace=force)
    check = f"cscli {f'--workspace {shlex.quote(run.workspace)} ' if run.workspace else ''}template check"
    templates = [
        ImportedTemplate(intent=one.intent, language=one.language, path=str(path), answers=one.answers,
                         new=one.intent in made.contract)
        for one, path in done.written
    ]  # fmt: skip
    return imported(str(product), made, templates, [str(path) for _, path in done.kept], check)


def _product(form: str) -> "Product":
    from cscli.replies.exchange.canned import Product

    if form not in list(Product):
        raise not_one_of("format", form, Product)
    return Product(form)


def _tag(run: Run, language: str) -> str:
    from cscli.markets.catalog import canonical_tag, tag_chain

    known = run.templates().languages()
    found = next((tag for tag in tag_chain(canonical_tag(language)) if tag in known), None)
    if found is None:
        raise unknown("language", language, known, see="cscli template coverage")
    return found
