"""Jars: Maven's `pom.properties`, else the manifest, else only the file's name."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable
from dataclasses import replace
from email.parser import HeaderParser
from pathlib import Path

from apparate_ng.model.releases.file_names import NamedFile, read_file_name
from apparate_ng.releases.archive import opened, read_text
from apparate_ng.releases.failures import ArtifactError
from apparate_ng.releases.sayings import Said, said_by_file_name

_POM = re.compile(r"META-INF/maven/[^/]+/[^/]+/pom\.properties")
_FOLDER = re.compile(r"META-INF/maven/(?P<group>[^/]+)/(?P<artifact>[^/]+)/pom\.(?:properties|xml)")
_MANIFEST = "META-INF/MANIFEST.MF"
_KEYS = ("Title", "Version", "Vendor-Id")
"""The last is the group, by Maven's and sbt's custom."""
_FOLDED = re.compile(r"\r?\n ")
_SCALA = re.compile(r"_(?:2\.\d+|3)$")


def jar_says(file: Path) -> tuple[Said, Said]:
    """What the metadata inside say, and what the file's name says.

    Jars without metadata are common, and jars that hold the metadata of their dependencies
    (assemblies) too. What speaks of the artifact that the file is named for counts; a single
    `pom.properties` of another artifact counts as well, as it says that the file was renamed.

    Raises:
        ArtifactError: it is no jar, its name has no version, or may be that of another library.
    """
    with opened(file) as archive:
        poms, manifest = _poms(archive, file), _manifest(archive, file)
        folders = _of_folders(archive)
    outside = _outside(file)
    found = [said for said in [*poms, *manifest] if _is_of(said, outside)]
    if found:
        inside = next((said for said in found if said.version == outside.version), found[0])
        inside = replace(inside, name=outside.name)
    else:
        others = [said for said in manifest if _is_called(file, said)]
        inside = poms[0] if len(poms) == 1 else next(iter(others), outside)
    return replace(inside, group=_group(inside, poms, folders, manifest)), outside


def _outside(file: Path) -> Said:
    named = read_file_name(file.name)
    said = said_by_file_name(named)
    if said is None:
        raise _no_version(file, named)
    return said


def _no_version(file: Path, named: NamedFile | None) -> ArtifactError:
    if named is not None and named.is_ambiguous:
        return ArtifactError(
            "the file's name may be that of another library, too",
            where=str(file),
            hint="give it a version with a dot, and no number behind a hyphen: 3.1 for 3-1",
        )
    return ArtifactError(
        "the file's name has no version",
        where=str(file),
        hint="it should be ARTIFACT-VERSION.jar",
    )


def _is_of(said: Said, outside: Said) -> bool:
    """The file's name carries the Scala suffix (`_2.12`) where a manifest's title may not."""
    return said.name in {outside.name, _SCALA.sub("", outside.name)}


def _is_called(file: Path, said: Said) -> bool:
    """True where the name is just what is said inside, though it reads as another library's."""
    return file.name == f"{said.name}-{said.version}.jar"


def _group(inside: Said, *sources: Iterable[Said]) -> str | None:
    """What the first source that speaks of this artifact says; None where it says several."""
    for source in sources:
        groups = {
            said.group
            for said in source
            if _is_of(said, inside) and said.version in {"", inside.version}
        } - {None}
        if groups:
            return groups.pop() if len(groups) == 1 else None
    return None


def _of_folders(archive: zipfile.ZipFile) -> list[Said]:
    """Of what Maven's files are there, by their folders; without a version."""
    matches = (_FOLDER.fullmatch(name) for name in archive.namelist())
    found = [(match["artifact"], match["group"]) for match in matches if match]
    return [Said(name=artifact, version="", group=group) for artifact, group in found]


def _poms(archive: zipfile.ZipFile, file: Path) -> list[Said]:
    names = sorted({name for name in archive.namelist() if _POM.fullmatch(name)})
    said = (_properties(read_text(archive, name, file)) for name in names)
    return [one for one in said if one is not None]


def _properties(text: str) -> Said | None:
    pairs = (line.partition("=") for line in text.splitlines() if not line.startswith("#"))
    values = {key.strip(): value.strip() for key, _, value in pairs}
    name, version = values.get("artifactId"), values.get("version")
    if not name or not version:
        return None
    return Said(name=name, version=version, group=values.get("groupId") or None)


def _manifest(archive: zipfile.ZipFile, file: Path) -> list[Said]:
    if _MANIFEST not in archive.namelist():
        return []
    text = _FOLDED.sub("", read_text(archive, _MANIFEST, file))
    headers = HeaderParser().parsestr(text, headersonly=True)
    name, version, group = (headers.get(f"Implementation-{key}") for key in _KEYS)
    if not name or not version:
        return []
    return [Said(name=name.strip(), version=version.strip(), group=(group or "").strip() or None)]
