"""What headings of tables mean, as shops write them: one list for customers that are imported and for bulk work."""

from typing import Final

# Headings of a row, and of a customer, by what they mean; each is folded as ``folded`` does.
ROW: Final = {
    "id": "key", "row_key": "key", "country": "market", "country_code": "market", "locale": "language",
    "lang": "language", "timezone": "zone", "time_zone": "zone", "tz": "zone", "formality": "register",
    "intents": "intent", "template": "intent", "currency_code": "currency",
}  # fmt: skip
CUSTOMER: Final = {
    "id": "key", "customer": "key", "customer_id": "key", "customer_key": "key", "number": "key",
    "first_name": "given", "firstname": "given", "given_name": "given", "last_name": "family", "lastname": "family",
    "surname": "family", "family_name": "family", "full_name": "name", "fullname": "name", "mail": "email",
    "e_mail": "email", "email_address": "email", "title": "honorific", "sex": "gender", "company_name": "company",
    "organisation": "company", "organization": "company", "business_name": "company", "telephone": "phone",
    "phone_number": "phone", "notes": "note",
}  # fmt: skip
# Of two headings for one thing the first wins, and the second says nothing more: a code is exact, a name is not.
EXACT: Final = (("country_code", "country"), ("market", "country"), ("market", "country_code"))


def folded(heading: str) -> str:
    """A heading in lower case, with ``_`` between its words."""
    return "_".join(heading.strip().lower().replace("-", " ").replace("_", " ").split())


def needless(headings: list[str]) -> dict[str, str]:
    """Headings that another one says more exactly, each with that one."""
    by_name = {folded(heading).removeprefix("customer."): heading for heading in headings}
    return {by_name[other]: by_name[exact] for exact, other in reversed(EXACT) if exact in by_name and other in by_name}
