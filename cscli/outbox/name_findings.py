"""What an agent is told when a name that was typed does not stand in the salutation."""

from functools import lru_cache

from cscli.markets.names.spelling import NameFault
from cscli.quality.finding import Finding, Severity

NAME_NOT_USED = "name-not-used"

_WARNINGS = frozenset({NameFault.PLACEHOLDER, NameFault.MISREAD, NameFault.CONTACT, NameFault.NUMBER})
_WHY = {
    NameFault.PLACEHOLDER: "it is a placeholder and no name",
    NameFault.MISREAD: "its letters were damaged when a file was read with the wrong encoding",
    NameFault.CONTACT: "it is an address or a phone number",
    NameFault.NUMBER: "it contains digits",
    NameFault.TITLE_ALONE: "it is a title without a name",
    NameFault.LONE_WORD: "a given or family name alone does not fit this form of address",
    NameFault.HOUSEHOLD: "it names several people",
    NameFault.UNCLEAR: "its parts cannot be told apart",
}
_WHAT_HELPS = {
    NameFault.LONE_WORD: "Give --given, --family and, if the customer said so, --gender.",
    NameFault.UNCLEAR: "Give --given and --family.",
    NameFault.MISREAD: "Correct the customer's name.",
    NameFault.PLACEHOLDER: "Correct the customer's name.",
}


@lru_cache(maxsize=len(NameFault))
def name_findings(fault: NameFault | None) -> tuple[Finding, ...]:
    """The finding that a salutation does without the typed name; none where it has the name or none was typed."""
    if fault is None:
        return ()
    severity = Severity.WARNING if fault in _WARNINGS else Severity.INFO
    message = f"The greeting does not use the customer's name: {_WHY[fault]}."
    return (Finding(check=NAME_NOT_USED, severity=severity, message=message, suggestion=_WHAT_HELPS.get(fault, "")),)
