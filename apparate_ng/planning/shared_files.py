"""Files: what holds one of a file's users holds the file, since all of them get what it says."""

from __future__ import annotations

from dataclasses import replace

import msgspec

from apparate_ng.model.decision import Decision, Reason
from apparate_ng.model.dependent import Dependent, LocatedReference, User
from apparate_ng.model.plan import PlannedPin
from apparate_ng.model.policy import Policy
from apparate_ng.model.release import Release
from apparate_ng.planning.deciding import decide

_MOST_NAMED = 3


def decide_in_file(
    located: LocatedReference, file: Dependent, release: Release, policy: Policy
) -> PlannedPin:
    """The decision on one entry of a file: upgraded only if each of its users may have it."""
    for_each = [
        (user, decide(located, _standing_for(user, file), release, policy)) for user in file.users
    ]
    held = [(user, pin) for user, pin in for_each if pin.decision is Decision.HOLD]
    free = [user for user, pin in for_each if pin.decision is Decision.UPGRADE]
    if held and free:
        return _held_for_some(held[0][1], [user for user, _ in held], free)
    return for_each[0][1] if for_each else decide(located, file, release, policy)


def _standing_for(user: User, file: Dependent) -> Dependent:
    """What stands in the file, as if it stood in one of its users."""
    return replace(
        file,
        kind=user.kind,
        id=user.id,
        name=user.name,
        tags=user.tags,
        managed_by=user.managed_by,
    )


def _held_for_some(pin: PlannedPin, held: list[User], free: list[User]) -> PlannedPin:
    return msgspec.structs.replace(
        pin,
        reason=Reason.SHARED_FILE,
        explanation=f"{_named(held)} must not move ({pin.explanation}), and {_named(free)} may;"
        " they share this file",
        hint="give them files of their own, or let all of them move",
    )


def _named(users: list[User]) -> str:
    names = ", ".join(user.name for user in users[:_MOST_NAMED])
    more = len(users) - _MOST_NAMED
    return f"{names} and {more} more" if more > 0 else names
