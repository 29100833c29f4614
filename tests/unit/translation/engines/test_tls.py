"""A service that cannot prove who it is gets no text, no second try, and its fault is named."""

import ssl
import threading
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from cscli.translation.engines.engine import UnsafeConnectionError
from cscli.translation.engines.http import HttpClient
from cscli.translation.engines.http_answer import Patience

trustme = pytest.importorskip("trustme")


@pytest.fixture
def authority(tmp_path):
    """An authority for certificates, and the file that names it."""
    made = trustme.CA()
    made.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    return made, str(tmp_path / "ca.pem")


@pytest.fixture
def served():
    """Serve with a certificate on this machine; gives the address and what was heard."""
    servers = []

    def start(certificate=None):
        heard = []

        class Service(BaseHTTPRequestHandler):
            def do_POST(self):
                heard.append(self.rfile.read(int(self.headers["Content-Length"])))
                self.send_response(200)
                self.send_header("Content-Length", "2")
                self.end_headers()
                self.wfile.write(b"{}")

            def log_message(self, *words):
                """Say nothing."""

        server = ThreadingHTTPServer(("127.0.0.1", 0), Service)
        if certificate is not None:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            certificate.configure_cert(context)
            server.socket = context.wrap_socket(server.socket, server_side=True)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        servers.append(server)
        return f"https://localhost:{server.server_port}", heard

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


def sent(address):
    client = HttpClient(engine="acme", base=address, patience=Patience(backoff=0.0, connect=5.0, read=5.0))
    return client.send("POST", "/x", body={"text": "hello"})


@pytest.mark.parametrize(
    ("name", "says"), [("localhost", "issuer"), ("other.example", "ismatch"), ("127.0.0.9", "ismatch")]
)
def test_a_certificate_that_is_not_trusted_is_told_with_the_way_out(authority, served, monkeypatch, name, says):
    made, file = authority
    if name != "localhost":
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", file)
    address, heard = served(made.issue_cert(name))
    with pytest.raises(UnsafeConnectionError) as refused:
        sent(address)
    (problem,) = refused.value.problems
    assert "not safe to localhost" in problem.message
    assert says in problem.message
    assert "REQUESTS_CA_BUNDLE" in problem.hint
    assert refused.value.attempts == 1
    assert heard == []


def test_an_expired_certificate_is_told(authority, served, monkeypatch):
    made, file = authority
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", file)
    past = datetime(2020, 1, 1, tzinfo=UTC)
    address, heard = served(made.issue_cert("localhost", not_after=past))
    with pytest.raises(UnsafeConnectionError, match="expired"):
        sent(address)
    assert heard == []


def test_a_server_without_tls_is_told(served):
    address, heard = served()
    with pytest.raises(UnsafeConnectionError) as refused:
        sent(address)
    assert "https" in refused.value.problems[0].hint
    assert heard == []


def test_an_authority_of_ones_own_is_trusted_when_it_is_named(authority, served, monkeypatch):
    made, file = authority
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", file)
    address, heard = served(made.issue_cert("localhost"))
    assert sent(address).json() == {}
    assert heard == [b'{"text": "hello"}']
