"""One job is moved: read, compare, write, read back, verify, and put back what went wrong."""

from __future__ import annotations

from typing import Any, TypeAlias

import msgspec

from apparate_ng.deployment.job_change import JobChange, change_of, stands_as_planned
from apparate_ng.deployment.proof import Proof, Refuted
from apparate_ng.deployment.verification import (
    damage,
    differences,
    lost_parts,
    was_edited_elsewhere,
)
from apparate_ng.errors import ExitCode
from apparate_ng.model.deployment import DeployedDependent, Outcome
from apparate_ng.model.fingerprint import fingerprint
from apparate_ng.model.plan import Notice, PlannedDependent
from apparate_ng.model.release import Release
from apparate_ng.workspace.failures import (
    NotFoundError,
    UnavailableError,
    UnconfirmedError,
    WorkspaceError,
)
from apparate_ng.workspace.jobs import Jobs
from apparate_ng.workspace.retrying import Obstacle, TransientFailure, attempts

Json: TypeAlias = Any
_EDITED = Notice(
    code="edited-meanwhile", text="somebody else changed it at the same time; that is kept"
)


class Damaged(Refuted):
    """A written job failed its verification. `exit_code` says whether it was put back."""

    def __init__(self, dependent: DeployedDependent, exit_code: ExitCode) -> None:
        super().__init__(dependent.error or "")
        self.dependent = dependent
        self.exit_code = exit_code


class JobDeployer:
    """Moves jobs to the release of one plan. Thread-safe: each job is a call of its own."""

    def __init__(self, jobs: Jobs, release: Release) -> None:
        self._jobs = jobs
        self._release = release
        self._proof = Proof()

    def deploy(self, dependent: PlannedDependent) -> DeployedDependent:
        """Move one job, or say why not. Errors of the workspace become outcomes.

        Whatever makes it wait, the job is read and compared again before it is written.

        Raises:
            Damaged: what stands after the write is not what was meant; nothing further may be
                written by anybody.
        """
        try:
            return attempts()(self._deploy, dependent)
        except NotFoundError:
            return _ended(dependent, Outcome.FAILED, error="the job is gone")
        except WorkspaceError as error:
            return _ended(dependent, Outcome.FAILED, error=error.what)
        except TransientFailure as failure:
            return _ended(dependent, Outcome.FAILED, error=failure.error.what)

    def _deploy(self, dependent: PlannedDependent) -> DeployedDependent:
        found = self._look(dependent)
        if isinstance(found, DeployedDependent):
            return found
        if found.relies_on_merging and not self._proof.given:
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

    def _look(self, dependent: PlannedDependent) -> JobChange | DeployedDependent:
        """What has to be sent, or why nothing has to be, or must not be."""
        settings = self._settings(dependent)
        if stands_as_planned(settings, self._release.name, dependent.upgrades):
            return _ended(dependent, Outcome.UNCHANGED)
        change = change_of(settings, self._release, dependent.upgrades)
        if change is None or fingerprint(settings) != dependent.fingerprint:
            return _ended(dependent, Outcome.DRIFTED)
        return change

    def _settings(self, dependent: PlannedDependent) -> Json:
        return self._jobs.read(int(dependent.id)).get("settings") or {}

    def _write(self, dependent: PlannedDependent, change: JobChange) -> DeployedDependent:
        """Send the change. Where its answer is lost, the job itself tells what happened.

        Raises:
            TransientFailure: the job still stands as before; it may be tried again.
        """
        try:
            self._jobs.update(int(dependent.id), change.sent)
        except UnconfirmedError as error:
            after = self._read_back(dependent)
            if stands_as_planned(after, self._release.name, dependent.upgrades):
                return self._verified(dependent, change, after)
            if fingerprint(after) != dependent.fingerprint:
                return _ended(dependent, Outcome.DRIFTED)
            raise TransientFailure(error, Obstacle.FAULT) from error
        return self._verified(dependent, change, self._read_back(dependent))

    def _read_back(self, dependent: PlannedDependent) -> Json:
        try:
            return self._settings(dependent)
        except NotFoundError:
            raise
        except WorkspaceError as error:
            what = f"it was sent, and could not be read back: {error.what}"
            raise UnavailableError(what, where=error.where) from error

    def _verified(
        self, dependent: PlannedDependent, change: JobChange, after: Json
    ) -> DeployedDependent:
        found = damage(change, after)
        if found:
            raise self._put_back(dependent, change.before, after, found[0])
        warnings = (_EDITED,) if was_edited_elsewhere(change, after) else ()
        return _ended(dependent, Outcome.UPDATED, warnings=warnings)

    def _put_back(
        self, dependent: PlannedDependent, before: Json, after: Json, found: str
    ) -> Damaged:
        try:
            if fingerprint(after) != fingerprint(before):
                self._jobs.reset(int(dependent.id), before)
                after = self._settings(dependent)
            left = [*lost_parts(before, after), *differences(before, after, "settings")]
        except WorkspaceError as error:
            left = [error.what]
        if left:
            text = f"after the write {found}; putting it back failed: {left[0]}"
            return Damaged(_ended(dependent, Outcome.FAILED, error=text), ExitCode.DAMAGED)
        text = f"after the write {found}; it was put back"
        return Damaged(_ended(dependent, Outcome.ROLLED_BACK, error=text), ExitCode.RESTORED)


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


def not_reached(dependent: PlannedDependent) -> DeployedDependent:
    """What is said of a dependent that the run did not get to."""
    return _ended(dependent, Outcome.PENDING, error="not reached: the run stopped before")
