"""A schedule file, and the answers of the commands that count business time."""

import pytest

DESK = """schema: 1
zone: America/New_York
hours: {mon-fri: ["09:00-12:00", "13:00-17:00"], sat: ["22:00-06:00"]}
holidays: [2026-12-25, 2026-12-29..2026-12-30]
breaks: {2026-12-24: ["12:00-24:00"]}
shifts: {2026-02-14: ["09:00-18:00"], 2026-12-25: ["09:00-18:00"]}
"""


@pytest.fixture
def desk(sealed):
    """Write a schedule file and return its path: the one of the product, or these lines under ``schema``."""

    def write(*lines: str, name: str = "our desk.yaml") -> str:
        path = sealed / name
        path.write_text("\n".join(("schema: 1", *lines)) + "\n" if lines else DESK, encoding="utf-8")
        return str(path)

    return write


@pytest.fixture
def ask(cscli):
    """The data of ``time open``, ``due`` or ``elapsed``, or one key of it."""

    def run(verb, *words, key="", **options):
        answer = cscli("time", verb, *words, "--json", **options)
        assert (answer.code, answer.err) == (0, ""), answer
        return answer.data[key] if key else answer.data

    return run
