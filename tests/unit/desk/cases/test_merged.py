"""Which case a merged case goes on in."""

import pytest

from cscli.desk.cases.merged import families, survivor


@pytest.mark.parametrize(("number", "expected"), [(1, 3), (2, 3), (3, 3), (4, 4)])
def test_a_case_goes_on_in_the_last_one_that_it_is_merged_into(number, expected):
    assert survivor(number, {1: 2, 2: 3}.get) == expected


def test_a_circle_of_merges_ends():
    assert survivor(1, {1: 2, 2: 1}.get) == 1
    assert survivor(3, {3: 1, 1: 2, 2: 1}.get) == 1


def test_cases_go_on_in_others_directly_or_through_another():
    assert families({1: 2, 2: 3, 4: 3}) == {2: [1], 3: [1, 2, 4]}


def test_no_case_goes_on_in_itself_whatever_circle_there_is():
    found = families({1: 2, 2: 1, 3: 1})
    assert {number: sorted(others) for number, others in found.items()} == {1: [2, 3], 2: [1, 3]}
