"""The survey: all kinds of dependents of a workspace, looked at side by side."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import cache, partial

from apparate_ng.discovery.readers.cluster import dependent_from_cluster
from apparate_ng.discovery.readers.job import dependent_from_job
from apparate_ng.discovery.readers.pipeline import dependent_from_pipeline
from apparate_ng.discovery.readers.policy import dependent_from_policy
from apparate_ng.discovery.scans.files import scan_files
from apparate_ng.discovery.scans.findings import Findings
from apparate_ng.discovery.scans.jobs import Progress, scan_jobs
from apparate_ng.discovery.scans.pipelines import scan_pipelines
from apparate_ng.discovery.scans.scripts import scan_scripts
from apparate_ng.discovery.sources import Sources
from apparate_ng.discovery.uses.files import file_uses_of_cluster, file_uses_of_policy
from apparate_ng.discovery.uses.hosts import (
    Hosts,
    HostUse,
    files_through_hosts,
    hosts_among,
    with_users,
)
from apparate_ng.discovery.uses.scripts import script_uses_of_policy
from apparate_ng.model.dependents.dependent import Dependent, DependentKind, Unreadable
from apparate_ng.model.plans.survey import Survey
from apparate_ng.workspace.cluster_policies import ClusterPolicies
from apparate_ng.workspace.clusters import Clusters
from apparate_ng.workspace.failures import WorkspaceError
from apparate_ng.workspace.pools import workers

_READERS = 8


def survey_workspace(
    sources: Sources, library: str | None, progress: Progress, *, deep: bool = False
) -> Survey:
    """Look at everything that the identity can see, and at the files that it uses.

    Without a `library`, the references to every library are found, with the same requests.

    With `deep`, the init scripts and notebooks that they run are read as well.

    A list that cannot be had, other than that of jobs, makes its kind unreadable: that is said,
    and the rest of the work goes on.

    Raises:
        WorkspaceError: the list of jobs cannot be had; without it nothing can be promised.
    """
    # the readers are called off first: a scan in the other pool waits for them
    with workers(3, "survey") as pool, workers(_READERS, "read-pipeline") as readers:
        scan_policies = pool.submit(_scan_policies, sources.policies, library, deep=deep)
        scan_clusters = pool.submit(_scan_clusters, sources.clusters, library)
        policies = partial(_had, DependentKind.POLICY, scan_policies.result)
        clusters = partial(_had, DependentKind.CLUSTER, scan_clusters.result)
        hosts = cache(lambda: _hosts(policies(), clusters()))
        pipelines = pool.submit(
            scan_pipelines, sources.pipelines, library, readers, deep=deep, hosts=hosts
        )
        jobs = scan_jobs(sources.jobs, library, progress, deep=deep, hosts=hosts)
        found = [jobs, _had(DependentKind.PIPELINE, pipelines.result), policies(), clusters()]
    on_hosts = [use for one in found for use in one.host_uses]
    _name_users_of_hosts(found, on_hosts)
    uses = [use for one in found for use in one.file_uses]
    uses += files_through_hosts(uses, on_hosts)
    files = _with_unseen_users(scan_files(sources.files.read, uses, library), found)
    scripts = [use for one in found for use in one.script_uses]
    return _joined([*found, files, scan_scripts(sources.files, scripts, library, files.looked_at)])


def look_again(
    sources: Sources, kind: DependentKind, dependent_id: str, library: str
) -> Dependent | None:
    """One dependent as it stands now, or None where it no longer names the library.

    Raises:
        WorkspaceError: it cannot be read.
    """
    if kind is DependentKind.PIPELINE:
        return dependent_from_pipeline(sources.pipelines.read(dependent_id), library)
    if kind is DependentKind.POLICY:
        return dependent_from_policy(sources.policies.read(dependent_id), library)
    if kind is DependentKind.CLUSTER:
        statuses = sources.clusters.libraries(dependent_id)
        cluster = sources.clusters.read(dependent_id)
        return dependent_from_cluster(dependent_id, statuses, cluster, library)
    return dependent_from_job(sources.jobs.read(int(dependent_id)), library)


def _hosts(*found: Findings) -> Hosts:
    return hosts_among(
        (dependent for one in found for dependent in one.dependents),
        (use for one in found for use in one.file_uses),
    )


def _name_users_of_hosts(found: Iterable[Findings], uses: list[HostUse]) -> None:
    for one in found:
        if one.kind in {DependentKind.POLICY, DependentKind.CLUSTER}:
            one.dependents = with_users(one.dependents, uses)


def _with_unseen_users(files: Findings, found: Iterable[Findings]) -> Findings:
    """Whatever could not be read may use a file, and must not get another version by accident."""
    unseen = tuple(missing.name for one in found for missing in one.unreadable)
    files.dependents = [replace(file, unseen_users=unseen) for file in files.dependents]
    return files


def _scan_policies(policies: ClusterPolicies, library: str | None, *, deep: bool) -> Findings:
    findings = Findings(kind=DependentKind.POLICY)
    for policy in policies.listed():
        findings.scanned += 1
        scripts = script_uses_of_policy(policy) if deep else []
        dependent = dependent_from_policy(policy, library)
        findings.keep(dependent, file_uses_of_policy(policy), scripts)
    return findings


def _scan_clusters(clusters: Clusters, library: str | None) -> Findings:
    """Clusters are asked for their names only where one has the library."""
    findings = Findings(kind=DependentKind.CLUSTER)
    statuses = clusters.all_libraries()
    findings.scanned = len(statuses)
    for id_, of in statuses.items():
        findings.file_uses += file_uses_of_cluster(id_, of)
    found = [id_ for id_, of in statuses.items() if dependent_from_cluster(id_, of, None, library)]
    known = {str(one.get("cluster_id")): one for one in clusters.listed()} if found else {}
    for id_ in found:
        findings.keep(dependent_from_cluster(id_, statuses[id_], known.get(id_), library))
    return findings


def _had(kind: DependentKind, scan: Callable[[], Findings]) -> Findings:
    try:
        return scan()
    except WorkspaceError as error:
        missing = Unreadable(
            kind=kind, id="*", name=f"the list of every {kind.value}", error=error.what
        )
        return Findings(kind=kind, unreadable=[missing])


def _joined(found: Iterable[Findings]) -> Survey:
    listed = list(found)
    scanned = Counter({DependentKind.JOB.value: 0})
    for one in listed:
        scanned[one.kind.value] += one.scanned
    return Survey(
        scanned={kind: number for kind, number in scanned.items() if number or kind == "job"},
        dependents=tuple(dependent for one in listed for dependent in one.dependents),
        unreadable=tuple(missing for one in listed for missing in one.unreadable),
        notices=tuple(notice for one in listed for notice in one.notices),
    )
