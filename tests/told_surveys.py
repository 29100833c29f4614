"""What happens to surveys in tests: they are asked, answered by mail, and their ratings reported."""

from email import message_from_bytes
from email.header import decode_header, make_header

NOON = "2026-11-23T12:00:00Z"  # a Monday
DAYS_LATER = "2026-11-25T12:00:00Z"


def asked(desk, *words, **more):
    data = desk("feedback", "ask", *words, "--json", **more).data
    return [one["case"] for one in data["asked"]], {one["case"]: one["reason"] for one in data["not_asked"]}


def the_mail(server):
    return message_from_bytes(server.accepted[-1][1])


def subject_of(mail):
    return str(make_header(decode_header(mail["Subject"])))


def answer(desk, text, *, to="", number=1, **headers):
    told = {
        "From": "a@b.example", "Message-ID": f"<a{number}@b.example>", "Subject": "AW: Frage", "In-Reply-To": to,
        "Content-Type": "text/plain; charset=utf-8", **headers,
    }  # fmt: skip
    head = "".join(f"{name}: {value}\n" for name, value in told.items() if value)
    return desk("in", "-", "--json", now=DAYS_LATER, stdin=f"{head}\n{text}\n").data


def ratings(desk):
    told = desk("feedback", "report", "--comments", "--json", now="2026-11-30T12:00:00Z").data
    (csat,) = [one for one in told["measures"] if one["metric"] == "csat-mean"]
    return csat["n"], csat["value"], told["comments"]


def state(desk, case="1"):
    return desk("case", "show", case, "--json", now=DAYS_LATER).data["case"]["state"]
