"""Which tasks of a job get what stands at a place, on what compute, and what they call."""

from __future__ import annotations

from collections.abc import Iterator

from apparate_ng.discovery.places import Json, Place, entries, inner
from apparate_ng.discovery.readers.compute import compute_of_cluster, compute_of_environment
from apparate_ng.discovery.readers.fields import text_or_none
from apparate_ng.discovery.references.slots import read_place
from apparate_ng.discovery.walkers.libraries import places_in_libraries, places_in_texts
from apparate_ng.model.dependents.reference import Slot
from apparate_ng.model.dependents.task_run import Compute, EntryPoint, TaskRun


def runs_in_job(settings: Json, place: Place) -> tuple[TaskRun, ...]:
    """The tasks that get it: the one where it stands, or those of its environment."""
    part, index = (*place.path, None, None)[:2]
    if part == "tasks":
        task = _at(inner(settings, "tasks"), index)
        return (run_of_task(task, settings, place),) if isinstance(task, dict) else ()
    if part == "environments":
        environment = _at(inner(settings, "environments"), index)
        return tuple(runs_of_environment(environment, settings, place))
    return ()


def _at(value: Json, index: object) -> Json:
    is_there = isinstance(value, list) and isinstance(index, int) and index < len(value)
    return value[index] if is_there else None


def run_of_task(task: Json, settings: Json, own: Place | None = None) -> TaskRun:
    """What a task of the job runs; `own` is where the library stands, if in the task itself.

    What a for-each repeats goes by the outer name.
    """
    work = _work(task)
    libraries = list(places_in_libraries(inner(work, "libraries"), "", ()))
    return TaskRun(
        part=_part(task),
        compute=_compute(work, settings),
        entry_point=_entry_point(work),
        main_class=_main_class(work),
        beside=names_at(libraries, own),
    )


def runs_of_environment(
    environment: Json, settings: Json, own: Place | None = None
) -> Iterator[TaskRun]:
    """One for each task in it; where none is, the environment stands for itself."""
    spec, key = inner(environment, "spec"), inner(environment, "environment_key")
    compute = compute_of_environment(spec)
    dependencies = places_in_texts(inner(spec, "dependencies"), "", (), Slot.DEPENDENCY)
    beside = names_at(dependencies, own)
    works = [(task, _work(task)) for _, task in entries(inner(settings, "tasks"))]
    using = [(task, work) for task, work in works if inner(work, "environment_key") == key]
    if not using:
        yield TaskRun(part=f"environment {key}", compute=compute, beside=beside)
    for task, work in using:
        yield TaskRun(
            part=_part(task),
            compute=compute,
            entry_point=_entry_point(work),
            main_class=_main_class(work),
            beside=beside,
        )


def names_at(places: Iterator[Place] | list[Place], own: Place | None) -> frozenset[str]:
    """The names of the libraries at these places, but for what stands at `own`."""
    found = (read_place(one) for one in places if own is None or one.text != own.text)
    return frozenset(one.name for one in found if one is not None)


def _work(task: Json) -> Json:
    nested = inner(task, "for_each_task", "task")
    return _work(nested) if isinstance(nested, dict) else task


def _part(task: Json) -> str:
    return f"task {text_or_none(inner(task, 'task_key')) or '(unnamed)'}"


def _compute(task: Json, settings: Json) -> Compute:
    cluster_id = text_or_none(inner(task, "existing_cluster_id"))
    if cluster_id is not None:
        return Compute(cluster_id=cluster_id)
    shared = text_or_none(inner(task, "job_cluster_key"))
    if shared is None:
        return compute_of_cluster(inner(task, "new_cluster"))
    for _, cluster in entries(inner(settings, "job_clusters")):
        if inner(cluster, "job_cluster_key") == shared:
            return compute_of_cluster(inner(cluster, "new_cluster"))
    return Compute()


def _entry_point(task: Json) -> EntryPoint | None:
    package = text_or_none(inner(task, "python_wheel_task", "package_name"))
    name = text_or_none(inner(task, "python_wheel_task", "entry_point"))
    return None if package is None or name is None else EntryPoint(package=package, name=name)


def _main_class(task: Json) -> str | None:
    return text_or_none(inner(task, "spark_jar_task", "main_class_name"))
