"""The way to a service: in time, with patience, and without a word too many."""

import socket
import threading

import pytest
from sweeps import each

from cscli.errors import UsageError
from cscli.translation.engines.engine import (
    Answer,
    AuthError,
    BadAnswerError,
    EngineError,
    RateLimitedError,
    TimedOutError,
    UnreachableError,
    UnsafeConnectionError,
)
from cscli.translation.engines.http import HttpClient
from cscli.translation.engines.http_answer import Patience

QUICK = Patience(connect=1, read=1, total=3, attempts=3, backoff=0.01)


@pytest.fixture
def client(service):
    made = []

    def start(says, **more):
        server = service(says)
        made.append(HttpClient(engine="test", base=server.url, patience=QUICK, **more))
        return server, made[-1]

    yield start
    for one in made:
        one.close()


def test_a_json_body_arrives_and_its_answer_comes_back(client, service):
    server, http = client([service.says('{"text": "Grüße"}')])
    assert http.send("POST", "/translate", body={"q": "Hi"}, headers={"Authorization": "Key x"}).json() == {
        "text": "Grüße"
    }
    assert (server.asked[0].path, server.asked[0].json) == ("/translate", {"q": "Hi"})
    assert server.asked[0].headers["User-Agent"].startswith("cscli/")


def test_a_name_of_this_machine_that_is_the_address_of_another_one_is_not_connected_to(monkeypatch):
    asked = []

    def elsewhere(host, *_, **__):
        asked.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", 80)), (2, 1, 6, "", ("192.0.2.7", 80))]

    monkeypatch.setattr(socket, "getaddrinfo", elsewhere)
    monkeypatch.setattr(socket.socket, "connect", lambda *_: pytest.fail("connected"))
    http = HttpClient(engine="test", base="http://localhost:5000", patience=QUICK)
    with pytest.raises(UnsafeConnectionError, match=r"localhost is not this machine but 192\.0\.2\.7"):
        http.send("GET")
    assert asked == ["localhost"]


def test_many_requests_use_one_connection(client, service):
    server, http = client([service.says("{}")])
    for _ in range(10):
        http.send("GET")
    assert server.connections == 1


@pytest.mark.parametrize("status", [500, 502, 503])
def test_a_service_that_fails_for_a_moment_is_asked_again(client, service, status):
    server, http = client([service.says("", status), service.says('{"ok": 1}')])
    assert http.send("GET").json() == {"ok": 1}
    assert len(server.asked) == 2


def test_a_busy_service_is_asked_again_when_it_said(client, service):
    busy = service.says("", 429, headers=(("Retry-After", "0"),))
    server, http = client([busy, busy, service.says("{}")])
    http.send("GET")
    assert len(server.asked) == 3


def test_a_service_that_wants_a_long_pause_is_not_waited_for(client, service):
    server, http = client([service.says("", 429, headers=(("Retry-After", "3600"),))])
    with pytest.raises(RateLimitedError) as problem:
        http.send("GET")
    assert (problem.value.retry_after, len(server.asked)) == (3600, 1)


@pytest.mark.parametrize(
    ("says", "error", "attempts"),
    [
        ({"status": 500}, UnreachableError, 3),
        ({"status": 401}, AuthError, 1),
        ({"status": 403}, AuthError, 1),
        ({"status": 400}, BadAnswerError, 1),
        ({"status": 302, "headers": (("Location", "https://elsewhere.example/captcha"),)}, BadAnswerError, 1),
        ({"body": "{}", "wait": 1.5}, TimedOutError, 1),
        ({"body": '{"text": "cut off here"}', "cut": 8}, BadAnswerError, 1),
        ({"body": "<html>Error</html>"}, BadAnswerError, 1),
        ({"body": b'{"text": "\xff\xfe"}'}, BadAnswerError, 1),
    ],
)
def test_what_is_no_answer_is_an_error_that_says_why(client, service, says, error, attempts):
    server, http = client([service.says(**says)])
    with pytest.raises(error) as problem:
        http.send("POST", "/secret-path", body={"text": "private"}, headers={"Authorization": "Key hidden"}).json()
    assert len(server.asked) == attempts
    said = f"{problem.value} {problem.value.problems}"
    assert not any(word in said for word in ("private", "hidden", "secret-path"))


