"""The audit trail of a run: who works here did something with what is kept of a customer."""

from typing import TYPE_CHECKING

from cscli.cli.door.run import Run

if TYPE_CHECKING:
    from cscli.desk.privacy.audit import Audited


def note_done(run: Run, what: "Audited", subject: str = "", detail: str = "") -> None:
    """Say what this run did, as far as the setting ``audit`` asks for it.

    Args:
        run: the run.
        what: what was done.
        subject: the key of the customer, or empty.
        detail: a few words without personal data.

    Raises:
        UnavailableError: the record cannot be written.
    """
    from cscli.cli.runs.cases import own_name
    from cscli.desk.privacy.audit import AuditEntry, note_audit

    entry = AuditEntry(at=run.now, agent=own_name(run), what=what, subject=subject, detail=detail)
    note_audit(run.record, entry, run.settings.text("audit"))


def note_read(run: Run, subject: str, detail: str) -> None:
    """Say that this run showed a customer, where the setting ``audit`` asks for reading as well."""
    if run.settings.text("audit") == "all":
        from cscli.desk.privacy.audit import Audited

        note_done(run, Audited.READ, subject, detail)
