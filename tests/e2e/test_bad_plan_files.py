"""Plan files that are damaged, foreign or not there; places where none can be written."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from apparate_ng.sandbox.embedded import running
from apparate_ng.sandbox.handle import Sandbox
from tests.e2e.jobs import plant, writes
from tests.e2e.program import Program, error_of


def _saved(apparate: Program, release: Path) -> Path:
    assert apparate("plan", release, "--out", "plan.json").returncode == 0
    return apparate.folder / "plan.json"


def test_a_truncated_plan(apparate: Program, sandbox: Sandbox, release: Path) -> None:
    plant(sandbox, 2)
    plan = _saved(apparate, release)
    whole = plan.read_bytes()
    for length in (0, 1, len(whole) // 2, len(whole) - 3):
        plan.write_bytes(whole[:length])

        said = error_of(apparate("apply", "plan.json"), 1)

        assert said.where == "plan.json"
        assert said.hint is not None
        assert "apparate plan --out" in said.hint
    assert writes(sandbox) == []


@pytest.mark.parametrize(
    ("schema", "words"),
    [
        ("apparate.plan/2", "apparate.plan/2"),
        ("apparate.deployment/1", "no plan"),
        (None, "no plan"),
        (7, "plan"),
    ],
)
def test_another_schema(
    apparate: Program, sandbox: Sandbox, release: Path, schema: object, words: str
) -> None:
    plant(sandbox, 1)
    plan = _saved(apparate, release)
    plan.write_text(json.dumps({**json.loads(plan.read_text()), "schema": schema}))

    said = error_of(apparate("apply", "plan.json"), 1)

    assert words in said.what
    assert said.hint is not None
    assert writes(sandbox) == []


@pytest.mark.parametrize("content", [b"[]", b"null", b"\xff\xfe", b"{}", b"PK\x03\x04"])
def test_something_else(apparate: Program, sandbox: Sandbox, content: bytes) -> None:
    (apparate.folder / "plan.json").write_bytes(content)

    assert error_of(apparate("apply", "plan.json"), 1).where == "plan.json"
    assert sandbox.journal() == []


def test_a_plan_for_another_workspace(apparate: Program, sandbox: Sandbox, release: Path) -> None:
    plant(sandbox, 1)
    plan = _saved(apparate, release)
    with running() as other:
        elsewhere = apparate.knowing(DATABRICKS_HOST=other.url)
        said = error_of(elsewhere("apply", plan), 1)
        assert writes(other) == []

        assert sandbox.url in said.what
        assert said.where is not None
        assert other.url in said.where
        assert said.hint is not None


@pytest.mark.parametrize("name", ["nowhere.json", ".", "nowhere/plan.json"])
def test_a_plan_that_is_not_there_or_a_folder(
    apparate: Program, sandbox: Sandbox, name: str
) -> None:
    said = error_of(apparate("apply", name), 1)

    assert said.where == name
    assert sandbox.journal() == []


def test_a_plan_whose_paths_were_tampered_with_reaches_no_other_file(
    apparate: Program, sandbox: Sandbox, release: Path, tmp_path: Path
) -> None:
    plant(sandbox, 1)
    plan = _saved(apparate, release)
    secret = tmp_path / "secret"
    secret.write_text("not for uploading")
    document = json.loads(plan.read_text())
    document["release"]["file"] = "../secret"
    plan.write_text(json.dumps(document))

    outcome = apparate("apply", plan)

    assert outcome.returncode in {1, 4}
    assert writes(sandbox) == []


@pytest.mark.parametrize("target", ["file/plan.json", ".", "folder"])
def test_out_in_a_place_that_takes_no_file(
    apparate: Program, sandbox: Sandbox, release: Path, target: str
) -> None:
    plant(sandbox, 1)
    (apparate.folder / "file").write_text("kept")
    (apparate.folder / "folder").mkdir()

    code = 1 if target.endswith(".json") else 2
    said = error_of(apparate("plan", release, "--out", target), code)

    assert target in said.text
    assert (apparate.folder / "file").read_text() == "kept"
    assert writes(sandbox) == []


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="needs a folder nobody can write")
def test_out_in_a_folder_that_nobody_may_write(apparate: Program, release: Path) -> None:
    said = error_of(apparate("plan", release, "--out", "/proc/self/plan.json"), 1)

    assert said.where == "/proc/self/plan.json"