def test_an_answer_that_drips_is_given_up(client, service, monkeypatch):
    monkeypatch.setattr("cscli.translation.engines.http.MOST_BYTES", 1000)
    _, http = client([service.says("x" * 5000)])
    with pytest.raises(BadAnswerError, match="far too long"):
        http.send("GET")


@pytest.mark.parametrize(
    ("kind", "coding"),
    [
        ("text/html", "utf-8"),
        ('text/html; charset="UTF-8"', "utf-8"),
        ("text/html; charset=windows-1251; x=1", "cp1251"),
    ],
)
def test_a_page_is_read_in_the_encoding_that_it_says_else_in_utf_8(client, service, kind, coding):
    _, http = client([service.says("Привет".encode(coding), headers=(("Content-Type", kind),))])
    assert http.send("GET").text == "Привет"


def test_a_service_that_is_not_there_is_unreachable():
    http = HttpClient(engine="test", base="http://127.0.0.1:9", patience=QUICK)
    with pytest.raises(UnreachableError, match=r"no connection to 127\.0\.0\.1 after 3 attempts"):
        http.send("GET")


def test_cookies_and_netrc_are_not_used(client, service, tmp_path, monkeypatch):
    (tmp_path / "netrc").write_text("machine 127.0.0.1 login me password hidden\n")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    server, http = client([service.says("{}", headers=(("Set-Cookie", "who=me"),))])
    http.send("GET")
    http.send("GET")
    assert all("Authorization" not in a.headers and "Cookie" not in a.headers for a in server.asked)


def test_items_are_answered_several_at_once_in_order_each_with_its_own_failure(client, service):
    together, most, lock = [0], [0], threading.Lock()

    def says(asked):
        with lock:
            together[0] += 1
            most[0] = max(most[0], together[0])
        number = int(asked.query["n"][0])
        threading.Event().wait(0.02)
        with lock:
            together[0] -= 1
        return service.says("", 400) if number == 7 else service.says(str(number))

    _, http = client(says)

    def answer(number):
        return Answer(text=http.send("GET", params={"n": str(number)}).text)

    outcomes = http.each(range(40), answer)
    assert [str(o) for o in outcomes if isinstance(o, EngineError)] == ["test: the service answered 400."]
    assert [o.text for o in outcomes if isinstance(o, Answer)] == [str(n) for n in range(40) if n != 7]
    assert isinstance(outcomes[7], BadAnswerError)
    assert 4 <= most[0] <= 16


def test_after_several_failures_in_a_row_the_rest_is_not_sent(client, service):
    server, http = client([service.says("", 500)], workers=1)
    outcomes = http.each(range(50), lambda _: Answer(text=http.send("GET").text))
    assert all(isinstance(o, EngineError) for o in outcomes)
    assert len(server.asked) <= 6


def test_requests_keep_the_pace_of_a_service(client, service):
    server, http = client([service.says("{}")], per_second=50)
    clock = __import__("time").monotonic
    started = clock()
    http.each(range(11), lambda _: Answer(text=http.send("GET").text))
    assert clock() - started >= 0.19
    assert len(server.asked) == 11


@each(
    "address",
    ["http://service.example", "ftp://service.example", "https://", "https://me:pw@service.example",
     "https://service.example/?key=x", "", "nonsense", "https://[bad", "https://service.example:99999"],
)  # fmt: skip
def test_an_unsafe_address_is_refused_without_showing_it(address):
    with pytest.raises(UsageError) as problem:
        HttpClient(engine="test", base=address)
    assert "pw" not in str(problem.value)


@pytest.mark.parametrize("name", ["HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy", "HTTPS_PROXY"])
def test_no_proxy_of_the_environment_carries_what_is_for_this_machine(client, service, name, monkeypatch):
    proxy = service([service.says('{"who": "proxy"}')])
    monkeypatch.setenv(name, proxy.url)
    monkeypatch.delenv("NO_PROXY", raising=False)
    monkeypatch.delenv("no_proxy", raising=False)
    _, http = client([service.says('{"who": "server"}')])
    assert (
        http.send("POST", "/v1", body={"q": "private"}, headers={"Authorization": "Bearer k"}).json()["who"] == "server"
    )
    assert proxy.asked == []
