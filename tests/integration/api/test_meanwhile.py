"""What others do while somebody thinks, or waits for the lease, is seen before anything is written."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any, TypeAlias

import pytest
import requests

import apparate_ng as apparate
from apparate_ng.api.workspace import session_of
from apparate_ng.deployment.lease_files import LeaseFiles
from apparate_ng.deployment.taking import set_aside
from apparate_ng.operations.deployments.rolling_back import RollbackWish, plan_rollback
from apparate_ng.operations.execution.carrying_out import Means, carry_out
from apparate_ng.operations.execution.leasing import StoreLessor
from apparate_ng.operations.execution.recording import NewRecord
from apparate_ng.operations.execution.this_process import this_holder
from apparate_ng.operations.observer import Silence
from apparate_ng.operations.queries.history import records_of
from apparate_ng.sandbox.handle import Sandbox
from tests.e2e.artifacts import wheel
from tests.e2e.jobs import NEW, OLD, STORE, pinning, plant, versions_of, wheel_path

Approve: TypeAlias = Callable[[apparate.Plan], bool]
Begin: TypeAlias = Callable[[apparate.Workspace, Path, Approve], object]
_UPDATE = "*/jobs/update"
_PATIENCE_S = 30.0
_DENIED = {"error_code": "PERMISSION_DENIED", "message": "no"}


@pytest.fixture
def old(release: Path, sandbox: Sandbox) -> None:
    """The file of the old release, in the store."""
    sandbox.add_file(wheel_path(OLD), wheel(release.parent, OLD).read_bytes())


@pytest.fixture
def remove(here: apparate.Workspace) -> Callable[[str], None]:
    """Take a release out of the store, as somebody else's prune does."""

    def go(version: str) -> None:
        session_of(here).store.remove(wheel_path(version).rsplit("/", 1)[-1])

    return go


def _until(holds: Callable[[], bool]) -> None:
    end = time.monotonic() + _PATIENCE_S
    while not holds():
        assert time.monotonic() < end, "it does not come"
        time.sleep(0.02)


@contextmanager
def _aside(act: Callable[[], Any]) -> Iterator[Future[Any]]:
    """Do something at the same time; it has ended when the context does."""
    with ThreadPoolExecutor(1) as pool:
        yield pool.submit(act)


def _after(act: Callable[[], object]) -> Approve:
    """A yes, after something was done."""

    def approve(plan: apparate.Plan) -> bool:
        del plan
        act()
        return True

    return approve


def test_a_release_that_is_gone_is_not_deployed(
    here: apparate.Workspace, sandbox: Sandbox, release: Path, remove: Callable[[str], None]
) -> None:
    ids = plant(sandbox, 2)
    apparate.upload(release, workspace=here)

    with pytest.raises(apparate.StaleError, match="not in the store any more"):
        apparate.update("sales-features", NEW, workspace=here, approve=_after(lambda: remove(NEW)))

    assert versions_of(sandbox, *ids) == [[OLD], [OLD]]
    assert apparate.history(workspace=here).deployments == ()


def test_a_file_that_is_another_one_by_now_is_not_deployed(
    here: apparate.Workspace, sandbox: Sandbox, release: Path
) -> None:
    ids = plant(sandbox, 1)
    apparate.upload(release, workspace=here)
    replace = _after(lambda: sandbox.add_file(wheel_path(NEW), b"another"))

    with pytest.raises(apparate.StaleError):
        apparate.update("sales-features", NEW, workspace=here, approve=replace)

    assert versions_of(sandbox, *ids) == [[OLD]]


def test_a_release_that_is_gone_and_at_hand_is_uploaded_again(
    here: apparate.Workspace, sandbox: Sandbox, release: Path, remove: Callable[[str], None]
) -> None:
    ids = plant(sandbox, 1)
    apparate.upload(release, workspace=here)

    done = apparate.upload_and_update(release, workspace=here, approve=_after(lambda: remove(NEW)))

    assert done.status == "succeeded"
    assert versions_of(sandbox, *ids) == [[NEW]]
    assert sandbox.file(wheel_path(NEW)) == release.read_bytes()


@pytest.mark.parametrize("is_beside", [True, False])
def test_a_saved_plan_whose_release_is_gone(
    here: apparate.Workspace,
    sandbox: Sandbox,
    release: Path,
    remove: Callable[[str], None],
    *,
    is_beside: bool,
) -> None:
    ids = plant(sandbox, 1)
    apparate.upload(release, workspace=here)
    made = apparate.plan(release, workspace=here)
    artifact, approve = release if is_beside else None, _after(lambda: remove(NEW))

    if is_beside:
        apparate.apply(made, workspace=here, artifact=artifact, approve=approve)
        assert sandbox.file(wheel_path(NEW)) == release.read_bytes()
    else:
        with pytest.raises(apparate.StaleError, match="neither beside the plan nor in the store"):
            apparate.apply(made, workspace=here, artifact=artifact, approve=approve)

    assert versions_of(sandbox, *ids) == [[NEW if is_beside else OLD]]


