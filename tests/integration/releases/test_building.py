"""Times, versions from git, and builds that fail."""

from __future__ import annotations

import signal
import threading
import time
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from apparate_ng.errors import ApparateError
from apparate_ng.releases import building
from apparate_ng.releases.build_process import Finished
from apparate_ng.releases.building import build_wheel
from apparate_ng.releases.failures import BuildError

pytestmark = pytest.mark.slow
MakeProject = Callable[[Path, Mapping[str, str]], Path]
Git = Callable[..., str]

SCM = """
[build-system]
requires = ["setuptools", "setuptools-scm"]
build-backend = "setuptools.build_meta"
[project]
name = "tiny"
dynamic = ["version"]
[tool.setuptools_scm]
"""
OWN_BACKEND = """
[build-system]
requires = []
build-backend = "backend"
backend-path = ["."]
"""
FAILING = """
def build_wheel(wheel_directory, config_settings=None, metadata_directory=None):
    for number in range(40):
        print("line", number)
    raise RuntimeError("the compiler is missing")
"""
WAITING = """
import pathlib, time
def build_wheel(wheel_directory, config_settings=None, metadata_directory=None):
    while True:
        time.sleep(0.05)
        pathlib.Path({alive!r}).write_text(str(time.monotonic()))
"""
WRITING = """
import pathlib
def build_wheel(wheel_directory, config_settings=None, metadata_directory=None):
    (pathlib.Path(wheel_directory) / "tiny-1.0-py3-none-any.whl").write_text("no real one")
    return "tiny-1.0-py3-none-any.whl"
"""
EMPTY = """
def build_wheel(wheel_directory, config_settings=None, metadata_directory=None):
    return "tiny-1.0-py3-none-any.whl"
"""


def committed(folder: Path, git: Git) -> Path:
    git(folder, "init")
    git(folder, "add", ".")
    git(folder, "commit", "-m", "all")
    git(folder, "tag", "v1.5.0")
    return folder


def test_the_version_comes_from_git_and_times_from_the_last_commit(
    tmp_path: Path, make_project: MakeProject, git: Git
) -> None:
    files = {"pyproject.toml": SCM, "tiny/__init__.py": "", "tiny/table.csv": "a,b\n"}
    project = committed(make_project(tmp_path / "tiny", files), git)
    wheel = build_wheel(project, tmp_path / "out")
    assert wheel.name == "tiny-1.5.0-py3-none-any.whl"
    with zipfile.ZipFile(wheel) as archive:
        assert "tiny/table.csv" in archive.namelist()
        assert {member.date_time for member in archive.infolist()} == {(2023, 11, 14, 22, 13, 20)}
    assert git(project, "status", "--porcelain", "--ignored") == ""


def test_the_version_comes_from_git_in_a_subfolder_too(
    tmp_path: Path, make_project: MakeProject, git: Git
) -> None:
    rooted = SCM + 'root = "../.."\n'
    files = {"libs/tiny/pyproject.toml": rooted, "libs/tiny/tiny/__init__.py": "", "other.py": ""}
    top = committed(make_project(tmp_path / "mono", files), git)
    wheel = build_wheel(top / "libs" / "tiny", tmp_path / "out")
    assert wheel.name == "tiny-1.5.0-py3-none-any.whl"
    assert git(top, "status", "--porcelain", "--ignored") == ""


def test_a_given_time_is_kept(
    tmp_path: Path, make_project: MakeProject, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1000000000")
    files = {"setup.py": "from setuptools import setup\nsetup(name='tiny', version='1.0')\n"}
    wheel = build_wheel(make_project(tmp_path / "tiny", files), tmp_path / "out")
    with zipfile.ZipFile(wheel) as archive:
        assert {member.date_time[0] for member in archive.infolist()} == {2001}


def test_a_failing_build_shows_the_backends_last_lines(
    tmp_path: Path, make_project: MakeProject
) -> None:
    files = {"pyproject.toml": OWN_BACKEND, "backend.py": FAILING}
    project = make_project(tmp_path / "tiny", files)
    lines: list[str] = []
    with pytest.raises(BuildError, match="the build failed") as caught:
        build_wheel(project, tmp_path / "out", verbose=lines.append)
    assert caught.value.where == str(project)
    assert len(caught.value.details) == 15
    assert any("the compiler is missing" in line for line in caught.value.details)
    assert [line for line in lines if line.startswith("line ")] == [f"line {n}" for n in range(40)]
    assert "line 0\n" in caught.value.output
    assert "apparate-build-" not in "".join(caught.value.details)
    assert str(project / "backend.py") in caught.value.output
    assert not (tmp_path / "out").exists()


def test_a_backend_that_makes_nothing_is_a_failed_build(
    tmp_path: Path, make_project: MakeProject
) -> None:
    project = make_project(tmp_path / "p", {"pyproject.toml": OWN_BACKEND, "backend.py": EMPTY})
    with pytest.raises(BuildError, match="the build"):
        build_wheel(project, tmp_path / "out")


def test_a_build_that_takes_too_long_is_a_failed_build(tmp_path: Path) -> None:
    stopped = Finished(code=-9, output="compiling\n", timed_out=True)
    with pytest.raises(BuildError, match="took more than 30 minutes") as caught:
        building._built(tmp_path, stopped, tmp_path)
    assert caught.value.details == ("compiling",)


def test_a_wheel_that_cannot_be_written_is_one_clear_error(
    tmp_path: Path, make_project: MakeProject
) -> None:
    files = {"pyproject.toml": OWN_BACKEND, "backend.py": WRITING}
    project = make_project(tmp_path / "tiny", files)
    in_the_way = tmp_path / "out"
    in_the_way.touch()
    with pytest.raises(ApparateError, match="the wheel cannot be written") as caught:
        build_wheel(project, in_the_way)
    assert caught.value.where == str(in_the_way / "tiny-1.0-py3-none-any.whl")


def test_an_interrupt_leaves_no_process_behind(tmp_path: Path, make_project: MakeProject) -> None:
    alive = tmp_path / "alive"
    backend = WAITING.format(alive=str(alive))
    project = make_project(tmp_path / "p", {"pyproject.toml": OWN_BACKEND, "backend.py": backend})

    testing = threading.get_ident()

    def interrupt() -> None:
        while not alive.exists():
            time.sleep(0.05)
        signal.pthread_kill(testing, signal.SIGINT)

    threading.Thread(target=interrupt, daemon=True).start()
    with pytest.raises(KeyboardInterrupt):
        build_wheel(project, tmp_path / "out")
    last = alive.read_text()
    time.sleep(0.3)
    assert alive.read_text() == last
