"""`plan --out`, then `apply`: what was shown is what is done, here or elsewhere."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from apparate_ng.sandbox.handle import Sandbox
from tests.e2e.artifacts import wheel
from tests.e2e.jobs import (
    NEW,
    OLD,
    everything,
    pinning,
    plant,
    versions_of,
    writes,
    writes_of_others,
)
from tests.e2e.program import Program, error_of


def _saved(apparate: Program, release: Path) -> Path:
    assert apparate("plan", release, "--out", "saved/plan.json").returncode == 0
    return apparate.folder / "saved/plan.json"


def test_apply_does_what_was_planned(apparate: Program, sandbox: Sandbox, release: Path) -> None:
    ids = plant(sandbox, 2)
    plan = _saved(apparate, release)
    late = sandbox.add_job(pinning("late", OLD))

    deployment = apparate.document("apply", plan)

    assert deployment["plan_id"] == json.loads(plan.read_text())["id"]
    assert versions_of(sandbox, *ids, late) == [[NEW], [NEW], [OLD]]
    assert sandbox.file(f"/Shared/libraries/{release.name}") == release.read_bytes()


def test_apply_needs_no_configuration_and_finds_the_file_where_the_plan_went(
    apparate: Program, sandbox: Sandbox, release: Path, tmp_path: Path
) -> None:
    ids = plant(sandbox, 1)
    shutil.move(_saved(apparate, release).parent, tmp_path / "moved")
    release.unlink()

    elsewhere = apparate.without("APPARATE_STORE").inside(tmp_path / "elsewhere")
    outcome = elsewhere("apply", "../moved/plan.json")

    assert outcome.returncode == 0, outcome.stderr
    assert versions_of(sandbox, *ids) == [[NEW]]


def test_apply_again_is_a_success_that_changes_nothing(
    apparate: Program, sandbox: Sandbox, release: Path
) -> None:
    plant(sandbox, 2)
    plan = _saved(apparate, release)
    assert apparate("apply", plan).returncode == 0
    sandbox.clear()

    deployment = apparate.document("apply", plan)

    assert [each["outcome"] for each in deployment["dependents"]] == ["unchanged"] * 2
    assert writes_of_others(sandbox) == []


def test_the_file_in_the_store_will_do(apparate: Program, sandbox: Sandbox, release: Path) -> None:
    ids = plant(sandbox, 1)
    plan = _saved(apparate, release)
    assert apparate("upload", release).returncode == 0
    (plan.parent / release.name).unlink()

    assert apparate("apply", plan).returncode == 0
    assert versions_of(sandbox, *ids) == [[NEW]]


def test_without_the_artifact_the_plan_is_stale(
    apparate: Program, sandbox: Sandbox, release: Path, tmp_path: Path
) -> None:
    plant(sandbox, 1)
    plan = _saved(apparate, release)
    beside = plan.parent / release.name
    beside.unlink()
    gone = error_of(apparate("apply", plan), 4)
    assert gone.what == "the plan's artifact is neither beside the plan nor in the store"

    shutil.copyfile(wheel(tmp_path / "other", comment="other"), beside)
    said = error_of(apparate("apply", plan), 4)

    assert (
        said.what == "the file beside the plan has other bytes than the artifact that was planned"
    )
    assert said.where == str(beside)
    assert said.hint is not None
    assert "apparate plan" in said.hint
    assert writes(sandbox) == []


def test_other_bytes_in_the_store_make_the_plan_stale(
    apparate: Program, sandbox: Sandbox, release: Path, tmp_path: Path
) -> None:
    [job_id] = plant(sandbox, 1)
    plan = _saved(apparate, release)
    assert apparate("upload", wheel(tmp_path / "other", comment="other")).returncode == 0

    error_of(apparate("apply", plan), 4)
    assert versions_of(sandbox, job_id) == [[OLD]]


def test_one_job_that_changed_since_stops_everything(
    apparate: Program, sandbox: Sandbox, release: Path
) -> None:
    ids = plant(sandbox, 3)
    plan = _saved(apparate, release)
    sandbox.edit(ids[2], path="*/scim/*", new_settings={"max_concurrent_runs": 7})
    assert apparate("inventory", "x").returncode == 0
    before = everything(sandbox)
    sandbox.clear()

    said = error_of(apparate("apply", plan), 4)

    assert said.where is not None
    assert f"job-02 ({ids[2]})" in said.where
    assert said.hint is not None
    assert "--skip-drifted" in said.hint
    assert "apparate plan --out FILE" in said.hint
    assert writes(sandbox) == []
    assert everything(sandbox) == before
    assert sandbox.file(f"/Shared/libraries/{release.name}") is None


def test_skip_drifted_does_the_rest_and_is_partial(
    apparate: Program, sandbox: Sandbox, release: Path
) -> None:
    ids = plant(sandbox, 3)
    plan = _saved(apparate, release)
    sandbox.edit(ids[0], path="*/scim/*", new_settings={"max_concurrent_runs": 7})
    assert apparate("inventory", "x").returncode == 0

    deployment = apparate.document("apply", plan, "--skip-drifted", code=3)

    assert versions_of(sandbox, *ids) == [[OLD], [NEW], [NEW]]
    outcomes = {each["id"]: each["outcome"] for each in deployment["dependents"]}
    assert outcomes == dict(zip(map(str, ids), ["drifted", "updated", "updated"], strict=True))
    assert deployment["status"] == "partial"


def test_a_plan_by_library_name_is_saved_and_applied(
    apparate: Program, sandbox: Sandbox, release: Path
) -> None:
    ids = plant(sandbox, 1)
    assert apparate("upload", release).returncode == 0

    planned = apparate("plan", "--library", "sales-features", "--out", "plan.json")

    assert planned.returncode == 0
    assert apparate("apply", "plan.json").returncode == 0
    assert versions_of(sandbox, *ids) == [[NEW]]


def test_max_dependents_is_held_against_saved_plans_too(
    apparate: Program, sandbox: Sandbox, release: Path
) -> None:
    plant(sandbox, 2)
    plan = _saved(apparate, release)

    error_of(apparate("apply", plan, "--max-dependents", "1"), 5)
    assert writes(sandbox) == []
