"""How two recordings of command lines differ."""

import difflib
import json


def differences(before: dict[str, object], after: dict[str, object]) -> list[str]:
    """One paragraph for each command line that answers differently."""
    found = []
    for line in [*before, *(line for line in after if line not in before)]:
        if line not in before or line not in after:
            found.append(f"{line}\n  only {'after' if line not in before else 'before'}")
        elif before[line] != after[line]:
            found.append("\n".join([line, *_changes(before[line], after[line])]))
    return found


def _changes(old: dict[str, object], new: dict[str, object]) -> list[str]:
    told = [f"  exit {old['exit']} -> {new['exit']}"] if old["exit"] != new["exit"] else []
    texts = [("stdout", old["stdout"], new["stdout"]), ("stderr", old["stderr"], new["stderr"])]
    files = (old.get("files", {}), new.get("files", {}))
    texts += [
        (name, files[0].get(name, "(not made)"), files[1].get(name, "(not made)"))
        for name in sorted({*files[0], *files[1]})
    ]
    for name, one, other in texts:
        if one != other:
            told.append(f"  {name}:")
            told += [
                f"    {line}"
                for line in list(difflib.unified_diff(lines_of(one), lines_of(other), lineterm="", n=1))[2:]
            ]
    return told


def lines_of(text: str) -> list[str]:
    """A text in lines that can be compared: JSON is laid out."""
    laid: list[str] = []
    for line in text.splitlines():
        try:
            value = json.loads(line)
        except ValueError:
            laid.append(line)
        else:
            laid += (
                json.dumps(value, ensure_ascii=False, indent=1).splitlines()
                if isinstance(value, dict | list)
                else [line]
            )
    return laid
