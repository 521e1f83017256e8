"""The whole job from Python: plan, apply, look, put back."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

import apparate_ng as apparate
from apparate_ng.model.plans.file import PlanFileError
from apparate_ng.sandbox.handle import Sandbox
from tests.e2e.artifacts import wheel
from tests.e2e.jobs import OLD, STORE, pinning, plant, versions_of, wheel_path, writes


def test_a_plan_writes_nothing_and_is_carried_out_as_it_is(
    here: apparate.Workspace, sandbox: Sandbox, release: Path
) -> None:
    (job,) = plant(sandbox, 1)
    sandbox.clear()
    made = apparate.plan(release, workspace=here)
    assert writes(sandbox) == []
    assert [one.id for one in made.changing] == [str(job)]

    done = apparate.apply(made, workspace=here, artifact=release)

    assert done.status == "succeeded"
    assert done.plan_id == made.id
    assert versions_of(sandbox, job) == [["1.5.0"]]
    assert done.context is not None
    assert done.context.command == "apparate_ng.apply"


def test_a_plan_in_a_file_has_its_artifact_beside_it(
    here: apparate.Workspace, sandbox: Sandbox, release: Path, tmp_path: Path
) -> None:
    (job,) = plant(sandbox, 1)
    file = tmp_path / "saved" / "plan.json"
    made = apparate.plan(release, workspace=here, out=file)
    assert apparate.read_plan(file) == made

    apparate.apply(file, workspace=here)

    assert versions_of(sandbox, job) == [["1.5.0"]]


def test_a_plan_without_its_artifact_is_stale(
    here: apparate.Workspace, sandbox: Sandbox, release: Path
) -> None:
    plant(sandbox, 1)
    made = apparate.plan(release, workspace=here)
    with pytest.raises(apparate.StaleError):
        apparate.apply(made, workspace=here)


def test_a_plan_of_another_workspace_is_refused(
    here: apparate.Workspace, sandbox: Sandbox, release: Path
) -> None:
    plant(sandbox, 1)
    made = apparate.plan(release, workspace=here)
    other = apparate.Workspace.connect(
        release.parent, host="https://other.example.com", token=sandbox.token, store=STORE
    )
    with other, pytest.raises(PlanFileError, match="another workspace"):
        apparate.apply(made, workspace=other, artifact=release)


def test_what_was_deployed_is_in_the_history_and_goes_back(
    here: apparate.Workspace, sandbox: Sandbox, release: Path
) -> None:
    jobs = plant(sandbox, 2)
    apparate.upload(wheel(release.parent, OLD), workspace=here)
    done = apparate.upload_and_update(release, workspace=here)
    assert [one.id for one in apparate.history(workspace=here).deployments] == [done.id]
    assert apparate.show(done.id, workspace=here) == done
    assert apparate.resume(workspace=here) is None

    planned = apparate.plan_rollback(workspace=here)
    assert planned is not None
    assert len(planned.changing) == 2
    back = apparate.rollback(workspace=here)

    assert back is not None
    assert back.rolls_back == done.id
    assert versions_of(sandbox, *jobs) == [["1.4.2"], ["1.4.2"]]


def test_where_there_is_no_deployment_there_is_none(here: apparate.Workspace) -> None:
    assert apparate.show(workspace=here) is None
    assert apparate.rollback(workspace=here) is None
    assert apparate.plan_rollback(workspace=here) is None


def test_a_release_in_the_store_is_taken_by_its_name(
    here: apparate.Workspace, sandbox: Sandbox, release: Path
) -> None:
    jobs = plant(sandbox, 2)
    uploaded = apparate.upload(release, workspace=here)
    assert sandbox.file(uploaded.uri) == release.read_bytes()

    only = apparate.Selection(jobs=(str(jobs[0]),))
    apparate.update("sales-features", workspace=here, selection=only)

    assert versions_of(sandbox, *jobs) == [["1.5.0"], ["1.4.2"]]


def test_whoever_is_asked_may_say_no(
    here: apparate.Workspace, sandbox: Sandbox, release: Path
) -> None:
    plant(sandbox, 1)
    sandbox.clear()
    asked: list[apparate.Plan] = []

    def no(plan: apparate.Plan) -> bool:
        asked.append(plan)
        return False

    with pytest.raises(apparate.DeclinedError):
        apparate.upload_and_update(release, workspace=here, approve=no)
    assert writes(sandbox) == []
    assert len(asked[0].changing) == 1


def test_the_limit_refuses_a_change_but_no_plan(sandbox: Sandbox, release: Path) -> None:
    plant(sandbox, 2)
    sandbox.clear()
    limited = apparate.Workspace.connect(
        release.parent, host=sandbox.url, token=sandbox.token, store=STORE, max_dependents=1
    )
    with limited:
        assert len(apparate.plan(release, workspace=limited).changing) == 2
        with pytest.raises(apparate.RefusedError):
            apparate.upload_and_update(release, workspace=limited)
    assert writes(sandbox) == []


def test_a_workspace_of_its_own_comes_from_the_environment(
    sandbox: Sandbox, release: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sandbox.add_job(pinning("held", "1.4.2"))
    monkeypatch.setenv("DATABRICKS_HOST", sandbox.url)
    monkeypatch.setenv("DATABRICKS_TOKEN", sandbox.token)
    (release.parent / "apparate.toml").write_text(f'store = "{STORE}"\nallow = "patch"\n')
    monkeypatch.chdir(release.parent)
    made = apparate.plan(release.name)
    assert [pin.reason for one in made.dependents for pin in one.pins] == ["step-above-limit"]


def test_pruning_keeps_what_is_pinned(
    here: apparate.Workspace, sandbox: Sandbox, tmp_path: Path
) -> None:
    plant(sandbox, 1, "1.4.2")
    for version in ("1.3.0", "1.4.2", "1.5.0"):
        apparate.upload(wheel(tmp_path / version, version), workspace=here)
    done = apparate.prune(workspace=here, older_than=timedelta(0), deep=False)
    assert [one.version for one in done.remove] == ["1.3.0"]
    assert "1.3.0" in str(done)
    assert sandbox.file(wheel_path("1.3.0")) is None


def test_errors_are_values_of_the_package(sandbox: Sandbox, tmp_path: Path) -> None:
    with pytest.raises(apparate.ApparateError, match="unknown setting: alow") as caught:
        apparate.Workspace.connect(tmp_path, host=sandbox.url, token="x", alow="major")
    assert caught.value.hint == "did you mean allow?"
    with pytest.raises(apparate.ApparateError, match="a version needs a library"):
        apparate.plan(version="1.0")


def test_a_workspace_shows_nothing_secret(here: apparate.Workspace, sandbox: Sandbox) -> None:
    assert sandbox.url in repr(here)
    assert sandbox.token not in repr(here)
