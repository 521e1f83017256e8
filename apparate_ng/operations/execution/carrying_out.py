"""Carrying out: record, change, verify, close. Every command that changes dependents ends here."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from threading import Event
from typing import TypeAlias

from msgspec import structs

from apparate_ng.deployment.applying import Run, apply_to, gravest
from apparate_ng.deployment.deployer import DependentDeployer
from apparate_ng.deployment.goal import Goal
from apparate_ng.deployment.guarded_editor import GuardedEditor
from apparate_ng.errors import ExitCode
from apparate_ng.model.dependents.dependent import DependentKind
from apparate_ng.model.deployments.deployment import (
    DeployedDependent,
    Deployment,
    Outcome,
    Status,
    status_of,
)
from apparate_ng.model.plans.plan import PlannedDependent
from apparate_ng.operations.execution.editors import editors_of
from apparate_ng.operations.execution.guarded_record import GuardedRecord
from apparate_ng.operations.execution.leasing import Lessor, Unleased
from apparate_ng.operations.execution.recording import Ledger, Unrecorded
from apparate_ng.operations.execution.tracing import TracedDeployer
from apparate_ng.operations.interrupts import Interrupts
from apparate_ng.operations.observer import Observer
from apparate_ng.operations.occasion import timestamp
from apparate_ng.operations.workspace import Workspace
from apparate_ng.telemetry.spans import span
from apparate_ng.workspace.connection import CONCURRENCY

Key: TypeAlias = tuple[DependentKind, str]
"""An id is unique among its kind only."""
Results: TypeAlias = dict[Key, DeployedDependent]
Again: TypeAlias = Callable[[Results], Sequence[PlannedDependent]]
"""A second plan for what drifted."""
UNSETTLED = frozenset({Outcome.DRIFTED, Outcome.FAILED, Outcome.PENDING})
PIN_KEPT = "pin-kept"
"""The warning on a dependent of which only some pins could be written."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Deployed:
    """A deployment, and the exit code that it stands for."""

    deployment: Deployment
    exit_code: ExitCode


