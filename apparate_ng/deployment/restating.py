"""A record meets the workspace: what of it is still to be done, dependent by dependent.

Forwards (resume) the pins move from `from` to `to`; backwards (rollback) they are turned round first.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

from msgspec import structs

from apparate_ng.deployment.change import location_after
from apparate_ng.deployment.editor import Editor
from apparate_ng.deployment.goal import Goal, path_in
from apparate_ng.deployment.standing import Standing, State, standings
from apparate_ng.discovery.references.finding import references_to
from apparate_ng.model.dependents.fingerprint import fingerprint
from apparate_ng.model.plans.decision import Decision, Reason
from apparate_ng.model.plans.plan import PlannedDependent, PlannedPin
from apparate_ng.model.releases.kinds import Ecosystem
from apparate_ng.model.releases.steps import Step, change_between
from apparate_ng.model.releases.versions import AnyVersion, version_or_none

Json: TypeAlias = Any
_AS_RECORDED = "it stands as it was recorded"
_STANDS = "it stands there already"
_EDITED = "it was changed since, and that is kept"
_FOREIGN = "what the record would put there is no version of this library"


def turned_round(dependent: PlannedDependent, ecosystem: Ecosystem) -> PlannedDependent:
    """The dependent with each of its upgrades the other way; other pins are no longer in it."""
    pins = tuple(_turned(pin, ecosystem) for pin in dependent.upgrades)
    return structs.replace(dependent, pins=pins, warnings=())


def _turned(pin: PlannedPin, ecosystem: Ecosystem) -> PlannedPin:
    step = breaking = None
    then, now = (_version(text, ecosystem) for text in (pin.from_version, pin.to_version))
    if then is not None and now is not None:
        change = change_between(now, then)
        step, breaking = change.step, change.breaking
    return structs.replace(
        pin,
        location=location_after(pin),
        from_=pin.to or "",
        to=pin.from_,
        from_version=pin.to_version,
        to_version=pin.from_version,
        step=step,
        breaking=bool(breaking),
    )


def _version(text: str | None, ecosystem: Ecosystem) -> AnyVersion | None:
    return None if text is None else version_or_none(text, ecosystem)


@dataclass(frozen=True, slots=True, kw_only=True)
class Restated:
    """A dependent of a record as it stands now."""

    dependent: PlannedDependent
    """Each pin decided anew: to be written, there already, or kept."""
    paths: Mapping[str, str]
    """By location, the file that a pin would name."""


def restated(recorded: PlannedDependent, content: Json, editor: Editor, goal: Goal) -> Restated:
    """The record of one dependent, held against its document."""
    references = references_to(goal.library, editor.places(content))
    found = standings(references, recorded.upgrades)
    dependent = structs.replace(
        recorded,
        fingerprint=fingerprint(content),
        warnings=(),
        pins=tuple(_decided(standing, goal) for standing in found),
    )
    return Restated(dependent=dependent, paths=dict(_paths(found)))


def _paths(found: Iterable[Standing]) -> Iterator[tuple[str, str]]:
    for standing in found:
        if standing.found is not None and standing.pin.to is not None:
            path = path_in(*standing.found, standing.pin.to)
            if path is not None:
                yield standing.found[0].location, path


def _decided(standing: Standing, goal: Goal) -> PlannedPin:
    pin = standing.pin
    if standing.state is State.AFTER:
        return _there(pin)
    if standing.found is None:
        return kept(pin, Reason.EDITED_SINCE, _EDITED)
    if pin.to is None or not goal.permits(*standing.found, pin.to):
        return kept(pin, Reason.EDITED_SINCE, _FOREIGN)
    return structs.replace(
        pin,
        location=standing.found[0].location,
        decision=Decision.UPGRADE,
        reason=Reason.ALLOWED,
        explanation=_AS_RECORDED,
        hint=None,
    )


def _there(pin: PlannedPin) -> PlannedPin:
    stands = structs.replace(
        pin,
        location=location_after(pin),
        from_=pin.to or "",
        from_version=pin.to_version,
        step=Step.NONE,
        breaking=False,
    )
    return kept(stands, Reason.SAME_VERSION, _STANDS)


def without_missing(one: Restated, missing: Collection[str]) -> Restated:
    """The same, its pins kept where the file that they would name is not there any more."""
    pins = tuple(
        kept(pin, Reason.FILE_GONE, f"{one.paths[pin.location]} is not there any more")
        if pin.decision is Decision.UPGRADE and one.paths.get(pin.location) in missing
        else pin
        for pin in one.dependent.pins
    )
    return replace(one, dependent=structs.replace(one.dependent, pins=pins))


def kept(pin: PlannedPin, reason: Reason, explanation: str) -> PlannedPin:
    """The pin, not to be touched."""
    return structs.replace(
        pin,
        to=None,
        to_version=None,
        decision=reason.decision,
        reason=reason,
        explanation=explanation,
        hint=None,
    )


def all_or_nothing(one: Restated) -> Restated:
    """The same; where somebody else changed one of its pins, none is touched."""
    if not was_edited(one.dependent.pins):
        return one
    pins = tuple(
        kept(pin, Reason.EDITED_SINCE, "another pin there was changed since")
        if pin.decision is Decision.UPGRADE
        else pin
        for pin in one.dependent.pins
    )
    return replace(one, dependent=structs.replace(one.dependent, pins=pins))


def was_edited(pins: Iterable[PlannedPin]) -> bool:
    """True where a pin is kept, since it is not as the record has it, or must not go back."""
    return any(pin.decision is Decision.HOLD for pin in pins)
