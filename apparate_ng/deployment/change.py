"""What has to be sent to move one dependent, made from the fresh document."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, TypeAlias

from apparate_ng.deployment.goal import Goal
from apparate_ng.discovery.places import Place
from apparate_ng.discovery.references.finding import references_to
from apparate_ng.discovery.references.paths import kind_named
from apparate_ng.model.dependents.replacing import location_of_path, location_of_requirement
from apparate_ng.model.plans.plan import PlannedPin
from apparate_ng.model.releases.kinds import ArtifactKind

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
    """Where the new text will stand: an egg that becomes a wheel moves to the key `whl`, and back.

    So does a requirement that becomes a path.
    """
    kind = None if pin.to is None else kind_named(pin.to)
    if kind is ArtifactKind.WHEEL and kind_named(pin.from_) is None:
        return location_of_path(pin.location)
    if pin.to is not None and kind is None and kind_named(pin.from_) is ArtifactKind.WHEEL:
        return location_of_requirement(pin.location)
    if kind is ArtifactKind.WHEEL and pin.location.endswith(".egg"):
        return pin.location.removesuffix(".egg") + ".whl"
    if kind is ArtifactKind.EGG and pin.location.endswith(".whl"):
        return pin.location.removesuffix(".whl") + ".egg"
    return pin.location


def planned_rewrites(
    places: Iterable[Place], goal: Goal, pins: tuple[PlannedPin, ...]
) -> list[tuple[Place, str]] | None:
    """Each pin's place and new text, or None where one no longer stands as it was planned.

    Only places that the walker finds, and that name the library, can be changed, and only as the
    goal permits: whatever else a plan file or a record may contain, it cannot reach beyond that.
    """
    standing = {
        place.location: (place, reference)
        for place, reference in references_to(goal.library, places)
    }
    rewrites: list[tuple[Place, str]] = []
    for pin in pins:
        found = standing.get(pin.location)
        if found is None or found[0].text != pin.from_ or pin.to is None:
            return None
        if not goal.permits(*found, pin.to):
            return None
        rewrites.append((found[0], pin.to))
    return rewrites
