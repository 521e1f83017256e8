"""What a build sees in the copy of a project is what it would see in place."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from apparate_ng.errors import ApparateError
from apparate_ng.releases.checkout import find_checkout
from apparate_ng.releases.source_copy import copy_sources

MakeProject = Callable[[Path, Mapping[str, str]], Path]
Git = Callable[..., str]
PYPROJECT = '[project]\nname = "tiny"\nversion = "1"\n'


def copied(project: Path, folder: Path) -> Path:
    folder.mkdir()
    return copy_sources(project, find_checkout(project), folder)


def entries(folder: Path) -> set[str]:
    found = (path.relative_to(folder) for path in folder.rglob("*") if not path.is_dir())
    return {path.as_posix() for path in found if path.parts[0] != ".git"}


@pytest.mark.parametrize(
    ("file", "stays"),
    [
        ("src/tiny/__init__.py", True),
        ("src/tiny/build/steps.py", True),
        ("src/tiny/file_cache/__init__.py", True),
        ("build/__init__.py", True),
        ("dist/tiny-0.9-py3-none-any.whl", False),
        ("build/lib/tiny/__init__.py", False),
        ("tiny.egg-info/SOURCES.txt", False),
        ("src/tiny/__pycache__/x.pyc", False),
        ("venv/pyvenv.cfg", False),
        ("nested/.env/pyvenv.cfg", False),
        ("conda/conda-meta/history", False),
        (".tox/py311/x", False),
        (".nox/x", False),
        (".mypy_cache/x", False),
        ("node_modules/x/index.js", False),
        (".git/config", False),
        ("module/.git", False),
    ],
)
def test_what_tools_made_is_left_out(
    tmp_path: Path,
    make_project: MakeProject,
    file: str,
    stays: bool,  # noqa: FBT001  a column of the table
) -> None:
    project = make_project(tmp_path / "tiny", {"pyproject.toml": PYPROJECT, file: ""})
    expected = {"pyproject.toml", file} if stays else {"pyproject.toml"}
    assert entries(copied(project, tmp_path / "copy")) == expected


def test_what_is_under_version_control_stays(
    tmp_path: Path, make_project: MakeProject, git: Git
) -> None:
    files = {"pyproject.toml": PYPROJECT, "build/hooks.py": "", "node_modules/own.js": ""}
    project = make_project(tmp_path / "tiny", files)
    git(project, "init")
    git(project, "add", ".")
    git(project, "commit", "-m", "all")
    make_project(project, {"dist/old.whl": ""})
    copy = copied(project, tmp_path / "copy")
    assert entries(copy) == set(files)
    assert git(copy, "status", "--porcelain") == ""


def test_modes_and_links_stay(tmp_path: Path, make_project: MakeProject) -> None:
    project = make_project(tmp_path / "tiny", {"pyproject.toml": PYPROJECT, "run.sh": "#!/bin/sh"})
    (project / "run.sh").chmod(0o755)
    make_project(tmp_path, {"outside/notes.txt": "notes"})
    (project / "same.sh").symlink_to("run.sh")
    (project / "dangling").symlink_to("nowhere")
    (project / "loop").symlink_to(".")
    (project / "notes").symlink_to("../outside")
    copy = copied(project, tmp_path / "copy")
    assert stat.S_IMODE((copy / "run.sh").stat().st_mode) == 0o755
    assert (copy / "same.sh").readlink() == Path("run.sh")
    assert (copy / "loop").readlink() == Path()
    assert (copy / "dangling").is_symlink()
    assert (copy / "notes" / "notes.txt").read_text() == "notes"


def test_pipes_are_skipped(tmp_path: Path, make_project: MakeProject) -> None:
    project = make_project(tmp_path / "tiny", {"pyproject.toml": PYPROJECT})
    os.mkfifo(project / "pipe")
    assert entries(copied(project, tmp_path / "copy")) == {"pyproject.toml"}


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_what_may_not_be_read_stays_unreadable(tmp_path: Path, make_project: MakeProject) -> None:
    files = {"pyproject.toml": PYPROJECT, "data/base": "", "secret": "s"}
    project = make_project(tmp_path / "tiny", files)
    for name in ("data", "secret"):
        (project / name).chmod(0)
    copy = copied(project, tmp_path / "copy")
    assert stat.S_IMODE((copy / "secret").stat().st_mode) == 0
    assert stat.S_IMODE((copy / "data").stat().st_mode) == 0


def test_a_setup_cfg_alone_becomes_buildable(tmp_path: Path, make_project: MakeProject) -> None:
    project = make_project(tmp_path / "tiny", {"setup.cfg": "[metadata]\nname = tiny\n"})
    assert entries(copied(project, tmp_path / "copy")) == {"setup.cfg", "pyproject.toml"}
    assert entries(project) == {"setup.cfg"}


@pytest.fixture
def monorepo(tmp_path: Path, make_project: MakeProject, git: Git) -> Path:
    files = {
        ".gitignore": "*.log\n",
        "VERSION": "1",
        "libs/.gitignore": "*.tmp\n",
        "libs/tiny/pyproject.toml": PYPROJECT,
        "libs/tiny/tiny.py": "",
        "libs/other/other.py": "",
    }
    top = make_project(tmp_path / "mono", files)
    git(top, "init")
    git(top, "add", ".")
    git(top, "commit", "-m", "all")
    git(top, "tag", "v1.5.0")
    make_project(top, {"libs/untracked.bin": "", "libs/tiny/new.py": "", "libs/tiny/a.log": ""})
    return top


def test_a_subfolder_sees_what_git_ignores(tmp_path: Path, monorepo: Path, git: Git) -> None:
    copy = copied(monorepo / "libs" / "tiny", tmp_path / "copy")
    top = copy.parents[1]
    assert copy == top / "libs" / "tiny"
    own = {"libs/tiny/pyproject.toml", "libs/tiny/tiny.py", "libs/tiny/new.py", "libs/tiny/a.log"}
    assert entries(top) == own | {".gitignore", "libs/.gitignore"}
    assert git(copy, "ls-files", "--others", "--exclude-standard").split() == ["new.py"]


@pytest.mark.parametrize(
    "text",
    [
        '[build-system]\nrequires = ["setuptools-scm"]\n',
        '[tool.hatch.version]\nsource = "vcs"\n',
        '[project]\nreadme = "../../README.md"\n',
    ],
)
def test_a_subfolder_that_reaches_out_gets_the_whole_checkout(
    tmp_path: Path, monorepo: Path, git: Git, text: str
) -> None:
    project = monorepo / "libs" / "tiny"
    (project / "pyproject.toml").write_text(text)
    copy = copied(project, tmp_path / "copy")
    tracked = set(git(monorepo, "ls-files").split())
    assert entries(copy.parents[1]) == tracked | {"libs/tiny/new.py", "libs/tiny/a.log"}
    assert git(copy, "describe", "--tags", "--dirty").strip() == "v1.5.0-dirty"
    assert git(copy, "status", "--porcelain", "--untracked-files=no") == (
        " M libs/tiny/pyproject.toml\n"
    )


def test_the_copy_of_a_linked_worktree_stands_alone(
    tmp_path: Path, monorepo: Path, git: Git
) -> None:
    linked = tmp_path / "linked"
    git(monorepo, "worktree", "add", "--detach", str(linked))
    before = git(monorepo, "worktree", "list")
    pointer = next((monorepo / ".git" / "worktrees").iterdir()) / "gitdir"
    os.utime(pointer, (0, 0))  # git follows a moved worktree once this file is a day old
    copy = copied(linked, tmp_path / "copy")
    assert git(copy, "describe", "--tags", "--dirty").strip() == "v1.5.0"
    assert git(copy, "rev-parse", "--show-toplevel").strip() == str(copy)
    assert git(monorepo, "worktree", "list") == before


def test_the_copy_of_a_submodule_stands_alone(tmp_path: Path, monorepo: Path, git: Git) -> None:
    outer = tmp_path / "outer"
    outer.mkdir()
    git(outer, "init")
    git(outer, "-c", "protocol.file.allow=always", "submodule", "add", str(monorepo), "module")
    copy = copied(outer / "module", tmp_path / "copy")
    assert git(copy, "rev-parse", "--show-toplevel").strip() == str(copy)
    assert git(copy, "describe", "--tags", "--dirty").strip() == "v1.5.0"


def test_writing_to_the_copy_leaves_the_repository_alone(
    tmp_path: Path, monorepo: Path, git: Git
) -> None:
    copy = copied(monorepo / "libs" / "tiny", tmp_path / "copy")
    git(copy, "tag", "v9")
    git(copy, "commit", "--allow-empty", "-m", "in the copy")
    assert git(monorepo, "tag").split() == ["v1.5.0"]
    assert git(monorepo, "rev-list", "--count", "HEAD").strip() == "1"


def test_a_copy_that_does_not_fit_is_one_clear_error(
    tmp_path: Path, make_project: MakeProject
) -> None:
    project = make_project(tmp_path / "tiny", {"pyproject.toml": PYPROJECT})
    in_the_way = tmp_path / "copy"
    in_the_way.touch()
    with pytest.raises(ApparateError, match="sources cannot be copied") as caught:
        copy_sources(project, None, in_the_way)
    assert caught.value.where == str(project)
