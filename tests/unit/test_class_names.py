"""A word of the trade names one thing in the house."""

import ast
from collections import defaultdict
from pathlib import Path

from statements import statements

PACKAGE = Path(__file__).parents[2] / "cscli"
# Names that still stand for two things. Take a name out when its second class has a word of its own; add none.
TO_MEND = {"Address", "Candidate", "Kind", "Pattern", "Piece", "Rule", "Run", "Table"}


def test_no_two_classes_have_one_name():
    places = defaultdict(list)
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in statements(path.read_text(encoding="utf-8")):
            if isinstance(node, ast.ClassDef):
                places[node.name].append(f"{path.relative_to(PACKAGE)}:{node.lineno}")
    assert {name: found for name, found in places.items() if len(found) > 1 and name not in TO_MEND} == {}
