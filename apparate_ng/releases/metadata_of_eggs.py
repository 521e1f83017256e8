"""Eggs: `EGG-INFO/PKG-INFO`."""

from __future__ import annotations

from pathlib import Path

from apparate_ng.model.releases.file_names import read_file_name
from apparate_ng.releases.archive import opened, read_text, refuse_duplicates
from apparate_ng.releases.failures import ArtifactError
from apparate_ng.releases.sayings import Said, said_by_file_name, said_by_headers

_METADATA = "EGG-INFO/PKG-INFO"


def egg_says(file: Path) -> tuple[Said, Said]:
    """What the metadata inside say, and what the file's name says.

    Raises:
        ArtifactError: it is no egg.
    """
    with opened(file) as archive:
        refuse_duplicates(archive, file)
        if _METADATA not in archive.namelist():
            raise ArtifactError(f"this is no egg: it has no {_METADATA}", where=str(file))
        inside = said_by_headers(read_text(archive, _METADATA, file))
    if inside is None:
        raise ArtifactError("its PKG-INFO lacks a name or a version", where=str(file))
    outside = said_by_file_name(read_file_name(file.name))
    if outside is None:
        raise ArtifactError(
            f"the file's name has no version, and its metadata say {inside}",
            where=str(file),
            hint="it should be NAME-VERSION-pyX.Y.egg",
        )
    return inside, outside
