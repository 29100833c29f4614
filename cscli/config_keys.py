"""What can be set: each key with its default and what it is for."""

import re
from collections.abc import Iterable
from typing import Any

from cscli.errors import UsageError, did_you_mean, nearest

# Every key, its default, and what it is for. A list is typed with commas on the command line and in the environment.
KEYS: dict[str, tuple[Any, str]] = {
    "shop.name": ("", "The shop's name, in set phrases and signatures"),
    "shop.url": ("", "The shop's address on the web"),
    "shop.support_hours": ("", "A market or a schedule file: when the desk answers"),
    "shop.roster": ("", "The roster file: who works when"),
    "agent.name": ("", "Who signs the replies and stands in the record"),
    "agent.zone": ("", "The agent's own time zone, such as Asia/Shanghai"),
    "agent.gender": ("unknown", "female, male or unknown: some languages show who writes"),
    "agent.reads": ((), "Languages the agent reads, for --gloss"),
    "order_numbers": (("[A-Z]{1,3}-[0-9]{4,}",), "Patterns of the shop's order numbers"),
    "languages": ((), "Languages the desk serves; detection and completion prefer them"),
    "markets": ((), "Markets the desk serves: the world clock shows them"),
    "engines": (("memory",), "Translation engines in the order in which they are tried"),
    "industries": (("shipping", "payments"), "Industry glossaries that apply; also: fashion, electronics"),
    "fxtranslate.models": ("", "The folder of its models; else models in the data directory"),
    "fxtranslate.mirror": ("", "An address to install its models from; else that of its makers"),
    "apertium.modes": ("/usr/share/apertium/modes", "The folder of Apertium's pairs of languages"),
    "libretranslate.url": ("", "Your LibreTranslate server"),
    "google.url": ("", "Another address than Google's own"),
    "mymemory.url": ("", "Another address than MyMemory's own"),
    "mymemory.email": ("", "A mail address, for which MyMemory allows more texts a day"),
    "microsoft.url": ("", "Another address than Microsoft's own"),
    "microsoft.region": ("", "The region of your Microsoft key, such as westeurope"),
    "deepl.url": ("", "Another address than DeepL's own"),
    "llm.url": ("", "A server that speaks OpenAI's protocol, such as http://127.0.0.1:8080/v1"),
    "llm.model": ("", "The model to ask for on that server"),
    "cases.reopen_days": ("7", "For so many days a customer's message opens a resolved case again"),
    "feedback.cooldown_days": ("30", "For so many days after a survey a customer is asked for no other rating"),
    "feedback.expires_days": ("14", "For so many days a survey can be answered in time"),
    "feedback.link": ("", "A page on which customers rate, with {token} for that of the survey; else they reply"),
    "feedback.consent": ("unless-withdrawn", "unless-withdrawn or given: who may be sent a survey"),
    "privacy": ("ask", "ask, local-only or online: whether text may leave this machine"),
    "pager": ("", "The command that shows answers longer than the screen, or never; else PAGER, or less -R"),
    "audit": (
        "changes",
        "off, changes or all: whether the record says who changed, exported and erased; all: also read",
    ),
    "retention.raw_messages": ("", "How long messages are kept as they came, such as 90d; empty: for good"),
    "retention.interactions": ("", "How long the texts of messages and notes are kept, such as 3y"),
    "retention.customers": ("", "How long customers are kept after their last order or message, such as 5y"),
    "retention.orders": ("10y", "How long the law has orders kept: no customer with a younger one is forgotten by age"),
    "record.encrypt_bodies": ("no", "yes: texts are kept encrypted; the key is in CSCLI_RECORD_KEY or the keyring"),
    "database": ("", "The record: a file, or postgresql://..."),
    "send": ("no", "no, ask or yes: whether replies are sent by smtp.host; without it, copy them or write .eml files"),
    "smtp.host": ("", "The mail server that replies are handed to"),
    "smtp.port": ("", "Its port; else 587, 465 with tls, 25 without"),
    "smtp.tls": ("starttls", "starttls, tls or none"),
    "smtp.user": ("", "Who logs in; the password is in CSCLI_SMTP_PASSWORD or the keyring"),
    "smtp.auth": ("password", "password, xoauth2 or oauthbearer: the latter log in with an access token"),
    "smtp.token_command": ("", "A command that prints the access token; else CSCLI_SMTP_TOKEN or the keyring"),
    "smtp.sender": ("", "The address that replies come from"),
    "imap.host": ("", "The mail server that messages are fetched from"),
    "imap.port": ("", "Its port; else 993, 143 with starttls or none"),
    "imap.tls": ("tls", "tls, starttls, or none for a server on this machine"),
    "imap.user": ("", "Who logs in; the password is in CSCLI_IMAP_PASSWORD or the keyring"),
    "imap.auth": ("password", "password, xoauth2 or oauthbearer: the latter log in with an access token"),
    "imap.token_command": ("", "A command that prints the access token; else CSCLI_IMAP_TOKEN or the keyring"),
    "imap.folders": (("INBOX",), "The folders that are fetched"),
    "imap.accounts": ({}, "Several accounts by name: {cn: {host: imap.example, user: desk}}; see docs/mail.md"),
}

