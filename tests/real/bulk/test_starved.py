"""A bulk run that finds no room for what it writes stops, and with room it goes on."""

import sys

import pytest
from faulty_bulk import HEADINGS, Desk, row

pytestmark = [pytest.mark.real, pytest.mark.skipif(sys.platform == "win32", reason="signals and limits of POSIX")]


@pytest.mark.parametrize("room", [600_000, 1_000_000, 1_800_000])
def test_an_output_without_room_stops_the_run_and_with_room_it_goes_on(desk, undisturbed, room):
    desk.halted(room)
    assert desk.ended(*desk.words("--resume"), room=room) == (5, "disk-full")
    assert desk.ended("bulk", "resume", "1") == (6, "rejected-rows")
    assert desk.made() == undisturbed("jsonl")[:2]


def test_a_record_without_room_stops_the_run_and_with_room_it_goes_on(tmp_path, undisturbed):
    desk = Desk(tmp_path / "desk", more=("--log",))
    assert desk.ended(*desk.words(), room=1_500_000, settles=0) == (5, "record-unavailable")
    assert desk.out.stat().st_size < 1_400_000
    assert desk.ended("bulk", "resume", "1") == (6, "rejected-rows")
    assert desk.made() == undisturbed("jsonl", "--log")[:2]


def test_a_file_of_rejects_without_room_stops_the_run_and_with_room_it_goes_on(tmp_path):
    runs_of_bad_rows = []
    for name, room in (("whole", 0), ("halted", 200_000)):
        desk = Desk(tmp_path / name)
        long_name = "x" * 1000
        desk.input.write_text(HEADINGS + "".join(row(n, f"soon {long_name}") for n in range(300)))
        code = desk.ended(*desk.words(), room=room, settles=0)
        assert code == ((5, "cannot-write") if room else (6, "rejected-rows"))
        if room:
            assert desk.ended("bulk", "resume", "1") == (6, "rejected-rows")
        runs_of_bad_rows.append(desk.made())
    assert runs_of_bad_rows[0] == runs_of_bad_rows[1]
