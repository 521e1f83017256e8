"""The examples of docs/python.md, executed one after the other in one namespace."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any

import pytest

import apparate_ng
from apparate_ng.sandbox.embedded import running
from tests.e2e.artifacts import wheel
from tests.e2e.jobs import STORE

_ROOT = Path(__file__).parents[3]
_PAGE = _ROOT / "docs" / "python.md"
_EXAMPLE = re.compile(r"^```python\n(.*?)^```", re.MULTILINE | re.DOTALL)


@pytest.mark.slow
def test_every_example_works(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    project = shutil.copytree(_ROOT / "examples" / "sales-features", tmp_path / "project")
    monkeypatch.chdir(project)
    with running(seed="demo") as sandbox:
        monkeypatch.setenv("DATABRICKS_HOST", sandbox.url)
        monkeypatch.setenv("DATABRICKS_TOKEN", sandbox.token)
        namespace: dict[str, Any] = {"__name__": "example"}
        examples = _EXAMPLE.findall(_PAGE.read_text(encoding="utf-8"))
        for example in examples:
            exec(compile(example, str(_PAGE), "exec"), namespace)  # noqa: S102  that is the point
    assert len(examples) >= 9
    assert namespace["done"].status == "succeeded"
    assert namespace["undone"].rolls_back == namespace["done"].id
    said = capsys.readouterr()
    assert "1.4.2 -> 1.5.0" in said.out
    assert said.err == ""


def test_every_name_is_documented() -> None:
    page = _PAGE.read_text(encoding="utf-8")
    names = [name for name in apparate_ng.__all__ if not name.startswith("_")]
    assert [name for name in names if not re.search(rf"\b{name}\b", page)] == []


@pytest.mark.slow
def test_nothing_is_printed(
    tmp_path: Path,
    here: apparate_ng.Workspace,
    capfd: pytest.CaptureFixture[str],
) -> None:
    apparate_ng.upload(wheel(tmp_path / "one"), workspace=here)
    apparate_ng.inventory(workspace=here)
    apparate_ng.update("sales-features", workspace=here)
    assert STORE in repr(here)
    assert capfd.readouterr() == ("", "")
