"""Projects made at run time, built for real."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TypeAlias

import pytest

MakeProject: TypeAlias = Callable[[Path, Mapping[str, str]], Path]
Git: TypeAlias = Callable[..., str]
COMMITTED_AT = "1700000000 +0000"


@pytest.fixture(scope="session")
def make_project() -> MakeProject:
    """Write files, by their names, into a folder."""

    def make(folder: Path, files: Mapping[str, str]) -> Path:
        for name, text in files.items():
            file = folder / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
        return folder

    return make


@pytest.fixture(scope="session")
def git() -> Git:
    """Run git in a folder, as somebody, at a fixed time."""

    def run(folder: Path, *arguments: str) -> str:
        settings = ["user.name=Ana", "user.email=ana@example.com", "init.defaultBranch=main"]
        options = [word for setting in settings for word in ("-c", setting)]
        return subprocess.run(
            ["/usr/bin/env", "git", *options, *arguments],
            cwd=folder,
            env={"PATH": os.environ["PATH"], "GIT_COMMITTER_DATE": COMMITTED_AT},
            check=True,
            capture_output=True,
            encoding="utf-8",
        ).stdout

    return run
