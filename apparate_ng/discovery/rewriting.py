"""Rewriting: some places of a document get other strings, and everything else stays as it is."""

from __future__ import annotations

from collections.abc import Iterable

from apparate_ng.discovery.places import Json, Place
from apparate_ng.model.kinds import ArtifactKind, kind_of_file
from apparate_ng.model.reference import Slot


def rewritten(document: Json, changes: Iterable[tuple[Place, str]]) -> Json:
    """A copy of `document` with each place's string replaced; the original is not touched.

    An egg's place that gets a wheel becomes a wheel's place: `{"egg": …}` turns into
    `{"whl": …}`, since the platform installs by that key.
    """
    for place, text in changes:
        document = _with_value(document, _path_for(place, text), place.path, text)
    return document


def _path_for(place: Place, text: str) -> tuple[str | int, ...]:
    becomes_wheel = place.slot is Slot.EGG and kind_of_file(text) is ArtifactKind.WHEEL
    return (*place.path[:-1], "whl") if becomes_wheel else place.path


def _with_value(
    node: Json, new_path: tuple[str | int, ...], old_path: tuple[str | int, ...], text: str
) -> Json:
    if not old_path:
        return text
    old, new = old_path[0], new_path[0]
    child = _with_value(node[old], new_path[1:], old_path[1:], text)
    if isinstance(node, list):
        return [child if index == old else item for index, item in enumerate(node)]
    return {(new if key == old else key): (child if key == old else node[key]) for key in node}
