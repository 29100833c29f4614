"""Checks for personal data that has no place in a text: card and account numbers, addresses of somebody.

No message repeats what was found: a finding may be kept in a record.
"""

import re
from collections.abc import Iterator

from cscli.quality.check import Check
from cscli.quality.finding import Finding, SecretFinding, Severity
from cscli.quality.subject import Subject
from cscli.reading.personal_numbers import CARD_DIGITS, IBAN, iban_at, is_card

_SHORTEST_CARD = 13  # digits


class CardNumber(Check):
    """The number of a payment card."""

    id = "card-number"
    severity = Severity.ERROR
    screen = r"(?:^|[^0-9A-Za-z_-])[2-6](?:[ \x{a0}-]?\d){12,18}(?:$|[^0-9A-Za-z_-])"
    spares_placeables = True
    finding = SecretFinding

    def _found(self, subject: Subject) -> Iterator[Finding]:
        safe = [(m.start, m.end) for m in subject.placeables if m.kind in ("url", "order")]
        if sum(map(str.isdigit, subject.text)) < _SHORTEST_CARD:
            return
        for match in re.finditer(CARD_DIGITS, subject.text):
            start, end = match.span()
            digits = re.sub(r"\D", "", match[0])
            if any(first <= start and end <= last for first, last in safe):
                continue
            if is_card(digits):
                yield self.says(
                    f"A card number that ends in {digits[-4:]}.", start, end, suggestion=f"**** {digits[-4:]}",
                    severity=_severity(subject),
                )  # fmt: skip


class Iban(Check):
    """The number of a bank account."""

    id = "iban"
    severity = Severity.ERROR
    finding = SecretFinding
    screen = r"(?:^|[^0-9A-Za-z_])[A-Z]{2}\d{2}(?:[ \x{a0}]?[A-Z0-9]){11}"

    def _found(self, subject: Subject) -> Iterator[Finding]:
        if not re.search(r"[A-Z]{2}\d{2}", subject.text):
            return  # most texts: to compile the whole pattern takes far longer
        for match in re.finditer(IBAN, subject.text):
            account = iban_at(match[0])
            if account:
                end = match.start() + len(account)
                last = re.sub(r"\s", "", account)[-4:]
                yield self.says(
                    f"A bank account that ends in {last}.", match.start(), end, suggestion=f"**** {last}",
                    severity=_severity(subject),
                )  # fmt: skip


class ContactDetails(Check):
    """An e-mail address or a phone number that may be somebody's own."""

    id = "contact"
    severity = Severity.WARNING

    def _found(self, subject: Subject) -> Iterator[Finding]:
        for placeable in subject.placeables:
            if placeable.kind not in ("email", "phone") or placeable.text in subject.source:
                continue
            if placeable.kind == "email" and _is_own(placeable.text, subject.own_domains):
                continue
            what = "An e-mail address" if placeable.kind == "email" else "A phone number"
            yield self.says(
                f"{what} stands in the text.", placeable.start, placeable.end, suggestion="May this customer see it?"
            )


PERSONAL: tuple[Check, ...] = (CardNumber(), Iban(), ContactDetails())


def _severity(subject: Subject) -> Severity:
    """A customer may write their own number; it must not go out again."""
    return Severity.WARNING if subject.direction == "in" else Severity.ERROR


def _is_own(address: str, domains: tuple[str, ...]) -> bool:
    host = address.rpartition("@")[2].lower()
    return any(host == domain or host.endswith(f".{domain}") for domain in domains)
