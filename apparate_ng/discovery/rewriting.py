"""Rewriting: some places of a document get other strings, and everything else stays as it is."""

from __future__ import annotations

from collections.abc import Iterable

from apparate_ng.discovery.places import Json, Place
from apparate_ng.discovery.references.paths import kind_named
from apparate_ng.model.dependents.reference import Slot
from apparate_ng.model.dependents.replacing import PYPI_KEYS, WHEEL_KEYS
from apparate_ng.model.releases.kinds import ArtifactKind

_KEYS: dict[tuple[Slot, ArtifactKind | None], str] = {
    (Slot.EGG, ArtifactKind.WHEEL): "whl",
    (Slot.WHL, ArtifactKind.EGG): "egg",
}
_OWN_KEYS = (("egg",), ("whl",))
"""Others keep theirs: a list of a spark-submit task, say."""


def rewritten(document: Json, changes: Iterable[tuple[Place, str]]) -> Json:
    """A copy of `document` with each place's string replaced; the original is not touched.

    An egg's place that gets a wheel becomes a wheel's place, and back: `{"egg": …}` turns into
    `{"whl": …}`, since the platform installs by that key. So does a requirement's that gets a path:
    `{"pypi": {"package": …}}` turns into `{"whl": …}`, and back.
    """
    for place, text in changes:
        moved = _moved(place, text)
        if moved is None:
            document = _with_value(document, _path_for(place, text), place.path, text)
        else:
            path, value = moved
            document = _with_value(document, path, (*path[:-1], *_top_key(place)), value)
    return document


def _moved(place: Place, text: str) -> tuple[tuple[str | int, ...], Json] | None:
    """The key and value of a library object that change together; None where only a text does."""
    kinds = (kind_named(place.text), kind_named(text))
    if kinds == (None, ArtifactKind.WHEEL) and place.path[-2:] == PYPI_KEYS:
        return (*place.path[:-2], *WHEEL_KEYS), text
    if kinds == (ArtifactKind.WHEEL, None) and place.path[-1:] == WHEEL_KEYS:
        return (*place.path[:-1], PYPI_KEYS[0]), {PYPI_KEYS[1]: text}
    return None


def _top_key(place: Place) -> tuple[str, ...]:
    return PYPI_KEYS[:1] if place.slot is Slot.PYPI else WHEEL_KEYS


def _path_for(place: Place, text: str) -> tuple[str | int, ...]:
    key = _KEYS.get((place.slot, kind_named(text))) if place.path[-1:] in _OWN_KEYS else None
    return place.path if key is None else (*place.path[:-1], key)


def _with_value(
    node: Json, new_path: tuple[str | int, ...], old_path: tuple[str | int, ...], value: Json
) -> Json:
    if not old_path:
        return value
    old, new = old_path[0], new_path[0]
    child = _with_value(node[old], new_path[1:], old_path[1:], value)
    if isinstance(node, list):
        return [child if index == old else item for index, item in enumerate(node)]
    return {(new if key == old else key): (child if key == old else node[key]) for key in node}
