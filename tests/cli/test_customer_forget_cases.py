"""``customer forget`` and cases: they stay readable and sound, whatever the person and the agents are called."""

import pytest

DAY = "2026-11-20"


@pytest.fixture
def desk(cscli):
    """Two customers, each with a message; the second one's name is filled in by the test."""
    assert cscli("customer", "add", "C-8", "--market", "DE", "--given", "Jan", "--family", "Roth").code == 0
    return cscli


def opened(desk, key, family, *, given="Anna"):
    desk("customer", "add", key, "--market", "DE", "--given", given, "--family", family)
    return desk("case", "open", "-c", key, "Wo ist mein Paket?", now=f"{DAY}T09:00:00Z").out.strip()


def figures(desk):
    answer = desk("stats", "third-party", "our-work", "workload-cases", "--by", "agent,priority", "--json")
    assert answer.code == 0, answer.out
    return answer.data


def is_sound(desk):
    answer = desk("db", "check", "--json")
    assert (answer.code, answer.codes) == (0, [])
    return True


@pytest.mark.parametrize("family", ["Held", "Open", "Low", "Carrier", "New"])
def test_a_name_that_is_a_word_of_the_program_leaves_the_events_of_cases_as_they_are(desk, family):
    number = opened(desk, "C-7", family)
    desk("case", "priority", number, "low", now=f"{DAY}T09:30:00Z")
    desk("case", "wait", number, "--for", "carrier", now=f"{DAY}T10:00:00Z")
    desk("case", "resolve", number, now=f"{DAY}T12:00:00Z")
    before = figures(desk)
    assert desk("customer", "forget", "C-7", "--yes").code == 0
    assert figures(desk) == before
    assert desk("case", "show", number).code == 0
    assert is_sound(desk)


def test_a_key_that_is_the_number_of_a_case_leaves_a_merge_as_it_is(desk):
    first, second = opened(desk, "1", "Berger"), desk("case", "open", "-c", "1", "Und?").out.strip()
    desk("case", "merge", second, "--into", first)
    assert desk("customer", "forget", "1", "--yes").code == 0
    assert desk("case", "show", second).code == 0
    assert is_sound(desk)


def test_an_agent_with_the_same_given_name_stays_the_agent_of_the_case(desk, monkeypatch):
    number = opened(desk, "C-7", "Berger")
    monkeypatch.setenv("CSCLI_AGENT_NAME", "Anna Schmidt")
    desk("case", "assign", number, "me", now=f"{DAY}T10:00:00Z")
    desk("case", "resolve", number, now=f"{DAY}T12:00:00Z")
    before = figures(desk)
    assert desk("customer", "forget", "C-7", "--yes").code == 0
    assert figures(desk) == before
    assert desk("case", "show", number, "--json").data["case"]["assignee"] == "Anna Schmidt"
    assert is_sound(desk)


def test_of_the_tags_of_a_case_only_those_that_name_the_person_go(desk):
    number = opened(desk, "C-7", "Qvistgaard")
    desk("case", "tag", number, "+vip", "+Qvistgaard", "+anna-rueckruf")
    assert desk("customer", "forget", "C-7", "--yes").code == 0
    assert desk("case", "show", number, "--json").data["case"]["tags"] == ["vip"]
    assert is_sound(desk)


@pytest.mark.parametrize("mode", ["anonymise", "delete"])
def test_a_case_of_somebody_else_in_which_the_person_wrote_is_sound_without_them(desk, mode):
    desk("customer", "add", "C-7", "--market", "DE", "--given", "Anna", "--family", "Berger")
    number = desk("case", "open", "-c", "C-8", "Wo ist es?", now=f"{DAY}T08:00:00Z").out.strip()
    desk("log", "add", "-d", "out", "--case", number, "Es kommt.", now=f"{DAY}T09:00:00Z")
    desk("case", "wait", number, now=f"{DAY}T10:00:00Z")
    desk("log", "add", "-c", "C-7", "--case", number, "Ich bin die Nachbarin.", now=f"{DAY}T11:00:00Z")
    assert desk("customer", "forget", "C-7", "--mode", mode, "--yes").code == 0
    assert is_sound(desk)
    assert desk("case", "show", number).code == 0
