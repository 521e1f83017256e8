"""Every place in a pipeline's spec where a version can stand."""

from __future__ import annotations

from collections.abc import Iterator

from apparate_ng.discovery.places import Json, Place, inner
from apparate_ng.discovery.walkers.libraries import places_in_libraries, places_in_texts
from apparate_ng.model.dependents.reference import Slot


def places_in_pipeline(spec: Json) -> Iterator[Place]:
    """All places, in the order of the document. Whatever has another shape is passed over."""
    yield from places_in_libraries(inner(spec, "libraries"), "libraries", ("libraries",))
    yield from places_in_texts(
        inner(spec, "environment", "dependencies"),
        "environment.dependencies",
        ("environment", "dependencies"),
        Slot.DEPENDENCY,
    )
