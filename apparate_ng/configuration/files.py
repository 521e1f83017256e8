"""Where settings stand in files: the nearest `apparate.toml`, else `[tool.apparate]`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from apparate_ng.configuration.complaints import ConfigurationError

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

_OWN_FILE = "apparate.toml"
_PROJECT_FILE = "pyproject.toml"


def table_from_files(start: Path, explicit: Path | None) -> tuple[dict[str, Any], str]:
    """The table of settings for a folder, and the file that it stands in.

    Looked for from `start` upwards: the nearest `apparate.toml`, else the table
    `[tool.apparate]` of the nearest `pyproject.toml`. `explicit` names a file instead.

    Raises:
        ConfigurationError: a file cannot be read, is no TOML, or has no table there.
    """
    if explicit is not None:
        document = _document(explicit)
        return _own_or_project_table(explicit, document), str(explicit)
    own = nearest(start, _OWN_FILE)
    if own is not None:
        return _document(own), str(own)
    project = nearest(start, _PROJECT_FILE)
    if project is not None:
        return _project_table(project, _document(project)), f"{project} [tool.apparate]"
    return {}, "no configuration file"


def _own_or_project_table(file: Path, document: dict[str, Any]) -> dict[str, Any]:
    return _project_table(file, document) if file.name == _PROJECT_FILE else document


def _project_table(file: Path, document: dict[str, Any]) -> dict[str, Any]:
    for key in ("tool", "apparate"):
        document = document.get(key, {})
        if not isinstance(document, dict):
            raise ConfigurationError(f"`{key}` is no table", where=str(file))
    return document


def nearest(start: Path, name: str) -> Path | None:
    """The file of that name in a folder, or the nearest above it."""
    folder = start.resolve()
    found = (place / name for place in (folder, *folder.parents))
    return next((file for file in found if file.is_file()), None)


def _document(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise ConfigurationError(
            f"the configuration cannot be read: {error.strerror}", where=str(file)
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigurationError(
            f"the configuration is no TOML: {error}", where=str(file)
        ) from error
