"""How fast an mbox is read: mails a second of processor time and the memory that it takes, beside the parser of Python.

The mbox is made of the reply lines and the HTML of the tests, in 21 languages: one mail in ten is HTML alone, six have
both forms, one has a picture. The peer only parses and decodes; what is measured also chooses the text, tells robots
apart and cuts quotes and signatures.
"""

import argparse
import random
import resource
import tempfile
import time
from collections.abc import Callable, Iterator
from email.message import EmailMessage
from email.parser import BytesParser
from pathlib import Path

import yaml

DATA = Path(__file__).parent.parent / "data" / "mail"
AIM = 1500  # mails a second


def made(number: int, language: str, replies: dict, html: dict, chance: random.Random) -> bytes:
    """One mail with its usual headers."""
    one = replies[language]
    line = chance.choice(list(one["lines"].values())).replace("S", "Nordlicht <help@shop.example>", 1)
    own, old = "\n".join(one["own"] * chance.randint(1, 4)), "\n".join(one["sent"] * 4)
    mail = EmailMessage()
    mail["From"] = f"Anna Müller <anna{number}@example.de>"
    mail["To"] = "help@shop.example"
    mail["Subject"] = "Re: " + one["own"][0][:40]
    mail["Date"] = "Sat, 21 Nov 2026 18:30:00 +0100"
    mail["Message-ID"] = f"<{number}@example.de>"
    mail["In-Reply-To"] = f"<x{number}@shop.example>"
    for server in range(4):
        mail.add_header("Received", f"from mx{server}.example by mx.shop.example; Sat, 21 Nov 2026 18:30:01 +0100")
    kind = number % 10
    page = html["outlook web" if kind == 9 else "gmail"].format(own=own, old=old.replace("\n", "<br>"))
    if kind == 9:
        mail.set_content(page, subtype="html")
    else:
        mail.set_content(f"{own}\n\n{line}\n\n" + "\n".join(f"> {text}" for text in old.split("\n")) + "\n")
    if 3 <= kind <= 8:
        mail.add_alternative(page, subtype="html")
    if kind == 5:
        mail.add_attachment(bytes(20_000), maintype="image", subtype="jpeg", filename="photo.jpg")
    return mail.as_bytes()


def make_mbox(path: Path, mails: int) -> None:
    """An mbox of so many mails."""
    replies = yaml.safe_load((DATA / "replies.yaml").read_text("utf-8"))
    html = yaml.safe_load((DATA / "html.yaml").read_text("utf-8"))
    chance = random.Random(1)  # noqa: S311 - the same mails each time
    with path.open("wb") as file:
        for number in range(mails):
            raw = made(number, chance.choice(list(replies)), replies, html, chance)
            file.write(b"From a@b Sat Nov 21 18:30:00 2026\n" + raw + b"\n")


def rate(mails: Iterator, work: Callable[[bytes], object]) -> tuple[float, float]:
    """Mails a second of processor time, and the most memory so far in MB."""
    begun, number = time.process_time(), 0
    for one in mails:
        work(one.raw)
        number += 1
    return number / (time.process_time() - begun), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    """Make an mbox, read it in four ways, print a line for each."""
    from cscli.inbox.mail import read_mail
    from cscli.inbox.mailboxes import mails_in
    from cscli.reading.quotes_and_signatures.cut import cut

    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--mails", type=int, default=20_000)
    wanted = parser.parse_args()
    peer = BytesParser()

    def parsed(raw: bytes) -> None:
        for part in peer.parsebytes(raw).walk():
            part.get_payload(decode=True)

    ways = {
        "split into mails": lambda _: None,
        "parser of Python": parsed,
        "read": read_mail,
        "read and cut": lambda raw: cut(read_mail(raw).text),
    }
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "in.mbox"
        make_mbox(path, wanted.mails)
        for name, work in ways.items():
            speed, memory = rate(mails_in(path), work)
            aim = f"   aim {AIM:,}" if name == "read" else ""
            print(f"{name:<18}{speed:>9,.0f} mails a second{memory:>8,.0f} MB{aim}")


if __name__ == "__main__":
    main()
