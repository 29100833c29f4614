"""Keys come from the environment or the keyring, and show themselves to nobody."""

import logging
import sys
from types import SimpleNamespace

import pytest

from cscli.translation.engines.engine import AuthError
from cscli.translation.engines.keys import Key, secret


@pytest.fixture
def keyring(monkeypatch):
    """A keyring that holds what is put into it: ``{(service, user): key}``; an error in it is raised."""
    held = {}

    def get_password(service, user):
        found = held.get((service, user))
        if isinstance(found, Exception):
            raise found
        return found

    monkeypatch.setitem(sys.modules, "keyring", SimpleNamespace(get_password=get_password))
    return held


def test_a_key_of_the_environment_goes_before_one_of_the_keyring(keyring):
    keyring["cscli", "DEEPL_API_KEY"] = "stored"
    assert secret("DEEPL_API_KEY", {"DEEPL_API_KEY": " given\n"}) == "given"


@pytest.mark.parametrize("environ", [{}, {"DEEPL_API_KEY": ""}, {"DEEPL_API_KEY": "  "}])
def test_without_one_in_the_environment_the_keyring_is_asked_by_its_name(keyring, environ):
    keyring["cscli", "DEEPL_API_KEY"] = "stored\n"
    assert secret("DEEPL_API_KEY", environ) == "stored"


@pytest.mark.parametrize("failure", [RuntimeError("locked"), OSError("no bus"), KeyError("x"), ValueError("MAC")])
def test_a_keyring_that_fails_holds_no_key(keyring, failure):
    keyring["cscli", "DEEPL_API_KEY"] = failure
    assert secret("DEEPL_API_KEY", {}) == ""


def test_a_keyring_without_the_key_holds_no_key(keyring):
    assert secret("DEEPL_API_KEY", {}) == ""


def test_without_the_keyring_library_there_is_no_key(monkeypatch):
    monkeypatch.setitem(sys.modules, "keyring", None)
    assert secret("DEEPL_API_KEY", {}) == ""


def test_a_machine_without_any_keyring_holds_no_key(monkeypatch):
    pytest.importorskip("keyring")
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring")
    assert secret("DEEPL_API_KEY", {}) == ""


def test_a_key_does_not_show_itself(caplog):
    key = Key(name="DEEPL_API_KEY", value="hidden:fx")
    with caplog.at_level(logging.DEBUG):
        logging.getLogger("test").debug("%s %r", key, key)
    assert not any("hidden" in shown for shown in (repr(key), str(key), f"{key}", repr([key]), caplog.text))


def test_a_key_becomes_a_header():
    assert Key(name="K", value="abc:fx").header("x", "DeepL-Auth-Key") == {"Authorization": "DeepL-Auth-Key abc:fx"}


def test_a_missing_key_says_where_to_put_it():
    with pytest.raises(AuthError, match="there is no key") as problem:
        Key(name="DEEPL_API_KEY", value="").header("deepl", "Bearer")
    assert "keyring set cscli DEEPL_API_KEY" in problem.value.problems[0].hint
    assert not Key(name="DEEPL_API_KEY", value="")


@pytest.mark.parametrize(
    "value", ["hidden key", "hidden\nX-Other: 1", "hidden\x00", "hiddén", "hidden\udcff", "“hidden”"]
)
def test_what_no_header_can_carry_is_refused_without_showing_it(value):
    with pytest.raises(AuthError) as problem:
        Key(name="K", value=value).header("deepl", "Bearer")
    assert "hidd" not in f"{problem.value} {problem.value.problems} {problem.value.__context__}"
