"""Lists of libraries and of dependencies, which stand in documents of many kinds."""

from __future__ import annotations

from collections.abc import Iterator

from apparate_ng.discovery.places import Json, Place, entries, inner
from apparate_ng.model.dependents.reference import Slot

_RULES: tuple[tuple[tuple[str, ...], Slot], ...] = (
    (("whl",), Slot.WHL),
    (("egg",), Slot.EGG),
    (("jar",), Slot.JAR),
    (("pypi", "package"), Slot.PYPI),
    (("maven", "coordinates"), Slot.MAVEN),
)


def places_in_libraries(value: Json, location: str, path: tuple[str | int, ...]) -> Iterator[Place]:
    """Places in a list of library objects, `{"whl": …}` and the like."""
    for index, library in entries(value):
        for keys, slot in _RULES:
            text = inner(library, *keys)
            if isinstance(text, str):
                yield Place(
                    location=f"{location}[{index}]." + ".".join(keys),
                    path=(*path, index, *keys),
                    slot=slot,
                    text=text,
                    beside=_beside(library, keys),
                )


def _beside(library: Json, keys: tuple[str, ...]) -> tuple[str, ...]:
    """Of a requirement or coordinates, the other keys that say something (`repo`, `exclusions`)."""
    around = inner(library, *keys[:-1]) if len(keys) > 1 else {}
    return tuple(key for key in around if key not in keys and around[key])


def places_in_texts(
    value: Json, location: str, path: tuple[str | int, ...], slot: Slot
) -> Iterator[Place]:
    """Places in a list of strings."""
    for index, text in enumerate(value if isinstance(value, list) else ()):
        if isinstance(text, str):
            yield Place(location=f"{location}[{index}]", path=(*path, index), slot=slot, text=text)
