"""The name that a project's files say, without a build."""

from __future__ import annotations

from pathlib import Path

import pytest

from apparate_ng.releases.project import project_name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ('[project]\nname = "sales_features"\n', "sales_features"),
        ('[project]\ndynamic = ["name"]\n', None),
        ("[project]\nname = 1\n", None),
        ('project = "x"\n', None),
        ("[build-system]\nrequires = []\n", None),
        ("[project", None),
        (None, None),
    ],
)
def test_name(tmp_path: Path, text: str | None, name: str | None) -> None:
    if text is not None:
        (tmp_path / "pyproject.toml").write_text(text)

    assert project_name(tmp_path) == name