def _update(here: apparate.Workspace, release: Path, approve: Approve) -> object:
    apparate.upload(release, workspace=here)
    return apparate.update("sales-features", workspace=here, approve=approve)


def _upload_and_update(here: apparate.Workspace, release: Path, approve: Approve) -> object:
    return apparate.upload_and_update(release, workspace=here, approve=approve)


def _apply(here: apparate.Workspace, release: Path, approve: Approve) -> object:
    made = apparate.plan(release, workspace=here)
    return apparate.apply(made, workspace=here, artifact=release, approve=approve)


@pytest.mark.parametrize("begin", [_update, _upload_and_update, _apply])
def test_a_freeze_that_begins_meanwhile_holds_everything(
    sandbox: Sandbox, release: Path, begin: Begin
) -> None:
    ids = plant(sandbox, 1)
    tomorrow = datetime.now(timezone.utc) + timedelta(days=1)
    here = apparate.Workspace.connect(
        release.parent,
        host=sandbox.url,
        token=sandbox.token,
        store=STORE,
        freeze=[f"{tomorrow:%Y-%m-%d}..2099-12-31"],
    )
    a_day_later = _after(lambda: sandbox.switch(clock_ahead_s=86_400))

    with here, pytest.raises(apparate.RefusedError, match="the freeze"):
        begin(here, release, a_day_later)

    assert versions_of(sandbox, *ids) == [[OLD]]
    assert (sandbox.file(wheel_path(NEW)) is None) == (begin is not _update)


@pytest.mark.usefixtures("old")
def test_a_file_to_go_back_to_that_is_gone_keeps_the_pin(
    here: apparate.Workspace, sandbox: Sandbox, release: Path, remove: Callable[[str], None]
) -> None:
    ids = plant(sandbox, 1)
    apparate.upload_and_update(release, workspace=here)

    back = apparate.rollback(workspace=here, approve=_after(lambda: remove(OLD)))

    assert back is not None
    assert [one.outcome for one in back.dependents] != ["updated"]
    assert versions_of(sandbox, *ids) == [[NEW]]


@pytest.mark.usefixtures("old")
def test_a_rollback_that_waited_for_the_deployment_puts_all_of_it_back(
    here: apparate.Workspace, sandbox: Sandbox, release: Path
) -> None:
    ids = plant(sandbox, 5)
    sandbox.fault("POST", _UPDATE, nth=2, times=1, action="hold")
    shown: list[int] = []

    def approve(plan: apparate.Plan) -> bool:
        shown.append(len(plan.changing))
        sandbox.let_go(serve=True)
        return True

    with _aside(lambda: apparate.upload_and_update(release, workspace=here)):
        _until(lambda: sandbox.held() > 0)
        back = apparate.rollback(workspace=here, approve=approve, lease_wait_s=_PATIENCE_S)

    assert back is not None
    assert (back.status, len(back.dependents)) == ("succeeded", 5)
    assert versions_of(sandbox, *ids) == [[OLD]] * 5
    assert (len(shown), shown[-1]) == (2, 5)  # more than was shown is shown again


@pytest.mark.usefixtures("old")
def test_nothing_is_put_back_without_the_lease_of_a_deployment_that_has_just_begun(
    here: apparate.Workspace, sandbox: Sandbox, release: Path
) -> None:
    ids = plant(sandbox, 2)
    sandbox.fault("POST", _UPDATE, nth=1, times=1, action="hold")

    with _aside(lambda: apparate.upload_and_update(release, workspace=here)):
        _until(lambda: sandbox.held() > 0)
        with pytest.raises(apparate.RefusedError, match="the lease is held"):
            apparate.rollback(workspace=here)
        sandbox.let_go(serve=True)

    assert versions_of(sandbox, *ids) == [[NEW]] * 2


@pytest.mark.usefixtures("old")
def test_a_rollback_that_grows_whenever_it_is_looked_at_ends(
    here: apparate.Workspace, sandbox: Sandbox, release: Path
) -> None:
    ids = plant(sandbox, 6)
    apparate.upload_and_update(release, workspace=here)
    for job_id in ids[1:]:
        _pin(sandbox, job_id, "1.6.0")
    others = iter(ids[1:])

    def approve(plan: apparate.Plan) -> bool:
        del plan
        _pin(sandbox, next(others), NEW)
        return True

    with pytest.raises(apparate.StaleError, match="more is to be put back"):
        apparate.rollback(workspace=here, approve=approve)

    assert OLD not in [version for found in versions_of(sandbox, *ids) for version in found]


