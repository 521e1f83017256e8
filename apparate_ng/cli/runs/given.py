"""What a command's options add up to."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

_SETTINGS = (
    "store",
    "also_stores",
    "allow",
    "pre",
    "zero_major",
    "index_pins",
    "include_bundle_managed",
    "include_clusters",
    "replace_eggs",
    "checks",
    "api_allow",
    "unchecked",
    "max_dependents",
)
_LISTS = ("also_stores", "api_allow")


def given_settings(options: Mapping[str, Any]) -> dict[str, Any]:
    """Those of a command's options that stand for settings, under the settings' names."""
    given = {name: options[name] for name in _SETTINGS if options.get(name) is not None}
    return given | {name: list(given[name]) for name in _LISTS if name in given}


def chosen_path(options: Mapping[str, Any]) -> Path:
    """The project or file that was named, in either way.

    Raises:
        click.UsageError: both ways, with different values.
    """
    argument, option = options.get("path"), options.get("path_option")
    if argument is not None and option is not None and argument != option:
        raise click.UsageError("PATH and --path name different things")
    return Path(argument or option or ".")
