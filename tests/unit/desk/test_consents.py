"""What customers agreed to and withdrew: the newest statement holds, and the older ones are kept."""

from datetime import UTC, datetime, timedelta

import pytest

from cscli.clock.market_hours import ContactAnswer, Decision
from cscli.desk.customers.consents import ContactConsent, Statement, consents_of, keep_consents, standing_consents
from cscli.desk.customers.customers import keep_customers
from cscli.desk.customers.merges import merged_customer, unmerged_customer
from cscli.errors import RefusedError, UsageError
from cscli.outbox.permission import consent_to, permitted, require_consent

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
ALLOWED = ContactAnswer(Decision.ALLOWED, None, "fine", "", "", ())
ASKS = ALLOWED._replace(decision=Decision.CONSENT, reason="must have agreed")
BLOCKED = ALLOWED._replace(decision=Decision.BLOCKED, until=5, reason="quiet")


@pytest.fixture
def desk(record):
    keep_customers(record, [{"key": "A", "email": "a@x.example"}, {"key": "B"}], NOW)
    return record


def say(record, *, given, days=0, **parts):
    said = Statement(**{"channels": ("email",), "purposes": ("marketing",), "given": given, **parts})
    return keep_consents(record, "A", said, now=NOW + timedelta(days=days), agent="Mei")


def test_the_newest_statement_of_a_channel_and_purpose_holds_and_the_others_stay(desk):
    assert say(desk, given=True, channels=("email", "sms"), source="form 7") == 2
    assert say(desk, given=False, days=1) == 1
    held = standing_consents(desk, ["A", "B"], "marketing")
    assert {which: one.given for which, one in held.items()} == {("A", "email"): False, ("A", "sms"): True}
    assert [(one.channel, one.given, one.source, one.agent) for one in consents_of(desk, "A")] == [
        ("email", False, "", "Mei"), ("sms", True, "form 7", "Mei"), ("email", True, "form 7", "Mei"),
    ]  # fmt: skip
    assert standing_consents(desk, ["A"], "feedback") == {}


def test_a_statement_that_holds_already_is_not_kept_twice(desk):
    say(desk, given=True, source="form")
    assert say(desk, given=True, source="form", days=1) == 0
    assert say(desk, given=True, source="call", days=2) == 1


def test_a_statement_needs_a_channel_and_a_purpose_that_exist(desk):
    with pytest.raises(UsageError, match="Unknown channel 'fax'"):
        say(desk, given=True, channels=("fax",))
    with pytest.raises(UsageError, match="Unknown purpose 'reply'"):
        say(desk, given=True, purposes=("reply",))
    with pytest.raises(UsageError, match="No purpose"):
        say(desk, given=True, purposes=())
    with pytest.raises(UsageError, match="longer than 300"):
        say(desk, given=True, source="x" * 301)
    assert consents_of(desk, "A") == ()


def test_consents_move_with_a_merge_and_go_back(desk):
    say(desk, given=False)
    merged_customer(desk, "A", "B", NOW)
    assert not consent_to(desk, "B", "email", "marketing").given
    unmerged_customer(desk, "A", NOW)
    assert consent_to(desk, "B", "email", "marketing") is None
    assert not consent_to(desk, "A", "email", "marketing").given


def test_what_was_withdrawn_is_refused_and_a_reply_never_is(desk):
    say(desk, given=False, purposes=("marketing", "service"))
    with pytest.raises(RefusedError, match="withdrew consent to service by email on 2026-11-22"):
        require_consent(desk, "A", "email", "service")
    require_consent(desk, "A", "email", "reply")
    require_consent(desk, "A", "chat", "service")
    require_consent(desk, "A", "email", "feedback")
    require_consent(desk, "", "email", "service")
    say(desk, given=True, purposes=("service",), days=1)
    require_consent(desk, "A", "email", "service")


def test_consent_that_was_given_answers_a_rule_that_asks_for_it_but_opens_no_quiet_hour():
    given = ContactConsent(customer="A", channel="email", purpose="marketing", given=True, at=NOW)
    withdrawn = ContactConsent(customer="A", channel="email", purpose="marketing", given=False, at=NOW)
    assert permitted(ASKS, None) == ASKS
    assert permitted(ASKS, given).decision is Decision.ALLOWED
    assert permitted(BLOCKED, given) == BLOCKED
    for answer in (ALLOWED, ASKS, BLOCKED):
        refused = permitted(answer, withdrawn)
        assert (refused.is_allowed, refused.until) == (False, None)
        assert "withdrew consent to marketing by email on 2026-11-22" in refused.reason
