"""What the outbox takes from the run of the program that it is part of."""

from typing import Protocol

from cscli.cache import Cache
from cscli.quality import workplace
from cscli.replies.templates.catalog import TemplateCatalog
from cscli.replies.voice import Sender


class ReplyWorkplace(workplace.Workplace, Protocol):
    """One run, with what replies are written from."""

    @property
    def sender(self) -> Sender:
        """Who signs."""

    def templates(self, cache: Cache | None = None) -> TemplateCatalog:
        """Situations and templates."""
