"""Who uses what several share: a file, a cluster, a policy."""

from __future__ import annotations

from collections.abc import Iterable

from apparate_ng.discovery.places import Json, inner
from apparate_ng.discovery.readers.fields import manager_of, owner_of, tags_of, text_or_none
from apparate_ng.discovery.readers.schedule import schedule_of, schedule_of_pipeline
from apparate_ng.model.dependents.dependent import DependentKind, Schedule, User
from apparate_ng.model.dependents.fingerprint import fingerprint


def user_of(kind: DependentKind, id_: str, settings: Json, document: Json = None) -> User:
    """A job or pipeline as a user, with what matters for deciding.

    `settings` are what a fingerprint of it is made of, as of a dependent. `document` is what the
    platform keeps around them, with the owner, where it is at hand.
    """
    return User(
        kind=kind,
        id=id_,
        name=text_or_none(inner(settings, "name")) or "(unnamed)",
        managed_by=manager_of(settings),
        tags=tags_of(settings),
        owner=owner_of(document),
        schedule=_schedule_of(kind, settings),
        fingerprint=fingerprint(settings),
    )


def _schedule_of(kind: DependentKind, settings: Json) -> Schedule | None:
    if kind is DependentKind.PIPELINE:
        return schedule_of_pipeline(settings)
    return schedule_of(settings) if kind is DependentKind.JOB else None


def in_order(users: Iterable[User]) -> tuple[User, ...]:
    """Each once, and always in one order, so that two plans of one workspace are the same."""
    return tuple(sorted(set(users), key=lambda user: (user.kind.value, user.id)))
