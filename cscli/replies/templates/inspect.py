"""Templates looked at from outside: do they fit their contracts, which are missing, how to start one."""

import re
from collections.abc import Iterator
from datetime import date
from itertools import combinations, product
from pathlib import Path
from typing import Any

from cscli.cache import Cache
from cscli.errors import DeskError, UsageError
from cscli.markets.catalog import Catalog, canonical_tag, tag_chain
from cscli.markets.person import Person
from cscli.markets.terms import Channel, Register
from cscli.paths import is_plain_name
from cscli.replies.contract.intent import Intent, ValueType, Variable
from cscli.replies.render import Renderer
from cscli.replies.templates.catalog import LAST_RESORT, TemplateCatalog
from cscli.replies.templates.part_checks import faults_of_contracts, part_advice, unknown_points
from cscli.replies.templates.preview import home_market
from cscli.replies.templates.template import Template, TemplateFault, Text, environment, source
from cscli.replies.values.typed import parse_values
from cscli.replies.voice import Voice


def template_faults(
    templates: TemplateCatalog, catalog: Catalog, language: str, *, intent: str = ""
) -> tuple[TemplateFault, ...]:
    """Everything that is wrong with the templates of a language, for one situation or (empty) for all.

    A template is rendered with only what it requires, with everything, with each optional value alone, with each
    choice, and with each boolean both ways. It must have a sentence for every choice. What it does not say, and what
    its parts lack for a letter about several situations, is advice.
    """
    faults: list[TemplateFault] = []
    for name in (intent,) if intent else templates.intents:
        if templates.has(name, language):
            faults.extend(_faults(templates, catalog, templates.intent(name), language))
    return tuple(faults)


def contract_faults(templates: TemplateCatalog) -> tuple[TemplateFault, ...]:
    """Everything that is wrong with the contracts: conditions and situations that name what there is not."""
    return tuple(
        TemplateFault("", intent, "contract", message) for intent, message in faults_of_contracts(templates.intents)
    )


def _faults(templates: TemplateCatalog, catalog: Catalog, intent: Intent, tag: str) -> Iterator[TemplateFault]:
    def fault(place: str, message: str, *, is_advice: bool = False) -> TemplateFault:
        return TemplateFault(tag, intent.name, place, message, is_advice)

    try:
        template = templates.template(intent.name, tag)
        language, market = catalog.language(tag), home_market(tag, catalog)
    except DeskError as problem:
        yield fault("file", problem.message)
        return
    for register, text in template.texts.items():
        yield from (fault(register, message) for message in _choice_faults(intent, text))
        for channel in Channel:
            voice = Voice(market=market, language=language, channel=channel, register=Register(register))
            advice: list[str] = []
            try:
                renderer = Renderer([intent], [template], voice, catalog.cache)
                used = _names_used(intent, text, voice)
                messages = [
                    *_name_faults(intent, voice, used),
                    *unknown_points(intent, text, channel),
                    *_plural_faults(text, voice, renderer.formats.plural_categories),
                    *_render_faults(intent, renderer, text, market.currency),
                    *_faults_by_day(intent, template, voice, catalog.cache),
                ]
                advice += part_advice(intent, text, channel, language, used)
            except DeskError as problem:
                messages = [problem.message]
            yield from (fault(f"{register}, {channel}", message) for message in messages)
            yield from (fault(f"{register}, {channel}", message, is_advice=True) for message in advice)


def _choice_faults(intent: Intent, text: Text) -> Iterator[str]:
    for name, sentences in text.choices.items():
        variable = intent.variables.get(name)
        if variable is None or variable.type is not ValueType.CHOICE:
            yield f"sentences for {name}, which is not a choice"
            continue
        yield from (f"no sentence for {name}={key}" for key in variable.choices if key not in sentences)
        for key in sentences:
            if key not in variable.choices:
                yield f"a sentence for {name}={key}, which the contract does not know"

    printed = " ".join(part.text for channel in Channel for part in text.parts(channel))
    for variable in intent.variables.values():
        has_none = variable.type is ValueType.CHOICE and variable.name not in text.choices
        if has_none and re.search(rf"{{{{-?\s*{variable.name}\b", printed):
            yield f"prints {variable.name}, and has no sentences for it"


def _names_used(intent: Intent, text: Text, voice: Voice) -> set[str]:
    from jinja2 import meta  # noqa: PLC0415 - only a check needs it

    jinja_source = source(text, voice.channel, voice.language, several=True)
    used = set(meta.find_undeclared_variables(environment().parse(jinja_source)))
    return used | {end for name in used & set(intent.ranges) for end in intent.ranges[name]}


def _name_faults(intent: Intent, voice: Voice, used: set[str]) -> Iterator[str]:
    language = voice.language
    known = {*intent.variables, *intent.ranges, *intent.beside, *language.customer_words, *language.agent_words}
    yield from (f"uses {name}, which the contract does not know" for name in sorted(used - known))
    yield from (f"never uses {name}" for name in intent.required if name not in used)


