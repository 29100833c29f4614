"""A template: the text of one situation in one language, compiled for the sandbox.

Paragraphs are Jinja2. They are joined by a character that no value can hold, rendered in one go and taken apart
again; a paragraph that renders empty is left out, so an optional sentence never leaves a hole. Compiled code is kept
in the cache: compiling takes about 6 ms a template, reading it back 0.1 ms. The cache is used only where nobody else
can write; Jinja2's own bucket of bytecode refuses code of another Python. A plain template runs without Jinja2.
"""

from collections.abc import Callable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from cscli.cache import Cache, key
from cscli.errors import DataFileError
from cscli.markets.language import Language
from cscli.markets.terms import Channel, Register, nearest_register
from cscli.replies.contract.part import Choice, LetterPart, Starts, parse_choices, parse_parts
from cscli.replies.templates.plain_code import Text as PlainText
from cscli.replies.templates.plain_code import made_by, plain_code, plain_text

if TYPE_CHECKING:
    from jinja2 import Template as Compiled
    from jinja2 import nodes

    from cscli.replies.templates.bounds import BoundedSandbox

BREAK = "\x1e"

_Code = TypeVar("_Code")


class TemplateFault(NamedTuple):
    """What is wrong with a template; ``place`` is the register and channel, or ``file``.

    Advice says what could be better, and leaves the template as good as it is.
    """

    language: str
    intent: str
    place: str
    message: str
    is_advice: bool = False


class Text(NamedTuple):
    """The text of one register: a subject, the parts of an e-mail and of a chat, the sentences of choices."""

    subject: str
    email: tuple[LetterPart, ...]
    chat: tuple[LetterPart, ...]
    choices: Mapping[str, Mapping[str, Choice]]

    def parts(self, channel: Channel) -> tuple[LetterPart, ...]:
        """The parts of a channel."""
        return self.email if channel is Channel.EMAIL else self.chat

    def paragraphs(self, channel: Channel) -> tuple[str, ...]:
        """The parts of a channel as paragraphs of an e-mail or messages of a chat."""
        found: list[str] = []
        for part in self.parts(channel):
            if part.starts is Starts.PARAGRAPH or not found:
                found.append(part.text)
            else:
                found[-1] += (" " if part.starts is Starts.SENTENCE else "\n") + part.text
        return tuple(found)


class Template(NamedTuple):
    """One situation in one language. ``digest`` is SHA-256 of the file; ``layer`` says which folder won."""

    intent: str
    language: str
    texts: Mapping[str, Text]
    digest: str
    path: str
    layer: str
    doubts: tuple[str, ...] = ()

    def text(self, register: Register) -> tuple[str, Text]:
        """The text nearest to a register, and the register it is written in."""
        found = nearest_register(register, self.texts)
        if found is None:
            raise DataFileError(
                f"{self.path}: has no texts", hint="Add email: or chat: with a text. Start one with: cscli template new"
            )
        return found, self.texts[found]


def parse_template(content: Mapping[str, Any], *, digest: str, path: str, layer: str) -> Template:
    """A template from its file content, already checked against the schema."""
    shared = parse_choices(content.get("choices", {}))
    return Template(
        intent=content["intent"],
        language=content["language"],
        texts={
            register: Text(
                subject=text["subject"],
                email=parse_parts(text["email"], Starts.PARAGRAPH),
                chat=parse_parts(text["chat"], Starts.SENTENCE),
                choices={**shared, **parse_choices(text.get("choices", {}))},
            )
            for register, text in content["texts"].items()
        },
        digest=digest,
        path=path,
        layer=layer,
        doubts=tuple(content.get("doubts", ())),
    )


def source(text: Text, channel: Channel, language: Language, *, several: bool = False) -> str:
    """The Jinja2 source of a text for a channel, in the region's spelling: the subject first, then the parts.

    For a letter about ``several`` situations, what each part says instead of being left out follows, too.
    """
    parts = text.parts(channel)
    pieces = [text.subject, *(part.text for part in parts)]
    if several:
        pieces += [part.also or "" for part in parts]
    return spelled(BREAK.join(pieces), language)


def spelled(text: str, language: Language) -> str:
    """``text`` in the spelling of a region, such as ``ss`` for ``ß`` in Switzerland."""
    for old, new in language.spelling.items():
        text = text.replace(old, new)
    return text


