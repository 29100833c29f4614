"""The program's one entry: ``cscli`` and ``python -m cscli``."""

import gc
import os
import sys

# Few objects of this program refer to each other in a circle. To look for such circles after every 700 new objects, as
# Python does, takes a tenth of a start; a start makes some 60,000.
_OBJECTS_BETWEEN_COLLECTIONS = 200_000


def main() -> None:
    """Run the command line; ends the process with the exit status of the answer."""
    gc.set_threshold(_OBJECTS_BETWEEN_COLLECTIONS)
    for name in ("stdin", "stdout", "stderr"):
        if getattr(sys, name) is None:  # closed by the shell: what is printed leads nowhere
            setattr(sys, name, open(os.devnull, "r" if name == "stdin" else "w", encoding="utf-8"))  # noqa: PTH123, SIM115
    from cscli.cli.door.app import run  # noqa: PLC0415 - keeps `import cscli.__main__` free of the command line

    try:
        run(sys.argv[1:])
    finally:
        gc.freeze()  # the memory is given back at once: to look for circles in it first takes a fifth of a reply


if __name__ == "__main__":
    main()
