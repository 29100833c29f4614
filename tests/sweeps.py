"""A rule that holds for many rows of data is one test: ``each`` runs it for all rows and names every offender."""

import inspect
import traceback
from functools import wraps

import pytest

LONGEST = 2000


def each(names, rows):
    """Run a test once for each row, as one case; takes what ``pytest.mark.parametrize`` takes.

    All rows share the test's fixtures, so a row must leave nothing behind that another would see.
    """
    given = [name.strip() for name in names.split(",")] if isinstance(names, str) else list(names)
    rows = [(row,) if len(given) == 1 else tuple(row) for row in rows]
    assert rows, "a rule over no data would hold always"

    def decorate(test):
        signature = inspect.signature(test)

        @wraps(test)
        def over_all_rows(**fixtures):
            offenders = [said for row in rows if (said := _fault(test, fixtures, dict(zip(given, row, strict=True))))]
            if offenders:
                pytest.fail(f"{len(offenders)} of {len(rows)} rows:\n" + "\n".join(offenders), pytrace=False)

        wanted = [p for name, p in signature.parameters.items() if name not in given]
        over_all_rows.__signature__ = signature.replace(parameters=wanted)
        return over_all_rows

    return decorate


def _fault(test, fixtures, row) -> str:
    """What is wrong with a row; empty where the rule holds."""
    try:
        test(**fixtures, **row)
    except (Exception, pytest.fail.Exception) as problem:  # noqa: BLE001 - the other rows are looked at, too
        file, steps = inspect.unwrap(test).__code__.co_filename, traceback.extract_tb(problem.__traceback__)
        where = [step for step in steps if step.filename == file][-1:] or steps[-1:]
        said = "\n    ".join(f"{type(problem).__name__}: {problem}"[:LONGEST].splitlines())
        return f"  {', '.join(_name(value) for value in row.values())} (line {where[0].lineno}):\n    {said}"
    return ""


def _name(value) -> str:
    """What a value is called in a list of offenders: the id of a case from a file, else what it is."""
    return value["id"] if isinstance(value, dict) and "id" in value else ascii(value)[:60]
