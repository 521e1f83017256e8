"""Every way in which one place of a JSON document can be something else."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any, TypeAlias

Json: TypeAlias = Any
Path: TypeAlias = tuple[str | int, ...]

_DEEP: Json = 1
for _ in range(200):
    _DEEP = [_DEEP]

OTHER_TYPES: tuple[Json, ...] = (
    None,
    True,
    False,
    0,
    -1,
    2**63,
    2**70,
    1.5,
    1e300,
    "",
    "x",
    [],
    {},
)
OTHER_TYPES += ([None], {"": None}, ["x"], [[]], _DEEP)
"""Whatever stands there, most of these are of another type."""


FEW_TYPES: tuple[Json, ...] = (None, 2**70, "x", [], {}, [None], _DEEP)
"""The same, for documents with many places."""


def places(document: Json, at: Path = ()) -> Iterator[Path]:
    """Every place of a document, the outermost first."""
    yield at
    keys: Iterator[str | int] = iter(())
    if isinstance(document, dict):
        keys = iter(document)
    elif isinstance(document, list):
        keys = iter(range(len(document)))
    for key in keys:
        yield from places(document[key], (*at, key))


def at(document: Json, path: Path) -> Json:
    """What stands at a place."""
    for key in path:
        document = document[key]
    return document


def put(document: Json, path: Path, value: Json) -> Json:
    """The document with something else at a place."""
    if not path:
        return value
    changed = copy.deepcopy(document)
    at(changed, path[:-1])[path[-1]] = value
    return changed


def left_out(document: Json, path: Path) -> Json:
    """The document without what stands at a place."""
    changed = copy.deepcopy(document)
    del at(changed, path[:-1])[path[-1]]
    return changed


def _texts(value: str, others: list[str]) -> Iterator[str]:
    """A text that looks almost as it did, or as another one of the document does."""
    yield from (f"{value}\n", f"../{value}", f"{value}#x", value.upper(), value[:-1], *others)


def mutations(
    document: Json, *, shown: frozenset[str] = frozenset(), types: tuple[Json, ...] = OTHER_TYPES
) -> Iterator[tuple[str, Json]]:
    """Each with where it is: one place of another type, another value, left out, or doubled.

    Places below the keys `shown` are only of another type, or left out.
    """
    texts = {one for path in places(document) if isinstance(one := at(document, path), str)}
    paths = [path for path in places(document) if path]
    others = sorted(text for text in texts if "/" in text or "[" in text)[::2]
    for path in paths:
        where, value = "/".join(map(str, path)), at(document, path)
        news = [new for new in types if type(new) is not type(value)]
        if not shown & set(map(str, path)):
            news += [*types, *_values(value, others)]
        for number, new in enumerate(news):
            if new != value or type(new) is not type(value):
                yield f"{where} #{number}", put(document, path, new)
        yield f"{where} left out", left_out(document, path)


def _values(value: Json, others: list[str]) -> Iterator[Json]:
    if isinstance(value, str):
        yield from _texts(value, others)
    elif isinstance(value, bool):
        yield not value
    elif isinstance(value, list):
        yield from (value * 2, value[::-1], value[1:])
    elif isinstance(value, dict):
        yield {**value, "unknown": {"__proto__": []}}
