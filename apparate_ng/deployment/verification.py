"""Verification: does the job stand as it was meant to, with nothing lost?

The server fills in defaults, drops empty values and sorts what has names, so more than was sent is no
damage, and neither is an empty value that is gone or another order of dependencies. A missing task is.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, TypeAlias

from apparate_ng.deployment.change import Change

Json: TypeAlias = Any
_KEYS = {
    "tasks": "task_key",
    "job_clusters": "job_cluster_key",
    "environments": "environment_key",
}
"""The arrays whose entries have names, and what the name is called."""
_NAMES = {**_KEYS, "depends_on": "task_key"}
"""The same, and the one inside of tasks: their order means nothing, and the server sorts the last."""
_EMPTY: tuple[Json, ...] = (None, {}, [], "")
_DEFAULTS: tuple[Json, ...] = (
    None,
    {},
    [],
    "",
    0,
    1,
    False,
    "ALL_SUCCESS",
    "MULTI_TASK",
    "SINGLE_TASK",
    "WORKSPACE",
    "GIT",
    "UNPAUSED",
    "Untitled",
)
"""What servers have been seen to fill in where a document says nothing."""


def damage(change: Change, after: Json) -> list[str]:
    """What is not as it must be, in words; empty where all is well."""
    return [*lost_parts(change.expected, after), *_unlike_sent(change, after)]


def lost_parts(expected: Json, after: Json) -> Iterator[str]:
    """Tasks, job clusters, environments and libraries that were there and are not."""
    for array, key in _KEYS.items():
        found = _by_key(after, array, key)
        for name, entry in _by_key(expected, array, key).items():
            if name not in found:
                yield f"{array}[{name}] is gone"
            elif _libraries(found[name]) < _libraries(entry):
                yield f"{array}[{name}] has lost a library"


def _unlike_sent(change: Change, after: Json) -> Iterator[str]:
    for array, key in _KEYS.items():
        found = _by_key(after, array, key)
        for name, entry in _by_key(change.sent, array, key).items():
            if name in found:
                yield from differences(entry, found[name], f"{array}[{name}]")


def was_edited_elsewhere(change: Change, after: Json) -> bool:
    """True where something differs that was not sent: somebody else's edit, which stays.

    What the server adds by itself does not count.
    """
    rest, now = _without_sent(change.expected, change.sent), _without_sent(after, change.sent)
    return any(differences(rest, now, "settings")) or _has_additions(rest, now)


def _has_additions(expected: Json, actual: Json) -> bool:
    """Whether an object has got a key that is no default of the server."""
    if isinstance(expected, dict) and isinstance(actual, dict):
        if any(actual[key] not in _DEFAULTS for key in actual.keys() - expected.keys()):
            return True
        return any(_has_additions(left, right) for _, left, right in _shared(expected, actual))
    if isinstance(expected, list) and isinstance(actual, list):
        return any(_has_additions(*pair) for pair in zip(expected, actual, strict=False))
    return False


def _without_sent(settings: Json, sent: Json) -> Json:
    rest = dict(settings)
    for array, key in _KEYS.items():
        names = _by_key(sent, array, key)
        if names and isinstance(rest.get(array), list):
            rest[array] = [entry for entry in rest[array] if entry.get(key) not in names]
    return rest


def differences(expected: Json, actual: Json, where: str) -> Iterator[str]:
    """Where `actual` does not hold what `expected` says; more keys in an object are allowed."""
    if isinstance(expected, dict) and isinstance(actual, dict):
        for key, value in expected.items():
            if actual.get(key) is None and value not in _EMPTY:
                yield f"{where}.{key} is gone"
        for key, left, right in _shared(expected, actual):
            yield from differences(left, right, f"{where}.{key}")
    elif isinstance(expected, list) and isinstance(actual, list) and len(expected) == len(actual):
        for index, (left, right) in enumerate(zip(expected, actual, strict=True)):
            yield from differences(left, right, f"{where}[{_label(left, index)}]")
    elif not _stands_for(expected, actual):
        yield f"{where} is not as it was sent"


def _shared(expected: dict[str, Json], actual: dict[str, Json]) -> Iterator[tuple[str, Json, Json]]:
    """What both objects have under a key, in the order of names where entries have names."""
    for key, value in expected.items():
        if actual.get(key) is not None:
            yield key, _in_order(key, value), _in_order(key, actual[key])


def _in_order(key: str, value: Json) -> Json:
    name = _NAMES.get(key)
    if name is None or not isinstance(value, list):
        return value
    return sorted(value, key=lambda one: str(one.get(name)) if isinstance(one, dict) else "")


def _label(entry: Json, index: int) -> Json:
    """How people find an entry: by its name, since its place may have changed."""
    named = entry if isinstance(entry, dict) else {}
    return next((named[key] for key in _KEYS.values() if key in named), index)


def _stands_for(expected: Json, actual: Json) -> bool:
    """Whether a value is what was sent; in the place of nothing the server may put its default."""
    same_type = isinstance(expected, bool) == isinstance(actual, bool)
    return expected is None or (same_type and bool(expected == actual))


def _by_key(settings: Json, array: str, key: str) -> dict[str, Json]:
    entries = settings.get(array) if isinstance(settings, dict) else None
    listed = entries if isinstance(entries, list) else []
    return {entry[key]: entry for entry in listed if isinstance(entry, dict) and key in entry}


def _libraries(task: Json) -> int:
    own = task.get("libraries") if isinstance(task, dict) else None
    nested = (task.get("for_each_task") or {}).get("task") if isinstance(task, dict) else None
    return (len(own) if isinstance(own, list) else 0) + (_libraries(nested) if nested else 0)
