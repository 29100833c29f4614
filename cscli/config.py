"""One frozen ``Settings``, where each value knows its source.

A value is taken from the command line, else the environment (``CSCLI_SHOP_NAME``), else ``cscli.yaml``, else the
default. Secrets are never settings: engines read keys from the environment or the keyring.
"""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, Literal, NamedTuple

from cscli import datafile
from cscli.config_keys import AGES, ALIAS, CHOICES, KEYS, MOST, default_of, environment_name, is_age, is_key, typed_as
from cscli.errors import DataFileError, UsageError, suggestion, unknown
from cscli.paths import Paths, is_file

FILE_NAME = "cscli.yaml"

Source = Literal["command line", "environment", "file", "default"]


class Setting(NamedTuple):
    """One value and where it came from; ``origin`` names the option, the variable or the file."""

    key: str
    value: Any
    source: Source
    origin: str = ""


class Settings(NamedTuple):
    """All settings of one run."""

    values: Mapping[str, Setting]
    file: Path

    def text(self, key: str) -> str:
        """A text setting; empty when not set."""
        return str(self.values[key].value)

    @property
    def aliases(self) -> dict[str, str]:
        """The command lines that people have given names to, by name."""
        return {key.removeprefix(ALIAS): str(one.value) for key, one in self.values.items() if key.startswith(ALIAS)}

    def items(self, key: str) -> tuple[str, ...]:
        """A list setting."""
        return tuple(self.values[key].value)

    def mapping(self, key: str) -> Mapping[str, Any]:
        """A setting that holds settings by name."""
        return dict(self.values[key].value)


def load_settings(
    paths: Paths,
    environ: Mapping[str, str],
    *,
    given: Mapping[str, str],
    file: str | None = None,
    zones: datafile.Names,
) -> Settings:
    """The settings of this run.

    Args:
        paths: where the config folder is.
        environ: the process environment.
        given: values from the command line, by key.
        file: a config file named with ``--config``, which must exist.
        zones: all zone names, for ``agent.zone``.

    Raises:
        UsageError: an unknown key or an unusable value, with the nearest key or what would work.
        DataFileError: the file is not readable, strict YAML.
    """
    path = config_path(paths, environ, file)
    if path != paths.config / FILE_NAME and not is_file(path):
        raise missing_config(path)
    _require_readable(path)
    stored: dict[str, Any] = {}
    if is_file(path):
        stored = _flat(_content(path, zones))
    for key in given:
        require_key(key)
    values = {}
    own = (key for key in (*stored, *given) if key.startswith(ALIAS) and is_key(key))
    for key in (*KEYS, *own):
        setting = _chosen(key, given, environ, stored, path)
        _validate(setting, zones)
        values[key] = setting
    return Settings(values=values, file=path)


def _require_readable(path: Path) -> None:
    """Refuse a file that may be there, but in a folder that this user may not look into.

    Raises:
        UsageError: it is such a file.
    """
    try:
        path.stat()
    except PermissionError as problem:
        raise UsageError(
            f"{path} cannot be read: {problem.strerror}.",
            code="bad-config",
            hint="Mend the rights of its folder, or name another file with --config.",
        ) from problem
    except (OSError, ValueError):
        return


def _content(path: Path, zones: datafile.Names) -> dict[str, Any]:
    """The content of a settings file.

    Raises:
        DataFileError: it cannot be used; the hint says how to mend a value.
    """
    try:
        return datafile.read(path, "config", formats={"iana-zone": zones}).content
    except DataFileError as problem:
        mend = "Correct it with: cscli config set KEY VALUE"
        told = tuple(replace(p, hint=f"{_sentence(p.hint)} {mend}".strip()) for p in problem.problems)
        raise DataFileError(problem.message, problems=told) from problem


def _sentence(hint: str) -> str:
    return f"{hint}." if hint and hint[-1] not in ".?" else hint


def stored_values(path: Path) -> dict[str, Any]:
    """The values of a settings file, by key, whether they can be used or not; none where it is not a file."""
    return _flat(_raw(path)) if is_file(path) else {}


def _raw(path: Path) -> dict[str, Any]:
    """The keys and values of a file as they stand there, unchecked: for a file that is to be mended.

    Raises:
        DataFileError: it holds no keys and values at all.
    """
    import yaml  # noqa: PLC0415 - only `config set` and `init` read a file in this way

    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8-sig")) or {}
    except (OSError, ValueError, yaml.YAMLError) as problem:
        raise DataFileError(f"{path}: cannot be read as keys and values", hint="Mend or remove the file.") from problem
    if not isinstance(content, dict):
        raise DataFileError(f"{path}: must hold keys and values", hint="Mend or remove the file.")
    return content


