"""Applying: the first dependent alone, then the others in parallel, until all are done."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, field
from functools import partial
from typing import Protocol, TypeAlias

from apparate_ng.deployment.deployer import Damaged, not_reached
from apparate_ng.deployment.lease_errors import LeaseLostError
from apparate_ng.errors import ExitCode
from apparate_ng.model.deployments.deployment import DeployedDependent, Outcome
from apparate_ng.model.plans.plan import PlannedDependent

Progress: TypeAlias = Callable[[DeployedDependent], None]
"""Told of each dependent when it is done."""


class Deployer(Protocol):
    """Moves one dependent."""

    def deploy(self, dependent: PlannedDependent) -> DeployedDependent:
        """Move it, or say why not.

        Raises:
            Damaged: nothing further may be written.
            LeaseLostError: the same; this one was not written.
        """


_GRAVITY = (
    ExitCode.DONE,
    ExitCode.INTERRUPTED,
    ExitCode.REFUSED,
    ExitCode.RESTORED,
    ExitCode.DAMAGED,
)
"""Why a run ends before its end: damage is worse than an interrupt."""


def gravest(exit_codes: Iterable[ExitCode]) -> ExitCode:
    """Of several reasons to end, the one that counts."""
    return max(exit_codes, key=_GRAVITY.index)


@dataclass(slots=True)
class Run:
    """What became of a list of dependents of one kind, by id.

    `stop` is set when nothing further may be written; runs may share it.
    """

    results: dict[str, DeployedDependent] = field(default_factory=dict)
    exit_code: ExitCode = ExitCode.DONE
    stop: threading.Event = field(default_factory=threading.Event)

    def halt(self, exit_code: ExitCode) -> None:
        """Begin nothing new; the gravest reason counts."""
        self.stop.set()
        self.exit_code = gravest((self.exit_code, exit_code))


def apply_to(
    dependents: Sequence[PlannedDependent],
    deployer: Deployer,
    *,
    concurrency: int,
    progress: Progress,
    run: Run | None = None,
) -> Run:
    """Move every dependent; one that fails does not stop the others.

    A server that does not do as documented would damage them all, so the first that is written
    is verified before any other is touched; damage at any time stops the run. An interrupt
    lets what is under way finish, and is kept in the run's exit code. Given a `run`, its results
    are added to it, and nothing is begun if it has been stopped.
    """
    run = Run() if run is None else run
    one = partial(_one, deployer=deployer, run=run, progress=progress)
    # also the first runs in the pool, so that an interrupt never tears a write apart
    with ThreadPoolExecutor(concurrency, thread_name_prefix="apply") as pool:
        try:
            rest = _first_alone(dependents, one, run, pool)
            for future in as_completed([pool.submit(one, dependent) for dependent in rest]):
                future.result()
        except KeyboardInterrupt:
            run.halt(ExitCode.INTERRUPTED)
        except BaseException:
            run.stop.set()
            raise
    for dependent in dependents:
        run.results.setdefault(dependent.id, not_reached(dependent))
    return run


def _first_alone(
    dependents: Sequence[PlannedDependent],
    one: Callable[[PlannedDependent], None],
    run: Run,
    pool: ThreadPoolExecutor,
) -> Sequence[PlannedDependent]:
    for index, dependent in enumerate(dependents):
        pool.submit(one, dependent).result()
        if run.stop.is_set() or run.results[dependent.id].outcome is Outcome.UPDATED:
            return dependents[index + 1 :]
    return ()


def _one(dependent: PlannedDependent, deployer: Deployer, run: Run, progress: Progress) -> None:
    if run.stop.is_set():
        return
    try:
        done = deployer.deploy(dependent)
    except Damaged as damaged:
        run.halt(damaged.exit_code)
        done = damaged.dependent
    except LeaseLostError as lost:
        run.halt(lost.exit_code)
        done = not_reached(dependent, lost.what)
    run.results[dependent.id] = done
    progress(done)
