"""Two deployments at once, of two libraries that share a task: no update may be lost."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from apparate_ng.errors import ExitCode
from apparate_ng.model.policies.policy import Policy
from apparate_ng.model.releases.kinds import ArtifactKind
from apparate_ng.model.releases.release import Release
from apparate_ng.operations.deployments.deploying import deploy
from apparate_ng.operations.execution.carrying_out import Deployed, Means
from apparate_ng.operations.execution.leasing import StoreLessor
from apparate_ng.operations.observer import Silence
from apparate_ng.operations.plans.planning import plan_for_release
from apparate_ng.operations.plans.wish import Wish
from apparate_ng.operations.workspace import Workspace, open_workspace
from apparate_ng.planning.selection import Selection
from apparate_ng.sandbox.handle import Sandbox
from apparate_ng.store.opening import open_store
from apparate_ng.workspace.credentials import find_credentials

_LIBRARIES = ("alpha", "beta")
_PATIENCE_S = 120.0
_TOGETHER = 20
"""How many races there are in one workspace."""


def races(sandbox: Sandbox, count: int) -> int:
    """Run races one after the other; how many lost no update."""
    environment = {"DATABRICKS_HOST": sandbox.url, "DATABRICKS_TOKEN": sandbox.token}
    with (
        open_workspace(find_credentials(None, environment)) as one,
        open_workspace(find_credentials(None, environment)) as other,
        ThreadPoolExecutor(2) as pool,
    ):
        return sum(_race(sandbox, number, (one, other), pool) for number in range(count))


def _race(
    sandbox: Sandbox, number: int, sides: tuple[Workspace, Workspace], pool: ThreadPoolExecutor
) -> bool:
    if number % _TOGETHER == 0:
        sandbox.wipe()  # all jobs are scanned each time
    store = f"/Workspace/Shared/races/{number % 10}"
    ids = [sandbox.add_job(_shared(store, name)) for name in (f"race-{number}", f"race-{number}")]
    start = Barrier(2)
    runs = [
        pool.submit(_deploy, side, library, store, f"race-{number}", start)
        for side, library in zip(sides, _LIBRARIES, strict=True)
    ]
    done = all(run.result().exit_code is ExitCode.DONE for run in runs)
    wanted = [_path(store, library, "1.5.0") for library in _LIBRARIES]
    return done and all(_libraries(sandbox, id_) == wanted for id_ in ids)


def _deploy(workspace: Workspace, library: str, store: str, job: str, start: Barrier) -> Deployed:
    release = _release(store, library)
    wish = Wish(policy=Policy(stores=(store,)), selection=Selection(jobs=(job,)))
    plan = plan_for_release(workspace, release, wish, Silence())
    observer = Silence()
    lessor = StoreLessor(
        workspace, open_store(workspace.connection, store), observer, wait_s=_PATIENCE_S
    )
    means = Means(workspace=workspace, observer=observer, lessor=lessor)
    start.wait()
    return deploy(means, plan, plan_again=wish.selection)


def _release(store: str, library: str) -> Release:
    path = _path(store, library, "1.5.0")
    return Release(
        name=library,
        version="1.5.0",
        kind=ArtifactKind.WHEEL,
        filename=path.rpartition("/")[2],
        sha256="0" * 64,
        size=1,
        uri=path,
    )


def _path(store: str, library: str, version: str) -> str:
    return f"{store}/{library}-{version}-py3-none-any.whl"


def _shared(store: str, name: str) -> dict[str, object]:
    libraries = [{"whl": _path(store, library, "1.4.2")} for library in _LIBRARIES]
    return {"name": name, "tasks": [{"task_key": "shared", "libraries": libraries}]}


def _libraries(sandbox: Sandbox, job_id: int) -> list[str]:
    [task] = sandbox.job(job_id)["settings"]["tasks"]
    return [library["whl"] for library in task["libraries"]]
