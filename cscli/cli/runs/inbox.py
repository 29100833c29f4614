"""What a run does with mail on servers: it fetches folders, each mail once, and waits for more."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from cscli.cli.door.run import Run
from cscli.errors import DeskError, Problem
from cscli.inbox.imap.accounts import MailAccount, accounts_named, mail_accounts

if TYPE_CHECKING:
    from cscli.inbox.imap.reports import FetchWishes, FolderReport, TakenMail
    from cscli.inbox.imap.watching import Rhythm
    from cscli.quality.finding import Finding

Tell = Callable[[int, int], None]


@dataclass(slots=True, kw_only=True)
class Fetch:
    """What a fetch came to: a report for each folder that was opened, what failed, and how many folders were done."""

    reports: "list[FolderReport]" = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    done: int = 0


def accounts_of(run: Run) -> tuple[MailAccount, ...]:
    """The accounts of the settings; none where no server is set.

    Raises:
        UsageError: an account cannot be one.
    """
    from cscli.translation.engines.context import secret

    settings = run.settings
    return mail_accounts(
        settings.text, settings.items("imap.folders"), settings.mapping("imap.accounts"),
        lambda name: secret(name, run.environ),
    )  # fmt: skip


def folders_of(run: Run, names: Sequence[str]) -> list[tuple[MailAccount, str]]:
    """The accounts of some names with each of their folders; all of them for no name.

    Raises:
        UsageError: no account is set, or one cannot be one.
        NotFoundError: there is no account of that name.
    """
    return [(one, folder) for one in accounts_named(accounts_of(run), names) for folder in one.folders]


def fetched(run: Run, folders: "Sequence[tuple[MailAccount, str]]", wishes: "FetchWishes", tell: Tell) -> Fetch:
    """Fetch folders. What fails in one account does not keep the others; what was fetched by then is kept.

    Raises:
        UnavailableError: the record cannot be written.
    """
    from cscli.inbox.imap.fetching import FolderFetch
    from cscli.inbox.imap.reports import FolderReport

    found = Fetch()
    take = _taking(run, is_dry=wishes.is_dry)
    for account in dict.fromkeys(account for account, _ in folders):
        names = [folder for one, folder in folders if one == account]
        left = wishes if wishes.limit is None else replace(wishes, limit=wishes.limit - _fetched(found))
        fetch = FolderFetch(run.record, account, take, left, run.ticking or (lambda: run.now), tell)
        with closing(fetch):
            for name in names:
                report = FolderReport(account=account.name, folder=name)
                found.reports.append(report)
                try:
                    fetch.folder(name, report)
                    found.done += 1
                except DeskError as problem:
                    if problem.problems[0].code.startswith("record"):
                        raise
                    found.problems += problem.problems
                    if not problem.problems[0].code.startswith("unknown"):
                        break  # the account's other folders would fail alike
    return found


def watched(
    run: Run, folders: "Sequence[tuple[MailAccount, str]]", wishes: "FetchWishes", rhythm: "Rhythm | None" = None
) -> Iterator[Fetch]:
    """Fetch folders now and whenever something comes, until Ctrl-C.

    Raises:
        KeyboardInterrupt: with an argument, as what was fetched is kept.
        UnavailableError: the record cannot be written.
    """
    from cscli.inbox.imap.watching import Rhythm, Watcher

    watcher = Watcher(folders, rhythm or Rhythm())
    try:
        while True:
            news = watcher.news()
            found = Fetch(problems=[one for problem in news.failures for one in problem.problems])
            if news.due:
                later = replace(run, now=run.ticking() if run.ticking else run.now)
                done = fetched(later, news.due, wishes, lambda _seen, _refused: None)
                later.record.close()
                found = replace(done, problems=found.problems + done.problems)
            yield found
    except KeyboardInterrupt as stop:
        raise KeyboardInterrupt("mails") from stop
    finally:
        watcher.close()


def _fetched(found: Fetch) -> int:
    return sum(one.new + one.refused for one in found.reports)


def _taking(run: Run, *, is_dry: bool) -> "Callable[[bytes, tuple[Finding, ...]], TakenMail]":
    """Takes raw mails in as ``cscli in`` does."""
    from cscli.cli.runs.day.incoming import RunIncoming
    from cscli.inbox.imap.reports import TakenMail

    taking = RunIncoming(run, is_dry=is_dry)

    def taken(raw: bytes, doubts: "tuple[Finding, ...]") -> TakenMail:
        came = taking.fetched(raw, doubts)
        sender = came.message.sender
        return TakenMail(
            interaction=came.taken.interaction, case=came.taken.case, is_new_case=came.taken.is_new_case,
            is_known=came.taken.is_known or came.taken.is_forgotten, is_robot=came.message.robot is not None,
            sender=sender.address or sender.name, subject=came.message.subject, attention=came.facts.attention,
        )  # fmt: skip

    return taken
