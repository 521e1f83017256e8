"""What has to be sent to move one dependent, made from the fresh document."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, TypeAlias

from apparate_ng.discovery.places import Place
from apparate_ng.discovery.references import references_to
from apparate_ng.model.kinds import ArtifactKind, kind_of_file
from apparate_ng.model.plan import PlannedPin
from apparate_ng.model.release import Release
from apparate_ng.model.target import target_text

Json: TypeAlias = Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One document before and after, and the part that is sent."""

    before: Json
    expected: Json
    sent: Json
    relies_on_merging: bool = False
    """True where entries are left out: a server that does not merge would lose them."""


def stands_as_planned(places: Iterable[Place], library: str, pins: tuple[PlannedPin, ...]) -> bool:
    """True where every pin has its new text already."""
    standing = {place.location: place.text for place, _ in references_to(library, places)}
    return all(standing.get(location_after(pin)) == pin.to for pin in pins)


def location_after(pin: PlannedPin) -> str:
    """Where the new text will stand: an egg that becomes a wheel moves to the key `whl`."""
    becomes_wheel = pin.to is not None and kind_of_file(pin.to) is ArtifactKind.WHEEL
    if becomes_wheel and pin.location.endswith(".egg"):
        return pin.location.removesuffix(".egg") + ".whl"
    return pin.location


def planned_rewrites(
    places: Iterable[Place], release: Release, pins: tuple[PlannedPin, ...]
) -> list[tuple[Place, str]] | None:
    """Each pin's place and new text, or None where one no longer stands as it was planned.

    Only places that the walker finds, and that name the library, can be changed, and only to
    its release: whatever else a plan file may contain, it cannot reach beyond that.
    """
    targets = {
        place.location: (place, target_text(place.text, reference, release))
        for place, reference in references_to(release.name, places)
    }
    rewrites: list[tuple[Place, str]] = []
    for pin in pins:
        place, target = targets.get(pin.location, (None, None))
        if place is None or place.text != pin.from_ or pin.to is None or pin.to != target:
            return None
        rewrites.append((place, pin.to))
    return rewrites
