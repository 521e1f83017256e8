"""Settings from all their sources: file, then environment, then options."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from apparate_ng.configuration.complaints import ConfigurationError
from apparate_ng.configuration.files import table_from_files
from apparate_ng.configuration.settings import KEYS, Settings, settings_from

_PREFIX = "APPARATE_"
_LISTS = frozenset({"also_stores", "freeze", "api_allow"})
_NUMBERS = frozenset({"max_dependents"})
_SWITCHES = frozenset(
    {"pre", "include_bundle_managed", "include_clusters", "replace_eggs", "checks", "api_check"}
)
_ON, _OFF = frozenset({"1", "true", "yes", "on"}), frozenset({"", "0", "false", "no", "off"})
_FILES_ONLY = frozenset({"rules", "soak", "notify"})


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
    settings_from(from_environment, "environment")
    given = {key: value for key, value in options.items() if value not in (None, (), [])}
    return settings_from({**table, **from_environment, **given}, "options")


def variable_of(key: str) -> str | None:
    """The variable of the environment that says a setting; None for those that only files say."""
    return None if key in _FILES_ONLY else _PREFIX + key.upper()


def _from_environment(environment: Mapping[str, str]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key in KEYS:
        variable = variable_of(key)
        text = None if variable is None else environment.get(variable)
        if text is not None:
            found[key] = _value(key, text)
    return found


def _value(key: str, text: str) -> str | int | bool | list[str]:
    name = _PREFIX + key.upper()
    if key in _LISTS:
        return [part.strip() for part in text.split(",") if part.strip()]
    if key in _NUMBERS:
        if not text.strip().isdecimal():
            raise ConfigurationError(f"{text!r} is no number", where=name)
        return int(text)
    if key in _SWITCHES:
        if text.lower() not in _ON | _OFF:
            raise ConfigurationError(f"{text!r} is neither true nor false", where=name)
        return text.lower() in _ON
    return text
