"""Goes through an archive and keeps it, in batches; what could not be read is handed on, one after the other."""

from collections.abc import Callable
from itertools import islice

from cscli.inbox.archives.keeper import Keeper
from cscli.inbox.archives.told import Archive, PastCase, PastMessage, Refused

BATCH = 2_000

Tell = Callable[[int, int, int, int], None]  # messages, refused, bytes read, bytes in all


def keep_archive(
    archive: Archive, keeper: Keeper, *, refuse: Callable[[Refused], None], tell: Tell, size: int = BATCH
) -> int:
    """Keep everything in an archive; returns how much of it was refused.

    Args:
        archive: the archive, whose end is reached.
        keeper: keeps it.
        refuse: gets what could not be read.
        tell: gets how far it is.
        size: messages in one transaction.

    Raises:
        UsageError: it cannot be read at all.
        UnavailableError: the record cannot be written; what was kept stays.
    """
    told, refused, seen = archive.told(), 0, 0
    while some := list(islice(told, size)):
        good: list[PastMessage | PastCase] = []
        for one in some:
            if isinstance(one, Refused):
                refused += 1
                refuse(one)
            else:
                good.append(one)
                seen += isinstance(one, PastMessage)
        if good:
            keeper.keep(good)
        tell(seen, refused, *archive.progress())
    return refused
