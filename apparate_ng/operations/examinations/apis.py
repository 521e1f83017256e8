"""Whether the workspace serves the calls that the scan needs."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from apparate_ng.model.diagnosis import Check
from apparate_ng.operations.examinations.case import Case, fine, signed_in, warned
from apparate_ng.operations.workspace import Workspace
from apparate_ng.workspace.failures import WorkspaceError

NAME = "API"
_CALLS: dict[str, Callable[[Workspace], object]] = {
    "jobs 2.2": lambda workspace: workspace.connection.read("/api/2.2/jobs/list", limit="1"),
    "pipelines 2.0": lambda workspace: next(iter(workspace.pipelines.listed()), None),
    "cluster policies 2.0": lambda workspace: workspace.policies.listed(),
    "clusters 2.1": lambda workspace: workspace.connection.read(
        "/api/2.1/clusters/list", page_size="1"
    ),
}


def examine(case: Case) -> Check:
    """List the first of each kind.

    Raises:
        WorkspaceError: jobs cannot be listed, without which there is no plan.
    """
    workspace = signed_in(case).workspace
    with ThreadPoolExecutor(len(_CALLS), thread_name_prefix="api") as pool:
        asked = {name: pool.submit(call, workspace) for name, call in _CALLS.items()}
        refused = {}
        for name, answer in asked.items():
            error = answer.exception()
            if error is not None and (name.startswith("jobs") or not _is_refusal(error)):
                raise error
            if isinstance(error, WorkspaceError):
                refused[name] = error.what
    if not refused:
        return fine(NAME, ", ".join(_CALLS))
    text = "; ".join(f"{name}: {what}" for name, what in refused.items())
    return warned(NAME, text, "plans say that these could not be read; grant access if they matter")


def _is_refusal(error: BaseException) -> bool:
    return isinstance(error, WorkspaceError)
