from __future__ import annotations

from pathlib import Path

import pytest

from apparate_ng.releases.failures import NoProjectError
from apparate_ng.releases.project import find_project


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("pyproject.toml", "[project]\nname = 'x'\n"),
        ("pyproject.toml", "[build-system]\nrequires = []\n"),
        ("setup.py", ""),
        ("setup.cfg", "[metadata]\nname = x%y\n"),
    ],
)
def test_a_project(tmp_path: Path, file: str, text: str) -> None:
    (tmp_path / file).write_text(text)
    assert find_project(tmp_path) == tmp_path.resolve()


@pytest.mark.parametrize(
    ("file", "text", "says"),
    [
        ("README.md", "", "no project here"),
        ("pyproject.toml", "[tool.ruff]\nline-length = 100\n", "no project here"),
        ("setup.cfg", "[flake8]\nmax-line-length = 100\n", "no project here"),
        ("pyproject.toml", "[project\n", r"pyproject\.toml cannot be read"),
        ("setup.cfg", "name = x\n", r"setup\.cfg cannot be read"),
    ],
)
def test_no_project(tmp_path: Path, file: str, text: str, says: str) -> None:
    (tmp_path / file).write_text(text)
    with pytest.raises(NoProjectError, match=says) as caught:
        find_project(tmp_path)
    assert str(tmp_path) in str(caught.value.where)


def test_a_file_is_no_project(tmp_path: Path) -> None:
    file = tmp_path / "setup.py"
    file.touch()
    with pytest.raises(NoProjectError, match="no project here"):
        find_project(file)


def test_nothing_there(tmp_path: Path) -> None:
    with pytest.raises(NoProjectError, match="no such file or folder") as caught:
        find_project(tmp_path / "missing")
    assert caught.value.hint is not None


def test_a_relative_path_becomes_absolute(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "setup.py").touch()
    monkeypatch.chdir(tmp_path)
    assert find_project(Path()) == tmp_path.resolve()
