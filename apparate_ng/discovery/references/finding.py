"""Which of a document's places name a library."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from apparate_ng.discovery.places import Place
from apparate_ng.discovery.references.slots import read_place
from apparate_ng.model.dependents.reference import Reference
from apparate_ng.model.releases.names import comparable

_TWICE = "one parameter names the library more than once"


def references_to(library: str | None, places: Iterable[Place]) -> list[tuple[Place, Reference]]:
    """Every place that names `library`, or without one any library at all, with what it says.

    A parameter that names a library several times cannot be rewritten one pin at a time, so it is
    only reported.
    """
    found = ((place, read_place(place)) for place in places)
    ours = [
        (place, reference)
        for place, reference in found
        if reference is not None and _is_wanted(reference, library)
    ]
    times = Counter((place.location, reference.name) for place, reference in ours)
    return [
        (place, replace(reference, obstacle=reference.obstacle or _TWICE))
        if times[place.location, reference.name] > 1
        else (place, reference)
        for place, reference in ours
    ]


def _is_wanted(reference: Reference, library: str | None) -> bool:
    return library is None or reference.name == comparable(library, reference.ecosystem)
