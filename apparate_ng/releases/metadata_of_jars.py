"""Jars: Maven's `pom.properties`, else the manifest, else only the file's name."""

from __future__ import annotations

import re
import zipfile
from email.parser import HeaderParser
from pathlib import Path

from apparate_ng.model.file_names import read_file_name
from apparate_ng.releases.archive import opened, read_text
from apparate_ng.releases.failures import ArtifactError
from apparate_ng.releases.sayings import Said, said_by_file_name

_POM = re.compile(r"META-INF/maven/[^/]+/[^/]+/pom\.properties")
_MANIFEST = "META-INF/MANIFEST.MF"


def jar_says(file: Path) -> tuple[Said, Said]:
    """What the metadata inside say, and what the file's name says.

    Jars without metadata are common, and jars that hold others' metadata too (assemblies):
    only what speaks of the artifact that the file is named for counts.

    Raises:
        ArtifactError: it is no jar, or its name has no version.
    """
    outside = said_by_file_name(read_file_name(file.name))
    with opened(file) as archive:
        found = [*_poms(archive, file), *_manifest(archive, file)]
    if outside is None:
        raise ArtifactError(
            "the file's name has no version",
            where=str(file),
            hint="it should be ARTIFACT-VERSION.jar",
        )
    own = [said for said in found if said.name == outside.name]
    return (own[0] if own else outside), outside


def _poms(archive: zipfile.ZipFile, file: Path) -> list[Said]:
    names = [name for name in archive.namelist() if _POM.fullmatch(name)]
    said = (_properties(read_text(archive, name, file)) for name in names)
    return [one for one in said if one is not None]


def _properties(text: str) -> Said | None:
    pairs = (line.partition("=") for line in text.splitlines() if not line.startswith("#"))
    values = {key.strip(): value.strip() for key, _, value in pairs}
    name, version = values.get("artifactId"), values.get("version")
    return Said(name=name, version=version) if name and version else None


def _manifest(archive: zipfile.ZipFile, file: Path) -> list[Said]:
    if _MANIFEST not in archive.namelist():
        return []
    headers = HeaderParser().parsestr(read_text(archive, _MANIFEST, file), headersonly=True)
    name, version = headers.get("Implementation-Title"), headers.get("Implementation-Version")
    return [Said(name=name.strip(), version=version.strip())] if name and version else []