CHOICES: dict[str, tuple[str, ...]] = {
    "feedback.consent": ("unless-withdrawn", "given"),
    "privacy": ("ask", "local-only", "online"),
    "audit": ("off", "changes", "all"),
    "record.encrypt_bodies": ("no", "yes"),
    "agent.gender": ("female", "male", "unknown"),
    "send": ("no", "ask", "yes"),
    "smtp.tls": ("starttls", "tls", "none"),
    "smtp.auth": ("password", "xoauth2", "oauthbearer"),
    "imap.tls": ("tls", "starttls", "none"),
    "imap.auth": ("password", "xoauth2", "oauthbearer"),
}

# Keys of which people choose the name: ``alias.late`` is a command line that ``cscli late`` stands for.
ALIAS = "alias."
ALIAS_NAME = r"[a-z][a-z0-9-]{0,30}"

# Settings that are an age: a number of days, weeks, months or years.
AGES = frozenset(key for key in KEYS if key.startswith("retention."))
_AGE_UNITS, _MOST_AGE = "dwmy", 4  # digits

# The greatest value of a setting that is a whole number: ten years, and the last port.
MOST = {
    "cases.reopen_days": 3660, "feedback.cooldown_days": 3660, "feedback.expires_days": 3660, "smtp.port": 65535,
    "imap.port": 65535,
}  # fmt: skip


# The environment variables that are no setting: where things are, the current item, secrets. Those of several mail
# accounts, and of the user's own command lines, end in the name of one.
_VARIABLE = "CSCLI_"
_OTHER_VARIABLES = (
    "CACHE_DIR", "CONFIG", "CONFIG_DIR", "DATA_DIR", "DEBUG", "IMAP_PASSWORD", "IMAP_TOKEN", "ITEM", "RECORD_KEY",
    "SMTP_PASSWORD", "SMTP_TOKEN", "WORKSPACE",
)  # fmt: skip
_MOST_NAME = 60  # characters
_BEGINNINGS = ("ALIAS_", "IMAP_PASSWORD_", "IMAP_TOKEN_")


def environment_name(key: str) -> str:
    """The environment variable of a key: ``shop.name`` is ``CSCLI_SHOP_NAME``."""
    return _VARIABLE + key.upper().replace(".", "_")


def unknown_variables(environ: Iterable[str]) -> list[str]:
    """A sentence for each variable of the environment that is named like ours and that nothing reads."""
    known = {environment_name(key).removeprefix(_VARIABLE) for key in KEYS}.union(_OTHER_VARIABLES)
    ours = sorted(name.removeprefix(_VARIABLE) for name in environ if name.startswith(_VARIABLE))
    return [
        f"Nothing reads the variable {_VARIABLE}{name[:_MOST_NAME]}."
        f"{did_you_mean([_VARIABLE + near for near in nearest(name, sorted(known), 1)])}"
        for name in ours
        if name not in known and not name.startswith(_BEGINNINGS)
    ]


def is_key(key: str) -> bool:
    """Whether a setting of this name exists, or may be made."""
    return key in KEYS or (key.startswith(ALIAS) and re.fullmatch(ALIAS_NAME, key.removeprefix(ALIAS)) is not None)


def default_of(key: str) -> Any:
    """What a setting is where nobody says it."""
    return KEYS[key][0] if key in KEYS else ""


def about_of(key: str) -> str:
    """What a setting is for."""
    return KEYS[key][1] if key in KEYS else "A command line of your own"


def is_age(text: str) -> bool:
    """Whether a text is an age, such as ``90d``."""
    number = text[:-1]
    is_number = number.isascii() and number.isdecimal() and number[0] != "0"
    return is_number and int(number) < 10**_MOST_AGE and text[-1] in _AGE_UNITS


def typed_as(key: str, text: str) -> Any:
    """A value as it is typed; the commas of a list stand between its parts, not inside brackets: ``A-[0-9]{4,6}``."""
    if isinstance(default_of(key), dict):
        return _mapping(key, text)
    if not isinstance(default_of(key), tuple):
        return text
    parts, depth = [""], 0
    for char in text:
        depth += (char in "([{") - (char in ")]}")
        if char == "," and depth <= 0:
            parts.append("")
        else:
            parts[-1] += char
    return tuple(part.strip() for part in parts if part.strip())


def _mapping(key: str, text: str) -> dict[str, Any]:
    """A setting that is typed as a mapping in YAML; an empty text is an empty one.

    Raises:
        UsageError: it is not a mapping.
    """
    import yaml  # noqa: PLC0415 - hardly anybody types a mapping

    try:
        found = yaml.safe_load(text) or {}
    except (yaml.YAMLError, ValueError, RecursionError):
        found = None
    if not isinstance(found, dict) or not all(isinstance(inner, dict) for inner in found.values()):
        raise UsageError(
            f"{key} is {text[:60]!r}, which is not a mapping.", code="bad-config",
            hint="Write it as {name: {key: value}}, or in the settings file.",
        )  # fmt: skip
    return {str(name): dict(inner) for name, inner in found.items()}
