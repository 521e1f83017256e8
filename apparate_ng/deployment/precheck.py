"""The check of a plan: does every dependent still stand as it was planned, and do its users?"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from msgspec import UNSET

from apparate_ng.deployment.change import planned_rewrites, stands_as_planned
from apparate_ng.deployment.editor import Editor
from apparate_ng.deployment.goal import AsRecorded, ToRelease
from apparate_ng.deployment.restating import turned_round
from apparate_ng.model.dependents.dependent import DependentKind
from apparate_ng.model.dependents.fingerprint import fingerprint
from apparate_ng.model.plans.plan import FileUser, PlannedDependent
from apparate_ng.model.releases.release import Release
from apparate_ng.workspace.failures import NotFoundError, PermissionDeniedError, WorkspaceError
from apparate_ng.workspace.pools import workers

Json: TypeAlias = Any
_Key: TypeAlias = tuple[DependentKind, str]
_MOST_NAMED = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Stale:
    """A dependent that no longer fits the plan."""

    dependent: PlannedDependent
    why: str | None = None
    """In words, where not the dependent changed, but one of its users."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Precheck:
    """What was planned, held against what stands there. Nothing is written."""

    planned: Collection[PlannedDependent]
    """All that is to be changed, also what nobody asks about: a user may be among them."""
    editors: Mapping[DependentKind, Editor]
    release: Release
    concurrency: int

    def changed(self) -> list[PlannedDependent]:
        """Those that changed, and not in the way that was planned, or are gone.

        Raises:
            WorkspaceError: one could not be read.
        """
        planned = list(self.planned)
        with workers(self.concurrency, "check") as pool:
            stale = pool.map(self._has_changed, planned)
            return [one for one, gone in zip(planned, stale, strict=True) if gone]

    def _has_changed(self, dependent: PlannedDependent) -> bool:
        editor = self.editors.get(dependent.kind)
        if editor is None:
            return True  # no plan of ours changes such a dependent
        try:
            content = editor.read(dependent.id).content
        except (NotFoundError, PermissionDeniedError):
            return True  # those who are no admin are refused a job that is gone
        if self._stands_as_planned(dependent, content, editor):
            return False
        goal = ToRelease(release=self.release)
        rewrites = planned_rewrites(editor.places(content), goal, dependent.upgrades)
        return rewrites is None or fingerprint(content) != dependent.fingerprint

    def _stands_as_planned(
        self, dependent: PlannedDependent, content: Json, editor: Editor
    ) -> bool:
        places = editor.places(content)
        return stands_as_planned(places, self.release.name, dependent.upgrades)

    def with_changed_users(self, of: Iterable[PlannedDependent]) -> list[Stale]:
        """Those that are still to be changed, and whose users are not as it was decided for them.

        Each user is read once, and one that cannot be read counts as changed. A user of whom the
        plan does not say how it was (`fingerprint`) is not looked at.
        """
        shared = [one for one in of if one.users]
        changed = self._changed_users(shared)
        found = [
            (one, [user for user in one.users or () if (user.kind, user.id) in changed])
            for one in shared
        ]
        return [
            Stale(dependent=one, why=_why(users))
            for one, users in found
            if users and not self._is_done(one)
        ]

    def _changed_users(self, shared: Iterable[PlannedDependent]) -> set[_Key]:
        users = {
            (user.kind, user.id): user
            for one in shared
            for user in one.users or ()
            if user.fingerprint is not UNSET
        }
        moving = {(one.kind, one.id): one for one in self.planned}
        with workers(self.concurrency, "check-user") as pool:
            others = pool.map(self._is_another, users.values(), map(moving.get, users))
            return {key for key, is_another in zip(users, others, strict=True) if is_another}

    def _is_another(self, user: FileUser, moving: PlannedDependent | None) -> bool:
        editor = self.editors.get(user.kind)
        if editor is None:
            return True  # no plan of ours names such a user
        try:
            content = editor.read(user.id).content
        except WorkspaceError:
            return True  # perhaps one that must not move by now
        if fingerprint(content) == user.fingerprint:
            return False
        return moving is None or not self._is_only_moved(user, content, moving, editor)

    def _is_only_moved(
        self, user: FileUser, content: Json, moving: PlannedDependent, editor: Editor
    ) -> bool:
        """True where nothing but this very plan has changed it, when it was begun before."""
        goal = AsRecorded(release=self.release)
        back = turned_round(moving, self.release.kind.ecosystem).upgrades
        rewrites = planned_rewrites(editor.places(content), goal, back)
        if rewrites is None:
            return False
        return fingerprint(editor.change(content, rewrites).expected) == user.fingerprint

    def _is_done(self, dependent: PlannedDependent) -> bool:
        """True where nothing is to be written to it any more, whoever uses it by now."""
        editor = self.editors[dependent.kind]
        try:
            content = editor.read(dependent.id).content
        except WorkspaceError:
            return False
        return self._stands_as_planned(dependent, content, editor)


def _why(users: Sequence[FileUser]) -> str:
    named = ", ".join(f"{one.name} ({one.id})" for one in users[:_MOST_NAMED])
    more = len(users) - _MOST_NAMED
    who = named + (f" and {more} more" if more > 0 else "")
    return f"{'its user' if len(users) == 1 else 'its users'} {who} changed since the plan was made"
