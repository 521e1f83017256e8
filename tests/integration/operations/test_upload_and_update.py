"""The main job: a release gets into the store, and the right jobs move to it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeAlias

import pytest

from apparate_ng.errors import ExitCode, RefusedError
from apparate_ng.model.deployments.deployment import Outcome, Status
from apparate_ng.model.plans.plan import Plan
from apparate_ng.operations.consent import DeclinedError
from apparate_ng.operations.execution.carrying_out import Deployed
from apparate_ng.sandbox.handle import Sandbox
from apparate_ng.store.publishing import OtherBytesError
from apparate_ng.workspace.failures import PermissionDeniedError, UnavailableError

Approve: TypeAlias = Callable[[Plan, bool], bool]
Go: TypeAlias = Callable[..., Deployed]
Pinned: TypeAlias = Callable[..., dict[str, Any]]
Wheel: TypeAlias = Callable[..., Path]
_GET, _LIST, _UPDATE = (f"/api/2.2/jobs/{word}" for word in ("get", "list", "update"))
_IMPORT = "/api/2.0/workspace/import"
_FILE = "/Workspace/Shared/libraries/lib-1.5.0-py3-none-any.whl"


def _pins(sandbox: Sandbox) -> list[str]:
    return [job["settings"]["tasks"][0]["libraries"][0]["whl"] for job in sandbox.jobs()]


def _writes(sandbox: Sandbox) -> list[str]:
    """Without those of the program's own files: leases and records."""
    return [
        entry["path"]
        for entry in sandbox.journal("POST")
        if "/.apparate/" not in str(entry["body"])
    ]


def _outcomes(deployed: Deployed) -> dict[str, Outcome]:
    return {one.id: one.outcome for one in deployed.deployment.dependents}


def test_jobs_move_to_a_release_that_was_uploaded_before(
    sandbox: Sandbox, pinned: Pinned, bring: Go, wheel: Wheel
) -> None:
    for version in ("1.4.2", "1.3.0", "0.9.0", "1.5.0", "2.0.0"):
        sandbox.add_job(pinned("a", version=version))

    deployed = bring()

    versions = [pin.split("-")[1] for pin in _pins(sandbox)]
    assert versions == ["1.5.0", "1.5.0", "0.9.0", "1.5.0", "2.0.0"]
    assert sandbox.file(_FILE) == wheel().read_bytes()
    assert deployed.exit_code is ExitCode.DONE
    assert deployed.deployment.status is Status.SUCCEEDED
    assert _writes(sandbox).index(_IMPORT) < _writes(sandbox).index(_UPDATE)


def test_nobody_is_moved_to_what_could_not_be_uploaded(
    sandbox: Sandbox, pinned: Pinned, bring: Go
) -> None:
    sandbox.add_job(pinned("a"))
    sandbox.set_folder("/Workspace/Shared", readers=["*"], writers=[])

    with pytest.raises(PermissionDeniedError):
        bring()
    assert _UPDATE not in _writes(sandbox)


def test_a_no_changes_nothing(sandbox: Sandbox, pinned: Pinned, bring: Go) -> None:
    sandbox.add_job(pinned("a"))
    asked: list[tuple[int, bool]] = []

    def no(plan: Plan, to_upload: bool) -> bool:  # noqa: FBT001  the port's signature
        asked.append((len(plan.changing), to_upload))
        return False

    with pytest.raises(DeclinedError, match="nothing was changed"):
        bring(no)

    assert asked == [(1, True)]
    assert _writes(sandbox) == []


@pytest.mark.parametrize("limit", [0, 1])
def test_more_than_the_limit_is_refused(
    sandbox: Sandbox, pinned: Pinned, bring: Go, limit: int
) -> None:
    for _ in range(2):
        sandbox.add_job(pinned("a"))

    with pytest.raises(RefusedError, match=f"2 dependents, and the limit is {limit}") as raised:
        bring(limit=limit)

    assert raised.value.exit_code is ExitCode.REFUSED
    assert "--max-dependents 2" in (raised.value.hint or "")
    assert _writes(sandbox) == []


def test_up_to_the_limit_is_done(sandbox: Sandbox, pinned: Pinned, bring: Go) -> None:
    for _ in range(2):
        sandbox.add_job(pinned("a"))

    assert bring(limit=2).exit_code is ExitCode.DONE


def test_other_bytes_in_the_store_stop_everything(
    sandbox: Sandbox, pinned: Pinned, bring: Go
) -> None:
    sandbox.add_job(pinned("a"))
    sandbox.add_file(_FILE, b"others")

    with pytest.raises(OtherBytesError):
        bring()
    assert _writes(sandbox) == []


def test_a_rerun_finishes_what_was_cut_off(sandbox: Sandbox, pinned: Pinned, bring: Go) -> None:
    for _ in range(6):
        sandbox.add_job(pinned("a"))
    quick = {"Retry-After": "0"}
    sandbox.fault("POST", _UPDATE, nth=3, status=403, times=None, headers=quick)
    cut_off = bring()
    assert cut_off.exit_code is ExitCode.PARTIAL
    sandbox.clear()

    deployed = bring()

    assert deployed.exit_code is ExitCode.DONE
    assert set(_pins(sandbox)) == {_FILE}
    assert len(deployed.deployment.dependents) == 4
    assert _IMPORT not in _writes(sandbox)


def test_the_same_again_has_nothing_to_do(sandbox: Sandbox, pinned: Pinned, bring: Go) -> None:
    sandbox.add_job(pinned("a"))
    bring()
    sandbox.clear()

    deployed = bring()

    assert (deployed.exit_code, deployed.deployment.dependents) == (ExitCode.DONE, ())
    assert _writes(sandbox) == []


def test_what_cannot_be_read_makes_it_partial(sandbox: Sandbox, pinned: Pinned, bring: Go) -> None:
    sandbox.add_job(pinned("a"))
    large = sandbox.add_job(pinned(*(f"t{index}" for index in range(101))))
    sandbox.fault("GET", _GET, job_id=large, status=403, times=None)

    deployed = bring()

    assert deployed.exit_code is ExitCode.PARTIAL
    assert [one.id for one in deployed.deployment.unreadable] == [str(large)]


def test_damage_stops_the_run(sandbox: Sandbox, pinned: Pinned, bring: Go) -> None:
    settings = pinned("a")
    settings["tasks"].append({"task_key": "b"})
    for _ in range(3):
        sandbox.add_job(settings)
    sandbox.switch(replace_tasks=True)

    deployed = bring()

    assert deployed.exit_code is ExitCode.RESTORED
    assert deployed.deployment.status is Status.ROLLED_BACK
    assert _writes(sandbox).count(_UPDATE) == 1


def test_a_list_that_cannot_be_had_stops_everything(
    sandbox: Sandbox, pinned: Pinned, bring: Go
) -> None:
    sandbox.add_job(pinned("a"))
    quick = {"Retry-After": "0"}
    sandbox.fault("GET", _LIST, status=500, headers=quick, times=None)

    with pytest.raises(UnavailableError):
        bring()
    assert _writes(sandbox) == []