@dataclass(frozen=True, slots=True, kw_only=True)
class Undertaking:
    """What is to be carried out."""

    draft: Deployment
    """As it stands before: what is still to be done is `pending`, the rest has its outcome."""
    changing: Sequence[PlannedDependent]
    """What is to be done, as it was just read."""
    goal: Goal
    resumes: bool = False
    """Whether the draft is in the store already: its pins stay as they are in the document."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Means:
    """Where it is carried out and written down, and who is told."""

    workspace: Workspace
    observer: Observer
    ledger: Ledger = field(default_factory=Unrecorded)
    interrupts: Interrupts = field(default_factory=Interrupts)
    lessor: Lessor = field(default_factory=Unleased)


def carry_out(undertaking: Undertaking, means: Means, again: Again | None = None) -> Deployed:
    """Change every dependent that is to be changed. One that fails does not stop the others.

    An interrupt lets what is under way finish and be verified; the record is closed all the same.

    Raises:
        LeaseHeldError: another deployment is at work; nothing was changed.
        LeaseLostError: the lease was lost before the first change.
        NotRecordedError: the record cannot be written; nothing was changed.
    """
    if not undertaking.changing:
        return _nothing_to_change(undertaking, means)
    stop = Event()
    with means.lessor.held() as hold, means.interrupts.told_to(stop.set):
        record = GuardedRecord(means.ledger, hold)
        draft = record.open(undertaking.draft)
        hold.serve(draft.id)
        work = _Work(undertaking, means, stop, hold.guard)
        work.apply(undertaking.changing)
        if again is not None and not stop.is_set():
            draft = _once_more(draft, again, work, record)
        stopped = work.stopped(interrupted=means.interrupts.have_come())
        ended = _ended(undertaking, draft, work.results, stopped)
        ended, lost = record.close(ended)
    stopped = gravest((stopped, lost))
    return Deployed(deployment=ended, exit_code=_exit_code(undertaking, ended, stopped))


def _nothing_to_change(undertaking: Undertaking, means: Means) -> Deployed:
    """No record is made of nothing; one that was left open is closed, by whoever has the lease."""
    ended, lost = _ended(undertaking, undertaking.draft, {}, ExitCode.DONE), ExitCode.DONE
    if undertaking.resumes:
        with means.lessor.held() as hold:
            ended, lost = GuardedRecord(means.ledger, hold).close(ended)
    else:
        ended = structs.replace(ended, recorded=False)
    return Deployed(deployment=ended, exit_code=_exit_code(undertaking, ended, lost))


class _Work:
    """The runs of one undertaking: one for each kind, so that the first of each kind goes alone."""

    def __init__(
        self, undertaking: Undertaking, means: Means, stop: Event, guard: Callable[[], None]
    ) -> None:
        editors, patience = editors_of(means.workspace), means.workspace.connection.patience
        self._deployers = {
            kind: DependentDeployer(GuardedEditor(editor, guard), undertaking.goal, patience)
            for kind, editor in editors.items()
        }
        self._runs = {kind: Run(stop=stop) for kind in self._deployers}
        self._observer = means.observer

    @property
    def results(self) -> Results:
        """What became of each so far."""
        return {
            (kind, id_): one for kind, run in self._runs.items() for id_, one in run.results.items()
        }

    def apply(self, changing: Sequence[PlannedDependent]) -> None:
        """One kind after the other."""
        self._observer.applying(len(changing))
        with span("apply", dependents=len(changing)):
            for kind, deployer in self._deployers.items():
                apply_to(
                    [one for one in changing if one.kind is kind],
                    TracedDeployer(deployer),
                    concurrency=CONCURRENCY,
                    progress=self._observer.applied,
                    run=self._runs[kind],
                )

    def stopped(self, *, interrupted: bool) -> ExitCode:
        """Why it ended before its end; an interrupt after everything was done is none."""
        codes = [run.exit_code for run in self._runs.values()]
        if interrupted and any(one.outcome is Outcome.PENDING for one in self.results.values()):
            codes.append(ExitCode.INTERRUPTED)
        return gravest(codes)


def _once_more(draft: Deployment, again: Again, work: _Work, record: GuardedRecord) -> Deployment:
    """What drifted gets its second plan; that is in the record before it is written, too."""
    fresh = again(work.results)
    if not fresh:
        return draft
    planned = {(one.kind, one.id): one for one in fresh}
    merged = tuple(
        pending(planned[_key(one)]) if _key(one) in planned else one for one in draft.dependents
    )
    extended = record.extend(structs.replace(draft, dependents=merged))
    if extended is None:
        return draft  # without a record of them they stay drifted
    work.apply(fresh)
    return extended


def pending(dependent: PlannedDependent, outcome: Outcome = Outcome.PENDING) -> DeployedDependent:
    """The dependent in a document, before anything became of it."""
    names = PlannedDependent.__struct_fields__
    return DeployedDependent(**{name: getattr(dependent, name) for name in names}, outcome=outcome)


def _key(dependent: PlannedDependent) -> Key:
    return dependent.kind, dependent.id


def _ended(
    undertaking: Undertaking, draft: Deployment, results: Results, stopped: ExitCode
) -> Deployment:
    merge = partial(_merged, keeps_pins=undertaking.resumes)
    done = tuple(merge(one, results.get(_key(one))) for one in draft.dependents)
    status = Status.INTERRUPTED if stopped is ExitCode.INTERRUPTED else status_of(done)
    if status is Status.SUCCEEDED and _has_kept_pins(done):
        status = Status.PARTIAL
    return structs.replace(draft, dependents=done, status=status, finished_at=timestamp())


def _merged(
    one: DeployedDependent, result: DeployedDependent | None, *, keeps_pins: bool
) -> DeployedDependent:
    if result is None or not keeps_pins:
        return result or one
    return structs.replace(
        one,
        outcome=result.outcome,
        error=result.error,
        hint=result.hint,
        damaged=result.damaged or one.damaged,
        warnings=result.warnings,
    )


def _has_kept_pins(done: Sequence[DeployedDependent]) -> bool:
    return any(notice.code == PIN_KEPT for one in done for notice in one.warnings)


def _exit_code(undertaking: Undertaking, deployment: Deployment, stopped: ExitCode) -> ExitCode:
    """What the process says of it. Who resumes knows what could not be read in the first place."""
    if stopped is not ExitCode.DONE:
        return stopped
    unread = bool(deployment.unreadable) and not undertaking.resumes
    unsettled = any(one.outcome in UNSETTLED for one in deployment.dependents)
    some = unread or unsettled or _has_kept_pins(deployment.dependents)
    return ExitCode.PARTIAL if some else ExitCode.DONE
