"""Verification: does the job stand as it was meant to, with nothing lost?

The server fills in defaults and drops empty values, so more than was sent is no damage, and an
empty value that is gone is none either. A missing task is.
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
        return any(
            _has_additions(expected[key], value) if key in expected else value not in _DEFAULTS
            for key, value in actual.items()
        )
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
            if key in actual:
                yield from differences(value, actual[key], f"{where}.{key}")
            elif value not in (None, {}, [], ""):
                yield f"{where}.{key} is gone"
    elif isinstance(expected, list) and isinstance(actual, list) and len(expected) == len(actual):
        for index, (left, right) in enumerate(zip(expected, actual, strict=True)):
            yield from differences(left, right, f"{where}[{index}]")
    elif not _stands_for(expected, actual):
        yield f"{where} is not as it was sent"


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
