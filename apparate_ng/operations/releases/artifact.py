"""The release at hand: built from a project, or a file that was built before."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from apparate_ng.model.releases.documents import Built
from apparate_ng.model.releases.kinds import kind_of_file
from apparate_ng.model.releases.release import Release
from apparate_ng.releases.artifact import read_release
from apparate_ng.releases.building import build_wheel
from apparate_ng.releases.project import find_project
from apparate_ng.releases.temporary import temporary_folder
from apparate_ng.telemetry.spans import span


@dataclass(frozen=True, slots=True, kw_only=True)
class Artifact:
    """A release and the local file that it is."""

    file: Path
    release: Release
    named: str | None = None
    """What people named: the file itself, or the project that it was built from."""


def is_built_file(path: Path) -> bool:
    """True where `path` names a wheel, egg or jar, and not a project folder."""
    return not path.is_dir() and kind_of_file(path.name) is not None


def build_project(path: Path, folder: Path, building: Callable[[str], None]) -> Path:
    """Build the wheel of the project at `path` into `folder`; which file it is.

    Raises:
        ApparateError: no project, or a build that fails.
    """
    with span("build"):
        return build_wheel(find_project(path), folder, verbose=building)


def built(wheel: Path) -> Built:
    """What a wheel that was built just now is.

    Raises:
        ArtifactError: the backend built something that is no wheel.
    """
    return Built.of(read_release(wheel, store_uri_for=str), str(wheel))


@contextmanager
def artifact_from(
    path: Path,
    *,
    uri_of: Callable[[str], str],
    building: Callable[[str], None],
) -> Iterator[Artifact]:
    """The release that `path` is, or becomes: a project is built into a folder that goes away.

    Raises:
        ApparateError: no project, a build that fails, a file that is no library, no room.
    """
    with temporary_folder() as folder:
        file = path
        if not is_built_file(path):
            file = build_project(path, Path(folder), building)
        yield Artifact(file=file, release=read_release(file, store_uri_for=uri_of), named=str(path))