@lru_cache(maxsize=1)
def environment() -> "BoundedSandbox":
    """The sandbox that templates run in: strict about names and costs, finalising values by type."""
    from jinja2 import StrictUndefined  # noqa: PLC0415 - only a reply needs it

    from cscli.replies.templates.bounds import ROUNDS, BoundedSandbox, few_rounds  # noqa: PLC0415 - loads Jinja2
    from cscli.replies.values.shown import FILTERS, TESTS, finalize  # noqa: PLC0415 - beside the sandbox

    sandbox = BoundedSandbox(
        undefined=StrictUndefined,
        autoescape=False,
        finalize=finalize,
        keep_trailing_newline=True,
    )
    sandbox.filters = {**FILTERS, ROUNDS: few_rounds}
    sandbox.tests = {"defined": sandbox.tests["defined"], **TESTS}
    sandbox.globals = {}
    return sandbox


def plain(jinja_source: str, path: str, cache: Cache | None = None) -> PlainText | None:
    """What writes the text of a template without Jinja2; None where that takes ``compiled``.

    Raises:
        DataFileError: the source is not Jinja2; names the file.
    """
    return plain_text(jinja_source, lambda: _code(jinja_source, path, plain_code), cache)


def compiled(jinja_source: str, path: str, cache: Cache | None = None) -> "Compiled":
    """The runnable form of a template's source.

    Raises:
        DataFileError: the source is not Jinja2; names the file.
    """
    from jinja2 import Template as JinjaTemplate  # noqa: PLC0415 - only a reply needs it
    from jinja2.bccache import Bucket  # noqa: PLC0415

    sandbox = environment()
    entry = key("template", jinja_source.encode(), path.encode(), *made_by())
    bucket = Bucket(sandbox, path, "")
    kept = cache.read(entry) if cache else None
    if kept is not None:
        bucket.bytecode_from_string(kept)
    if bucket.code is None:
        bucket.code = _code(jinja_source, path, lambda tree: sandbox.compile(tree, path, path))
        if cache:
            cache.write(entry, bucket.bytecode_to_string())
    return JinjaTemplate.from_code(sandbox, bucket.code, sandbox.globals)


def _code(jinja_source: str, path: str, make: "Callable[[nodes.Template], _Code]") -> _Code:
    """What is made of a template, once it was read and found within its bounds."""
    from jinja2 import TemplateSyntaxError  # noqa: PLC0415 - only what is not in the cache is compiled

    from cscli.replies.templates.bounds import LONGEST_SOURCE, TooCostlyError, bounded  # noqa: PLC0415 - as above

    if len(jinja_source) > LONGEST_SOURCE:
        raise DataFileError(
            f"{path}: a text of the template has {len(jinja_source):,} characters; {LONGEST_SOURCE:,} are the most.",
            code="bad-template", hint="Shorten it, or make two situations of it.",
        )  # fmt: skip
    try:
        return make(bounded(environment().parse(jinja_source, path, path)))
    except TemplateSyntaxError as problem:
        fault, hint = f"the template cannot be read: {problem.message}", ""
    except TooCostlyError as problem:
        fault, hint = f"{problem.message}.", problem.hint
    except (RecursionError, MemoryError, SyntaxError):
        fault, hint = "it is nested too deeply.", "Write it with fewer brackets and conditions."
    except (ValueError, OverflowError):
        fault, hint = "it holds a number that is too long.", "Write the number as text."
    raise DataFileError(f"{_faulty_place(jinja_source, path)}: {fault}", code="bad-template", hint=hint)


def _faulty_place(jinja_source: str, path: str) -> str:
    """The file, and the line of a source that cannot be compiled: read again with a line for each paragraph."""
    from jinja2 import TemplateSyntaxError  # noqa: PLC0415 - loaded by the caller

    from cscli.replies.templates.bounds import TooCostlyError, bounded  # noqa: PLC0415 - as above

    lines = jinja_source.replace(BREAK, "\n")
    try:
        bounded(environment().parse(lines))
    except (TemplateSyntaxError, TooCostlyError) as problem:
        return place(path, lines.split("\n")[problem.lineno - 1])
    except (RecursionError, MemoryError, ValueError):
        pass
    return path


def place_of(problem: BaseException, path: str, jinja_source: str) -> str:
    """The file, and the line of a template that failed as it ran; a line that holds several paragraphs is not named."""
    from traceback import walk_tb  # noqa: PLC0415 - only for what failed

    lines = [line for frame, line in walk_tb(problem.__traceback__) if frame.f_code.co_filename == path]
    texts = jinja_source.split("\n")[lines[-1] - 1].split(BREAK) if lines else []
    at_work = [text for text in texts if "{" in text]
    return place(path, at_work[0]) if len(at_work) == 1 else path


def place(path: str, text: str) -> str:
    """Where a line of a template stands: the file, and the number of the line that holds it as it is."""
    try:
        lines = Path(path).read_text(encoding="utf-8").split("\n")
    except (OSError, ValueError):
        return path
    found = [number for number, line in enumerate(lines, 1) if text.strip() in line] if text.strip() else []
    return f"{path}:{found[0]}" if found else path
