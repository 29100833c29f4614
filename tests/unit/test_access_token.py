"""Where an access token comes from, and that it is in no message."""

import sys
import time

import pytest
from sweeps import each

from cscli.access_token import TokenAnswers, TokenSource, way_to_log_in
from cscli.errors import UnavailableError, UsageError


def source(command="", told=""):
    return TokenSource(key="imap.token_command", variable="CSCLI_IMAP_TOKEN", command=command, stored=told)


def python(code):
    return f'"{sys.executable}" -c "{code}"'


def refusal(found, seconds=5.0):
    with pytest.raises(UnavailableError) as refused:
        found.token(seconds)
    [problem] = refused.value.problems
    assert (problem.code, problem.exit_code, bool(problem.hint)) == ("mail-login", 5, True)
    return f"{problem.message} {problem.hint}"


def test_a_token_is_what_the_command_prints_else_what_was_told():
    assert source(told="ya29.a-b_c~d+e/f==").token() == "ya29.a-b_c~d+e/f=="
    assert source(python("print('from.command')"), told="other").token() == "from.command"


def test_a_command_sees_no_shell():
    assert source(python("import sys; print(len(sys.argv))") + " ; echo $(id) > here").token() == "6"


def test_without_any_token_all_ways_to_give_one_are_named():
    told = refusal(source())
    assert "imap.token_command" in told
    assert "keyring set cscli CSCLI_IMAP_TOKEN" in told


@each(
    ("code", "words"),
    [
        ("import sys; print('tok'); sys.exit(3)", "ended with status 3"),
        ("print()", "no access token"),
        ("print('two words')", "holds spaces or signs"),
        ("print('secret\\x01x')", "holds spaces or signs"),
        ("print('x' * 20000)", "holds spaces or signs"),
        ("import sys; sys.stderr.write('secret'); sys.exit(1)", "ended with status 1"),
    ],
)
def test_a_command_that_gives_no_token_is_told_without_its_words(code, words):
    told = refusal(source(python(code)))
    assert words in told
    assert not [word for word in ("secret", "two words", "tok\n") if word in told]


def test_a_command_has_so_much_time_and_no_more():
    begun = time.monotonic()
    assert "no token within 0.5 seconds" in refusal(source(python("import time; time.sleep(60)")), 0.5)
    assert time.monotonic() - begun < 20


def test_a_command_that_is_none_and_one_that_cannot_be_read_are_told_apart():
    assert "cannot be run" in refusal(source("no-such-command-here --token"))
    with pytest.raises(UsageError, match="a quote is not closed"):
        source("print 'token").token()


def test_a_token_is_in_no_text_of_its_source():
    assert "ya29" not in repr(source(told="ya29.secret"))


def test_a_user_whose_name_holds_signs_of_the_protocol_is_written_so_that_it_stays_whole():
    assert TokenAnswers("oauthbearer", "a=b,c", "t")() == "n,a=a=3Db=2Cc,\1auth=Bearer t\1\1"


def test_a_way_to_log_in_that_there_is_not_is_refused():
    assert way_to_log_in("imap.auth", "") == "password"
    with pytest.raises(UsageError, match=r"imap\.auth is 'oauth'"):
        way_to_log_in("imap.auth", "oauth")
