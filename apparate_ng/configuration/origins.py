"""Where each setting's value came from."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec

from apparate_ng.configuration.files import table_from_files
from apparate_ng.configuration.settings import KEYS, Settings
from apparate_ng.configuration.variables import said_by
from apparate_ng.model.diagnosis import Origin


def origins(
    settings: Settings,
    start: Path,
    *,
    explicit: Path | None,
    environment: Mapping[str, str],
    options: Mapping[str, Any],
) -> tuple[Origin, ...]:
    """Every setting with its value and source, as `load_settings` found it in the same places.

    Raises:
        ConfigurationError: a file cannot be read.
    """
    table, where = table_from_files(start, explicit)
    values: dict[str, object] = msgspec.to_builtins(settings)

    def source(key: str) -> str:
        if options.get(key) not in (None, (), []):
            return f"--{key.replace('_', '-')}"
        said = said_by(key, environment)
        if said is not None:
            return said[0]
        return where if key in table else "default"

    return tuple(Origin(key=key, value=values[key], source=source(key)) for key in KEYS)
