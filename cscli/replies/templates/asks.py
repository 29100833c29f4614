"""What a template asks of its values beyond whether they are there: compares them, counts them, changes them."""

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from cscli.cache import Cache, key
from cscli.replies.templates.plain_code import made_by
from cscli.replies.templates.template import environment

if TYPE_CHECKING:
    from jinja2 import nodes


def asked(source: str, cache: Cache | None = None) -> frozenset[str]:
    """The names that a template does more with than print, or ask whether they are there; of a form as of its value.

    They are kept in a cache, where there is one: then Jinja2, which reads the template, is not loaded.
    """
    entry = key("asks", source.encode(), *made_by(), _own_source())
    kept = cache.read(entry) if cache else None
    if kept is None:
        found: set[str] = set()
        _look(environment().parse(source), found, is_plain=True)
        kept = "\n".join(sorted(found)).encode()
        if cache:
            cache.write(entry, kept)
    return frozenset(kept.decode().split())


@lru_cache(maxsize=1)
def _own_source() -> bytes:
    return Path(__file__).read_bytes()


def _look(node: "nodes.Node", found: set[str], *, is_plain: bool) -> None:
    """Collect names. In what is not known here, such as a loop, a filter or an assignment, all are collected."""
    from jinja2 import nodes  # noqa: PLC0415 - loaded, as the tree is made of them

    match node:
        case nodes.Name():
            if not is_plain:
                found.add(node.name)
        case nodes.Filter(name="once", node=nodes.Node() as printed):
            _look(printed, found, is_plain=is_plain)
        case nodes.Template() | nodes.Output() | nodes.If() | nodes.Getattr():
            for child in node.iter_child_nodes():
                _look(child, found, is_plain=is_plain)
        case _:
            truths = (nodes.And, nodes.Or, nodes.Not)  # of what they hold they ask no more than whether it is there
            prints = isinstance(node, (nodes.Concat, nodes.CondExpr, *truths))
            for child in node.iter_child_nodes():
                _look(child, found, is_plain=is_plain and prints)
