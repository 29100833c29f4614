"""What a run does with an archive: opens it, keeps it with a progress bar, and gathers what was refused."""

from collections.abc import Callable, Mapping
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from cscli.cli.door.run import Run
from cscli.cli.door.terminal.progress import rows_bar
from cscli.inbox.archives.ahead import ReadAhead
from cscli.inbox.archives.course import CaseEnding
from cscli.inbox.archives.formats import open_archive
from cscli.inbox.archives.importing import keep_archive
from cscli.inbox.archives.instants import DATE_ORDERS, WrittenClock
from cscli.inbox.archives.keeper import ImportCounts, Keeper, Keeping
from cscli.inbox.archives.language import language_teller
from cscli.inbox.archives.reading import ArchiveReading
from cscli.inbox.archives.rejects import RejectsFile
from cscli.inbox.archives.told import Archive, Refused

_MOST_TOLD = 100
_LONGEST_SOURCE = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedImport:
    """How somebody wants an archive to be imported; everything may be empty.

    ``me`` are names and addresses of the shop beside those of the settings. ``open_since``: threads without a state
    that a customer wrote last in since then stay open.
    """

    format: str = ""
    me: tuple[str, ...] = ()
    customer: str = ""
    zone: str = ""
    date_order: str = ""
    source: str = ""
    channel: str = ""
    market: str = ""
    mapping: Mapping[str, str] = field(default_factory=dict)
    sheet: str = ""
    open_since: datetime | None = None
    rejects: str = ""
    is_dry: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedArchive:
    """What an import did: its counts, the first hundred refusals, and sentences about how the archive was read."""

    format: str
    counts: ImportCounts
    refused: int
    told: tuple[Refused, ...]
    remarks: tuple[str, ...]


def imported_archive(run: Run, path: Path, asked: AskedImport) -> ImportedArchive:
    """Import an archive.

    Raises:
        UsageError: it cannot be read, or an order of dates or a zone must be said.
        NotFoundError: there is no such zone.
        UnavailableError: the record cannot be written; what was kept stays.
    """
    told: list[Refused] = []
    keeping = _keeping(run, asked)
    with ExitStack() as stack:
        opened = stack.enter_context(closing(open_archive(path, _reading(run, asked), asked.format)))
        rejects = _rejects(opened, asked.rejects)
        keeper = Keeper(run.record, keeping)
        archive: Archive = opened
        if not asked.is_dry:
            archive = stack.enter_context(closing(ReadAhead(opened, keeping.language_of, keeper.meets_new)))

        def refuse(one: Refused) -> None:
            if rejects:
                rejects.add(one)
            if len(told) < _MOST_TOLD:
                told.append(one)

        with rows_bar("Importing", keeps=not asked.is_dry) as tell:
            refused = keep_archive(archive, keeper, refuse=refuse, tell=tell)
        return ImportedArchive(
            format=archive.format, counts=keeper.counts, refused=refused, told=tuple(told), remarks=archive.remarks()
        )


def _reading(run: Run, asked: AskedImport) -> ArchiveReading:
    from cscli.clock.zones import zone as require_zone
    from cscli.errors import not_one_of
    from cscli.inbox.archives.mailbox import own_addresses
    from cscli.reading.quotes_and_signatures.words import mail_words

    if asked.date_order and asked.date_order not in DATE_ORDERS:
        raise not_one_of("order of dates", asked.date_order, DATE_ORDERS)
    if asked.zone:
        require_zone(asked.zone)
    named = (run.settings.text(name) for name in ("shop.name", "agent.name", "smtp.sender"))
    ours = frozenset[str]().union(*map(own_addresses, (*asked.me, *filter(None, named))))
    return ArchiveReading(
        now=int(run.now.timestamp()), clock=WrittenClock(zone=asked.zone, order=asked.date_order), ours=ours,
        customer=asked.customer, mapping=asked.mapping, sheet=asked.sheet, channel=asked.channel,
        pause_days=int(run.settings.text("cases.reopen_days")), words=mail_words(run.paths, run.cache()),
        name=_source(asked.source), market_of=_market_of(run), language_of=_tag_of(run),
    )  # fmt: skip


def _source(typed: str) -> str:
    """What the origins of a table's rows begin with.

    Raises:
        UsageError: it is not a short word.
    """
    from cscli.errors import UsageError

    if typed and not (typed.replace("-", "").replace("_", "").isalnum() and len(typed) <= _LONGEST_SOURCE):
        raise UsageError(
            f"{typed[:60]!r} is not a name of a source.", code="bad-value", hint="Use letters, digits and hyphens."
        )
    return typed or "table"


def _market_of(run: Run) -> Callable[[str], str]:
    """The market of a code or a country's name."""
    from functools import lru_cache

    return lru_cache(maxsize=1000)(run.catalog().market_of_country)


def _tag_of(run: Run) -> Callable[[str], str]:
    """The usual form of a language tag; empty for what is not a tag."""
    from functools import lru_cache

    from cscli.errors import NotFoundError

    @lru_cache(maxsize=1000)
    def tag_of(text: str) -> str:
        try:
            return run.language_tag(text)
        except NotFoundError:
            return ""

    return tag_of


def _keeping(run: Run, asked: AskedImport) -> Keeping:
    since = asked.open_since
    ending = CaseEnding(
        reopen_days=int(run.settings.text("cases.reopen_days")), open_since=int(since.timestamp()) if since else None
    )
    return Keeping(
        now=run.now,
        ending=ending,
        language_of=language_teller(run.settings.items("languages") or run.catalog().language_tags()),
        is_dry=asked.is_dry,
        market=asked.market,
    )


def _rejects(archive: Archive, name: str) -> RejectsFile | None:
    if not name:
        return None
    from cscli.inbox.archives.helpdesk.tables import FreshdeskTable
    from cscli.inbox.archives.table import TableArchive

    table = archive.table if isinstance(archive, TableArchive | FreshdeskTable) else None
    return RejectsFile(Path(name).expanduser(), table)
