"""What a template may cost: its source, its nesting, and the most text that it could write.

A workspace may come from a stranger. So a template is read before it runs: it holds text, values, conditions,
assignments and short loops, and nothing that could call itself or take another template in. That makes the length of
its text and the steps to it a sum over its tree, which is taken once, when it is compiled. Only three operators can
make much out of little (``*``, ``**``, ``%``), so the sandbox looks at their operands before each of them.
"""

import re
from math import prod
from typing import Any, NoReturn

from jinja2 import nodes
from jinja2.exceptions import SecurityError
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment

LONGEST_SOURCE = 20_000  # characters of one text; the longest that ships has 2,300
DEEPEST = 40  # expressions and blocks within each other; Jinja2 and Python follow them with their stack
MOST_ROUNDS = 100  # of one loop
LONGEST_PART = 10_000  # characters or items that one operator may make
WIDEST = 999  # the columns that % may fill
LARGEST = 2_000  # bits of a whole number
LONGEST_TEXT = 1_000_000  # characters that a reply could come to, each value taken as _VALUE long

_VALUE = 200
_SIZED = (str, list, tuple, dict)
ROUNDS = "_rounds"  # the filter that counts what a loop goes over
_TOO_WIDE = re.compile(r"%[-#0 +]*(?:\([^)]*\))?[-#0 +]*(?:\*|\d{4,}|\d*\.(?:\*|\d{4,}))")
# Methods of a text that write no more than they read, but for the few of _MULTIPLYING.
_METHODS = frozenset(
    (
        "capitalize", "casefold", "count", "cycle", "endswith", "find", "index", "isalnum", "isalpha", "isascii",
        "isdecimal", "isdigit", "islower", "isnumeric", "isspace", "istitle", "isupper", "join", "lower", "lstrip",
        "partition", "removeprefix", "removesuffix", "replace", "rfind", "rindex", "rpartition", "rsplit", "rstrip",
        "split", "splitlines", "startswith", "strip", "swapcase", "title", "upper",
    )
)  # fmt: skip
_MULTIPLYING = frozenset({"join", "replace"})
_STATEMENTS = (nodes.Template, nodes.Output, nodes.If, nodes.For, nodes.Assign, nodes.AssignBlock)
_WORDS = {
    nodes.Include: "include", nodes.Import: "import", nodes.FromImport: "import", nodes.Extends: "extends",
    nodes.Block: "block", nodes.Macro: "macro", nodes.CallBlock: "call", nodes.With: "with",
    nodes.FilterBlock: "filter", nodes.ScopedEvalContextModifier: "autoescape",
}  # fmt: skip


class TooCostlyError(Exception):
    """A template that could cost more than a reply may; ``lineno`` is that of its source."""

    def __init__(self, message: str, *, lineno: int, hint: str = "") -> None:
        super().__init__(message)
        self.message, self.lineno, self.hint = message, lineno, hint


def bounded(tree: nodes.Template) -> nodes.Template:
    """The tree of a template, with its loops counted as they run.

    Raises:
        TooCostlyError: it could write too much, is nested too deeply, or holds what a template may not.
    """
    _Cost().of(tree, 0)
    for loop in tree.find_all(nodes.For):
        loop.iter = nodes.Filter(loop.iter, ROUNDS, [], [], None, None, lineno=loop.lineno)
    return tree


class BoundedSandbox(ImmutableSandboxedEnvironment):
    """The sandbox of Jinja2, with operators that make no more than a reply may hold."""

    intercepted_binops = frozenset({"*", "**", "%"})

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        """What an operator makes of two values.

        Raises:
            SecurityError: it would be too much.
        """
        if operator == "%" and isinstance(left, str) and _TOO_WIDE.search(left):
            raise SecurityError(f"% fills more than {WIDEST} columns")
        if operator == "**":
            _require_small(operator, left.bit_length() * abs(right) if _are_whole(left, right) else 0)
        elif operator == "*":
            _require_small(operator, left.bit_length() + right.bit_length() if _are_whole(left, right) else 0)
            for repeated, times in ((left, right), (right, left)):
                if isinstance(repeated, _SIZED) and isinstance(times, int) and len(repeated) * times > LONGEST_PART:
                    raise SecurityError(f"* makes more than {LONGEST_PART:,} characters")
        return super().call_binop(context, operator, left, right)


