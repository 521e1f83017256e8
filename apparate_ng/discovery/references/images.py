"""References that are container images: `registry.example.com/team/lib:1.4.2-slim`."""

from __future__ import annotations

import re

from apparate_ng.model.dependents.reference import Form, Reference, Span
from apparate_ng.model.releases.kinds import Ecosystem
from apparate_ng.model.releases.names import comparable
from apparate_ng.model.releases.versions import version_or_none

_IMAGE = re.compile(
    r"(?:\S*/)?(?P<name>[A-Za-z0-9][A-Za-z0-9._-]*)(?::(?P<tag>[\w.-]+))?(?:@\S+)?\s*"
)
_VERSION = re.compile(r"v?(?P<version>\d+(?:\.\d+)*(?:[._]?(?:a|b|rc|dev|post)\d+)?)(?=$|-)")


def read_image(text: str) -> Reference | None:
    """Read an image that bears a library's name; its tag may begin with the library's version."""
    match = _IMAGE.fullmatch(text)
    if match is None:
        return None
    tag = _VERSION.match(match["tag"] or "")
    version = tag["version"] if tag else None
    start = match.start("tag") if match["tag"] else match.end("name")
    known = version is not None and version_or_none(version, Ecosystem.PYTHON) is not None
    return Reference(
        name=comparable(match["name"], Ecosystem.PYTHON),
        ecosystem=Ecosystem.PYTHON,
        form=Form.IMAGE,
        span=Span(start=start, end=match.end("tag") if match["tag"] else start),
        version=version if known else None,
    )
