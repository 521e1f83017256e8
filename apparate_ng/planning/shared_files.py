"""Files: what holds one of a file's users holds the file, since all of them get what it says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import msgspec

from apparate_ng.model.dependents.dependent import Dependent, LocatedReference, User
from apparate_ng.model.plans.decision import Decision, Reason
from apparate_ng.model.plans.plan import PlannedPin
from apparate_ng.model.policies.policy import Policy
from apparate_ng.model.policies.timing import Timing
from apparate_ng.model.releases.release import Release
from apparate_ng.planning.deciding import Settled, settle
from apparate_ng.planning.facts import Facts

_MOST_NAMED = 3


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
    for_each = list(zip(users, pins, strict=False))  # without users the file stands for itself
    held = [(user, pin) for user, pin in for_each if pin.decision is Decision.HOLD]
    free = [(user, pin) for user, pin in for_each if pin.decision is Decision.UPGRADE]
    if held and free:
        return _held_for_some(held[0][1], [user for user, _ in held], [user for user, _ in free])
    other = next((user for user, pin in free if pin.to != pins[0].to), None)
    return pins[0] if other is None else _held_for_texts(pins[0], users[0], other)


def _standing_for(user: User, file: Dependent) -> Dependent:
    """What stands in the file, as if it stood in one of its users."""
    return replace(
        file,
        kind=user.kind,
        id=user.id,
        name=user.name,
        tags=user.tags,
        managed_by=user.managed_by,
        owner=user.owner,
        schedule=user.schedule,
        shares_file=True,
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


def _held_for_some(pin: PlannedPin, held: list[User], free: list[User]) -> PlannedPin:
    names, others = (_listed([user.name for user in users]) for users in (held, free))
    return msgspec.structs.replace(
        pin,
        reason=Reason.SHARED_FILE,
        explanation=f"{names} must not move ({pin.explanation}), and {others} may;"
        " they share this file",
        hint="give them files of their own, or let all of them move",
    )


def _held_for_texts(pin: PlannedPin, one: User, other: User) -> PlannedPin:
    """Rules can ask for a version in its place for one of them, and for a path for the other."""
    return msgspec.structs.replace(
        pin,
        to=None,
        to_version=None,
        decision=Decision.HOLD,
        reason=Reason.SHARED_FILE,
        explanation=f"{_listed([one.name, other.name])} share this file, and rules give them"
        " different index_pins",
        hint="give them files of their own, or the same index_pins",
    )


def _listed(names: Sequence[str]) -> str:
    more = len(names) - _MOST_NAMED
    named = ", ".join(names[:_MOST_NAMED])
    return f"{named} and {more} more" if more > 0 else named
