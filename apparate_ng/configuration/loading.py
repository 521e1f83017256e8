"""Settings from all their sources: file, then environment, then options."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from apparate_ng.configuration.complaints import ConfigurationError
from apparate_ng.configuration.files import table_from_files
from apparate_ng.configuration.settings import KEYS, Settings, settings_from
from apparate_ng.configuration.variables import said_by

_LISTS = frozenset({"also_stores", "freeze", "api_allow"})
_NUMBERS = frozenset({"max_dependents"})
_SWITCHES = frozenset(
    {"pre", "include_bundle_managed", "include_clusters", "replace_eggs", "checks", "api_check"}
)
_ON, _OFF = frozenset({"1", "true", "yes", "on"}), frozenset({"0", "false", "no", "off"})


def load_settings(
    start: Path,
    *,
    explicit: Path | None,
    environment: Mapping[str, str],
    options: Mapping[str, Any],
) -> Settings:
    """The settings for a project folder; options that are None or empty say nothing.

    Raises:
        ConfigurationError: a source is wrong; it is named.
    """
    table, where = table_from_files(start, explicit)
    settings_from(table, where)
    from_environment = _from_environment(environment)
    given = {key: value for key, value in options.items() if value not in (None, (), [])}
    return settings_from({**table, **from_environment, **given}, "options")


def _from_environment(environment: Mapping[str, str]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key in KEYS:
        said = said_by(key, environment)
        if said is not None:
            variable, text = said
            found[key] = _value(key, text, variable)
            settings_from({key: found[key]}, variable)
    return found


def _value(key: str, text: str, variable: str) -> str | int | bool | list[str]:
    if key in _LISTS:
        return [part.strip() for part in text.split(",") if part.strip()]
    if key in _NUMBERS:
        if not text.strip().isdecimal():
            raise ConfigurationError(
                f"{key} is a whole number, and here it is {text!r}",
                where=variable,
                hint=f"write it as {variable}=20",
            )
        return int(text)
    if key in _SWITCHES:
        word = text.strip().lower()
        if word not in _ON | _OFF:
            raise ConfigurationError(
                f"{key} is true or false, and here it is {text!r}",
                where=variable,
                hint="one of: true, yes, on, 1; or false, no, off, 0",
            )
        return word in _ON
    return text
