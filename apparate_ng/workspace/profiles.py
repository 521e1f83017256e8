"""The file of Databricks profiles, and the one profile that somebody named."""

from __future__ import annotations

import configparser
import difflib
import shlex
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from apparate_ng.workspace.failures import AuthenticationError

_NAMES = "DATABRICKS_CONFIG_PROFILE"
_NO_PROFILE = "__settings__"
"""A section in which the Databricks CLI keeps its own settings."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """A profile that is there, with its own settings."""

    name: str
    file: Path
    settings: Mapping[str, str]
    way_out: str
    """How the profile is not named any more, for a hint."""

    @property
    def where(self) -> str:
        """The section and its file."""
        return f"[{self.name}] in {self.file}"


def profiles_file(environment: Mapping[str, str]) -> Path:
    """Where profiles stand."""
    return Path(environment.get("DATABRICKS_CONFIG_FILE") or "~/.databrickscfg").expanduser()


def all_profiles(environment: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """Every profile's own settings, in the order of the file; none where it cannot be read."""
    with suppress(AuthenticationError):
        return _read(profiles_file(environment))
    return {}


def named_profile(profile: str | None, environment: Mapping[str, str]) -> Profile | None:
    """The profile that is named, by its name here or by DATABRICKS_CONFIG_PROFILE; None if none is.

    Raises:
        AuthenticationError: it is not there, or the file cannot be read.
    """
    name = profile or environment.get(_NAMES)
    if not name:
        return None
    file = profiles_file(environment)
    way_out = "leave --profile out" if profile else f"unset {_NAMES}"
    found = _read(file)
    if name not in found:
        raise _absent(name, file, found, way_out)
    return Profile(name=name, file=file, settings=found[name], way_out=way_out)


def _read(file: Path) -> dict[str, dict[str, str]]:
    # a section of no name: profiles inherit nothing from [DEFAULT], above all not its token
    parser = configparser.ConfigParser(interpolation=None, default_section="")
    try:
        parser.read(file, encoding="utf-8")
    except (OSError, configparser.Error, UnicodeDecodeError) as error:
        raise AuthenticationError(  # whose words are not repeated: they show lines of the file
            "the file of profiles cannot be read",
            where=str(file),
            hint="write it as [NAME], and below it lines such as host = https://…",
        ) from error
    return {name: dict(parser[name]) for name in parser.sections() if name != _NO_PROFILE}


def _absent(
    name: str, file: Path, found: Mapping[str, object], way_out: str
) -> AuthenticationError:
    where, hint = str(file), f"there are: {', '.join(found)}"
    if not file.exists():
        where += ", which is not there"
    if not found:
        hint = f"make it: databricks auth login --profile {shlex.quote(name)}; or {way_out}"
    for guess in difflib.get_close_matches(name, found, 1):
        hint = f"did you mean {guess}? {hint}"
    return AuthenticationError(f"there is no profile {name}", where=where, hint=hint)
