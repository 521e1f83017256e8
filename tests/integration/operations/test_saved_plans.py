"""A saved plan is carried out as it stands, or not at all."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeAlias

import pytest

from apparate_ng.errors import ApparateError, ExitCode, RefusedError, StaleError
from apparate_ng.model.deployments.deployment import Outcome
from apparate_ng.model.plans.file import PlanFileError
from apparate_ng.model.plans.plan import Plan
from apparate_ng.operations.execution.carrying_out import Deployed
from apparate_ng.operations.plans.saved import save_plan, with_file_beside
from apparate_ng.sandbox.handle import Sandbox

Approve: TypeAlias = Callable[[Plan, bool], bool]
Go: TypeAlias = Callable[..., Deployed]
Pinned: TypeAlias = Callable[..., dict[str, Any]]
Wheel: TypeAlias = Callable[..., Path]
_UPDATE, _IMPORT = "/api/2.2/jobs/update", "/api/2.0/workspace/import"
_STORED = "/Workspace/Shared/libraries/lib-1.5.0-py3-none-any.whl"


def _writes(sandbox: Sandbox) -> list[str]:
    """Without those of the program's own files: leases and records."""
    return [
        entry["path"]
        for entry in sandbox.journal("POST")
        if "/.apparate/" not in str(entry["body"])
    ]


def test_saving_writes_nothing_into_the_workspace(
    sandbox: Sandbox, pinned: Pinned, saved: Callable[[], Path]
) -> None:
    sandbox.add_job(pinned("a"))

    folder = saved().parent

    assert _writes(sandbox) == []
    assert sorted(one.name for one in folder.iterdir()) == [
        "lib-1.5.0-py3-none-any.whl",
        "plan.json",
    ]


def test_the_artifact_beside_the_plan_is_uploaded(
    sandbox: Sandbox, pinned: Pinned, saved: Callable[[], Path], carry_out: Go
) -> None:
    job_id = sandbox.add_job(pinned("a"))
    file = saved()

    deployed = carry_out(file)

    assert deployed.exit_code is ExitCode.DONE
    assert sandbox.file(_STORED) == (file.parent / "lib-1.5.0-py3-none-any.whl").read_bytes()
    assert sandbox.job(job_id)["settings"]["tasks"][0]["libraries"] == [{"whl": _STORED}]


def test_the_artifact_in_the_store_will_do(
    sandbox: Sandbox, pinned: Pinned, saved: Callable[[], Path], carry_out: Go
) -> None:
    sandbox.add_job(pinned("a"))
    file = saved()
    artifact = file.parent / "lib-1.5.0-py3-none-any.whl"
    sandbox.add_file(_STORED, artifact.read_bytes())
    artifact.unlink()

    assert carry_out(file).exit_code is ExitCode.DONE
    assert _IMPORT not in _writes(sandbox)


@pytest.mark.parametrize("local", [None, b"others"])
@pytest.mark.parametrize("stored", [None, b"others"])
def test_without_the_very_artifact_nothing_is_written(
    sandbox: Sandbox,
    pinned: Pinned,
    saved: Callable[[], Path],
    carry_out: Go,
    local: bytes | None,
    stored: bytes | None,
) -> None:
    sandbox.add_job(pinned("a"))
    file = saved()
    artifact = file.parent / "lib-1.5.0-py3-none-any.whl"
    artifact.unlink() if local is None else artifact.write_bytes(local)
    if stored is not None:
        sandbox.add_file(_STORED, stored)

    what = "the file (beside the plan|in the store) has other bytes"
    if local is stored is None:
        what = "neither beside the plan nor in the store"
    with pytest.raises(StaleError, match=what) as raised:
        carry_out(file)

    assert raised.value.exit_code is ExitCode.STALE
    assert _writes(sandbox) == []


def test_other_bytes_in_the_store_make_the_plan_stale(
    sandbox: Sandbox, pinned: Pinned, saved: Callable[[], Path], carry_out: Go
) -> None:
    sandbox.add_job(pinned("a"))
    file = saved()
    sandbox.add_file(_STORED, b"others")

    with pytest.raises(StaleError, match="other contents"):
        carry_out(file)
    assert _writes(sandbox) == []


def test_a_plan_that_was_carried_out_already_has_nothing_to_do(
    sandbox: Sandbox, pinned: Pinned, saved: Callable[[], Path], carry_out: Go
) -> None:
    sandbox.add_job(pinned("a"))
    file = saved()
    carry_out(file)
    sandbox.clear()

    deployed = carry_out(file)

    assert [one.outcome for one in deployed.deployment.dependents] == [Outcome.UNCHANGED]
    assert deployed.exit_code is ExitCode.DONE
    assert _writes(sandbox) == []


def test_a_plan_for_another_workspace(
    sandbox: Sandbox, pinned: Pinned, saved: Callable[[], Path], carry_out: Go
) -> None:
    sandbox.add_job(pinned("a"))
    file = saved()
    file.write_text(file.read_text().replace(sandbox.url, "https://other.example.com"))

    with pytest.raises(PlanFileError, match="another workspace: https://other") as raised:
        carry_out(file)
    assert sandbox.url in (raised.value.where or "")
    assert _writes(sandbox) == []


def test_the_limit_holds_for_saved_plans_too(
    sandbox: Sandbox, pinned: Pinned, saved: Callable[[], Path], carry_out: Go
) -> None:
    sandbox.add_job(pinned("a"))

    with pytest.raises(RefusedError):
        carry_out(saved(), limit=0)
    assert _writes(sandbox) == []


def test_a_plan_file_that_is_not_there(tmp_path: Path, carry_out: Go) -> None:
    with pytest.raises(PlanFileError, match="cannot be read"):
        carry_out(tmp_path / "none.json")


def test_a_folder_that_cannot_be_written(tmp_path: Path, plan: Callable[[], Plan]) -> None:
    (tmp_path / "file").write_text("")

    with pytest.raises(ApparateError, match="plan cannot be saved"):
        save_plan(plan(), "{}", tmp_path / "file" / "plan.json", None)


def test_saving_over_an_old_plan(
    sandbox: Sandbox, pinned: Pinned, saved: Callable[[], Path]
) -> None:
    sandbox.add_job(pinned("a"))
    first = saved().read_text()

    again = saved()

    assert again.read_text() != first
    assert len(list(again.parent.iterdir())) == 2


def test_an_artifact_that_lies_beside_the_plan_already_stays(
    tmp_path: Path, plan: Callable[[], Plan]
) -> None:
    made = with_file_beside(plan())
    artifact = tmp_path / made.release.filename
    artifact.write_bytes(b"content")

    save_plan(made, "{}", tmp_path / "plan.json", artifact)

    assert artifact.read_bytes() == b"content"
    assert (tmp_path / "plan.json").read_text() == "{}"
