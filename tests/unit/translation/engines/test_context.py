"""Keys show themselves to nobody, and no proxy sees what is for this machine."""

import logging
import sys
from types import SimpleNamespace

import pytest
from sweeps import each

from cscli.translation.engines.context import Key, proxies_to, proxy_host, secret
from cscli.translation.engines.engine import AuthError


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


@pytest.mark.parametrize("held", ["stored", " stored\n", SimpleNamespace(__str__=None)])
def test_whatever_a_keyring_gives_a_key_is_text(keyring, held):
    keyring["cscli", "DEEPL_API_KEY"] = held
    assert isinstance(secret("DEEPL_API_KEY", {}), str)


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


@each("value", ["hidden key", "hidden\nX-Other: 1", "hidden\x00", "hiddén", "hidden\udcff", "“hidden”"])
def test_what_no_header_can_carry_is_refused_without_showing_it(value):
    with pytest.raises(AuthError) as problem:
        Key(name="K", value=value).header("deepl", "Bearer")
    assert "hidd" not in f"{problem.value} {problem.value.problems} {problem.value.__context__}"


PROXIES = [
    {"HTTP_PROXY": "http://proxy.example:8080"},
    {"http_proxy": "http://proxy.example:8080", "https_proxy": "http://proxy.example:8080"},
    {"ALL_PROXY": "http://proxy.example:8080"},
    {"HTTPS_PROXY": "proxy.example:8080"},
    {"all_proxy": "socks5://proxy.example:1080", "NO_PROXY": "other.example"},
]


@pytest.fixture
def environment(monkeypatch):
    """Set the proxies of the environment, and no others."""

    def given(variables):
        for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"):
            monkeypatch.delenv(name, raising=False)
            monkeypatch.delenv(name.lower(), raising=False)
        for name, value in variables.items():
            monkeypatch.setenv(name, value)

    return given


@pytest.mark.parametrize("variables", PROXIES)
@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.1:8080", "localhost", "localhost:11434", "[::1]:5000"])
def test_no_proxy_is_asked_for_this_machine(environment, variables, host):
    environment(variables)
    assert proxies_to(f"http://{host}/v1") == {}


@pytest.mark.parametrize("variables", PROXIES[1:])
def test_the_proxy_that_sees_a_text_is_known_by_name(environment, variables):
    environment(variables)
    assert proxy_host("api.deepl.com") == "proxy.example"


@pytest.mark.parametrize(
    "variables",
    [{}, {"HTTPS_PROXY": ""}, {"HTTPS_PROXY": "http://p.example", "NO_PROXY": "deepl.com"},
     {"HTTPS_PROXY": "http://p.example", "no_proxy": "*"}, {"HTTPS_PROXY": "http://[broken"}],
)  # fmt: skip
def test_where_no_proxy_is_used_none_is_named(environment, variables):
    environment(variables)
    assert proxy_host("api.deepl.com") == ""
