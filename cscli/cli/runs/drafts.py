"""The drafts of the machine that a run is on."""

from cscli.cli.door.run import Run
from cscli.outbox.drafts import Drafts


def drafts_of(run: Run) -> Drafts:
    """Texts that were begun on this machine and have not left."""
    return Drafts(machine=run.machine, folder=run.paths.data)
