"""The events of a calendar in two weeks of which the first ends with a change of clocks."""

from datetime import date

import pytest

from cscli.clock.ics import CalendarEvent, read_events

FIRST, LAST = date(2026, 10, 19), date(2026, 11, 1)  # two weeks; in Berlin clocks go back on Sunday, 25 October


@pytest.fixture
def read(tmp_path):
    """The events of a calendar with this text."""

    def run(text: str | bytes, first: date = FIRST, last: date = LAST) -> tuple[CalendarEvent, ...]:
        path = tmp_path / "some shifts.ics"
        path.write_bytes(text if isinstance(text, bytes) else text.replace("\n", "\r\n").encode())
        return read_events(path, first, last)

    return run
