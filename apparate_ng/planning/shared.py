"""What several share: what holds one of its users holds it, since all of them get what it says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import msgspec

from apparate_ng.model.dependents.dependent import Dependent, DependentKind, LocatedReference, User
from apparate_ng.model.plans.decision import Decision, Reason
from apparate_ng.model.plans.plan import PlannedPin
from apparate_ng.model.policies.policy import Policy
from apparate_ng.model.policies.timing import Timing
from apparate_ng.model.releases.release import Release
from apparate_ng.planning.deciding import Settled, settle
from apparate_ng.planning.facts import Facts

_MOST_NAMED = 3
_WORDS = {
    DependentKind.FILE: ("file", "files"),
    DependentKind.POLICY: ("cluster policy", "cluster policies"),
    DependentKind.CLUSTER: ("cluster", "clusters"),
}
"""One and several of what can be shared."""


def settle_in_file(
    located: LocatedReference,
    file: Dependent,
    release: Release,
    policy: Policy,
    timing: Timing | None = None,
    facts: Facts | None = None,
) -> Settled:
    """The decision on one entry of a file: upgraded only if each of its users may have it.

    What could not be read may be a user, and perhaps one that must not move.
    """
    standing = [_standing_for(user, file) for user in file.users] or [file]
    for_each = [settle(located, one, release, policy, timing, facts) for one in standing]
    pin = _joined(file.users, [one.pin for one in for_each])
    if pin.decision is Decision.UPGRADE and file.unseen_users:
        pin = _held_for_unseen(pin, file.unseen_users)
    return Settled(pin=pin, considered=tuple(each for one in for_each for each in one.considered))


def _joined(users: Sequence[User], pins: Sequence[PlannedPin]) -> PlannedPin:
    held, free = _apart(users, pins)  # without users the file stands for itself
    if held and free:
        return _held_for_some(DependentKind.FILE, held, free)
    other = next((user for user, pin in free if pin.to != pins[0].to), None)
    if other is None:
        return pins[0]
    return _held_for_texts(DependentKind.FILE, pins[0], [users[0].name, other.name])


def settle_on_host(
    located: LocatedReference,
    host: Dependent,
    release: Release,
    policy: Policy,
    timing: Timing | None = None,
    facts: Facts | None = None,
) -> Settled:
    """The decision on one library of a host: upgraded only if each of its known users may have it.

    Somebody else may run on it, too: so it is asked first whether the host itself may move.
    """
    own = settle(located, host, release, policy, timing, facts)
    if own.pin.decision is not Decision.UPGRADE:
        return own
    standing = [_standing_for(user, host) for user in host.users]
    for_each = [settle(located, one, release, policy, timing, facts) for one in standing]
    considered = (*own.considered, *(each for one in for_each for each in one.considered))
    pin = _joined_on_host(host, own.pin, [one.pin for one in for_each])
    return Settled(pin=pin, considered=considered)


def _joined_on_host(host: Dependent, own: PlannedPin, pins: Sequence[PlannedPin]) -> PlannedPin:
    held, free = _apart(host.users, pins)
    if held and free:
        return _held_for_some(host.kind, held, free)
    if held:
        return _held_for_all(held)
    other = next((user for user, pin in free if pin.to != own.to), None)
    return own if other is None else _held_for_texts(host.kind, own, [host.name, other.name])


def _apart(
    users: Sequence[User], pins: Sequence[PlannedPin]
) -> tuple[list[tuple[User, PlannedPin]], list[tuple[User, PlannedPin]]]:
    """Those who are held, and those who may."""
    for_each = list(zip(users, pins, strict=False))
    held = [(user, pin) for user, pin in for_each if pin.decision is Decision.HOLD]
    return held, [(user, pin) for user, pin in for_each if pin.decision is Decision.UPGRADE]


def _standing_for(user: User, shared: Dependent) -> Dependent:
    """What stands in the file or on the host, as if it stood in one of its users."""
    return replace(
        shared,
        kind=user.kind,
        id=user.id,
        name=user.name,
        tags=user.tags,
        managed_by=user.managed_by,
        owner=user.owner,
        schedule=user.schedule,
        shares=shared.kind,
    )


def _held_for_unseen(pin: PlannedPin, unseen: Sequence[str]) -> PlannedPin:
    return msgspec.structs.replace(
        pin,
        to=None,
        to_version=None,
        decision=Decision.HOLD,
        reason=Reason.SHARED_FILE,
        explanation=f"{_listed(unseen)} could not be read, and may use this file",
        hint="make it readable for this identity, or change the file by hand",
    )


def _held_for_some(
    kind: DependentKind, held: list[tuple[User, PlannedPin]], free: list[tuple[User, PlannedPin]]
) -> PlannedPin:
    names, others = (_listed([user.name for user, _ in those]) for those in (held, free))
    pin, (one, several) = held[0][1], _WORDS[kind]
    return msgspec.structs.replace(
        pin,
        reason=Reason.SHARED_FILE,
        explanation=f"{names} must not move ({pin.explanation}), and {others} may;"
        f" they share this {one}",
        hint=f"give them {several} of their own, or let all of them move",
    )


def _held_for_all(held: list[tuple[User, PlannedPin]]) -> PlannedPin:
    """The first one's reason, with the names: what has the pin is not who is held."""
    names, pin = _listed([user.name for user, _ in held]), held[0][1]
    return msgspec.structs.replace(pin, explanation=f"{names} must not move ({pin.explanation})")


def _held_for_texts(kind: DependentKind, pin: PlannedPin, names: Sequence[str]) -> PlannedPin:
    """Rules can ask for a version in its place for one of them, and for a path for the other."""
    one, several = _WORDS[kind]
    return msgspec.structs.replace(
        pin,
        to=None,
        to_version=None,
        decision=Decision.HOLD,
        reason=Reason.SHARED_FILE,
        explanation=f"{_listed(names)} share this {one}, and rules give them different index_pins",
        hint=f"give them {several} of their own, or the same index_pins",
    )


def _listed(names: Sequence[str]) -> str:
    more = len(names) - _MOST_NAMED
    named = ", ".join(names[:_MOST_NAMED])
    return f"{named} and {more} more" if more > 0 else named
