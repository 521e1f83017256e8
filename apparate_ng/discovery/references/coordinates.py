"""References that are Maven coordinates."""

from __future__ import annotations

import re

from apparate_ng.model.dependents.reference import Form, Reference, Span
from apparate_ng.model.releases.kinds import Ecosystem
from apparate_ng.model.releases.versions import version_or_none

_COORDINATES = re.compile(r"\s*[^:\s]+:(?P<artifact>[^:\s]+):(?:[^:\s]+:)*(?P<version>[^:\s]+)\s*")


def read_coordinates(text: str) -> Reference | None:
    """Read `group:artifact:version`, also with packaging and classifier; the artifact is the name.

    `LATEST`, `RELEASE` and ranges name no exact version.
    """
    match = _COORDINATES.fullmatch(text)
    if match is None:
        return None
    version = match["version"]
    is_exact = version_or_none(version, Ecosystem.JVM) is not None
    return Reference(
        name=match["artifact"],
        ecosystem=Ecosystem.JVM,
        form=Form.COORDINATES,
        span=Span(start=match.start("version"), end=match.end("version")),
        version=version if is_exact else None,
        specifier=version if version.startswith(("[", "(")) else None,
    )
