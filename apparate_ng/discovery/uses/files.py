"""Which files a dependent takes requirements from."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from apparate_ng.discovery.files.included import file_in_option
from apparate_ng.discovery.places import Json, entries, inner
from apparate_ng.discovery.readers.compute import compute_of_policy
from apparate_ng.discovery.readers.fields import text_or_none
from apparate_ng.discovery.readers.pipeline import run_of_pipeline
from apparate_ng.discovery.readers.task_runs import run_of_task, runs_of_environment
from apparate_ng.discovery.uses.users import user_of
from apparate_ng.discovery.walkers.cluster_document import cluster_document
from apparate_ng.model.dependents.dependent import DependentKind, User
from apparate_ng.model.dependents.fingerprint import fingerprint
from apparate_ng.model.dependents.task_run import Compute, TaskRun

_HINTS = (b'"requirements"', b'"base_environment"')
_OPTION = re.compile(rb'"(?:\s|\\[tnr])*-')
"""The beginning of a string that can be an option; others may stand before the one for a file."""
_DASH = re.compile(rb'-(?:(?<=["\s]-)|(?<=\\[tnr]-))')
"""How that beginning ends. Twenty times faster to look for: dashes are fewer than quotes."""
_PATHS = ("/", "dbfs:/")


@dataclass(frozen=True, slots=True, kw_only=True)
class FileUse:
    """One dependent's use of one file."""

    path: str
    """As it stands in the dependent."""
    user: User


def may_use_files(raw: bytes) -> bool:
    """Whether a document's text could name a file; the sieve before parsing."""
    return any(hint in raw for hint in _HINTS) or _may_hold_option(raw)


def _may_hold_option(raw: bytes) -> bool:
    return _DASH.search(raw) is not None and _OPTION.search(raw) is not None


def file_uses_of_job(job: Json) -> list[FileUse]:
    """The files of a job: requirements of its tasks, and what its environments include."""
    settings = inner(job, "settings")
    files = list(_files_of_job(settings))
    if not files:
        return []  # most jobs: who they are is not asked
    user = user_of(DependentKind.JOB, str(inner(job, "job_id")), settings, job)
    return _uses(user, ((path, _named(runs, user.name)) for path, runs in files))


def file_uses_of_pipeline(pipeline: Json) -> list[FileUse]:
    """The files that a pipeline's environment includes."""
    spec = inner(pipeline, "spec")
    user = user_of(DependentKind.PIPELINE, str(inner(pipeline, "pipeline_id")), spec, pipeline)
    paths = _included(inner(spec, "environment", "dependencies"))
    return _uses(user, ((path, [run_of_pipeline(spec)]) for path in paths))


def file_uses_of_policy(policy: Json) -> list[FileUse]:
    """The files that the clusters of a policy take requirements from."""
    user = user_of(DependentKind.POLICY, str(inner(policy, "policy_id")), policy, policy)
    run = TaskRun(part=f"whatever uses policy {user.name}", compute=compute_of_policy(policy).fixed)
    return _uses(user, ((path, [run]) for path in _of_libraries(policy)))


def file_uses_of_cluster(cluster_id: str, statuses: list[Json]) -> list[FileUse]:
    """The files that an all-purpose cluster takes requirements from; its name is not known here."""
    user = replace(
        user_of(DependentKind.CLUSTER, cluster_id, {"name": cluster_id}),
        fingerprint=fingerprint(cluster_document(statuses)),
    )
    libraries = {"libraries": [inner(status, "library") for status in statuses]}
    run = TaskRun(part=f"cluster {cluster_id}", compute=Compute(cluster_id=cluster_id))
    return _uses(user, ((path, [run]) for path in _of_libraries(libraries)))


def _uses(user: User, found: Iterable[tuple[str, list[TaskRun]]]) -> list[FileUse]:
    """One for each file, with everything that gets it."""
    runs: defaultdict[str, dict[TaskRun, None]] = defaultdict(dict)
    for path, those in found:
        runs[path].update(dict.fromkeys(those))
    return [FileUse(path=path, user=replace(user, runs=tuple(runs[path]))) for path in runs]


def _files_of_job(settings: Json) -> Iterator[tuple[str, Iterable[TaskRun]]]:
    for _, task in entries(inner(settings, "tasks")):
        for path in _files_of_task(task):
            yield path, [run_of_task(task, settings)]
    for _, environment in entries(inner(settings, "environments")):
        for path in _files_of_environment(environment):
            yield path, runs_of_environment(environment, settings)


def _named(runs: Iterable[TaskRun], job: str) -> list[TaskRun]:
    """With the job's name: of a file, several jobs' tasks stand side by side."""
    return [replace(run, part=f"{run.part} of {job}") for run in runs]


def _files_of_environment(environment: Json) -> Iterator[str]:
    yield from _included(inner(environment, "spec", "dependencies"))
    base = text_or_none(inner(environment, "spec", "base_environment"))
    if base is not None and base.startswith(_PATHS):  # else it is one of the platform's own
        yield base


def _files_of_task(task: Json) -> Iterator[str]:
    yield from _of_libraries(task)
    nested = inner(task, "for_each_task", "task")
    if isinstance(nested, dict):
        yield from _files_of_task(nested)


def _of_libraries(document: Json) -> Iterator[str]:
    for _, library in entries(inner(document, "libraries")):
        file = text_or_none(inner(library, "requirements"))
        if file is not None:
            yield file


def _included(dependencies: Json) -> Iterator[str]:
    for entry in dependencies if isinstance(dependencies, list) else ():
        file = file_in_option(entry) if isinstance(entry, str) else None
        if file is not None:
            yield file
