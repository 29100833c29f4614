"""Errors know their exit status, and so do the problems they tell of."""

from cscli.errors import (
    NotFoundError,
    Problem,
    RefusedError,
    did_you_mean,
    nearest,
    no_such,
    not_one_of,
    suggested_clause,
    suggestion,
    unknown,
)


def test_a_problem_gets_the_exit_status_of_the_error_that_tells_of_it():
    assert NotFoundError("gone").problems[0].exit_code == NotFoundError.exit_code
    told = RefusedError("two", problems=(Problem(code="a", message="A"), NotFoundError("b").problems[0]))
    assert [problem.exit_code for problem in told.problems] == [RefusedError.exit_code, NotFoundError.exit_code]


def test_an_unknown_name_gets_the_nearest_ones_and_a_long_one_is_shortened():
    error = unknown("market", "Jpa", ("JP", "DE"), see="cscli market list")
    assert error.message == "Unknown market 'Jpa'. Did you mean JP?"
    assert error.problems[0].hint == "See all with: cscli market list"
    assert len(unknown("market", "x" * 500, ()).message) < 100


def test_suggestions_are_one_sentence_and_a_clear_one_stands_alone():
    assert did_you_mean([]) == ""
    assert did_you_mean(["a", "b", "c"]) == " Did you mean a, b or c?"
    assert nearest("agent.nam", ("agent.name", "agent.zone", "agent.reads")) == ["agent.name"]


def test_a_word_of_a_closed_list_gets_the_list():
    error = not_one_of("channel", "fax", ("email", "chat"))
    assert (error.message, error.problems[0].hint) == ("Unknown channel 'fax'.", "One of: email, chat")


def test_a_mistyped_word_of_a_closed_list_gets_the_nearest_one_too():
    error = not_one_of("channel", "emial", ("email", "chat"))
    assert (error.message, error.problems[0].hint) == (
        "Unknown channel 'emial'. Did you mean email?", "One of: email, chat"
    )  # fmt: skip


def test_a_name_that_is_not_in_a_file_gets_the_nearest_one_and_all_that_are():
    error = no_such("column", "ship dat", ("ship date", "number"), of="orders.csv")
    assert error.message == "orders.csv: there is no column 'ship dat'. Did you mean 'ship date'?"
    assert (error.problems[0].code, error.problems[0].hint) == ("unknown-column", "Columns: ship date, number")


def test_a_suggestion_is_a_sentence_or_the_end_of_one_and_empty_when_nothing_is_alike():
    assert suggestion("yeni", ("yen", "euro")) == " Did you mean yen?"
    assert suggested_clause("yeni", ("yen", "euro"), quoted=True) == ", did you mean 'yen'?"
    assert (suggestion("q9", ("yen",)), suggested_clause("q9", ("yen",))) == ("", "")
