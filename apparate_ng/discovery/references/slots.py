"""Which way of writing belongs to which kind of place."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache

from apparate_ng.discovery.places import Place
from apparate_ng.discovery.references.coordinates import read_coordinates
from apparate_ng.discovery.references.images import read_image
from apparate_ng.discovery.references.paths import read_path
from apparate_ng.discovery.references.requirements import read_dependency
from apparate_ng.discovery.references.script_names import read_script_name
from apparate_ng.model.dependents.read_by_pip import is_cut_by_pip
from apparate_ng.model.dependents.reference import Form, Reference, Slot, Span

_CUT = "pip reads its path only up to the blank, and the rest as an option or a comment"


def _read_java_dependency(text: str) -> Reference | None:
    return read_path(text) or read_coordinates(text)


def _read_for_pip(text: str) -> Reference | None:
    found = read_dependency(text)
    if found is None or found.form is not Form.PATH or not is_cut_by_pip(found.span.of(text)):
        return found
    return replace(found, obstacle=found.obstacle or _CUT)


_READERS: dict[Slot, Callable[[str], Reference | None]] = {
    Slot.WHL: read_path,
    Slot.EGG: read_path,
    Slot.JAR: read_path,
    Slot.PYPI: _read_for_pip,
    Slot.MAVEN: read_coordinates,
    Slot.DEPENDENCY: _read_for_pip,
    Slot.JAVA_DEPENDENCY: _read_java_dependency,
    Slot.FILE: read_path,
    Slot.SCRIPT: read_script_name,
    Slot.IMAGE: read_image,
}


def read_place(place: Place) -> Reference | None:
    """The reference that stands at a place; its span is that of the whole text."""
    found = _standing_at(place)
    if found is not None and place.beside:
        found = replace(found, beside=place.beside)
    if found is None or place.obstacle is None:
        return found
    return replace(found, obstacle=place.obstacle, remedy=place.remedy)


def _standing_at(place: Place) -> Reference | None:
    if place.item is None:
        return read_reference(place.text, place.slot)
    found = read_reference(place.item.of(place.text), place.slot)
    if found is None:
        return None
    return replace(
        found,
        span=Span(start=place.item.start + found.span.start, end=place.item.start + found.span.end),
    )


@lru_cache(maxsize=4096)
def read_reference(text: str, slot: Slot) -> Reference | None:
    """The reference that `text` is in a place of kind `slot`, or None where it is none.

    A workspace repeats few texts often.
    """
    return _READERS[slot](text)
