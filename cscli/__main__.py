"""The program's one entry: ``cscli`` and ``python -m cscli``."""

import sys


def main() -> None:
    """Run the command line; ends the process with the exit status of the answer."""
    from cscli.cli.app import run  # noqa: PLC0415 - keeps `import cscli.__main__` free of the command line

    run(sys.argv[1:])


if __name__ == "__main__":
    main()
