"""A copy of a project to build in, so that nothing is left in the project's own tree."""

from __future__ import annotations

import re
from pathlib import Path

from apparate_ng.errors import ApparateError
from apparate_ng.releases.checkout import Checkout
from apparate_ng.releases.left_out import LeftOut
from apparate_ng.releases.repository_copy import copy_repository
from apparate_ng.releases.temporary import ROOM, has_no_room
from apparate_ng.releases.tree_copy import copy_entry, copy_tree

_REACHES_OUT = re.compile(
    r"\.\./|scm|vcs|versioneer|versioningit|dunamai|dynamic-versioning|git-version|\bpbr\b",
    re.IGNORECASE,
)
"""What takes its version from git, or files from a folder above: it needs the whole checkout."""
_BUILD_FILES = ("pyproject.toml", "setup.cfg", "setup.py")
_IGNORE_FILES = (".gitattributes", ".gitignore")


def copy_sources(project: Path, checkout: Checkout | None, folder: Path) -> Path:
    """Copy a project into `folder`, which is empty, and return where the project lies there.

    Without a checkout, only the project is copied. With one, the project lies as deep in the
    copy as in the checkout, the copy is a checkout of the same commit, and of the rest of the
    tree there is what the build may look at: files that say what git ignores, or everything
    under version control where the project reaches out of its folder.

    Raises:
        ApparateError: the sources could not be copied.
    """
    try:
        if checkout is None:
            target = folder / (project.name or "project")
            copy_tree(project, target, LeftOut(project))
        else:
            target = _copy_from_checkout(project, checkout, folder)
        _make_buildable(target)
    except OSError as error:
        raise _not_copied(error, project, folder) from error
    return target


def _not_copied(error: OSError, project: Path, folder: Path) -> ApparateError:
    what = f"the sources cannot be copied: {error.strerror or error}"
    if has_no_room(error):
        return ApparateError(what, where=str(folder), hint=ROOM)
    named = f"{what}: {error.filename!r}" if error.filename else what
    return ApparateError(named, where=str(project))


def _copy_from_checkout(project: Path, checkout: Checkout, folder: Path) -> Path:
    top = folder / (checkout.top.name or "project")
    below = project.relative_to(checkout.top)
    copy_tree(project, top / below, LeftOut(project, checkout))
    for path in _surroundings(below, project, checkout):
        copy_entry(checkout.top / path, top / path, root=checkout.top)
    copy_repository(checkout, top)
    return top / below


def _surroundings(below: Path, project: Path, checkout: Checkout) -> list[Path]:
    """Files of the checkout, outside the project, that its build may look at."""
    if project == checkout.top:
        return []
    if _reaches_out(project):
        return [path for path in map(Path, checkout.tracked) if below not in path.parents]
    found = [parent / name for parent in below.parents for name in _IGNORE_FILES]
    return [path for path in found if (checkout.top / path).is_file()]


def _reaches_out(project: Path) -> bool:
    files = [project / name for name in _BUILD_FILES]
    return any(
        _REACHES_OUT.search(file.read_text(encoding="utf-8", errors="replace"))
        for file in files
        if file.is_file()
    )


def _make_buildable(project: Path) -> None:
    """Front ends look for pyproject.toml or setup.py; a setup.cfg alone is a project as well."""
    if not (project / "setup.py").exists():
        (project / "pyproject.toml").touch()
