"""Where a file says in which language it is: a translated file says the new one.

Pages of HTML say it in ``<html lang>``, with the direction of their script in ``dir``; Markdown files in a line of
their front matter. A language that differs from the source's is preserved.
"""

import re

from cscli.text import base_tag, is_right_to_left

_HTML_TAG = re.compile(r"<html(?:\s[^<>]*)?>", re.IGNORECASE)
_LANG = re.compile(
    r"(?P<before>\s(?:xml:)?lang\s*=\s*(?P<quote>[\"']?))(?P<tag>[A-Za-z][\w-]*)(?P=quote)", re.IGNORECASE
)
_DIR = re.compile(r"(\sdir\s*=\s*[\"']?)(?:ltr|rtl)\b", re.IGNORECASE)
_FRONT = re.compile(r"(?:---|\+\+\+)[ \t]*[\r\n].*?[\r\n](?:---|\+\+\+|\.\.\.)[ \t]*(?=[\r\n]|\Z)", re.DOTALL)
_FRONT_LINE = re.compile(
    r"(?P<before>[\r\n](?:lang|language|locale)[ \t]*[:=][ \t]*(?P<quote>[\"']?))(?P<tag>[A-Za-z]{2,3}(?:[-_]\w+)*)"
    r"(?P=quote)(?=[ \t]*[\r\n])",
)  # fmt: skip


def in_language(content: str, kind: str, source: str, target: str) -> str:
    """A translated file that says its new language; ``kind`` as in ``Document``, the languages are BCP 47 tags."""

    def renamed(found: re.Match[str]) -> str:
        if base_tag(found["tag"].replace("_", "-")).lower() != base_tag(source).lower():
            return found[0]
        return f"{found['before']}{target.replace('-', '_') if '_' in found['tag'] else target}{found['quote']}"

    place = {"html": _HTML_TAG, "md": _FRONT}.get(kind)
    found = place and (place.search(content) if kind == "html" else place.match(content))
    if not found:
        return content
    new = (_LANG if kind == "html" else _FRONT_LINE).sub(renamed, found[0])
    if kind == "html" and new != found[0] and is_right_to_left(source) != is_right_to_left(target):
        direction = "rtl" if is_right_to_left(target) else "ltr"
        new = _DIR.sub(rf"\g<1>{direction}", new) if _DIR.search(new) else f'{new[:-1]} dir="{direction}">'
    return content[: found.start()] + new + content[found.end() :]
