"""Whether a folder is a project that can be built."""

from __future__ import annotations

import configparser
import sys
from pathlib import Path
from typing import Any

from apparate_ng.releases.failures import NoProjectError

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

_HINT = "name a project folder, or a built .whl, .egg or .jar"


def find_project(path: Path) -> Path:
    """The project's folder, as an absolute path.

    A folder is a project where its pyproject.toml has `[build-system]` or `[project]`, where it
    has a setup.py, or a setup.cfg with `[metadata]`. A pyproject.toml that only configures tools
    makes none.

    Raises:
        NoProjectError: there is no project, or its files cannot be read.
    """
    if not path.exists():
        raise NoProjectError("no such file or folder", where=str(path), hint=_HINT)
    if path.is_dir() and _is_project(path):
        return path.resolve()
    raise NoProjectError("no project here", where=str(path.resolve()), hint=_HINT)


def project_name(folder: Path) -> str | None:
    """The name that a project's files say as they stand; None where they do not, or no project is.

    Only a build tells for sure: a name may come from a backend's own settings.
    """
    try:
        project = _pyproject(folder / "pyproject.toml").get("project")
    except NoProjectError:
        return None
    name = project.get("name") if isinstance(project, dict) else None
    return name if isinstance(name, str) else None


def _is_project(folder: Path) -> bool:
    tables = _pyproject(folder / "pyproject.toml")
    return (
        "build-system" in tables
        or "project" in tables
        or (folder / "setup.py").is_file()
        or _has_metadata(folder / "setup.cfg")
    )


def _pyproject(file: Path) -> dict[str, Any]:
    if not file.is_file():
        return {}
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise NoProjectError(f"pyproject.toml cannot be read: {error}", where=str(file)) from error


def _has_metadata(file: Path) -> bool:
    parser = configparser.ConfigParser(interpolation=None)
    try:
        parser.read(file, encoding="utf-8")
    except (OSError, ValueError, configparser.Error) as error:
        raise NoProjectError(f"setup.cfg cannot be read: {error}", where=str(file)) from error
    return parser.has_section("metadata")