def few_rounds(items: Any) -> Any:
    """What a loop goes over.

    Raises:
        SecurityError: it has too many items.
    """
    if isinstance(items, _SIZED) and len(items) > MOST_ROUNDS:
        raise SecurityError(f"a loop goes over {len(items):,} items; {MOST_ROUNDS} are the most")
    return items


def _are_whole(left: Any, right: Any) -> bool:
    return isinstance(left, int) and isinstance(right, int)


def _require_small(operator: str, bits: int) -> None:
    if bits > LARGEST:
        raise SecurityError(f"{operator} makes a number of more than {LARGEST:,} bits")


class _Cost:
    """The most characters that a node can come to, or steps it can take, whichever is more."""

    def __init__(self) -> None:
        self._names: dict[str, int] = {}

    def of(self, node: nodes.Node, depth: int) -> int:
        """What a node costs.

        Raises:
            TooCostlyError: too much.
        """
        if depth > DEEPEST:
            _refuse(f"it is nested more than {DEEPEST} deep", node, "Write it with fewer brackets and conditions.")
        _require_plain(node)
        match node:
            case nodes.Name():
                cost = self._names.get(node.name, _VALUE)
            case nodes.Assign() | nodes.AssignBlock():
                cost = self._assigned(node, depth)
            case nodes.For():
                cost = self._loop(node, depth)
            case nodes.TemplateData():
                cost = len(node.data)
            case nodes.Const():
                cost = 1 + len(str(node.value))
            case _:
                cost = _combined(node, [self.of(child, depth + 1) for child in node.iter_child_nodes()])
        if cost > LONGEST_TEXT:
            _refuse(f"it could write more than {LONGEST_TEXT:,} characters", node, "Repeat less.")
        return cost

    def _assigned(self, node: nodes.Assign | nodes.AssignBlock, depth: int) -> int:
        parts = [node.node] if isinstance(node, nodes.Assign) else node.body
        cost = 1 + sum(self.of(part, depth + 1) for part in parts)
        for name in node.target.find_all(nodes.Name) if not isinstance(node.target, nodes.Name) else [node.target]:
            self._names[name.name] = max(cost, self._names.get(name.name, 0))
        return cost

    def _loop(self, node: nodes.For, depth: int) -> int:
        if node.recursive:
            _refuse("a loop calls itself", node)
        over = self.of(node.iter, depth + 1)
        for name in [*node.target.find_all(nodes.Name), node.target]:
            if isinstance(name, nodes.Name):
                self._names[name.name] = over
        inner = [*node.body, *([node.test] if node.test else [])]
        each = 1 + sum(self.of(part, depth + 1) for part in inner)
        listed = node.iter.items if isinstance(node.iter, (nodes.List, nodes.Tuple)) else None
        rounds = MOST_ROUNDS if listed is None else len(listed)
        return over + rounds * each + sum(self.of(part, depth + 1) for part in node.else_)


def _combined(node: nodes.Node, costs: list[int]) -> int:
    if _is_number(node):
        return LARGEST
    if isinstance(node, nodes.Mul):
        return LONGEST_PART + sum(costs)
    if isinstance(node, nodes.Mod):
        return _VALUE * costs[0] + costs[1]
    multiplies = isinstance(node, nodes.Call) and getattr(node.node, "attr", "") in _MULTIPLYING
    return prod(costs) if multiplies else 1 + sum(costs)


def _is_number(node: nodes.Node) -> bool:
    if isinstance(node, nodes.Const):
        return isinstance(node.value, (int, float))
    return isinstance(node, nodes.BinExpr) and _is_number(node.left) and _is_number(node.right)


def _require_plain(node: nodes.Node) -> None:
    if isinstance(node, nodes.Stmt) and not isinstance(node, _STATEMENTS):
        word = _WORDS.get(type(node), type(node).__name__.lower())
        _refuse(f"a template has no {{% {word} %}}", node, "Write out what it stands for.")
    if isinstance(node, nodes.Call):
        called = node.node
        if not isinstance(called, nodes.Getattr) or called.attr not in _METHODS:
            name = getattr(called, "attr", getattr(called, "name", "this"))
            _refuse(f"{name} cannot be called in a template", node, f"What can: {', '.join(sorted(_METHODS))}")


def _refuse(message: str, node: nodes.Node, hint: str = "") -> NoReturn:
    raise TooCostlyError(message, lineno=node.lineno, hint=hint)
