"""Where the pins of a record stand now: as before, as after, or something else. Pure.

Progress is read from the workspace, never from a log.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import TypeAlias

from apparate_ng.deployment.change import location_after
from apparate_ng.discovery.places import Place
from apparate_ng.model.dependents.read_by_pip import LINE_OF_A_FILE
from apparate_ng.model.dependents.reference import Reference
from apparate_ng.model.plans.plan import PlannedPin

_POSITION = re.compile(
    r"(?<=libraries)\[\d+\]|(?<=dependencies)\[\d+\]|(?<=parameters)\[\d+\]"
    rf"|{LINE_OF_A_FILE}"
)
"""What shifts when somebody adds an entry above. Keys of tasks and environments never do."""
Found: TypeAlias = tuple[Place, Reference]


class State(str, Enum):
    """How a pin stands."""

    BEFORE = "before"
    AFTER = "after"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A pin and where it was found; `found` is None where something else stands there."""

    pin: PlannedPin
    state: State
    found: Found | None = None


def standings(references: Sequence[Found], pins: Iterable[PlannedPin]) -> list[Standing]:
    """How each pin stands among the references to the library that a document has.

    One that has shifted inside its list or file is found again where that is beyond doubt: as many
    entries there have its text as pins are looked for.
    """
    listed = list(pins)
    exact = [_exact(references, pin) for pin in listed]
    claimed = {id(one.found[0]) for one in exact if one.found is not None}
    free = [found for found in references if id(found[0]) not in claimed]
    lost = [one.pin for one in exact if one.state is State.OTHER]
    return [_shifted(free, one.pin, lost) if one.state is State.OTHER else one for one in exact]


def _exact(references: Sequence[Found], pin: PlannedPin) -> Standing:
    for found in references:
        place = found[0]
        if place.location == pin.location and place.text == pin.from_:
            return Standing(pin=pin, state=State.BEFORE, found=found)
        if place.location == location_after(pin) and place.text == pin.to:
            return Standing(pin=pin, state=State.AFTER, found=found)
    return Standing(pin=pin, state=State.OTHER)


def _shifted(free: Sequence[Found], pin: PlannedPin, lost: Sequence[PlannedPin]) -> Standing:
    for state in (State.BEFORE, State.AFTER):
        wanted = _sought(pin, state)
        found = [one for one in free if (_unplaced(one[0].location), one[0].text) == wanted]
        rivals = Counter(_sought(other, state) for other in lost)[wanted]
        if found and len(found) == rivals:
            at = [other for other in lost if _sought(other, state) == wanted].index(pin)
            return Standing(pin=pin, state=state, found=found[at])
    return Standing(pin=pin, state=State.OTHER)


def _sought(pin: PlannedPin, state: State) -> tuple[str, str | None]:
    if state is State.BEFORE:
        return _unplaced(pin.location), pin.from_
    return _unplaced(location_after(pin)), pin.to


def _unplaced(location: str) -> str:
    return _POSITION.sub("[]", location)
