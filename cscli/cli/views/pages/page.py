"""How a page is made: one HTML document that needs nothing else, neither a network nor, to be read, a script.

A page answers for hostile names: every text is cleaned and escaped on its way in, and a content policy allows only the
style and the script that it was made with.
"""

from base64 import b64encode
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from cscli.digests import sha256
from cscli.text import one_line


class ReportTable(NamedTuple):
    """A table of texts; the first column names the row."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def page_html(template: str, filters: Mapping[str, Callable[..., Any]], **values: Any) -> str:
    """A page as HTML.

    Args:
        template: its file in this folder.
        filters: what the template may call by name.
        values: what it shows; ``report`` has at least ``title``, ``about`` and ``summary``.
    """
    from jinja2 import Environment, FileSystemLoader, StrictUndefined
    from markupsafe import Markup

    def shown(value: Any) -> Any:
        """Every text that the page prints, cleaned; what the page itself is made of stays."""
        return one_line(value) if isinstance(value, str) and not isinstance(value, Markup) else value

    pages = Environment(
        autoescape=True, undefined=StrictUndefined, finalize=shown, trim_blocks=True, lstrip_blocks=True,
        loader=FileSystemLoader(Path(__file__).parent),
    )  # fmt: skip
    pages.filters = {**pages.filters, "digest": _digest, **filters}
    return pages.get_template(template).render(values)


def _digest(source: str) -> str:
    """The hash by which a content policy knows a style or a script."""
    return "sha256-" + b64encode(sha256(source.encode()).digest()).decode()
