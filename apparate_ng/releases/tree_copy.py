"""Copying files and folders so that a build sees in the copy what it would see in the original."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path


def copy_tree(source: Path, target: Path, left_out: Callable[[Path], bool]) -> None:
    """Copy a folder with its modes and links, except what `left_out` says.

    What may not be read is unreadable in the copy as well: only a build that needs it fails.
    Sockets and pipes are skipped.
    """
    _copy_folder(source, target, source, left_out)


def copy_entry(source: Path, target: Path, *, root: Path) -> None:
    """Copy one file or link; `root` is the folder that is copied on the whole."""
    target.parent.mkdir(parents=True, exist_ok=True)
    if source.is_symlink():
        _copy_link(source, target, root)
    elif source.is_file():
        _copy_file(source, target)


def _copy_folder(source: Path, target: Path, root: Path, left_out: Callable[[Path], bool]) -> None:
    target.mkdir(parents=True, exist_ok=True)
    try:
        entries = sorted(source.iterdir())
    except PermissionError:
        target.chmod(0)
        return
    for entry in entries:
        if left_out(entry):
            continue
        if entry.is_dir() and not entry.is_symlink():
            _copy_folder(entry, target / entry.name, root, left_out)
        else:
            copy_entry(entry, target / entry.name, root=root)


def _copy_link(source: Path, target: Path, root: Path) -> None:
    """A link inside the tree stays relative; one that leads out leads to the original."""
    aim = source.readlink()
    destination = Path(os.path.normpath(source.parent / aim))
    stays_inside = not aim.is_absolute() and destination.is_relative_to(root)
    target.symlink_to(aim if stays_inside else destination)


def _copy_file(source: Path, target: Path) -> None:
    try:
        shutil.copyfile(source, target)
        shutil.copystat(source, target)
    except PermissionError:
        target.touch()
        target.chmod(0)
