"""What every contract begins with: the envelope of an answer in JSON."""

import pytest

ENVELOPE = {"schema", "command", "status", "data", "errors"}


@pytest.fixture
def ask(cscli):
    """The data of a command's JSON, after a look at the envelope."""

    def of(*words, code=0, status="ok"):
        answer = cscli(*words, "--json")
        document = answer.json
        assert (answer.code, answer.err) == (code, "")
        assert set(document) == ENVELOPE
        assert list(document) == ["schema", "command", "status", "data", "errors"]
        assert (document["schema"], document["status"]) == (1, status)
        assert all(set(e) == {"code", "message", "hint"} for e in document["errors"])
        return document["data"]

    return of
