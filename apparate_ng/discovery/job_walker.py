"""Every place in a job's settings where a version can stand.

A new place is one new rule here, and a row in this walker's table test.
"""

from __future__ import annotations

from collections.abc import Iterator

from apparate_ng.discovery.places import Json, Place, entries, inner
from apparate_ng.model.reference import Slot

_LIBRARY_RULES: tuple[tuple[tuple[str, ...], Slot], ...] = (
    (("whl",), Slot.WHL),
    (("egg",), Slot.EGG),
    (("jar",), Slot.JAR),
    (("pypi", "package"), Slot.PYPI),
    (("maven", "coordinates"), Slot.MAVEN),
)
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
    for index, library in entries(inner(task, "libraries")):
        for keys, slot in _LIBRARY_RULES:
            text = inner(library, *keys)
            if isinstance(text, str):
                yield Place(
                    location=f"{location}.libraries[{index}]." + ".".join(keys),
                    path=(*path, "libraries", index, *keys),
                    slot=slot,
                    text=text,
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
        texts = inner(environment, "spec", name)
        for index, text in enumerate(texts if isinstance(texts, list) else ()):
            if isinstance(text, str):
                yield Place(
                    location=f"{location}.spec.{name}[{index}]",
                    path=(*path, "spec", name, index),
                    slot=slot,
                    text=text,
                )
