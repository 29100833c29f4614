"""How a command ended follows from what its result holds."""

from sweeps import each

from cscli.cli.door.result import Result, Status, exit_code_of, status_of
from cscli.errors import ExitCode, NotFoundError, RefusedError, UnavailableError

GONE, DOWN, NO = (kind("x").problems for kind in (NotFoundError, UnavailableError, RefusedError))


@each(
    ("holds", "status", "exit_code"),
    [
        ({}, Status.OK, ExitCode.OK), ({"done": 3}, Status.OK, ExitCode.OK),
        ({"findings": 2}, Status.FINDINGS, ExitCode.FINDINGS),
        ({"findings": 1, "is_refusal": True}, Status.FINDINGS, ExitCode.REFUSED),
        ({"problems": GONE}, Status.ERROR, ExitCode.NOT_FOUND),
        ({"problems": GONE + DOWN + NO}, Status.ERROR, ExitCode.UNAVAILABLE),
        ({"problems": NO, "findings": 1}, Status.ERROR, ExitCode.REFUSED),
        ({"problems": GONE, "done": 3}, Status.PARTIAL, ExitCode.PARTIAL),
        ({"findings": 2, "done": 3}, Status.PARTIAL, ExitCode.PARTIAL),
        ({"problems": GONE, "done": 0}, Status.PARTIAL, ExitCode.PARTIAL),
    ],
)  # fmt: skip
def test_a_result_knows_how_it_ended(holds, status, exit_code):
    result = Result(data=None, shown="", **holds)
    assert (status_of(result), exit_code_of(result)) == (status, exit_code)
