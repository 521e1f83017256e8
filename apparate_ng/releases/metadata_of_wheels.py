"""Wheels: `*.dist-info/METADATA` (the binary distribution format's specification)."""

from __future__ import annotations

import re
from pathlib import Path

from packaging.utils import InvalidWheelFilename, parse_wheel_filename

from apparate_ng.releases.archive import opened, read_text
from apparate_ng.releases.failures import ArtifactError
from apparate_ng.releases.sayings import Said, said_by_headers

_METADATA = re.compile(r"[^/]+\.dist-info/METADATA")


def wheel_says(file: Path) -> tuple[Said, Said]:
    """What the metadata inside say, and what the file's name says.

    Raises:
        ArtifactError: it is no wheel.
    """
    with opened(file) as archive:
        found = [name for name in archive.namelist() if _METADATA.fullmatch(name)]
        if len(found) != 1:
            many = "several" if found else "no"
            raise ArtifactError(f"this is no wheel: it has {many} METADATA", where=str(file))
        inside = said_by_headers(read_text(archive, found[0], file))
    if inside is None:
        raise ArtifactError("its METADATA lack a name or a version", where=str(file))
    try:
        name, version, _, _ = parse_wheel_filename(file.name)
    except InvalidWheelFilename as error:
        raise ArtifactError(
            "this is no wheel's file name",
            where=str(file),
            hint="it should be NAME-VERSION-PYTHON-ABI-PLATFORM.whl",
        ) from error
    return inside, Said(name=name, version=str(version))
