"""A requirement that becomes a path: `lib==1.4.2` turns into the release's file in the store.

Sources: a library object's `whl` is a path and nothing else
(https://docs.databricks.com/api/workspace/jobs/create, `Library`). Dependencies of environments are
lines as pip reads them, and pip takes `[extras]` and a marker behind a path. Behind `-c` it takes
only what has a name, so in a file the requirement becomes `name @ file://…`.
"""

from __future__ import annotations

import re

from apparate_ng.model.article import with_article
from apparate_ng.model.dependents.read_by_pip import LINE_OF_A_FILE
from apparate_ng.model.dependents.reference import Form, Reference
from apparate_ng.model.releases.kinds import ArtifactKind
from apparate_ng.model.releases.release import Release

PYPI_KEYS, WHEEL_KEYS = ("pypi", "package"), ("whl",)
"""Where a library object holds a requirement, and where a wheel's path."""
_PYPI, _WHEEL = (f".{'.'.join(keys)}" for keys in (PYPI_KEYS, WHEEL_KEYS))
_LINE_OF_A_FILE = re.compile(LINE_OF_A_FILE)
_REQUIREMENT = re.compile(
    r"(?P<indent>\s*)(?P<name>[A-Za-z0-9._-]+)\s*(?:(?P<extras>\[[^\]]*\])\s*)?={2,3}\s*[^\s,;)#]+"
    r"(?P<rest>\s*(?:;.*|\s#.*)?)",
    re.DOTALL,
)
_PLAIN_PATH = re.compile(r"/[A-Za-z0-9._/+~=@-]+")
"""What neither pip nor a URL reads as anything else."""


class CannotReplaceError(ValueError):
    """A path cannot say what the requirement says; the message tells why, in words."""


def text_with_path(text: str, location: str, reference: Reference, release: Release) -> str:
    """The entry at `location`, with the release's path instead of its requirement.

    Raises:
        CannotReplaceError: a path cannot stand there, or cannot say all of it.
    """
    match = _REQUIREMENT.fullmatch(text)
    if release.kind is not ArtifactKind.WHEEL:
        found = with_article(release.kind.value)
        raise CannotReplaceError(f"only a wheel can take its place, not {found}")
    if reference.form is not Form.REQUIREMENT or match is None:
        raise CannotReplaceError("only a plain requirement, name==version, becomes a path")
    if location.endswith(_PYPI):
        _check_library(match, reference)
        return release.uri
    if _PLAIN_PATH.fullmatch(release.uri) is None:
        raise CannotReplaceError(f"pip would not read {release.uri} there as a path")
    extras, rest = match["extras"] or "", match["rest"]
    if _LINE_OF_A_FILE.search(location) is None:
        return f"{match['indent']}{release.uri}{extras}{rest}"
    space = " " if rest.startswith(";") else ""  # a URL goes on up to the next space
    return f"{match['indent']}{match['name']}{extras} @ file://{release.uri}{space}{rest}"


def _check_library(match: re.Match[str], reference: Reference) -> None:
    if match["extras"] or match["rest"].strip():
        raise CannotReplaceError("a wheel's entry has no room for its extras and markers")
    if reference.beside:
        raise CannotReplaceError(
            f"its {' and '.join(reference.beside)} would be lost, and a rollback could not put it back"
        )


def location_of_path(location: str) -> str:
    """Where the path stands when it has taken a requirement's place."""
    return location.removesuffix(_PYPI) + _WHEEL if location.endswith(_PYPI) else location


def location_of_requirement(location: str) -> str:
    """Where the requirement stood whose place the path has taken."""
    return location.removesuffix(_WHEEL) + _PYPI if location.endswith(_WHEEL) else location
