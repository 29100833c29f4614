"""The program's one entry: ``cscli`` and ``python -m cscli``."""

import os
import sys


def main() -> None:
    """Run the command line; ends the process with the exit status of the answer."""
    for name in ("stdin", "stdout", "stderr"):
        if getattr(sys, name) is None:  # closed by the shell: what is printed leads nowhere
            setattr(sys, name, open(os.devnull, "r" if name == "stdin" else "w", encoding="utf-8"))  # noqa: PTH123, SIM115
    from cscli.cli.door.app import run  # noqa: PLC0415 - keeps `import cscli.__main__` free of the command line

    run(sys.argv[1:])


if __name__ == "__main__":
    main()
