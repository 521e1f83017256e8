"""One dependent is moved: read, compare, write, read back, verify, put back what went wrong."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeAlias

import msgspec

from apparate_ng.deployment.change import Change, planned_rewrites, stands_as_planned
from apparate_ng.deployment.editor import Editor, Seen
from apparate_ng.deployment.goal import Goal
from apparate_ng.deployment.proof import Proof, Refuted
from apparate_ng.deployment.verification import differences, lost_parts
from apparate_ng.errors import ExitCode
from apparate_ng.model.dependents.fingerprint import fingerprint
from apparate_ng.model.deployments.deployment import DeployedDependent, Outcome
from apparate_ng.model.plans.plan import Notice, PlannedDependent
from apparate_ng.telemetry.spans import span
from apparate_ng.workspace.failures import (
    ConflictError,
    NotFoundError,
    PermissionDeniedError,
    UnavailableError,
    UnconfirmedError,
    WorkspaceError,
)
from apparate_ng.workspace.patience import USUAL, Patience
from apparate_ng.workspace.retrying import Obstacle, TransientFailure, attempts

Json: TypeAlias = Any
_EDITED = Notice(
    code="edited-meanwhile", text="somebody else changed it at the same time; that is kept"
)


class Damaged(Refuted):
    """A written dependent failed its verification. `exit_code` says whether it was put back."""

    def __init__(self, dependent: DeployedDependent, exit_code: ExitCode) -> None:
        super().__init__(dependent.error or "")
        self.dependent = dependent
        self.exit_code = exit_code


class DependentDeployer:
    """Moves dependents of one kind to one goal. Thread-safe."""

    def __init__(self, editor: Editor, goal: Goal, patience: Patience = USUAL) -> None:
        self._editor = editor
        self._goal = goal
        self._patience = patience
        self._proof = Proof()

    def deploy(self, dependent: PlannedDependent) -> DeployedDependent:
        """Move one dependent, or say why not. Errors of the workspace become outcomes.

        Whatever makes it wait, the document is read and compared again before it is written.

        Raises:
            Damaged: what stands after the write is not what was meant; nothing further may be
                written by anybody.
        """
        try:
            return attempts(self._patience)(self._deploy, dependent)
        except NotFoundError:
            return _ended(dependent, Outcome.FAILED, error=f"the {self._editor.noun} is gone")
        except WorkspaceError as error:
            return self._failed(dependent, error)
        except TransientFailure as failure:
            if self._patience.in_a_hurry():  # it was not waited for as long as usual
                return not_reached(dependent)
            return self._failed(dependent, failure.error)

    def _failed(self, dependent: PlannedDependent, error: WorkspaceError) -> DeployedDependent:
        hint = error.hint
        if isinstance(error, PermissionDeniedError):
            who = f" ({dependent.owner})" if dependent.owner else ""
            hint = f"ask its owner{who} for the permission to manage this {self._editor.noun}"
        ended = _ended(dependent, Outcome.FAILED, error=error.what)
        return msgspec.structs.replace(ended, hint=hint or msgspec.UNSET)

    def _deploy(self, dependent: PlannedDependent) -> DeployedDependent:
        found = self._look(dependent)
        if isinstance(found, DeployedDependent):
            return found
        if found.change.relies_on_merging and not self._proof.given:
            return self._deploy_alone(dependent)
        return self._write(dependent, found)

    def _deploy_alone(self, dependent: PlannedDependent) -> DeployedDependent:
        """The same at the door, where it may have waited for another: so it looks again."""
        with self._proof.alone():
            if self._proof.refuted:
                return not_reached(dependent)
            found = self._look(dependent)
            if isinstance(found, DeployedDependent):
                return found
            done = self._write(dependent, found)
            if done.outcome is Outcome.UPDATED:
                self._proof.give()
            return done

    def _look(self, dependent: PlannedDependent) -> _Intent | DeployedDependent:
        """What has to be sent, or why nothing has to be, or must not be."""
        try:
            seen = self._editor.read(dependent.id)
        except UnavailableError:
            if self._patience.in_a_hurry():
                return not_reached(dependent)
            raise
        if self._stands_as_planned(dependent, seen):
            return _ended(dependent, Outcome.UNCHANGED)
        places = self._editor.places(seen.content)
        rewrites = planned_rewrites(places, self._goal, dependent.upgrades)
        if rewrites is None or fingerprint(seen.content) != dependent.fingerprint:
            return _ended(dependent, Outcome.DRIFTED)
        return _Intent(seen=seen, change=self._editor.change(seen.content, rewrites))

    def _stands_as_planned(self, dependent: PlannedDependent, seen: Seen) -> bool:
        places = self._editor.places(seen.content)
        return stands_as_planned(places, self._goal.library, dependent.upgrades)

    def _write(self, dependent: PlannedDependent, intent: _Intent) -> DeployedDependent:
        """Send the change. Where its answer is lost, the document itself tells what happened.

        Raises:
            TransientFailure: it still stands as before; it may be tried again.
        """
        try:
            with span("write", kind=dependent.kind.value, id=dependent.id):
                self._editor.send(dependent.id, intent.change, intent.seen)
        except ConflictError:
            return _ended(dependent, Outcome.DRIFTED)
        except UnconfirmedError as error:
            after = self._read_back(dependent)
            if self._stands_as_planned(dependent, after):
                return self._verified(dependent, intent.change, after)
            if fingerprint(after.content) != dependent.fingerprint:
                return _ended(dependent, Outcome.DRIFTED)
            raise TransientFailure(error, Obstacle.FAULT) from error
        return self._verified(dependent, intent.change, self._read_back(dependent))

    def _read_back(self, dependent: PlannedDependent) -> Seen:
        try:
            return self._editor.read(dependent.id)
        except NotFoundError:
            raise
        except WorkspaceError as error:
            what = f"it was sent, and could not be read back: {error.what}"
            raise UnavailableError(what, where=error.where) from error

    def _verified(
        self, dependent: PlannedDependent, change: Change, after: Seen
    ) -> DeployedDependent:
        found = self._editor.damage(change, after.content)
        if found:
            raise self._put_back(dependent, change.before, after, found[0])
        edited = self._editor.was_edited_elsewhere(change, after.content)
        return _ended(dependent, Outcome.UPDATED, warnings=(_EDITED,) if edited else ())

    def _put_back(
        self, dependent: PlannedDependent, before: Json, after: Seen, found: str
    ) -> Damaged:
        try:
            left = self._restored(dependent, before, after)
        except WorkspaceError as error:
            left = [error.what]
        except TransientFailure as failure:
            left = [failure.error.what]
        if left:
            text = f"after the write {found}; putting it back failed: {left[0]}"
            failed = _ended(dependent, Outcome.FAILED, error=text)
            return Damaged(msgspec.structs.replace(failed, damaged=True), ExitCode.DAMAGED)
        text = f"after the write {found}; it was put back"
        return Damaged(_ended(dependent, Outcome.ROLLED_BACK, error=text), ExitCode.RESTORED)

    def _restored(self, dependent: PlannedDependent, before: Json, after: Seen) -> list[str]:
        """Put it back, and say what does not stand as before; empty where all does."""
        said: list[str] = []
        if fingerprint(after.content) != fingerprint(before):
            try:
                self._editor.restore(dependent.id, before, after)
            except (ConflictError, UnconfirmedError) as error:
                said = [error.what]  # an attempt whose answer was lost may have done it
            after = self._editor.read(dependent.id)
        found = [
            *lost_parts(before, after.content),
            *differences(before, after.content, "settings"),
        ]
        return [*said, *found] if found else []


@dataclass(frozen=True, slots=True, kw_only=True)
class _Intent:
    seen: Seen
    change: Change


def _ended(
    dependent: PlannedDependent,
    outcome: Outcome,
    *,
    error: str | None = None,
    warnings: tuple[Notice, ...] = (),
) -> DeployedDependent:
    values = msgspec.structs.asdict(dependent)
    values["warnings"] = (*dependent.warnings, *warnings)
    values.update(outcome=outcome, error=error)
    return DeployedDependent(**values)


def not_reached(
    dependent: PlannedDependent, why: str = "not reached: the run stopped before"
) -> DeployedDependent:
    """What is said of a dependent that the run did not get to."""
    return _ended(dependent, Outcome.PENDING, error=why)
