"""How the modules of the program may know each other."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import TYPE_CHECKING

from statements import statements

if TYPE_CHECKING:
    from collections.abc import Iterator

_PACKAGE = Path(__file__).parents[2] / "cscli"
_HAVE_SQL = ("record", "state")
_SQL = re.compile(r"""["'](SELECT|INSERT|UPDATE|DELETE|WITH|CREATE|DROP|ALTER|PRAGMA|VACUUM) [\w*]""")
_QUERY = re.compile(r"record\.(named|row|rows|tuples|query)\(")


def test_no_modules_import_each_other_in_a_circle() -> None:
    """Imports inside functions and for type checking count too: they only hide a circle from Python."""
    graph = _graph()

    assert [sorted(group) for group in _circles(graph)] == []


def test_a_circle_is_found_wherever_its_imports_stand() -> None:
    graph = {"a": {"b"}, "b": {"c"}, "c": {"a"}, "d": {"a"}, "e": {"e"}}

    assert [sorted(group) for group in _circles(graph)] == [["a", "b", "c"], ["e"]]


def test_sql_and_queries_stand_in_the_record_and_in_this_machines_state_alone() -> None:
    rooms = [path for path in sorted(_PACKAGE.rglob("*.py")) if path.relative_to(_PACKAGE).parts[0] not in _HAVE_SQL]

    assert [str(path.relative_to(_PACKAGE)) for path in rooms if _SQL.search(path.read_text("utf-8"))] == []
    assert [str(path.relative_to(_PACKAGE)) for path in rooms if _QUERY.search(path.read_text("utf-8"))] == []


def _graph() -> dict[str, set[str]]:
    """Each module of the program, and the modules of the program that it imports anywhere in its file."""
    files = {_name(path): path for path in sorted(_PACKAGE.rglob("*.py"))}
    return {name: set(_imported(path, files)) for name, path in files.items()}


def _name(path: Path) -> str:
    parts = path.relative_to(_PACKAGE.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _imported(path: Path, modules: dict[str, Path]) -> Iterator[str]:
    for node in statements(path.read_text("utf-8")):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name in modules)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            for alias in node.names:
                name = f"{node.module}.{alias.name}"
                if name in modules or node.module in modules:
                    yield name if name in modules else node.module


def _circles(graph: dict[str, set[str]]) -> list[set[str]]:
    """Groups of modules that reach each other (strongly connected components, after Kosaraju), and loops to itself."""
    order: list[str] = []
    seen: set[str] = set()
    for start in sorted(graph):
        _walk(graph, start, seen, order)
    backwards: dict[str, set[str]] = {name: set() for name in graph}
    for name, others in graph.items():
        for other in others:
            backwards[other].add(name)
    seen.clear()
    groups = []
    for start in reversed(order):
        group: list[str] = []
        _walk(backwards, start, seen, group)
        if len(group) > 1 or start in graph[start]:
            groups.append(set(group))
    return sorted(groups, key=min)


def _walk(graph: dict[str, set[str]], start: str, seen: set[str], left: list[str]) -> None:
    """Append to ``left`` what can be reached from ``start``, each module after all that it leads to."""
    if start not in seen:
        seen.add(start)
        for other in sorted(graph[start]):
            _walk(graph, other, seen, left)
        left.append(start)


def test_no_file_of_the_program_has_more_than_300_lines() -> None:
    long = {
        str(path.relative_to(_PACKAGE)): lines
        for path in _PACKAGE.rglob("*.py")
        if (lines := path.read_text(encoding="utf-8").count("\n")) > 300
    }
    assert long == {}
