"""Jars: Maven's `pom.properties`, else the manifest, else only the file's name."""

from __future__ import annotations

import re
import zipfile
from email.parser import HeaderParser
from pathlib import Path

from apparate_ng.model.releases.file_names import read_file_name
from apparate_ng.releases.archive import opened, read_text
from apparate_ng.releases.failures import ArtifactError
from apparate_ng.releases.sayings import Said, said_by_file_name

_POM = re.compile(r"META-INF/maven/[^/]+/[^/]+/pom\.properties")
_MANIFEST = "META-INF/MANIFEST.MF"
_FOLDED = re.compile(r"\r?\n ")


def jar_says(file: Path) -> tuple[Said, Said]:
    """What the metadata inside say, and what the file's name says.

    Jars without metadata are common, and jars that hold the metadata of their dependencies
    (assemblies) too. What speaks of the artifact that the file is named for counts; a single
    `pom.properties` of another artifact counts as well, as it says that the file was renamed.

    Raises:
        ArtifactError: it is no jar, or its name has no version.
    """
    with opened(file) as archive:
        poms, manifest = _poms(archive, file), _manifest(archive, file)
    matches = [match for said in [*poms, *manifest] if (match := _matched(said, file.name))]
    if matches:
        return next((match for match in matches if match[0] == match[1]), matches[0])
    outside = said_by_file_name(read_file_name(file.name))
    if outside is None:
        raise ArtifactError(
            "the file's name has no version",
            where=str(file),
            hint="it should be ARTIFACT-VERSION.jar",
        )
    return (poms[0] if len(poms) == 1 else outside), outside


def _matched(said: Said, file_name: str) -> tuple[Said, Said] | None:
    """What is said inside and outside, if both are of one artifact.

    The file's name carries the Scala suffix (`_2.12`) where a manifest's title may not. The
    known name is cut off first, since an artifact's name may hold what looks like a version.
    """
    match = re.fullmatch(rf"({re.escape(said.name)}(?:_2\.\d+|_3)?)-(\d.*)", file_name)
    named = read_file_name(f"artifact-{match[2]}") if match else None
    if match is None or named is None or named.version is None:
        return None
    return Said(name=match[1], version=said.version), Said(name=match[1], version=named.version)


def _poms(archive: zipfile.ZipFile, file: Path) -> list[Said]:
    names = sorted({name for name in archive.namelist() if _POM.fullmatch(name)})
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
    text = _FOLDED.sub("", read_text(archive, _MANIFEST, file))
    headers = HeaderParser().parsestr(text, headersonly=True)
    name, version = headers.get("Implementation-Title"), headers.get("Implementation-Version")
    return [Said(name=name.strip(), version=version.strip())] if name and version else []
