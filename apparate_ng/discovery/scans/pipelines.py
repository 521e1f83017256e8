"""The scan of pipelines: the list has no specs, so each is read by itself, several at once."""

from __future__ import annotations

from concurrent.futures import Executor

from apparate_ng.discovery.readers.pipeline import dependent_from_pipeline
from apparate_ng.discovery.scans.findings import Findings, Found
from apparate_ng.discovery.uses.files import FileUse, file_uses_of_pipeline
from apparate_ng.discovery.uses.hosts import FindHosts, Hosts, HostUse
from apparate_ng.discovery.uses.job_hosts import host_uses_of_pipeline
from apparate_ng.discovery.uses.scripts import ScriptUse, script_uses_of_pipeline
from apparate_ng.model.dependents.dependent import DependentKind, Unreadable
from apparate_ng.model.plans.plan import Notice
from apparate_ng.workspace.failures import NotFoundError, WorkspaceError
from apparate_ng.workspace.pipelines import ListedPipeline, Pipelines


def scan_pipelines(
    pipelines: Pipelines,
    library: str | None,
    readers: Executor,
    *,
    deep: bool = False,
    hosts: FindHosts = Hosts,
) -> Findings:
    """Look at every pipeline that the identity can see; with `deep`, note what scripts they run.

    Whose clusters are under a policy among `hosts` is found on the way.

    They are read by `readers`, so that an interrupt, which only the main thread hears, can call off
    what has not begun.

    Raises:
        WorkspaceError: the list cannot be had.
    """
    findings = Findings(kind=DependentKind.PIPELINE)
    reads = [
        readers.submit(_read, pipelines, listed, library, hosts, deep=deep)
        for listed in pipelines.listed()
    ]
    for read in reads:
        findings.scanned += 1
        findings.keep(*read.result())
    return findings


def _read(
    pipelines: Pipelines,
    listed: ListedPipeline,
    library: str | None,
    hosts: FindHosts,
    *,
    deep: bool,
) -> tuple[Found, list[FileUse], list[ScriptUse], list[HostUse]]:
    """Only what is found stays in memory, not the document."""
    name, id_ = listed.name or "(unnamed)", listed.pipeline_id
    try:
        pipeline = pipelines.read(id_)
    except NotFoundError:
        text = f"pipeline {id_} ({name}) went away while it was read"
        return Notice(code="vanished", text=text), [], [], []
    except WorkspaceError as error:
        missing = Unreadable(kind=DependentKind.PIPELINE, id=id_, name=name, error=error.what)
        return missing, [], [], []
    scripts = script_uses_of_pipeline(pipeline) if deep else []
    return (
        dependent_from_pipeline(pipeline, library),
        file_uses_of_pipeline(pipeline),
        scripts,
        host_uses_of_pipeline(pipeline, hosts),
    )
