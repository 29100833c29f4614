"""How situations and templates look, and what scripts get of them."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from cscli.cli.door.result import Note, Result, Table
from cscli.markets.terms import Channel
from cscli.replies.contract.intent import Intent
from cscli.replies.contract.part import LetterPart, Role
from cscli.replies.reply import Preview
from cscli.replies.templates.catalog import TemplateCatalog
from cscli.replies.templates.template import Template, TemplateFault


class IntentRow(NamedTuple):
    """A situation in the list of all."""

    intent: str
    kind: str
    about: str
    required: tuple[str, ...]
    optional: tuple[str, ...]
    languages: tuple[str, ...]


class TextShown(NamedTuple):
    """The text of one register as paragraphs and messages, the sentences of its choices, and its parts by channel."""

    subject: str
    email: tuple[str, ...]
    chat: tuple[str, ...]
    choices: Mapping[str, Mapping[str, str]]
    parts: Mapping[str, tuple[LetterPart, ...]]


class TemplateShown(NamedTuple):
    """A situation in one language, and the file that it stands in."""

    intent: str
    language: str
    texts: Mapping[str, TextShown]
    digest: str
    path: str
    layer: str
    doubts: tuple[str, ...]


class IntentText(NamedTuple):
    """A situation's contract, and its text in one language."""

    intent: Intent
    template: TemplateShown


class TemplateFile(NamedTuple):
    """The file of a template, and the layer that won: shipped, workspace or config."""

    path: str
    layer: str
    digest: str


class MissingTemplate(NamedTuple):
    """A situation without a text in a language."""

    intent: str
    language: str


class TemplateCoverage(NamedTuple):
    """All situations, all languages, and the pairs that are missing."""

    intents: tuple[str, ...]
    languages: tuple[str, ...]
    missing: tuple[MissingTemplate, ...]


class NewTemplate(NamedTuple):
    """A template that was started."""

    path: str


def intents_shown(templates: TemplateCatalog) -> Result[tuple[IntentRow, ...]]:
    """All situations, one line for each, with the languages that have them."""
    tags = templates.languages()
    rows = tuple(
        IntentRow(
            intent=intent.name,
            kind=intent.kind,
            about=intent.about,
            required=tuple(intent.required),
            optional=tuple(name for name in intent.variables if name not in intent.required),
            languages=tuple(tag for tag in tags if templates.has(intent.name, tag)),
        )
        for intent in templates.intents.values()
    )
    table = Table(
        columns=("intent", "kind", "needs", "languages", "about"),
        rows=[(r.intent, r.kind, " ".join(r.required), str(len(r.languages)), r.about) for r in rows],
        narrow=("intent", "kind", "about"),
    )
    return Result(data=rows, shown=table)


def intent_shown(intent: Intent, template: Template) -> Result[IntentText]:
    """A situation with its text in a language, and what its writer is unsure of."""
    found = IntentText(intent=intent, template=_template(template))
    notes = tuple(Note(text=f"doubt: {doubt}") for doubt in found.template.doubts)
    return Result(data=found, shown=_intent_text(found), notes=notes)


def file_shown(template: Template) -> Result[TemplateFile]:
    """The file of a template, and the layer that it is from."""
    found = TemplateFile(path=template.path, layer=template.layer, digest=template.digest)
    return Result(data=found, shown=found.path, notes=(Note(text=f"layer: {found.layer}"),))


def _template(template: Template) -> TemplateShown:
    """A template as scripts get it."""
    texts = {
        register: TextShown(
            subject=text.subject,
            email=text.paragraphs(Channel.EMAIL),
            chat=text.paragraphs(Channel.CHAT),
            choices={name: {key: choice.text for key, choice in by.items()} for name, by in text.choices.items()},
            parts={channel.value: text.parts(channel) for channel in Channel},
        )
        for register, text in template.texts.items()
    }
    return TemplateShown(**{**template._asdict(), "texts": texts})


def _intent_text(found: IntentText) -> str:
    """A situation's variables, and its text in each register."""
    intent, template = found.intent, found.template
    lines = [f"{intent.name} ({intent.kind} news): {intent.about}", f"{template.language}, from {template.path}", ""]
    for variable in intent.variables.values():
        need = "required" if variable.required else "optional"
        keys = f": {', '.join(variable.choices)}" if variable.choices else ""
        lines.append(f"  {variable.name} ({variable.type}, {need}){keys}  {variable.about}")
    for register, text in template.texts.items():
        lines += [
            "",
            f"[{register}] {text.subject}",
            "",
            *_told(text.parts["email"]),
            "",
            "[chat]",
            *_told(text.parts["chat"]),
        ]
    return "\n".join(lines)


def _told(parts: tuple[LetterPart, ...]) -> list[str]:
    """Parts with their roles; a block of an older template has none."""
    lines = []
    for part in parts:
        texts = [part.text] if part.role is Role.BODY else [f"{part.role}: {part.text}"]
        texts += [f"also: {part.also}"] if part.also is not None else []
        lines += [f"  {line}" for text in texts for line in text.split("\n")] + [""]
    return lines[:-1]


def faults_shown(faults: tuple[TemplateFault, ...]) -> Result[tuple[TemplateFault, ...]]:
    """One line for each fault; advice is no finding."""
    table = Table(
        columns=("language", "intent", "place", "fault"),
        rows=[
            (
                fault.language,
                fault.intent,
                fault.place,
                f"advice: {fault.message}" if fault.is_advice else fault.message,
            )
            for fault in faults
        ],
        empty="All templates fit their contracts.",
    )
    return Result(data=faults, shown=table, findings=sum(not fault.is_advice for fault in faults))


def previews_shown(previews: tuple[Preview, ...]) -> Result[tuple[Preview, ...]]:
    """Every preview under a heading of its own."""
    pieces = []
    for p in previews:
        head = f"=== {p.intent} · {p.language} · {p.market} · {p.channel} ==="
        pieces.append("\n".join([head, *([p.subject] if p.subject else []), "", p.body]))
    return Result(data=previews, shown="\n\n".join(pieces))


def coverage_shown(templates: TemplateCatalog, missing: Iterable[tuple[str, str]]) -> Result[TemplateCoverage]:
    """One line for each pair of a situation and a language that is missing."""
    found = TemplateCoverage(
        intents=tuple(templates.intents), languages=templates.languages(),
        missing=tuple(MissingTemplate(intent=intent, language=tag) for intent, tag in missing),
    )  # fmt: skip
    table = Table(columns=("intent", "language"), rows=found.missing, empty="Every language has every situation.")
    return Result(data=found, shown=table)
