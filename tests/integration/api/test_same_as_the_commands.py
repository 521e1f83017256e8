"""What Python gets is what the commands print."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import apparate_ng as apparate
from apparate_ng.sandbox.handle import Sandbox
from tests.e2e.artifacts import wheel
from tests.e2e.jobs import STORE, pinning
from tests.e2e.program import Program, program_in

_EACH_TIME = frozenset({"id", "created_at", "plan_id", "started_at", "finished_at", "context"})


@pytest.fixture
def command(sandbox: Sandbox, tmp_path: Path) -> Program:
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    return program_in(folder, sandbox.url, sandbox.token).knowing(APPARATE_STORE=STORE)


@pytest.fixture
def planted(sandbox: Sandbox) -> list[int]:
    versions = ("1.4.2", "0.9.0", "1.5.0", "2.0.0")
    return [sandbox.add_job(pinning(f"job {version}", version)) for version in versions]


def _lasting(document: Any) -> dict[str, Any]:  # noqa: ANN401  JSON
    return {key: value for key, value in document.items() if key not in _EACH_TIME}


@pytest.mark.usefixtures("planted")
def test_plan(command: Program, here: apparate.Workspace, release: Path) -> None:
    made = apparate.plan(release, workspace=here)
    assert isinstance(made, apparate.Plan)
    assert _lasting(json.loads(made.to_json())) == _lasting(command.document("plan", release))


@pytest.mark.usefixtures("planted")
def test_inventory(command: Program, here: apparate.Workspace) -> None:
    one = apparate.inventory("sales-features", workspace=here)
    assert json.loads(one.to_json()) == command.document("inventory", "sales-features")
    every = apparate.inventory(workspace=here)
    assert json.loads(every.to_json()) == command.document("inventory")


@pytest.mark.usefixtures("planted")
def test_text_is_the_report_of_the_command(
    command: Program, here: apparate.Workspace, release: Path
) -> None:
    apparate.upload(release, workspace=here)
    said = command("plan", "--library", "sales-features", COLUMNS="120").stdout
    shown = str(apparate.plan(library="sales-features", workspace=here))
    assert shown in said
    assert len(shown) > 200


@pytest.mark.usefixtures("planted")
def test_a_deployment_is_what_the_command_finds_in_the_store(
    command: Program, here: apparate.Workspace, release: Path
) -> None:
    done = apparate.upload_and_update(release, workspace=here)
    assert json.loads(done.to_json()) == command.document("show", done.id)


@pytest.mark.usefixtures("planted")
def test_explain(command: Program, here: apparate.Workspace, release: Path) -> None:
    why = apparate.explain("job 0.9.0", release, workspace=here)
    printed = command.document("explain", "job 0.9.0", release)
    assert _lasting(json.loads(why.to_json())) == _lasting(printed)
    assert "breaking-step" in str(why)
    assert "<pre>" in why._repr_html_()
    apparate.upload(release, workspace=here)
    stored = apparate.explain("job 0.9.0", library="sales-features", workspace=here)
    assert [one.name for one in stored.dependents] == ["job 0.9.0"]


def test_history(command: Program, here: apparate.Workspace, release: Path) -> None:
    apparate.upload_and_update(release, workspace=here)
    known = apparate.history(workspace=here)
    assert json.loads(known.to_json()) == command.document("history")
    assert str(known) == command("history", COLUMNS="120").stdout.rstrip("\n")


def test_diff(command: Program, here: apparate.Workspace, release: Path, tmp_path: Path) -> None:
    other = wheel(tmp_path / "other", "1.6.0")
    compared = apparate.diff(release, other)
    assert json.loads(compared.to_json()) == command.document("diff", release, other)
    assert compared == apparate.diff(release, other, workspace=here)
    assert "1.5.0" in str(compared)
    for one in (release, other):
        apparate.upload(one, workspace=here)
    stored = apparate.diff("1.5.0", "1.6.0", library="sales-features", workspace=here)
    assert stored.new.version == "1.6.0"
