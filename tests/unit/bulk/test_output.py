"""Whatever a run writes, an error of the disk is told in one way."""

import errno
import os

import pytest

from cscli.bulk.output import written
from cscli.errors import UnavailableError


def _told(number, **more):
    with pytest.raises(UnavailableError) as caught, written("out.csv", **more):
        raise OSError(number, os.strerror(number))
    [problem] = caught.value.problems
    return problem.code, problem.message, problem.hint


def test_a_full_disk_a_folder_that_is_closed_and_a_reader_that_left_have_codes_of_their_own():
    assert _told(errno.ENOSPC)[:2] == ("disk-full", "out.csv cannot be written: there is no room.")
    assert _told(errno.EACCES)[:2] == ("cannot-write", "out.csv cannot be written: Permission denied.")
    assert _told(errno.EPIPE)[0] == "reader-gone"


def test_a_code_and_a_hint_of_ones_own_stand_instead_of_the_usual_ones():
    assert _told(errno.ENOSPC, code="output-unwritable", hint="Write elsewhere.") == (
        "output-unwritable", "out.csv cannot be written: there is no room.", "Write elsewhere.",
    )  # fmt: skip


def test_what_is_no_error_of_the_disk_is_not_taken_for_one():
    with pytest.raises(ValueError, match="a fault of ours"), written("out.csv"):
        raise ValueError("a fault of ours")
