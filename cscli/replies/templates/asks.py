"""What a template asks of its values beyond whether they are there: compares them, counts them, changes them."""

from jinja2 import nodes

from cscli.replies.templates.template import environment

_TRUTHS = (nodes.And, nodes.Or, nodes.Not)  # of what they hold they ask no more than whether it is there
_PRINTS = (nodes.Concat, nodes.CondExpr, *_TRUTHS)


def asked(source: str) -> frozenset[str]:
    """The names that a template does more with than print, or ask whether they are there; of a form as of its value."""
    found: set[str] = set()
    _look(environment().parse(source), found, is_plain=True)
    return frozenset(found)


def _look(node: nodes.Node, found: set[str], *, is_plain: bool) -> None:
    """Collect names. In what is not known here, such as a loop, a filter or an assignment, all are collected."""
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
            for child in node.iter_child_nodes():
                _look(child, found, is_plain=is_plain and isinstance(node, _PRINTS))
