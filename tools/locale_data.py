"""Writes ``locales/cldr/``: what CLDR says about every locale that shipped languages and markets can need.

    python tools/locale_data.py [--release 2.18.0] [--folder FOLDER]

Without ``--release`` the snapshot is made again from the release of Babel that it names. If another release is
installed, the wanted one is fetched into a temporary folder. What changed is printed, locale by locale.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "locales" / "cldr"
Data = dict[str, Any]


def main() -> None:
    """Write the snapshot and print what changed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--release", default="", help="a release of Babel; else the one that the snapshot names")
    parser.add_argument("--folder", type=Path, default=FOLDER, help="where to write")
    asked = parser.parse_args()
    wanted = asked.release or named_release()
    import babel  # noqa: PLC0415 - after the arguments were understood

    if babel.__version__ != wanted:
        _run_with(wanted, asked.folder)
        return
    before, after = read_snapshot(asked.folder), snapshot()
    asked.folder.mkdir(parents=True, exist_ok=True)
    for name in before.keys() - after.keys():
        (asked.folder / f"{name}.json").unlink()
    for name, data in after.items():
        (asked.folder / f"{name}.json").write_text(written(data), encoding="utf-8")
    for line in differences(before, after):
        print(line)  # noqa: T201 - a tool's answer


def named_release() -> str:
    """The release of Babel that the snapshot was made from."""
    return str(json.loads((FOLDER / "codes.json").read_bytes())["babel"])


def _run_with(release: str, folder: Path) -> None:
    """Run this file again with another release of Babel, installed in a temporary folder."""
    if os.environ.get("CSCLI_LOCALE_DATA_RELEASE") == release:
        raise SystemExit(f"Babel {release} was installed but is not the one that is imported.")
    with tempfile.TemporaryDirectory() as place:
        pip = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps"]
        subprocess.run([*pip, "--target", place, f"babel=={release}"], check=True)  # noqa: S603
        environ = {**os.environ, "PYTHONPATH": place, "CSCLI_LOCALE_DATA_RELEASE": release}
        again = [sys.executable, __file__, "--release", release, "--folder", str(folder)]
        raise SystemExit(subprocess.run(again, env=environ, check=False).returncode)  # noqa: S603


def read_snapshot(folder: Path) -> dict[str, Data]:
    """The files of a snapshot by name; none if there is no snapshot."""
    return {path.stem: json.loads(path.read_bytes()) for path in sorted(folder.glob("*.json"))}


def snapshot() -> dict[str, Data]:
    """All files by name, made with the installed Babel.

    A language's file is whole; that of a language in a region has only what differs. A city that is the last part of
    its zone's name, and a sign that is the currency's code, are left out: that is what is written without them.
    """
    from cscli.markets import babel_locales  # noqa: PLC0415 - as above

    tags = [path.stem for path in (ROOT / "locales" / "languages").glob("*.yaml")]
    markets = {path.stem for path in (ROOT / "locales" / "markets").glob("*.yaml")}
    regions = sorted(markets | {tag.partition("-")[2] for tag in tags if "-" in tag})
    release = babel_locales.release()
    files: dict[str, Data] = {
        "codes": {
            **release,
            "languages": babel_locales.all_languages(),
            "currencies": sorted(babel_locales.all_currencies()),
        }
    }
    for base in sorted({tag.partition("-")[0] for tag in tags}):
        names = {region: babel_locales.locale_of(base, region) for region in regions}
        whole = babel_locales.raw_locale(str(babel_locales.locale_of(base)))
        shipped = _without_defaults(whole)
        files[base] = {**release, "regions": {region: bool(name) for region, name in names.items()}, **shipped}
        for region, name in names.items():
            if name:
                files[f"{base}-{region}"] = {**release, **_different(babel_locales.raw_locale(name), whole)}
    return files


def _without_defaults(data: Data) -> Data:
    return {
        **data,
        **{key: {k: v for k, v in data[key].items() if v != unsaid(k)} for key, unsaid in _UNSAID.items()},
    }


def _different(data: Data, parent: Data) -> Data:
    found: Data = {}
    for key, value in data.items():
        if isinstance(value, dict):
            value = value | {k: _UNSAID[key](k) for k in parent[key].keys() - value.keys()}  # noqa: PLW2901
            own = {k: v for k, v in sorted(value.items()) if parent[key].get(k) != v}
            found |= {key: own} if own else {}
        elif value != parent[key]:
            found[key] = value
    return found


# What is written for a key that a mapping does not have: such a value needs no place in a file.
_UNSAID: Mapping[str, Callable[[str], str]] = {
    "cities": lambda zone: zone.rpartition("/")[2].replace("_", " "),
    "currency_signs": lambda code: code,
}


def written(data: Data) -> str:
    """A file's text: a line for each key, and for each key of a mapping."""
    parts = []
    for key, value in data.items():
        text = _text(value)
        if isinstance(value, dict) and value:
            inside = ",\n".join(f"  {_text(k)}: {_text(v)}" for k, v in value.items())
            text = f"{{\n{inside}\n }}"
        parts.append(f" {_text(key)}: {text}")
    return "{\n" + ",\n".join(parts) + "\n}\n"


def _text(value: object) -> str:
    """JSON in which a character that cannot be seen, such as a no-break space, is an escape."""
    shown = json.dumps(value, ensure_ascii=False)
    return "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in shown)


def differences(before: Mapping[str, Data], after: Mapping[str, Data]) -> Iterator[str]:
    """What changed, in words: a line for each locale that came or went, and for each value that is another one."""
    old, new = before.get("codes", {}), after["codes"]
    yield (
        f"Babel {old.get('babel', 'none')} (CLDR {old.get('cldr', 'none')}) "
        f"-> Babel {new['babel']} (CLDR {new['cldr']})"
    )
    lines = [line for name in sorted(before.keys() | after.keys()) for line in _changes(name, before, after)]
    yield from lines or ["No locale changed."]


def _changes(name: str, before: Mapping[str, Data], after: Mapping[str, Data]) -> Iterator[str]:
    if name not in before or name not in after:
        yield f"{name}: {'is new' if name in after else 'is gone'}"
        return
    old, new = (dict(_values(part[name])) for part in (before, after))
    for key in sorted(old.keys() | new.keys()):
        if old.get(key) != new.get(key):
            yield f"{name}: {key}: {_text(old.get(key))} -> {_text(new.get(key))}"


def _values(data: Data) -> Iterator[tuple[str, object]]:
    for key, value in data.items():
        if isinstance(value, dict):
            yield from ((f"{key}.{inner}", v) for inner, v in value.items())
        elif key in ("languages", "currencies"):
            yield from ((f"{key}.{code}", "known") for code in value)
        elif key not in ("babel", "cldr"):
            yield key, value


if __name__ == "__main__":
    main()
