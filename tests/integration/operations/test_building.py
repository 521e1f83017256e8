"""The main job from a project folder: the wheel is built, in isolation, on the way."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from apparate_ng.configuration.settings import Settings
from apparate_ng.operations.observer import Silence
from apparate_ng.operations.session import release_session
from apparate_ng.releases.failures import BuildError, NoProjectError

_PROJECT = """
[build-system]
requires = ["flit_core>=3.2"]
build-backend = "flit_core.buildapi"
[project]
name = "lib"
version = "1.5.0"
description = "A library."
"""


class _Listening(Silence):
    """Keeps the lines of the build."""

    def __init__(self) -> None:
        self.lines: list[str] = []

    def building(self, line: str) -> None:
        self.lines.append(line)


@pytest.mark.slow
def test_a_project_is_built_and_nothing_is_left(
    tmp_path: Path, environment: Mapping[str, str], configuration: Settings
) -> None:
    (tmp_path / "pyproject.toml").write_text(_PROJECT)
    (tmp_path / "lib.py").write_text('"""A library."""\n')
    observer = _Listening()

    with release_session(tmp_path, configuration, None, environment, observer) as session:
        assert session.artifact.file.is_file()
        release = session.artifact.release
        assert (release.name, release.version) == ("lib", "1.5.0")
        assert release.uri == f"{configuration.store}/{session.artifact.file.name}"

    assert not session.artifact.file.exists()
    assert sorted(one.name for one in tmp_path.iterdir()) == ["lib.py", "pyproject.toml"]
    assert any("Successfully built" in line for line in observer.lines)


def test_a_folder_that_is_no_project(
    tmp_path: Path, environment: Mapping[str, str], configuration: Settings
) -> None:
    with (
        pytest.raises(NoProjectError),
        release_session(tmp_path, configuration, None, environment, Silence()),
    ):
        pass


@pytest.mark.slow
def test_a_build_that_fails(
    tmp_path: Path, environment: Mapping[str, str], configuration: Settings
) -> None:
    (tmp_path / "pyproject.toml").write_text(_PROJECT)

    with (
        pytest.raises(BuildError) as raised,
        release_session(tmp_path, configuration, None, environment, Silence()),
    ):
        pass
    assert any("lib" in line for line in raised.value.details)
