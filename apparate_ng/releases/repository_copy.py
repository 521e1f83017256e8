"""A git repository for the copy of a checkout, which shares the objects and nothing else.

Plug-ins that take the version from git, and backends that leave out what git ignores, ask git in
the copy. A `.git` file that points to the original would not do: git moves a linked worktree to
wherever such a file is found, a submodule's repository knows its own working tree, and a repository
of another user is refused.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from apparate_ng.releases.checkout import Checkout

_OF_THE_WORKING_TREE = ("HEAD", "index")
_SHARED = ("config", "info", "packed-refs", "refs", "reftable", "shallow")
_OVERRIDES = """
[core]
\tbare = false
\tworktree = ..
\tfsmonitor = false
\thooksPath = /dev/null
"""


def copy_repository(checkout: Checkout, top: Path) -> None:
    """Make `top` a checkout of the same commit as `checkout`; the files are not touched."""
    target = top / ".git"
    (target / "objects" / "info").mkdir(parents=True)
    alternates = target / "objects" / "info" / "alternates"
    alternates.write_text(f"{checkout.common_dir / 'objects'}\n", encoding="utf-8")
    for name in _SHARED:
        _copy(checkout.common_dir / name, target / name)
    for source in _own_files(checkout.git_dir):
        _copy(source, target / source.name)
    (target / "refs").mkdir(exist_ok=True)
    with (target / "config").open("a", encoding="utf-8") as config:
        config.write(_OVERRIDES)


def _own_files(git_dir: Path) -> list[Path]:
    own = [git_dir / name for name in _OF_THE_WORKING_TREE]
    return own + sorted(git_dir.glob("sharedindex.*"))


def _copy(source: Path, target: Path) -> None:
    if source.is_dir():
        shutil.copytree(source, target)
    elif source.exists():
        shutil.copyfile(source, target)
