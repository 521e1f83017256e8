"""The scan of runs that have not ended: each needs what its job said when it started."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field

from apparate_ng.discovery.claims.library_paths import library_paths, text_of, variable_paths
from apparate_ng.discovery.claims.making import claims_of_dependents, claims_of_places
from apparate_ng.discovery.places import Json, Place, entries, inner
from apparate_ng.discovery.readers.fields import text_or_none
from apparate_ng.discovery.references.finding import references_to
from apparate_ng.discovery.scans.files import scan_files
from apparate_ng.discovery.uses.files import FileUse, file_uses_of_job
from apparate_ng.discovery.walkers.job import places_in_job
from apparate_ng.discovery.walkers.libraries import places_in_libraries
from apparate_ng.model.dependents.dependent import Dependent, DependentKind
from apparate_ng.model.stores.claim import Claim, ClaimedPath, ClaimedVersions
from apparate_ng.model.stores.prune import Claiming, KeepReason, Unchecked
from apparate_ng.workspace.failures import NotFoundError, WorkspaceError
from apparate_ng.workspace.runs import Runs

_RUN = "run"
_ACTIVE = KeepReason.ACTIVE_RUN
_UNSEEN = "the platform does not show its environments, and its job is not there to be asked"


@dataclass(slots=True)
class FoundRuns:
    """What the runs of a workspace need."""

    scanned: int = 0
    claims: list[Claim] = field(default_factory=list)
    unchecked: list[Unchecked] = field(default_factory=list)


def scan_runs(
    runs: Runs,
    read_file: Callable[[str], bytes],
    dependents: Iterable[Dependent],
    jobs: Collection[str],
) -> FoundRuns:
    """Look at every run that has not ended. To be called after the survey, never before.

    A run that starts after the survey starts with what the survey has seen, or with something
    newer.

    The platform does not show the environments of a run (the SDK's `Run` has no such field).
    They are those that its job had at the start, so every release of each library that the job
    names now stays. Of a run without such a job nobody knows.

    Args:
        runs: of the workspace.
        read_file: reads the files of requirements that runs use.
        dependents: what the survey found.
        jobs: the ids of all jobs that the survey saw.
    """
    found = FoundRuns()
    libraries = _libraries_by_job(dependents)
    uses: list[FileUse] = []
    try:
        for listed in runs.active():
            found.scanned += 1
            run = _whole(runs, listed, found)
            if run is None:
                continue
            _look(run, libraries, jobs, found)
            uses += file_uses_of_job({"job_id": inner(run, "job_id"), "settings": run})
    except WorkspaceError as error:
        found.unchecked.append(_unchecked("*", "the list of active runs", error.what))
    _look_at_files(read_file, uses, found)
    return found


def _whole(runs: Runs, listed: Json, found: FoundRuns) -> Json | None:
    """The run with all its tasks; None where it has gone or cannot be read."""
    if not listed.get("has_more"):
        return listed
    try:
        return runs.read(listed["run_id"])
    except NotFoundError:
        return None  # it has ended and was removed
    except WorkspaceError as error:
        found.unchecked.append(_unchecked(str(listed["run_id"]), _name(listed), error.what))
        return None


def _look(
    run: Json, libraries: dict[str, set[ClaimedVersions]], jobs: Collection[str], found: FoundRuns
) -> None:
    by = Claiming(kind=_RUN, id=str(run["run_id"]), name=_name(run))
    claims = list(claims_of_places(references_to(None, _places(run)), by, _ACTIVE))
    named = {claim.what for claim in claims}
    text = text_of(run)
    claims += [
        Claim(by=by, what=ClaimedPath(path=path), reason=_ACTIVE)
        for path in dict.fromkeys([*library_paths(text), *variable_paths(text)])
        if ClaimedPath(path=path) not in named
    ]
    found.claims += claims
    if not _hides_environments(run):
        return
    job = str(inner(run, "job_id"))
    if job not in jobs:
        found.unchecked.append(_unchecked(by.id, by.name, _UNSEEN))
    found.claims += [Claim(by=by, what=what, reason=_ACTIVE) for what in libraries.get(job, ())]


def _places(run: Json) -> Iterator[Place]:
    """Those of its tasks, and of the one task that a run had before there were many."""
    yield from places_in_job(run)
    of_cluster = ("cluster_spec", "libraries")
    yield from places_in_libraries(inner(run, *of_cluster), ".".join(of_cluster), of_cluster)
    task = inner(run, "task")
    if isinstance(task, dict):
        yield from places_in_job({"tasks": [task]})


def _hides_environments(run: Json) -> bool:
    shown = {entry.get("environment_key") for _, entry in entries(inner(run, "environments"))}
    return any(key not in shown for key in _environment_keys(inner(run, "tasks")))


def _environment_keys(tasks: Json) -> Iterator[str]:
    for _, task in entries(tasks):
        key = text_or_none(task.get("environment_key"))
        if key is not None:
            yield key
        yield from _environment_keys([inner(task, "for_each_task", "task")])


def _libraries_by_job(dependents: Iterable[Dependent]) -> dict[str, set[ClaimedVersions]]:
    """Which libraries a job names, itself or by a file."""
    found: dict[str, set[ClaimedVersions]] = {}
    for dependent in dependents:
        names = {
            ClaimedVersions(library=one.reference.name, ecosystem=one.reference.ecosystem)
            for one in dependent.references
        }
        for job in _jobs_of(dependent):
            found.setdefault(job, set()).update(names)
    return found


def _jobs_of(dependent: Dependent) -> list[str]:
    if dependent.kind is DependentKind.JOB:
        return [dependent.id]
    return [user.id for user in dependent.users if user.kind is DependentKind.JOB]


def _look_at_files(
    read_file: Callable[[str], bytes], uses: Iterable[FileUse], found: FoundRuns
) -> None:
    """Also files that no job uses any more."""
    files = scan_files(read_file, uses, None)
    found.claims += claims_of_dependents(files.dependents, _ACTIVE)
    found.unchecked += [
        Unchecked(kind=one.kind.value, id=one.id, name=one.name, error=one.error)
        for one in files.unreadable
    ]


def _name(run: Json) -> str:
    return text_or_none(inner(run, "run_name")) or "(unnamed)"


def _unchecked(id_: str, name: str, error: str) -> Unchecked:
    return Unchecked(kind=_RUN, id=id_, name=name, error=error)
