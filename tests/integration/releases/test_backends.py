"""Every backend that people use builds, and leaves nothing behind."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from apparate_ng.model.releases.release import Release
from apparate_ng.releases.artifact import read_release
from apparate_ng.releases.building import build_wheel

pytestmark = pytest.mark.slow
MakeProject = Callable[[Path, Mapping[str, str]], Path]

MODULE = {"src/tiny_lib/__init__.py": '"""A tiny library."""\n', "README.md": "tiny\n"}
PROJECT = '[project]\nname = "tiny-lib"\nversion = "1.5.0"\ndescription = "tiny"\n'
POETRY = """
[tool.poetry]
name = "tiny-lib"
version = "1.5.0"
description = "tiny"
authors = []
packages = [{include = "tiny_lib", from = "src"}]
"""
SETUP_PY = """
from setuptools import find_packages, setup
setup(name="tiny-lib", version="1.5.0", packages=find_packages("src"), package_dir={"": "src"})
"""
SETUP_CFG = """
[metadata]
name = tiny-lib
version = 1.5.0
[options]
packages = find:
package_dir = =src
[options.packages.find]
where = src
"""


def pyproject(requires: str, backend: str, rest: str = PROJECT) -> dict[str, str]:
    system = f'[build-system]\nrequires = ["{requires}"]\nbuild-backend = "{backend}"\n'
    return {"pyproject.toml": system + rest}


PROJECTS = {
    "setup.py": {"setup.py": SETUP_PY},
    "setup.cfg": {"setup.cfg": SETUP_CFG},
    "setuptools": pyproject("setuptools", "setuptools.build_meta"),
    "hatchling": pyproject("hatchling", "hatchling.build"),
    "flit": pyproject("flit_core>=3.2", "flit_core.buildapi"),
    "poetry": pyproject("poetry-core", "poetry.core.masonry.api", POETRY),
    "pdm": pyproject("pdm-backend", "pdm.backend"),
    "uv": pyproject("uv_build", "uv_build"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    project: Path
    before: dict[str, bytes]
    wheel: Path


@pytest.fixture(scope="module", params=PROJECTS)
def built(
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
    make_project: MakeProject,
) -> Built:
    folder = tmp_path_factory.mktemp("backend")
    project = make_project(folder / "project", MODULE | PROJECTS[request.param])
    before = tree(project)
    return Built(project=project, before=before, wheel=build_wheel(project, folder / "out"))


def tree(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {str(file.relative_to(folder)): file.read_bytes() for file in files}


def released(wheel: Path) -> Release:
    return read_release(wheel, store_uri_for=str)


def test_the_wheel_is_the_projects_release(built: Built) -> None:
    release = released(built.wheel)
    assert (release.comparable_name, release.version) == ("tiny-lib", "1.5.0")


def test_nothing_is_left_in_the_tree(built: Built) -> None:
    assert tree(built.project) == built.before
    assert not [
        path for path in built.project.rglob("*") if path.is_dir() and not any(path.iterdir())
    ]


@pytest.mark.parametrize("built", ["setup.py", "hatchling", "poetry", "uv"], indirect=True)
def test_a_rebuild_elsewhere_has_the_same_bytes(built: Built, tmp_path: Path) -> None:
    elsewhere = tmp_path / "a clone" / "of it"
    shutil.copytree(built.project, elsewhere)
    for file in elsewhere.rglob("*"):
        file.touch()
    assert build_wheel(elsewhere, tmp_path / "out").read_bytes() == built.wheel.read_bytes()
