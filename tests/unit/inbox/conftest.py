"""An IMAP server of our own with three mails, and a fetch of a folder of it."""

import pytest
from faulty_imap_server import ImapInbox, faulty_imap_server
from fetched_mails import fetcher, mail

from cscli.record.record import Record


@pytest.fixture
def inbox():
    with faulty_imap_server(ImapInbox(mails={n: mail(n) for n in range(1, 4)})) as server:
        yield server


@pytest.fixture
def fetch(record, inbox):
    """Fetch a folder: ``fetch()`` gives its report; ``fetch.taken`` holds the mails. On each kind of database."""
    return fetcher(record, inbox)


@pytest.fixture
def fetch_to_file(tmp_path, inbox):
    """The same with a file alone, for what is about the server."""
    return fetcher(Record(tmp_path / "desk.db"), inbox)
