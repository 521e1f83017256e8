"""The control endpoint for runs: putting some in, moving them, looking at them raw."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec
from aiohttp import web

from apparate_ng.sandbox.answers import invalid, json_answer
from apparate_ng.sandbox.control.routes import decoded
from apparate_ng.sandbox.documents.runs import in_state, new_run, snapshot_of
from apparate_ng.sandbox.state.identities import ADMIN

if TYPE_CHECKING:
    from collections.abc import Sequence

    from apparate_ng.sandbox.documents.json_text import JsonObject
    from apparate_ng.sandbox.state.workspace import Workspace


class NewRun(msgspec.Struct, kw_only=True, frozen=True, forbid_unknown_fields=True):
    """A run of a job. `settings` is what it was started with; without them, what the job is now."""

    job_id: int
    life_cycle_state: str = "RUNNING"
    result_state: str | None = None
    settings: dict[str, Any] | None = None
    top_level: dict[str, Any] = msgspec.field(default_factory=dict)
    """More fields, such as `overriding_parameters`."""


class NewState(msgspec.Struct, kw_only=True, frozen=True, forbid_unknown_fields=True):
    """The state that a run gets."""

    run_id: int
    life_cycle_state: str
    result_state: str | None = None


def routes(workspace: Workspace) -> Sequence[web.RouteDef]:
    """`POST /sandbox/runs` and `runs/state`, `GET /sandbox/state/runs`."""
    control = RunControl(workspace)
    return [
        web.post("/sandbox/runs", control.add),
        web.post("/sandbox/runs/state", control.move),
        web.get("/sandbox/state/runs", control.all),
    ]


class RunControl:
    """What tests arrange and look at."""

    def __init__(self, workspace: Workspace) -> None:
        """The runs of this workspace."""
        self._workspace = workspace
        self._runs = workspace.runs

    async def add(self, request: web.Request) -> web.Response:
        """A run; the job need not be there any more."""
        new = decoded(NewRun, await request.read())
        job = self._workspace.jobs.document(new.job_id) or {"job_id": new.job_id}
        run = new_run(
            self._runs.new_id(),
            job,
            number=self._runs.count(new.job_id) + 1,
            creator=ADMIN,
            now=self._workspace.now(),
        )
        if new.settings is not None:
            run.update(snapshot_of(new.settings, run["run_id"]))
        self._store({**run, **new.top_level}, new.life_cycle_state, new.result_state)
        return json_answer({"run_id": run["run_id"]})

    async def move(self, request: web.Request) -> web.Response:
        """Bring a run into another state."""
        new = decoded(NewState, await request.read())
        run = self._runs.get(new.run_id)
        if run is None:
            raise invalid(f"Run {new.run_id} does not exist.")
        self._store(run, new.life_cycle_state, new.result_state)
        return json_answer({})

    async def all(self, _request: web.Request) -> web.Response:
        """Every run as it is stored, newest first."""
        return json_answer({"documents": list(self._runs.newest_first())})

    def _store(self, run: JsonObject, life_cycle: str, result: str | None) -> None:
        try:
            moved = in_state(run, life_cycle, result=result, now=self._workspace.now())
        except ValueError as error:
            raise invalid(str(error)) from None
        self._runs.store(moved)
