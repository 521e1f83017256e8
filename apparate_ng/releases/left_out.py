"""What a copy of a project leaves out: what tools made, and no build should see."""

from __future__ import annotations

import os
from pathlib import Path

from apparate_ng.releases.checkout import Checkout

_MADE_BY_TOOLS = frozenset({"__pycache__", ".tox", ".nox", "node_modules"})
_MADE_BY_BUILDS = frozenset({"build", "dist"})
_ENVIRONMENT_MARKS = ("pyvenv.cfg", "conda-meta")


class LeftOut:
    """Decides for each entry of a project; what is under version control always stays."""

    def __init__(self, project: Path, checkout: Checkout | None = None) -> None:
        self._project = project
        self._tracked = _folders_with_tracked_files(checkout) if checkout else frozenset()

    def __call__(self, path: Path) -> bool:
        """True where `path`, inside the project, is not to be copied."""
        if path.name == ".git":
            return True  # nested ones too: a submodule's points to where it does not lie any more
        if path.is_symlink() or not path.is_dir() or path in self._tracked:
            return False
        return _is_made_by_a_tool(path) or (
            path.parent == self._project and _is_made_by_a_build(path)
        )


def _folders_with_tracked_files(checkout: Checkout) -> frozenset[Path]:
    return frozenset(
        folder for name in checkout.tracked for folder in (checkout.top / name).parents
    )


def _is_made_by_a_tool(folder: Path) -> bool:
    # only hidden caches: a package may well be called `file_cache`
    is_cache = folder.name.startswith(".") and folder.name.endswith("_cache")
    is_environment = any(_holds(folder, mark) for mark in _ENVIRONMENT_MARKS)
    return folder.name in _MADE_BY_TOOLS or is_cache or is_environment


def _is_made_by_a_build(folder: Path) -> bool:
    is_package = _holds(folder, "__init__.py")
    is_output = folder.name in _MADE_BY_BUILDS or folder.name.endswith(".egg-info")
    return is_output and not is_package


def _holds(folder: Path, name: str) -> bool:
    return os.path.exists(folder / name)  # noqa: PTH110  unlike Path's, False where one may not look
