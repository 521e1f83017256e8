"""Where the workspace shows a dependent to people."""

from __future__ import annotations

from apparate_ng.model.dependents.dependent import DependentKind

_PAGES = {
    DependentKind.JOB: "jobs",
    DependentKind.PIPELINE: "pipelines",
    DependentKind.POLICY: "compute/policies",
    DependentKind.CLUSTER: "compute/clusters",
}


def page_of(host: str, kind: DependentKind, id_: str) -> str | None:
    """The address of a dependent's page; None for a file, which has none of its own."""
    return f"{host}/{_PAGES[kind]}/{id_}" if kind in _PAGES else None
