"""Tables of late parcels for bulk runs, and how the mails that are made of them read."""

import mailbox
from contextlib import closing
from email import message_from_bytes, policy

RECORD = {"order_number": "A-1", "new_date": "2026-12-03"}
VALUES = "order_number,new_date\nA-1,2026-12-03\n"
MIXED = (
    "key,market,order_number,new_date\n"
    "k1,DE,A-1,2026-12-03\n"
    "k2,ZZ,A-2,2026-12-03\n"
    "k3,FR,A-3,tomorrow\n"
    "k4,FR,A-4,2026-12-04\n"
    "k1,DE,A-5,2026-12-03\n"
)
FAR = ("--market", "DE")
PEOPLE = "key,market,language,customer.name,customer.email,order_number,new_date\n"
LETTERS = (
    PEOPLE + "k1,DE,,Anna Berg,anna@shop.example,A-1,2026-12-03\n"
    "k2,SA,ar,,sara@shop.example,A-2,2026-12-03\n"
    "k3,JP,,山田 太郎,yamada@shop.example,A-3,2026-12-04\n"
)
MAILS = ("--sender", "desk@shop.example")


def mbox_of(path):
    """The mails in an mbox file."""
    with closing(mailbox.mbox(path)) as box:
        return [message_from_bytes(mail.as_bytes(), policy=policy.default) for mail in box]


def texts_of(mails):
    """Of each mail the address and its plain text."""
    return [(str(m["To"]), m.get_body(("plain",)).get_content().replace("\r\n", "\n").rstrip("\n")) for m in mails]