def _plural_faults(text: Text, voice: Voice, categories: tuple[str, ...]) -> Iterator[str]:
    """Plurals that lack a form which whole numbers of the language can need."""
    from jinja2 import nodes  # noqa: PLC0415 - only a check needs it

    tree = environment().parse(source(text, voice.channel, voice.language))
    for call in tree.find_all(nodes.Filter):
        forms = {keyword.key for keyword in call.kwargs}
        missing = [category for category in categories if category not in forms]
        if call.name == "plural" and missing:
            yield f"a plural without the form for {', '.join(missing)}"


def _render_faults(intent: Intent, renderer: Renderer, text: Text, currency: str) -> Iterator[str]:
    seen: set[str] = set()
    for raw in value_sets(intent):
        said = {name: value for name, value in raw.items() if _has_sentence(intent.variables[name], text, value)}
        try:
            body = renderer.reply(Person(), parse_values(said, intent.variables, currency)).body
            message = "renders no text" if not body.strip() else _leftover(body)
        except DeskError as problem:
            message = problem.message
        if message and message not in seen:
            seen.add(message)
            yield message


def _has_sentence(variable: Variable, text: Text, value: Any) -> bool:
    """Whether a template has a sentence for a choice; those that it lacks are told once."""
    if variable.type is not ValueType.CHOICE:
        return True
    sentences = text.choices.get(variable.name)
    return sentences is None or all(key in sentences for key in (value if isinstance(value, list) else [value]))


def _faults_by_day(intent: Intent, template: Template, voice: Voice, cache: Cache | None) -> Iterator[str]:
    """Faults that show only when the example's dates are over, are today, or are still to come."""
    if "is_" not in source(template.text(voice.register)[1], voice.channel, voice.language):
        return
    text = template.text(voice.register)[1]
    raw = {n: v.example for n, v in intent.variables.items() if _has_sentence(v, text, v.example)}
    dated = [v for v in intent.variables.values() if v.when and v.type is ValueType.DATE]
    days = {parse_values({v.name: v.example}, intent.variables, "")[v.name] for v in dated}
    for today in (date.min, *sorted(day for day in days if isinstance(day, date)), date.max):
        renderer = Renderer([intent], [template], voice._replace(today=today), cache)
        try:
            body = renderer.reply(Person(), parse_values(raw, intent.variables, voice.market.currency)).body
            message = _leftover(body)
        except DeskError as problem:
            message = problem.message
        if message:
            yield f"{message} (when today is {today})"


def _leftover(body: str) -> str:
    for mark in ("  ", " ,", "{{", "{%", "}}", "None", "Unset", " \n"):
        if mark in body:
            return f"leaves {mark!r} in the text"
    return ""


def value_sets(intent: Intent) -> Iterator[dict[str, Any]]:
    """Values to try a template with: required only, all, each optional one alone and left out, choices in pairs."""
    required = {v.name: v.example for v in intent.variables.values() if v.required}
    everything = {v.name: v.example for v in intent.variables.values()}
    yield required
    yield everything
    for variable in intent.variables.values():
        if not variable.required:
            yield {name: v for name, v in everything.items() if name != variable.name}
        for value in _tries(variable):
            yield required | {variable.name: value}
            yield everything | {variable.name: value}
    forks = [v for v in intent.variables.values() if v.type in (ValueType.CHOICE, ValueType.BOOLEAN)]
    for one, two in combinations(forks, 2):
        for first, second in product(_tries(one), _tries(two)):
            yield required | {one.name: first, two.name: second}


def _tries(variable: Variable) -> tuple[Any, ...]:
    if variable.type is ValueType.CHOICE:
        return (*variable.choices, list(variable.choices)) if variable.several else variable.choices
    if variable.type is ValueType.BOOLEAN:
        return (True, False)
    if variable.type is ValueType.COUNT:
        return tuple(n for n in (1, 2, 3, 5, 11, 21, 100) if variable.most is None or n <= variable.most)
    return (variable.example,)


def missing_templates(templates: TemplateCatalog) -> tuple[tuple[str, str], ...]:
    """(situation, language) pairs without a template; a region counts as covered by its language."""
    return tuple(
        (intent, tag)
        for intent in templates.intents
        for tag in templates.languages()
        if not any(templates.has(intent, t) for t in tag_chain(tag))
    )


def new_template(
    templates: TemplateCatalog, intent: Intent, language: str, root: Path, *, replace: bool = False
) -> Path:
    """Write a template to start from: a copy of the nearest one there is, in ``root``.

    Raises:
        UsageError: the language is no BCP 47 tag, or the file is there already.
    """
    tag = canonical_tag(language)
    if not is_plain_name(tag):
        raise UsageError(f"{language[:40]!r} is not a language.", code="bad-language", hint="Such as da, or pt-BR.")
    target = root / "templates" / tag / f"{intent.name}.yaml"
    if target.exists() and not replace:
        raise UsageError(f"{target} is there already.", code="file-exists", hint="Edit it, or say --force.")
    layers = [folder / "templates" for _, folder in templates.paths.layers]
    files = [(t, folder / t / target.name) for t in (*tag_chain(tag), LAST_RESORT) for folder in layers]
    copied_tag, copied = next((t, file) for t, file in files if file.is_file() and file != target)
    content = copied.read_text(encoding="utf-8")
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(content.replace(f"language: {copied_tag}\n", f"language: {tag}\n", 1), encoding="utf-8")
    return target
