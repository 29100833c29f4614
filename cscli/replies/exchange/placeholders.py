"""How each product writes the place of a value, and which value a product's placeholder stands for."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from cscli import datafile
from cscli.cache import Cache
from cscli.errors import DataFileError, UsageError
from cscli.paths import Paths
from cscli.replies.exchange.canned import Product, mark

# A placeholder, or a tag of the products' template language, as long as one line.
_FOREIGN = re.compile(r"\{\{([^{}\n]{0,300})\}\}|\{%([^%\n]{0,300})%\}|\[\[([a-z][a-z0-9_]{0,60})\]\]")
_FALLBACK = re.compile(r"\s*\|\|.*|\s*\|.*")  # {{ contact.first_name || 'there' }}, {{ x | default: "y" }}
_NAME: Final = re.compile(r"[a-z][a-z0-9_]{0,60}")


@dataclass(frozen=True, slots=True)
class ProductPlaceholders:
    """The placeholders of a product by name, and the names by placeholder without braces and spaces."""

    written: Mapping[str, str]
    names: Mapping[str, str]
    unknown: dict[str, int] = field(default_factory=dict)  # what had no match, and how often

    def write(self, name: str) -> str:
        """The placeholder of a value; a mark that is kept and counted where the product has none."""
        if name in self.written:
            return self.written[name]
        self.unknown[name] = self.unknown.get(name, 0) + 1
        return f"[[{name}]]"

    def read(self, text: str) -> str:
        """A text with marks in the place of placeholders; what is not known stays as [[...]], and is counted."""
        return _FOREIGN.sub(self._marked, text)

    def _marked(self, found: re.Match[str]) -> str:
        if found[3]:
            return mark(found[3])
        inside = (found[1] if found[1] is not None else found[2]).strip()
        name = self.names.get(_FALLBACK.sub("", inside)) if found[1] is not None else None
        if name:
            return mark(name)
        told = f"% {inside} %" if found[1] is None else inside
        self.unknown[told] = self.unknown.get(told, 0) + 1
        return f"[[{told}]]"


def placeholders_of(
    product: Product, paths: Paths, cache: Cache | None, own: Iterable[str] = ()
) -> ProductPlaceholders:
    """The placeholders of a product; a workspace may have its own file of them. Our own tables have every value.

    Args:
        product: the product.
        paths: where the file is.
        cache: of data files.
        own: more of them, as ``order_number={{ticket.ticket_field_1}}``.

    Raises:
        UsageError: one of ``own`` is not of that form.
        DataFileError: the file is missing or wrong.
    """
    known: dict[str, list[str]] = {}
    if product is not Product.CSV:
        found = paths.winner("locales", "placeholders.yaml")
        if found is None:
            raise DataFileError(
                "locales/placeholders.yaml is missing", hint="Put the file back, or install cscli again."
            )
        known = dict(datafile.read(found[1], "placeholders", cache=cache).content["products"][product])
    for one in own:
        name, _, placeholder = one.partition("=")
        if not _NAME.fullmatch(name) or not placeholder.strip():
            raise UsageError(
                f"{one[:80]!r} says of no variable how it is written.", code="bad-value",
                hint="Such as --map 'order_number={{ticket.ticket_field_360001}}'",
            )  # fmt: skip
        known[name] = [placeholder.strip(), *known.get(name, ())]
    names = {_inside(form): name for name, forms in known.items() for form in forms}
    kind = _Own if product is Product.CSV else ProductPlaceholders
    return kind({name: forms[0] for name, forms in known.items()}, names)


class _Own(ProductPlaceholders):
    """The placeholders of our own tables: ``{{ order_number }}``."""

    def write(self, name: str) -> str:
        """A value by its own name."""
        return self.written.get(name, f"{{{{ {name} }}}}")

    def _marked(self, found: re.Match[str]) -> str:
        inside = (found[1] or "").strip()
        return mark(inside) if _NAME.fullmatch(inside) else super()._marked(found)


def _inside(placeholder: str) -> str:
    return placeholder.strip().removeprefix("{{").removesuffix("}}").strip()
