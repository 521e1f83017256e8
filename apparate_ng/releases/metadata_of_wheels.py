"""Wheels: `*.dist-info/METADATA` (the binary distribution format's specification)."""

from __future__ import annotations

import zipfile
from pathlib import Path

from packaging.utils import InvalidWheelFilename, canonicalize_name, parse_wheel_filename

from apparate_ng.releases.archive import opened, read_text, refuse_duplicates
from apparate_ng.releases.failures import ArtifactError
from apparate_ng.releases.sayings import Said, said_by_headers

_FOLDER = ".dist-info"


def wheel_says(file: Path) -> tuple[Said, Said]:
    """What the metadata inside say, and what the file's name says.

    Raises:
        ArtifactError: it is no wheel.
    """
    with opened(file) as archive:
        refuse_duplicates(archive, file)
        folder = _metadata_folder(archive, file)
        inside = said_by_headers(read_text(archive, f"{folder}/METADATA", file))
    if inside is None:
        raise ArtifactError("its METADATA lack a name or a version", where=str(file))
    _refuse_foreign_folder(folder, inside, file)
    return inside, _said_by_name(file)


def _metadata_folder(archive: zipfile.ZipFile, file: Path) -> str:
    tops = {name.split("/")[0] for name in archive.namelist() if "/" in name}
    folders = sorted(top for top in tops if top.endswith(_FOLDER))
    if len(folders) > 1:
        several = " and ".join(folders[:2])
        raise ArtifactError(f"this is no wheel: it has {several}", where=str(file))
    if not folders or f"{folders[0]}/METADATA" not in archive.namelist():
        raise ArtifactError("this is no wheel: it has no METADATA", where=str(file))
    return folders[0]


def _refuse_foreign_folder(folder: str, inside: Said, file: Path) -> None:
    """Installers refuse a wheel whose metadata folder bears another project's name."""
    if canonicalize_name(folder.split("-", maxsplit=1)[0]) != canonicalize_name(inside.name):
        raise ArtifactError(
            f"its metadata say {inside}, and stand in a folder called {folder}",
            where=str(file),
            hint="build it again",
        )


def _said_by_name(file: Path) -> Said:
    try:
        name, version, _, _ = parse_wheel_filename(file.name)
    except InvalidWheelFilename as error:
        raise ArtifactError(
            f"{file.name} is no wheel's file name",
            where=str(file),
            hint="it should be NAME-VERSION-PYTHON-ABI-PLATFORM.whl",
        ) from error
    return Said(name=name, version=str(version))
