"""The Message-IDs of an answer: its own, and those of the mails that it follows."""

import secrets
from collections.abc import Iterable

from cscli.desk.log import Interaction
from cscli.reading.mail_address import Address


def new_message_id(sender: Address) -> str:
    """A Message-ID that no other mail has, without brackets."""
    return f"i{secrets.token_hex(10)}@{sender.domain}"


def references_of(said: Iterable[Interaction]) -> tuple[str, ...]:
    """The Message-IDs up to the customer's newest mail, oldest first, with their brackets.

    The last one is what is answered. Empty where the customer wrote no mail: nothing is answered then.
    """
    mails = [(one.direction, f"<{one.message_id.strip('<>')}>") for one in said if one.message_id.strip("<>")]
    last = max((index for index, (direction, _) in enumerate(mails) if direction == "in"), default=-1)
    return tuple(dict.fromkeys(found for _, found in mails[: last + 1]))
