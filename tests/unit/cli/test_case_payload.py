"""A case as JSON has it."""

from cscli.cli.views.case.payload import CaseRow
from cscli.desk.cases.case import Case


def test_a_case_has_the_fields_in_json_that_it_has_in_the_desk_with_targets_in_the_place_of_clocks():
    assert CaseRow._fields == (*Case._fields[:-1], "targets")
    assert Case._fields[-1] == "clocks"
