"""The statements of a file of the program, without a look at expressions: what is imported, which classes there are."""

import ast
from collections.abc import Iterator


def statements(source: str) -> Iterator[ast.AST]:
    """Every statement, and what holds statements, at any depth; no expression holds one."""
    waiting: list[ast.AST] = [ast.parse(source)]
    while waiting:
        node = waiting.pop()
        yield node
        waiting += [inner for inner in ast.iter_child_nodes(node) if not isinstance(inner, ast.expr)]
