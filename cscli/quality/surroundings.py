"""What checks know of the desk beside a text: the languages that it serves, and the addresses that are its own."""

from urllib.parse import urlsplit

from cscli.config import Settings
from cscli.markets.catalog import Catalog


def known_languages(catalog: Catalog) -> tuple[str, ...]:
    """The base languages (``de``) among which the language of a text is told."""
    return tuple(dict.fromkeys(tag.partition("-")[0] for tag in catalog.language_tags()))


def own_domains(settings: Settings) -> tuple[str, ...]:
    """The shop's own domain, whose addresses are not personal data; empty where none is set."""
    url = settings.text("shop.url")
    host = urlsplit(url).hostname or "" if "//" in url else ""
    return (host.removeprefix("www."),) if host else ()
