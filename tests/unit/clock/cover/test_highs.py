import os
import subprocess
import sys

from cscli.clock.cover.highs import AtLeast, fewest


def test_the_fewest_counts_meet_every_constraint_and_are_proven():
    counts, is_proven = fewest(3, [AtLeast(2, [0, 1]), AtLeast(1, [1, 2])])
    assert counts[0] + counts[1] >= 2
    assert counts[1] + counts[2] >= 1
    assert (sum(counts), is_proven) == (2, True)


def test_nothing_that_the_solver_prints_reaches_stdout():
    code = (
        "from cscli.clock.cover.highs import AtLeast, fewest\n"
        "print('before')\n"
        "fewest(1, [AtLeast(1, [0])])\n"
        "print('after')\n"
    )
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True, env=os.environ)
    assert answer.stdout == "before\nafter\n"


def test_a_solver_works_in_a_process_without_a_stdout():
    code = (
        "import os\nfrom cscli.clock.cover.highs import AtLeast, fewest\nos.close(1)\n"
        "assert fewest(1, [AtLeast(1, [0])])[0] == [1]\nos._exit(7)\n"
    )
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False, env=os.environ)
    assert (answer.returncode, answer.stderr) == (7, b"")
