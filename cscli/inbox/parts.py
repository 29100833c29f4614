"""A part of a mail that finds its header fields fast: they are asked for again and again, and never change."""

from email.message import Message
from email.policy import compat32
from typing import Any


class MailPart(Message):
    """A message of the library whose fields are looked up by name, and whose type is told once."""

    def __init__(self, policy: Any = compat32) -> None:
        super().__init__(policy)
        self._by_name: dict[str, Any] | None = None
        self._kind = ""

    def set_raw(self, name: str, value: Any) -> None:
        """Add a field, as the parser does."""
        self._by_name, self._kind = None, ""
        super().set_raw(name, value)

    def get(self, name: str, failobj: Any = None) -> Any:
        """The first field of a name, in whatever case it is written."""
        if self._by_name is None:
            self._by_name = {}
            for known, value in self.items():
                self._by_name.setdefault(known.lower(), value)
        return self._by_name.get(name.lower(), failobj)

    def get_content_type(self) -> str:
        """The type in small letters, such as ``text/plain``."""
        if not self._kind:
            self._kind = super().get_content_type()
        return self._kind

    def set_default_type(self, ctype: str) -> None:
        """The type of a part that names none."""
        self._kind = ""
        super().set_default_type(ctype)
