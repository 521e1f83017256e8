"""Every place in a job's settings where a version can stand.

A new place is one new rule here, and a row in this walker's table test.
"""

from __future__ import annotations

from collections.abc import Iterator

from apparate_ng.discovery.places import Json, Place, entries, inner
from apparate_ng.discovery.walkers.libraries import places_in_libraries, places_in_texts
from apparate_ng.discovery.walkers.spark_submit import places_in_parameters
from apparate_ng.model.dependents.reference import Slot

_ENVIRONMENT_RULES = (
    ("dependencies", Slot.DEPENDENCY),
    ("java_dependencies", Slot.JAVA_DEPENDENCY),
)


def places_in_job(settings: Json) -> Iterator[Place]:
    """All places, in the order of the document. Whatever has another shape is passed over."""
    for index, task in entries(inner(settings, "tasks")):
        yield from _in_task(task, f"tasks[{_key(task, 'task_key', index)}]", ("tasks", index))
    for index, environment in entries(inner(settings, "environments")):
        key = _key(environment, "environment_key", index)
        yield from _in_environment(environment, f"environments[{key}]", ("environments", index))


def _key(entry: dict[str, Json], name: str, index: int) -> str:
    key = entry.get(name)
    return key if isinstance(key, str) else f"#{index}"


def _in_task(task: Json, location: str, path: tuple[str | int, ...]) -> Iterator[Place]:
    yield from places_in_libraries(
        inner(task, "libraries"), f"{location}.libraries", (*path, "libraries")
    )
    yield from places_in_parameters(
        inner(task, "spark_submit_task", "parameters"),
        f"{location}.spark_submit_task.parameters",
        (*path, "spark_submit_task", "parameters"),
    )
    jar_uri = inner(task, "spark_jar_task", "jar_uri")
    if isinstance(jar_uri, str):
        yield Place(
            location=f"{location}.spark_jar_task.jar_uri",
            path=(*path, "spark_jar_task", "jar_uri"),
            slot=Slot.JAR,
            text=jar_uri,
        )
    nested = inner(task, "for_each_task", "task")
    if isinstance(nested, dict):
        yield from _in_task(
            nested, f"{location}.for_each_task.task", (*path, "for_each_task", "task")
        )


def _in_environment(
    environment: Json, location: str, path: tuple[str | int, ...]
) -> Iterator[Place]:
    for name, slot in _ENVIRONMENT_RULES:
        yield from places_in_texts(
            inner(environment, "spec", name),
            f"{location}.spec.{name}",
            (*path, "spec", name),
            slot,
        )
