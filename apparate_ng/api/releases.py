"""Releases at hand: build one, and say what it breaks. No job is looked at."""

from __future__ import annotations

from pathlib import Path

from apparate_ng.api.results import ApiDiff, shown
from apparate_ng.api.workspace import Workspace, observer_of, session_of, settings_at, using
from apparate_ng.configuration.settings import Settings
from apparate_ng.model.compatibility.waiver import waivers
from apparate_ng.operations.observer import Observer, Silence
from apparate_ng.operations.queries.diffing import DiffSide, StoredVersion, diff_releases, side_of
from apparate_ng.operations.releases.artifact import build_project
from apparate_ng.operations.session import StoreSession


def build(path: str | Path = ".", *, out_dir: str | Path, observer: Observer | None = None) -> Path:
    """Build the wheel of a project out of its tree, isolated; which file it is.

    Args:
        path: the project folder.
        out_dir: where the wheel goes.
        observer: who is told of each line of the build's output.

    Raises:
        ApparateError: no project, or a build that fails.
    """
    folder = Path(out_dir)
    folder.mkdir(parents=True, exist_ok=True)
    return build_project(Path(path), folder, (observer or Silence()).building)


def diff(
    old: str | Path,
    new: str | Path,
    *,
    library: str | None = None,
    workspace: Workspace | None = None,
) -> ApiDiff:
    """Compare the public API of two wheels: what breaks, and what the number should have been.

    Args:
        old: a wheel or a project folder; with `library`, also a version of it in the store.
        new: the same.
        library: whose versions are meant.
        workspace: whose settings and store hold; without it, those of the folder. It is
            connected to only where a version in the store is named.

    Raises:
        ApparateError: one of them is not there, cannot be built, or is no wheel.
    """
    before, after = (side_of(str(one), library) for one in (old, new))
    sides = (before, after)
    folder = next((one for one in (after, before) if isinstance(one, Path)), Path())
    if any(isinstance(one, StoredVersion) for one in sides):
        with using(workspace, folder) as here:
            return _compared(sides, here.settings, session_of(here), observer_of(here))
    if workspace is not None:
        return _compared(sides, workspace.settings, None, observer_of(workspace))
    return _compared(sides, settings_at(folder, {}), None, Silence())


def _compared(
    sides: tuple[DiffSide, DiffSide],
    settings: Settings,
    session: StoreSession | None,
    observer: Observer,
) -> ApiDiff:
    found = diff_releases(
        *sides,
        store=None if session is None else session.store,
        allow=[one.name for one in waivers(settings.api_allow)],
        zero_major=settings.zero_major,
        observer=observer,
    )
    return shown(found, ApiDiff)
