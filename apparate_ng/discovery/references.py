"""Which of a document's places name a library."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from apparate_ng.discovery.places import Place
from apparate_ng.discovery.reading.slots import read_place
from apparate_ng.model.names import comparable
from apparate_ng.model.reference import Reference

_TWICE = "one parameter names the library more than once"


def references_to(library: str, places: Iterable[Place]) -> list[tuple[Place, Reference]]:
    """Every place that names `library`, with what it says.

    A parameter that names it several times cannot be rewritten one pin at a time, so it is only
    reported.
    """
    found = ((place, read_place(place)) for place in places)
    ours = [
        (place, reference)
        for place, reference in found
        if reference is not None and reference.name == comparable(library, reference.ecosystem)
    ]
    times = Counter(place.location for place, _ in ours)
    return [
        (place, reference if times[place.location] == 1 else replace(reference, obstacle=_TWICE))
        for place, reference in ours
    ]
