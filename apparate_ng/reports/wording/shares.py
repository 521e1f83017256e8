"""Which pins of which dependents belong together: by decision, by reason, by what is said of them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterable
from dataclasses import dataclass
from typing import TypeVar

from apparate_ng.model.plans.decision import Decision, Reason
from apparate_ng.model.plans.plan import PlannedDependent, PlannedPin
from apparate_ng.reports.wording.counts import counted, counted_dependents

Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """A dependent with those of its pins that belong together."""

    dependent: PlannedDependent
    pins: tuple[PlannedPin, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """What is said of a pin; None where that has been said already."""

    explanation: str | None
    hint: str | None

    def without(self, said: Note) -> Note:
        """Return what is left to say."""
        return Note(
            explanation=None if self.explanation == said.explanation else self.explanation,
            hint=None if self.hint == said.hint else self.hint,
        )


def shares_of(dependents: Iterable[PlannedDependent]) -> list[Share]:
    """Return every dependent with all of its pins."""
    return [Share(dependent=dependent, pins=dependent.pins) for dependent in dependents]


def grouped(shares: Iterable[Share], key: Callable[[PlannedPin], Key]) -> dict[Key, list[Share]]:
    """Return the shares of each key, in the order of their first pin; no pin is in two."""
    groups: dict[Key, list[Share]] = {}
    for share in shares:
        for value, pins in pins_by(share.pins, key).items():
            part = Share(dependent=share.dependent, pins=tuple(pins))
            groups.setdefault(value, []).append(part)
    return groups


def pins_by(
    pins: Iterable[PlannedPin], key: Callable[[PlannedPin], Key]
) -> dict[Key, list[PlannedPin]]:
    """Return the pins of each key, in the order of their first."""
    groups: dict[Key, list[PlannedPin]] = {}
    for pin in pins:
        groups.setdefault(key(pin), []).append(pin)
    return groups


def counts_of(shares: Collection[Share]) -> str:
    """Return `12 pins in 9 jobs`."""
    pins = sum(len(share.pins) for share in shares)
    dependents = counted_dependents([share.dependent for share in shares])
    return f"{counted(pins, 'pin')} in {dependents}"


def by_decision(shares: Iterable[Share]) -> dict[Decision, list[Share]]:
    """Return the shares of each decision, in the order in which people want to read them."""
    groups = grouped(shares, lambda pin: pin.decision)
    return {decision: groups[decision] for decision in Decision if decision in groups}


def by_reason(shares: Iterable[Share]) -> dict[Reason, list[Share]]:
    """Return the shares of each reason, in the order in which reasons are declared."""
    groups = grouped(shares, lambda pin: pin.reason)
    return {reason: groups[reason] for reason in Reason if reason in groups}


def sameness(pin: PlannedPin) -> Hashable:
    """Return what two pins have in common where they differ only in where they stand.

    Pins with different reasons are told apart before: see `by_reason`.
    """
    return (pin.from_version or pin.from_, pin.to_version, pin.step, pin.breaking)


def note_of(pin: PlannedPin) -> Note:
    """Return what is said of one pin."""
    return Note(explanation=pin.explanation, hint=pin.hint)


def common_note(notes: Collection[Note]) -> Note:
    """Return what is said of all alike."""
    explanations = {note.explanation for note in notes}
    hints = {note.hint for note in notes}
    return Note(
        explanation=explanations.pop() if len(explanations) == 1 else None,
        hint=hints.pop() if len(hints) == 1 else None,
    )
