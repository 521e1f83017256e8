"""Jobs 2.2, reading: `jobs/list` and `jobs/get`.

2.1 is not served: in 2.1 a job of more than 100 tasks comes without them and without a word.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiohttp import web

from apparate_ng.sandbox.answers import invalid, json_answer, json_text
from apparate_ng.sandbox.api.job_permissions import permitted_document, require
from apparate_ng.sandbox.api.page_tokens import numbers_of, token_of
from apparate_ng.sandbox.authentication import identity
from apparate_ng.sandbox.documents.json_text import to_text
from apparate_ng.sandbox.documents.paging import PAGE, has_more, page_of
from apparate_ng.sandbox.reading import flag, integer
from apparate_ng.sandbox.state.job_access import Level, Wanted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from apparate_ng.sandbox.state.workspace import Workspace

_MAX_LIMIT = 100


def routes(workspace: Workspace) -> Sequence[web.RouteDef]:
    """`GET /api/2.2/jobs/list` and `GET /api/2.2/jobs/get`."""
    api = JobsReading(workspace)
    return [web.get("/api/2.2/jobs/list", api.list), web.get("/api/2.2/jobs/get", api.get)]


class JobsReading:
    """The jobs API as far as it changes nothing."""

    def __init__(self, workspace: Workspace) -> None:
        """Reads the jobs of this workspace."""
        self._workspace = workspace

    async def list(self, request: web.Request) -> web.Response:
        """A page of jobs, newest first; without jobs the field is missing."""
        wanted = self._wanted(request)
        found = self._workspace.job_access.page(identity(), wanted)
        shown = found[: wanted.limit - 1]
        parts = []
        if shown:
            parts.append('"jobs":[' + ",".join(text for _, text in shown) + "]")
        more = len(found) > len(shown)
        parts.append(f'"has_more":{to_text(more)}')
        if more:
            parts.append(f'"next_page_token":{to_text(token_of("jobs", shown[-1][0]))}')
        return json_text("{" + ",".join(parts) + "}")

    def _wanted(self, request: web.Request) -> Wanted:
        query = request.query
        limit = self._limit(integer(query.get("limit", "20"), "limit"))
        token = query.get("page_token")
        return Wanted(
            limit=limit + 1,  # one more, to know whether there is a next page
            before=numbers_of(token, "jobs")[0] if token else None,
            offset=0 if token else max(0, integer(query.get("offset", "0"), "offset")),
            name=query.get("name"),
            expanded=flag(query.get("expand_tasks")),
        )

    def _limit(self, limit: int) -> int:
        cap = self._workspace.switches.page_limit_cap or _MAX_LIMIT
        if not 1 <= limit <= min(cap, _MAX_LIMIT):
            raise invalid(f"Invalid limit {limit}: it must be between 1 and {cap}.")
        return limit

    async def get(self, request: web.Request) -> web.Response:
        """One job, at most 100 entries of each array; finished arrays are missing on later pages."""
        job_id = integer(request.query.get("job_id"), "job_id")
        asking = identity()
        token = request.query.get("page_token")
        require(self._workspace, asking, job_id, Level.CAN_VIEW)
        stored = self._workspace.jobs.text(job_id)
        if stored and not stored[1] and not token:
            return json_text(stored[0])
        document = permitted_document(self._workspace, asking, job_id, Level.CAN_VIEW)
        start = _start(token, job_id) if token else 0
        settings = document.get("settings") or {}
        document["settings"] = page_of(settings, start)
        if has_more(settings, start):
            document["next_page_token"] = token_of("job", job_id, start + PAGE)
        return json_answer(document)


def _start(token: str, job_id: int) -> int:
    owner, start = numbers_of(token, "job")
    if owner != job_id:
        raise invalid(f"Invalid page token: {token}")
    return start
