"""Runs the tests in a fresh environment with the newest or the lowest libraries that ``pyproject.toml`` allows.

    python tools/fresh.py newest [words for pytest]
    python tools/fresh.py lowest [words for pytest]

Without words for pytest the newest run the whole suite, and the lowest the short lane.
"""

import os
import re
import subprocess
import sys
import tempfile
import tomllib
import venv
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent
SHORT_LANE = (
    "tests/unit", "tests/golden", "tests/data/test_locale_data.py", "tests/cli/test_app.py",
    "tests/cli/test_app_cut_short.py", "tests/cli/test_start.py", "tests/cli/test_reply.py",
    "tests/cli/test_coverage_files.py",
)  # fmt: skip
_LOWEST = re.compile(r"([A-Za-z0-9._-]+)(?:\[[^]]*\])?\s*(?:>=|==)\s*([0-9][0-9a-z.]*)")


def main() -> None:
    """Install into a temporary environment and run pytest there; its exit code is ours."""
    lane, *words = sys.argv[1:] or ["newest"]
    if lane not in ("newest", "lowest"):
        raise SystemExit(f"Unknown lane {lane!r}: newest or lowest.")
    with tempfile.TemporaryDirectory() as place:
        venv.create(place, with_pip=True)
        python = str(Path(place) / "bin" / "python")
        install = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-e", f"{ROOT}[test]"]
        if lane == "lowest":
            constraints = Path(place) / "lowest.txt"
            constraints.write_text("\n".join(lowest()), encoding="utf-8")
            install += ["--constraint", str(constraints)]
        subprocess.run(install, check=True)  # noqa: S603 - this environment's own pip
        tests = [python, "-m", "pytest", "-q", *(words or (SHORT_LANE if lane == "lowest" else ()))]
        environ = {**os.environ, "PYTEST_ADDOPTS": os.environ.get("PYTEST_ADDOPTS", "-n auto")}
        raise SystemExit(subprocess.run(tests, cwd=ROOT, env=environ, check=False).returncode)  # noqa: S603


def lowest() -> Iterator[str]:
    """A constraint for each library that the program or its tests need: its lowest allowed release."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    needs = [
        *project["dependencies"],
        *(need for name in extras if name not in ("dev", "bench") for need in extras[name]),
    ]
    for need in needs:
        found = _LOWEST.match(need)
        if found:
            yield f"{found[1]}=={found[2]}"
        elif not need.startswith("cscli["):
            raise SystemExit(f"{need}: has no lowest release in pyproject.toml")


if __name__ == "__main__":
    main()
