"""What git knows about the folder that a project lies in."""

from __future__ import annotations

import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

_LOCATION = frozenset(
    {
        "GIT_COMMON_DIR",
        "GIT_DIR",
        "GIT_INDEX_FILE",
        "GIT_OBJECT_DIRECTORY",
        "GIT_PREFIX",
        "GIT_WORK_TREE",
    }
)
"""Set by git for its hooks; they would turn every question to the repository of the hook."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkout:
    """A working tree of a git repository, with at least one commit."""

    top: Path
    """The folder that holds the whole tree."""
    git_dir: Path
    """What belongs to this working tree: HEAD and the index."""
    common_dir: Path
    """What all working trees share: refs and objects; often the same folder."""
    tracked: frozenset[str]
    """Files under version control, relative to `top`, with `/`."""
    committed_at: str
    """The last commit's time, in seconds since 1970."""


def find_checkout(folder: Path) -> Checkout | None:
    """The checkout around `folder`; None without git, without one, or before the first commit."""
    try:
        top = _folder(folder, "--show-toplevel")
        if not folder.resolve().is_relative_to(top):
            return None  # a repository whose working tree is elsewhere
        committed_at = _ask(folder, "log", "-1", "--format=%ct", "--no-show-signature").strip()
        return Checkout(
            top=top,
            git_dir=_folder(folder, "--git-dir"),
            common_dir=_folder(folder, "--git-common-dir"),
            tracked=frozenset(_ask(top, "ls-files", "-z").split("\0")) - {""},
            committed_at=committed_at,
        )
    except (OSError, subprocess.SubprocessError):
        return None


def head_commit(folder: Path) -> str | None:
    """The commit that the checkout around `folder` stands at, in full; None as above."""
    try:
        return _ask(folder, "rev-parse", "--verify", "HEAD").strip()
    except (OSError, subprocess.SubprocessError):
        return None


def environment_without_git() -> dict[str, str]:
    """The environment, free of variables that say where a git repository is."""
    return {name: value for name, value in os.environ.items() if name not in _LOCATION}


def _folder(folder: Path, question: str) -> Path:
    # one question at a time: git answers in lines, and a folder's name may hold a line break
    return (folder / _ask(folder, "rev-parse", question).removesuffix("\n")).resolve()


def _ask(folder: Path, *arguments: str) -> str:
    return subprocess.run(  # noqa: S603  fixed words, no shell
        ["git", *arguments],  # noqa: S607  the user's own git, wherever it is installed
        cwd=folder,
        env=environment_without_git() | {"GIT_OPTIONAL_LOCKS": "0"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=True,
        encoding="utf-8",
        errors="surrogateescape",
    ).stdout
