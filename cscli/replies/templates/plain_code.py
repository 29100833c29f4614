"""Templates that only print values and ask about them, as nearly all do, written as Python: they run without Jinja2.

Loading Jinja2 takes a tenth of the time of a reply. So a template that was read once, and holds nothing but text,
values with their forms, conditions, plurals and tests, is kept in the cache as code of its own. That code reaches
nothing but the values that it is given: the only attributes are forms of a value, the only calls are the filters and
tests of ``values/shown.py``, and no builtin has a name. Where the code raises, Jinja2 runs the same template again and
says what is wrong, and where.
"""

import marshal
import sys
from collections.abc import Callable, Mapping
from functools import lru_cache
from importlib.util import find_spec
from keyword import iskeyword
from pathlib import Path
from types import CodeType
from typing import TYPE_CHECKING, Any

from cscli.cache import Cache, key
from cscli.replies.values.shown import FILTERS, TESTS, finalize

if TYPE_CHECKING:
    from jinja2 import nodes

Text = Callable[[Mapping[str, Any]], str]

_RUNS_WITH = {
    "__builtins__": {}, "printed": finalize,
    **{f"as_{name}": applied for name, applied in FILTERS.items()},
    **{f"is_{name}": asked for name, asked in TESTS.items()},
}  # fmt: skip
_NOT_FORMS = frozenset((*dir(str), *dir(int), *dir(tuple)))
_COMPARED = {"eq": "==", "ne": "!=", "lt": "<", "lteq": "<=", "gt": ">", "gteq": ">=", "in": "in", "notin": "not in"}
_MAKERS = ("templates/plain_code.py", "templates/template.py", "templates/bounds.py", "values/shown.py")


class NotPlainError(Exception):
    """A template that needs Jinja2 to run."""


def plain_text(jinja_source: str, made: Callable[[], CodeType | None], cache: Cache | None) -> Text | None:
    """What writes the text of a template from its values by name; None where only Jinja2 can.

    Args:
        jinja_source: the template.
        made: gives its ``plain_code``; called only for what is not in the cache.
        cache: where the code is kept, or a mark that only Jinja2 can run the template; None keeps nothing.
    """
    entry = key("plain", jinja_source.encode(), *made_by())
    kept = cache.read(entry) if cache else None
    if kept is None:
        kept = marshal.dumps(made())
        if cache:
            cache.write(entry, kept)
    code = marshal.loads(kept)  # noqa: S302 - nobody else can write to a cache that is trusted
    if code is None:
        return None
    found: dict[str, Any] = dict(_RUNS_WITH)
    exec(code, found)  # noqa: S102 - ``_function`` wrote it
    text: Text = found["text"]
    return text


def plain_code(tree: "nodes.Template") -> CodeType | None:
    """A plain template as Python: ``text(names)``; None for one that needs Jinja2."""
    try:
        return compile(_function(tree), "<template>", "exec", dont_inherit=True)
    except (NotPlainError, RecursionError, MemoryError, SyntaxError, ValueError):
        return None


@lru_cache(maxsize=1)
def made_by() -> tuple[bytes, ...]:
    """What code depends on besides its source: Python, Jinja2, which reads templates, and how they are written here."""
    python = f"{sys.implementation.cache_tag} {sys.hexversion:x}"
    return python.encode(), *(file.read_bytes() for file in _makers())


def _makers() -> list[Path]:
    """The files that code depends on: ours, and those by which Jinja2 reads and compiles, without loading it."""
    own = [Path(__file__).parents[1] / file for file in _MAKERS]
    jinja = find_spec("jinja2")
    if jinja is None or jinja.origin is None:
        return own
    theirs = (Path(jinja.origin).with_name(file) for file in ("__init__.py", "lexer.py", "parser.py", "compiler.py"))
    return [*own, *filter(Path.is_file, theirs)]


def _function(tree: "nodes.Template") -> str:
    return "\n".join(["def text(names):", " parts = []", *_statements(tree.body, " "), " return ''.join(parts)"])


def _statements(body: "list[nodes.Node]", margin: str) -> list[str]:
    from jinja2 import nodes  # noqa: PLC0415 - loaded, as the tree is made of them

    lines = []
    for node in body:
        match node:
            case nodes.Output():
                lines += [f"{margin}parts.append({_printed(part)})" for part in node.nodes]
            case nodes.If():
                for word, branch in (("if", node), *(("elif", other) for other in node.elif_)):
                    lines.append(f"{margin}{word} {_expression(branch.test)}:")
                    lines += [*_statements(branch.body, margin + " "), f"{margin} pass"]
                lines += [f"{margin}else:", *_statements(node.else_, margin + " "), f"{margin} pass"]
            case _:
                raise NotPlainError
    return lines


def _printed(part: "nodes.Node") -> str:
    from jinja2 import nodes  # noqa: PLC0415 - as above

    return repr(part.data) if isinstance(part, nodes.TemplateData) else f"printed({_expression(part)})"


def _expression(node: "nodes.Node") -> str:  # noqa: PLR0911 - one for each kind
    from jinja2 import nodes  # noqa: PLC0415 - as above

    match node:
        case nodes.Name():
            return f"names[{node.name!r}]"
        case nodes.Const(value=str() | bool() | int() | None):
            return repr(node.value)
        case nodes.Getattr() if _is_form(node.attr):
            return f"{_expression(node.node)}.{node.attr}"
        case nodes.Compare():
            rest = (f" {_COMPARED[one.op]} {_expression(one.expr)}" for one in node.ops)
            return f"({_expression(node.expr)}{''.join(rest)})"
        case nodes.And() | nodes.Or():
            word = "and" if isinstance(node, nodes.And) else "or"
            return f"({_expression(node.left)} {word} {_expression(node.right)})"
        case nodes.Not():
            return f"(not {_expression(node.node)})"
        case nodes.List() | nodes.Tuple():
            items = "".join(f"{_expression(item)}, " for item in node.items)
            return f"[{items}]" if isinstance(node, nodes.List) else f"({items})"
        case nodes.Test(name=name, args=[], kwargs=[], dyn_args=None, dyn_kwargs=None) if name in TESTS:
            return f"is_{name}({_expression(node.node)})"
        case nodes.Filter(name=name, dyn_args=None, dyn_kwargs=None, node=nodes.Node() as value) if name in FILTERS:
            given = ", ".join(_expression(one) for one in (value, *node.args))
            named = ", ".join(f"{one.key!r}: {_expression(one.value)}" for one in node.kwargs)
            return f"as_{name}({given}, **{{{named}}})"
    raise NotPlainError


def _is_form(name: str) -> bool:
    """Whether an attribute is a form or a test of a value, such as ``on``: no method, and nothing of Python's own."""
    return name.isidentifier() and name.isascii() and name[0] != "_" and name not in _NOT_FORMS and not iskeyword(name)
