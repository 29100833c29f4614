"""A desk whose customers can be asked, and a mail server that takes the surveys."""

import pytest
from faulty_mail_server import faulty_mail_server
from told_surveys import NOON


@pytest.fixture
def desk(cscli, filled_once, monkeypatch):
    """A desk with a resolved case of a customer who wrote a mail, and one of a customer in a chat."""
    for name, value in {"SHOP_NAME": "Nordlicht", "AGENT_NAME": "Mei", "AGENT_READS": "de,en"}.items():
        monkeypatch.setenv(f"CSCLI_{name}", value)

    def run(*words, now=NOON, **more):
        return cscli(*words, now=now, **more)

    def fill():
        berg = ("--family", "Berg", "--gender", "female", "--email", "a@b.example")
        run("customer", "add", "C-7", "--market", "DE", *berg)
        run("customer", "add", "C-8", "--market", "SA", "--name", "محمد العتيبي", "--phone", "+966501234567")
        run("in", "-", stdin="From: a@b.example\nMessage-ID: <q1@b.example>\nSubject: Paket\n\nWo ist A-1042?\n")
        run("in", "--from", "+966501234567", "--channel", "whatsapp", stdin="أين طلبي A-2000؟")
        run("case", "resolve", "1")
        run("case", "resolve", "2")

    filled_once(fill)
    return run


@pytest.fixture
def server(monkeypatch):
    with faulty_mail_server() as inbox:
        for name, value in {
            "SEND": "ask", "SMTP_HOST": "127.0.0.1", "SMTP_PORT": str(inbox.port), "SMTP_TLS": "none",
            "SMTP_SENDER": "desk@shop.example",
        }.items():  # fmt: skip
            monkeypatch.setenv(f"CSCLI_{name}", value)
        yield inbox
