"""An archive that is read ahead: a second process reads on and does what needs no record, while this one writes."""

from collections.abc import Callable, Iterator
from functools import partial
from itertools import islice
from typing import Final, TypeAlias

from cscli.inbox.archives.told import Archive, PastMessage, Told
from cscli.processes import Ahead, Flag
from cscli.record.search.tokens import text_tokens

LOT: Final = 500  # items that pass between the processes together
WORTH_A_PROCESS: Final = 2_000  # items
_MOST_THREADS: Final = 50_000
_Lot: TypeAlias = tuple[list[Told], tuple[int, int], tuple[str, ...]]  # with the progress and the remarks by then


class ReadAhead:
    """An archive whose new messages come with the language of their text and the tokens of their search.

    Args:
        archive: the archive; nobody else may ask what it tells. A second process reads it on if it is long.
        language_of: the language that a text shows; empty for none.
        meets_new: whether the messages are new to the record; while it is down, they come as they are.

    Raises:
        UsageError: its beginning cannot be read at all.
    """

    def __init__(self, archive: Archive, language_of: Callable[[str], str], meets_new: Flag) -> None:
        self.format = archive.format
        told = map(_prepared(language_of, meets_new), archive.told())
        self._first = list(islice(told, WORTH_A_PROCESS))
        self._progress, self._remarks = archive.progress(), archive.remarks()
        is_long = len(self._first) == WORTH_A_PROCESS
        self._rest = Ahead[_Lot](partial(_lots, archive, told)) if is_long else None

    def told(self) -> Iterator[Told]:
        """Everything in it, in its order; to be asked for once."""
        yield from self._first
        self._first = []
        for lot, progress, remarks in self._rest or ():
            self._progress, self._remarks = progress, remarks
            yield from lot

    def progress(self) -> tuple[int, int]:
        """How many bytes were read, and how many there are in all; 0 where nobody knows."""
        return self._progress

    def remarks(self) -> tuple[str, ...]:
        """Sentences about how it was read."""
        return self._remarks

    def close(self) -> None:
        """End the process that reads ahead; the archive stays open."""
        if self._rest:
            self._rest.close()


def _lots(archive: Archive, told: Iterator[Told]) -> Iterator[_Lot]:
    while True:
        lot = list(islice(told, LOT))
        yield lot, archive.progress(), archive.remarks()
        if not lot:
            return


def _prepared(language_of: Callable[[str], str], meets_new: Flag) -> Callable[[Told], Told]:
    """What adds to a message all that can be told from it alone; the language once for each thread, as it is kept."""
    heard: set[str] = set()

    def prepared(one: Told) -> Told:
        if not (isinstance(one, PastMessage) and meets_new):
            return one
        language = None
        if not one.language and not one.is_wordless and one.thread not in heard:
            language = language_of(one.body)
            if language and one.thread:
                if len(heard) >= _MOST_THREADS:
                    heard.clear()
                heard.add(one.thread)
        return one._replace(heard=language, tokens=text_tokens(one.subject, one.body))

    return prepared