def _chosen(
    key: str, given: Mapping[str, str], environ: Mapping[str, str], stored: Mapping[str, Any], path: Path
) -> Setting:
    variable = environment_name(key)
    if key in given:
        return Setting(key=key, value=typed_as(key, given[key]), source="command line", origin=f"--option {key}=")
    if environ.get(variable):
        return Setting(key=key, value=typed_as(key, environ[variable]), source="environment", origin=variable)
    if stored.get(key) is not None:
        value = stored[key]
        return Setting(
            key=key, value=tuple(value) if isinstance(value, list) else value, source="file", origin=str(path)
        )
    return Setting(key=key, value=default_of(key), source="default")


def _validate(setting: Setting, zones: datafile.Names) -> None:
    choices, most = CHOICES.get(setting.key), MOST.get(setting.key)
    where = setting.origin or "the default"
    wanted = f"one of {', '.join(choices)}" if choices else f"a whole number, at most {most}"
    is_number = str(setting.value).isdecimal()
    is_left_out = setting.value == default_of(setting.key)
    is_wrong = (choices and setting.value not in choices) or (
        most and not is_left_out and not (is_number and int(setting.value) <= most)
    )
    if setting.key in AGES:
        wanted, is_wrong = "an age such as 90d, 6w or 3y", setting.value and not is_age(str(setting.value))
    if is_wrong:
        raise UsageError(
            f"{setting.key} is {setting.value!r} (from {where}); it must be {wanted}.", code="bad-config",
            hint=f"Correct it: {_typed_again(setting, choices[0] if choices else 'VALUE')}",
        )  # fmt: skip
    # A zone from the file was checked when the file was; loading the zones again would slow every start.
    typed = setting.source in ("command line", "environment")
    if setting.key == "agent.zone" and typed and setting.value and setting.value not in zones():
        raise UsageError(
            f"agent.zone is {setting.value!r} (from {where}), which is not a time zone.",
            code="bad-config",
            hint=f"Write it as Area/City.{suggestion(str(setting.value), sorted(zones()))}",
        )


def _typed_again(setting: Setting, value: str) -> str:
    """What to type for another value, where the present one comes from."""
    if setting.source == "environment":
        return f"export {setting.origin}={value}"
    is_option = setting.origin.startswith("--")
    return f"{setting.origin}{value}" if is_option else f"cscli config set {setting.key} {value}"


def config_path(paths: Paths, environ: Mapping[str, str], file: str | None = None) -> Path:
    """Where the settings file is or would be: named, else in the config folder."""
    named = file or environ.get("CSCLI_CONFIG")
    return Path(named).expanduser() if named else paths.config / FILE_NAME


def missing_config(path: Path) -> UsageError:
    """The error for a settings file that was named but is not there."""
    return UsageError(
        f"There is no config file {str(path)[:200]!r}.",
        code="no-config",
        hint="Make it with: cscli --config FILE init",
    )


def require_key(key: str) -> None:
    """Refuse a key that does not exist.

    Raises:
        NotFoundError: with the nearest key.
    """
    if not is_key(key):
        raise unknown("setting", key, KEYS, see="cscli config show")


def _flat(content: Mapping[str, Any]) -> dict[str, Any]:
    flat: dict[str, Any] = {}
    for key, value in content.items():
        if isinstance(value, dict):
            flat |= {f"{key}.{inner}": v for inner, v in value.items()}
        elif key != "schema":
            flat[key] = value
    return flat


def stored_with(path: Path, changes: Mapping[str, str], zones: datafile.Names) -> str:
    """The text of a settings file with ``changes`` made; an empty value removes the key.

    What else stands in the file stays, even if it cannot be used: one value after the other can be mended.

    Raises:
        UsageError: an unknown key or an unusable value.
        DataFileError: the present file holds no keys and values.
    """
    import yaml  # noqa: PLC0415 - only `config set` and `init` write

    content: dict[str, Any] = {"schema": 1} | (_raw(path) if is_file(path) else {})
    for key, text in changes.items():
        value = typed_value(key, text, zones)
        group, _, name = key.rpartition(".")
        inside = content.get(group) if group else content
        if not isinstance(inside, dict):
            inside = content[group] = {}
        if text:
            inside[name] = list(value) if isinstance(value, tuple) else value
        else:
            inside.pop(name, None)
    kept = {k: v for k, v in content.items() if v not in ({}, None)}
    return yaml.safe_dump(kept, allow_unicode=True, sort_keys=False, default_flow_style=None)


def typed_value(key: str, text: str, zones: datafile.Names) -> Any:
    """A new value as it was typed: text, or a tuple of texts.

    Raises:
        NotFoundError: the key does not exist.
        UsageError: the value cannot be used.
    """
    require_key(key)
    value = typed_as(key, text)
    if text:
        _validate(Setting(key=key, value=value, source="command line", origin="the new value"), zones)
    return value
