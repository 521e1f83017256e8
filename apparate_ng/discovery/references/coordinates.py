"""References that are Maven coordinates."""

from __future__ import annotations

from apparate_ng.model.dependents.reference import Form, Reference, Span
from apparate_ng.model.releases.coordinates import read_artifact
from apparate_ng.model.releases.kinds import Ecosystem
from apparate_ng.model.releases.versions import version_or_none


def read_coordinates(text: str) -> Reference | None:
    """Read `group:artifact:version`, also with packaging and classifier; the artifact is the name.

    `LATEST`, `RELEASE` and ranges name no exact version.
    """
    found = read_artifact(text)
    if found is None:
        return None
    is_exact = version_or_none(found.version, Ecosystem.JVM) is not None
    return Reference(
        name=found.artifact,
        ecosystem=Ecosystem.JVM,
        form=Form.COORDINATES,
        span=Span(start=found.start, end=found.start + len(found.version)),
        version=found.version if is_exact else None,
        specifier=found.version if found.is_range else None,
    )
