"""What has to be sent to move one job, made from the fresh document."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeAlias

from apparate_ng.discovery.job_reader import references_in_job
from apparate_ng.discovery.places import Place
from apparate_ng.discovery.rewriting import rewritten
from apparate_ng.model.kinds import ArtifactKind, kind_of_file
from apparate_ng.model.plan import PlannedPin
from apparate_ng.model.release import Release
from apparate_ng.model.target import target_text

Json: TypeAlias = Any


@dataclass(frozen=True, slots=True, kw_only=True)
class JobChange:
    """One job's settings before and after, and the part that is sent."""

    before: Json
    expected: Json
    sent: Json
    """Changed tasks whole and no others, since tasks merge by key; the whole array of
    environments where one changed, since how those merge is not documented."""

    @property
    def relies_on_merging(self) -> bool:
        """True where tasks are left out: a server that does not merge would lose them."""
        return "tasks" in self.sent and len(self.sent["tasks"]) < len(self.expected["tasks"])


def standing_texts(settings: Json, library: str) -> dict[str, str]:
    """What stands at each location that names the library."""
    return {place.location: place.text for place, _ in references_in_job(settings, library)}


def stands_as_planned(settings: Json, library: str, pins: tuple[PlannedPin, ...]) -> bool:
    """True where every pin has its new text already."""
    standing = standing_texts(settings, library)
    return all(standing.get(location_after(pin)) == pin.to for pin in pins)


def location_after(pin: PlannedPin) -> str:
    """Where the new text will stand: an egg that becomes a wheel moves to the key `whl`."""
    becomes_wheel = pin.to is not None and kind_of_file(pin.to) is ArtifactKind.WHEEL
    if becomes_wheel and pin.location.endswith(".egg"):
        return pin.location.removesuffix(".egg") + ".whl"
    return pin.location


def change_of(settings: Json, release: Release, pins: tuple[PlannedPin, ...]) -> JobChange | None:
    """The change that these pins ask for, or None where one no longer stands as it was planned.

    Only places that the walker finds, and that name the library, can be changed, and only to
    its release: whatever else a plan file may contain, it cannot reach beyond that.
    """
    found = references_in_job(settings, release.name)
    targets = {
        place.location: (place, target_text(place.text, reference, release))
        for place, reference in found
    }
    changes: list[tuple[Place, str]] = []
    for pin in pins:
        place, target = targets.get(pin.location, (None, None))
        if place is None or place.text != pin.from_ or pin.to is None or pin.to != target:
            return None
        changes.append((place, pin.to))
    expected = rewritten(settings, changes)
    return JobChange(before=settings, expected=expected, sent=_part_to_send(expected, changes))


def _part_to_send(expected: Json, changes: list[tuple[Place, str]]) -> Json:
    touched = {place.path[:2] for place, _ in changes}
    tasks = sorted(index for top, index in touched if top == "tasks" and isinstance(index, int))
    part: dict[str, Json] = {}
    if tasks:
        part["tasks"] = [expected["tasks"][index] for index in tasks]
    if any(top == "environments" for top, _ in touched):
        part["environments"] = expected["environments"]
    return part
