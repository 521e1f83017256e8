"""Runs of jobs 2.2: `run-now`, `runs/list`, `runs/get`, `runs/cancel`.

Nothing is run: a run stays in its state until it is cancelled, or a control call moves it.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from aiohttp import web

from apparate_ng.sandbox.answers import invalid, json_answer
from apparate_ng.sandbox.api.job_permissions import permitted_document, require
from apparate_ng.sandbox.api.page_tokens import numbers_of, token_of
from apparate_ng.sandbox.authentication import identity
from apparate_ng.sandbox.documents.paging import PAGE
from apparate_ng.sandbox.documents.runs import (
    brief_run,
    in_state,
    is_active,
    new_run,
    run_has_more,
    run_page,
    with_parameters,
)
from apparate_ng.sandbox.reading import flag, integer, json_object
from apparate_ng.sandbox.state.job_access import Level

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from apparate_ng.sandbox.documents.json_text import JsonObject
    from apparate_ng.sandbox.state.workspace import Workspace

_MAX_LIMIT = 25
_BASE = "/api/2.2/jobs"


def routes(workspace: Workspace) -> Sequence[web.RouteDef]:
    """`POST …/run-now`, `GET …/runs/list` and `get`, `POST …/runs/cancel`."""
    api = RunsApi(workspace)
    return [
        web.post(f"{_BASE}/run-now", api.run_now),
        web.get(f"{_BASE}/runs/list", api.list),
        web.get(f"{_BASE}/runs/get", api.get),
        web.post(f"{_BASE}/runs/cancel", api.cancel),
    ]


class RunsApi:
    """The runs of jobs; who sees a job sees its runs."""

    def __init__(self, workspace: Workspace) -> None:
        """Serves the runs of this workspace."""
        self._workspace = workspace
        self._runs = workspace.runs

    async def run_now(self, request: web.Request) -> web.Response:
        """A new run of a job as it is now, `PENDING`."""
        body = await json_object(request)
        job_id = integer(body.get("job_id"), "job_id")
        user = identity()
        job = permitted_document(self._workspace, user, job_id, Level.CAN_MANAGE_RUN)
        run = new_run(
            self._runs.new_id(),
            job,
            number=self._runs.count(job_id) + 1,
            creator=user.user_name,
            now=self._workspace.now(),
        )
        self._runs.store(with_parameters(run, body))
        return json_answer({"run_id": run["run_id"], "number_in_job": run["number_in_job"]})

    async def list(self, request: web.Request) -> web.Response:
        """A page of runs, newest first; without runs the field is missing."""
        limit = _limit(request)
        found = list(islice(self._visible(request), limit + 1))
        shown = run_page if flag(request.query.get("expand_tasks")) else brief_run
        answer: JsonObject = {"has_more": len(found) > limit}
        if found:
            answer["runs"] = [_marked(run, shown(run)) for run in found[:limit]]
        if len(found) > limit:
            answer["next_page_token"] = token_of("runs", found[limit - 1]["run_id"])
        return json_answer(answer)

    def _visible(self, request: web.Request) -> Iterator[JsonObject]:
        query = request.query
        job_id = integer(query["job_id"], "job_id") if "job_id" in query else None
        token = query.get("page_token")
        runs = self._runs.newest_first(
            job_id=job_id,
            active=_active(request),
            before=numbers_of(token, "runs")[0] if token else None,
        )
        levels: dict[int, Level] = {}
        for run in runs:
            job = run["job_id"]
            if job not in levels:
                levels[job] = self._workspace.job_access.level(identity(), job)
            if levels[job] >= Level.CAN_VIEW:
                yield run

    async def get(self, request: web.Request) -> web.Response:
        """One run, at most 100 entries of each array."""
        run = self._permitted(request.query.get("run_id"), Level.CAN_VIEW)
        token = request.query.get("page_token")
        owner, start = numbers_of(token, "run") if token else (run["run_id"], 0)
        if owner != run["run_id"]:
            raise invalid(f"Invalid page token: {token}")
        answer = run_page(run, start)
        if run_has_more(run, start):
            answer["next_page_token"] = token_of("run", run["run_id"], start + PAGE)
        return json_answer(answer)

    async def cancel(self, request: web.Request) -> web.Response:
        """End a run; one that has ended already stays as it is (documented)."""
        body = await json_object(request)
        run = self._permitted(body.get("run_id"), Level.CAN_MANAGE_RUN)
        if is_active(run):
            now = self._workspace.now()
            self._runs.store(in_state(run, "TERMINATED", result="CANCELED", now=now))
        return json_answer({})

    def _permitted(self, run_id: object, level: Level) -> JsonObject:
        number = integer(run_id, "run_id")
        run = self._runs.get(number)
        if run is None:
            raise invalid(f"Run {number} does not exist.")
        require(self._workspace, identity(), run["job_id"], level)
        return run


def _limit(request: web.Request) -> int:
    limit = integer(request.query.get("limit", "20"), "limit")
    if not 0 <= limit <= _MAX_LIMIT:
        raise invalid(f"Invalid limit {limit}: it must be between 1 and {_MAX_LIMIT}.")
    return limit or _MAX_LIMIT  # documented: 0 stands for the largest


def _active(request: web.Request) -> bool | None:
    active = flag(request.query.get("active_only"))
    completed = flag(request.query.get("completed_only"))
    if active and completed:
        raise invalid("active_only and completed_only cannot both be true.")
    return active if active or completed else None


def _marked(run: JsonObject, shown: JsonObject) -> JsonObject:
    return {**shown, "has_more": True} if run_has_more(run) else shown
