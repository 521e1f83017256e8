"""Which of a document's places name a library."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace

from apparate_ng.discovery.places import Place
from apparate_ng.discovery.references.paths import SEVERAL_FILES, files_within
from apparate_ng.discovery.references.slots import read_place
from apparate_ng.model.dependents.reference import Form, Reference
from apparate_ng.model.releases.file_names import may_be_of
from apparate_ng.model.releases.names import comparable

_TWICE = "one parameter names the library more than once"
_OF_TWO = "its file's name may be that of another library, too"


def references_to(library: str | None, places: Iterable[Place]) -> list[tuple[Place, Reference]]:
    """Every place that names `library`, or without one any library at all, with what it says.

    A parameter that names a library several times cannot be rewritten one pin at a time, so it is
    only reported.
    """
    ours = [
        (place, wanted)
        for one in places
        for place, reference in _named_by(one)
        if (wanted := _if_wanted(place, reference, library)) is not None
    ]
    times = Counter((place.location, reference.name) for place, reference in ours)
    return [
        (place, replace(reference, obstacle=reference.obstacle or _TWICE))
        if times[place.location, reference.name] > 1
        else (place, reference)
        for place, reference in ours
    ]


def _named_by(place: Place) -> Iterator[tuple[Place, Reference]]:
    """What a place names: nothing, one thing, or each of several files, which are only reported."""
    found = read_place(place)
    if found is None:
        return
    if found.obstacle != SEVERAL_FILES:
        yield place, found
        return
    for span in files_within(place.text, found.span):
        part = replace(place, item=span, obstacle=place.obstacle or SEVERAL_FILES)
        reference = read_place(part)
        if reference is not None:
            yield part, reference


def _if_wanted(place: Place, reference: Reference, library: str | None) -> Reference | None:
    """The reference, if it is one to `library`; what only may be one is not rewritten."""
    if library is None:
        return reference
    name = comparable(library, reference.ecosystem)
    if reference.form is Form.PATH:
        file_name = reference.span.of(place.text).rpartition("/")[2]
        if may_be_of(name, file_name):
            obstacle = reference.obstacle or _OF_TWO
            return replace(reference, name=name, version=None, obstacle=obstacle)
    return reference if reference.name == name else None