def _pin(sandbox: Sandbox, job_id: int, version: str) -> None:
    """Somebody edits the job."""
    body = {"job_id": job_id, "new_settings": {"tasks": pinning("", version)["tasks"]}}
    requests.post(
        f"{sandbox.url}/api/2.2/jobs/update",
        json=body,
        headers={"Authorization": f"Bearer {sandbox.token}"},
        timeout=_PATIENCE_S,
    ).raise_for_status()


@pytest.mark.usefixtures("old")
@pytest.mark.parametrize("is_named", [False, True])
def test_a_resume_that_waited_does_not_undo_a_rollback(
    here: apparate.Workspace, sandbox: Sandbox, release: Path, *, is_named: bool
) -> None:
    ids = plant(sandbox, 3)
    sandbox.fault("POST", _UPDATE, nth=2, times=None, status=403, body=_DENIED)
    cut_off = apparate.upload_and_update(release, workspace=here)
    sandbox.clear()
    recorded = _record(sandbox, cut_off.id)
    named = cut_off.id if is_named else None
    session = session_of(here)
    lessor = StoreLessor(session.workspace, session.store, Silence())
    pool = ThreadPoolExecutor(1)

    with pool, lessor.held():
        resumed = pool.submit(
            lambda: apparate.resume(named, workspace=here, lease_wait_s=_PATIENCE_S)
        )
        _until(lambda: sum("/leases" in str(one) for one in sandbox.journal("GET")) > 3)
        back = plan_rollback(session, RollbackWish(), None)
        assert back is not None
        ledger = NewRecord(records_of(session))
        means = Means(workspace=session.workspace, observer=Silence(), ledger=ledger, lessor=lessor)
        carry_out(back.undertaking, means)

    if is_named:
        with pytest.raises(apparate.StaleError, match="since"):
            resumed.result()
    else:
        assert resumed.result() is None
    assert versions_of(sandbox, *ids) == [[OLD]] * 3
    assert _record(sandbox, cut_off.id) == recorded


def _record(sandbox: Sandbox, id_: str) -> dict[str, Any]:
    content = sandbox.file(f"{STORE}/.apparate/deployments/{id_}.json")
    assert content is not None
    document: dict[str, Any] = json.loads(content)
    return document


@pytest.mark.usefixtures("old")
@pytest.mark.parametrize("on_failure", [False, True])
def test_who_was_overtaken_leaves_the_record_to_the_next_holder(
    here: apparate.Workspace, sandbox: Sandbox, release: Path, *, on_failure: bool
) -> None:
    plant(sandbox, 3)
    sandbox.fault("POST", _UPDATE, nth=1, times=1, action="hold")

    with _aside(
        lambda: apparate.upload_and_update(release, workspace=here, rollback_on_failure=on_failure)
    ) as overtaken:
        _until(lambda: sandbox.held() > 0)
        files = LeaseFiles(session_of(here).store.control)
        found = files.latest()
        assert found is not None
        set_aside(files, found, this_holder("bob", None))
        resumed = apparate.resume(workspace=here)
        assert resumed is not None
        recorded = _record(sandbox, resumed.id)
        time.sleep(1.1)  # a look at the lease serves for a second
        sandbox.let_go(serve=True)

    assert _record(sandbox, resumed.id) == recorded
    assert recorded["status"] == "succeeded"
    assert "record-left" in [one.code for one in overtaken.result().warnings]


@pytest.mark.usefixtures("old")
def test_the_record_of_a_deployment_at_work_is_not_closed_by_others(
    here: apparate.Workspace, sandbox: Sandbox, release: Path
) -> None:
    plant(sandbox, 1)
    # written, and its answer is still to come
    sandbox.fault("POST", _UPDATE, nth=1, times=1, action="hold", when="after")

    with _aside(lambda: apparate.upload_and_update(release, workspace=here)) as deployed:
        _until(lambda: sandbox.held() > 0)
        with pytest.raises(apparate.RefusedError, match="the lease is held"):
            apparate.resume(workspace=here)
        recorded = _record(sandbox, apparate.history(workspace=here).deployments[0].id)
        sandbox.let_go(serve=True)

    assert recorded["status"] == "running"
    assert recorded["resumed"] == []
    assert deployed.result().status == "succeeded"
