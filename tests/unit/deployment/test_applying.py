"""Applying to many: the first alone, the others together, and what stops them."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping

import msgspec
import pytest

from apparate_ng.deployment.applying import Run, apply_to
from apparate_ng.deployment.deployer import Damaged
from apparate_ng.errors import ExitCode
from apparate_ng.model.dependents.dependent import DependentKind
from apparate_ng.model.deployments.deployment import DeployedDependent, Outcome
from apparate_ng.model.plans.plan import PlannedDependent

UPDATED, FAILED, PENDING = Outcome.UPDATED, Outcome.FAILED, Outcome.PENDING
DRIFTED, UNCHANGED, ROLLED_BACK = Outcome.DRIFTED, Outcome.UNCHANGED, Outcome.ROLLED_BACK
PATIENCE_S = 30
"""How long a meeting may take before the test gives up."""


def planned(id_: str) -> PlannedDependent:
    return PlannedDependent(
        kind=DependentKind.JOB,
        id=id_,
        name=id_,
        url=None,
        owner=None,
        schedule=None,
        managed_by=None,
        fingerprint="sha256:0",
        warnings=(),
        pins=(),
    )


def ended(dependent: PlannedDependent, outcome: Outcome) -> DeployedDependent:
    return DeployedDependent(**msgspec.structs.asdict(dependent), outcome=outcome)


class InMemory:
    """Moves dependents that exist only here; each does first what it was told, then ends so."""

    def __init__(
        self,
        outcomes: Mapping[str, Outcome | ExitCode],
        doing: Mapping[str, Callable[[], object]] | None = None,
    ) -> None:
        self._outcomes = outcomes
        self._doing = doing or {}
        self._lock = threading.Lock()
        self.log: list[tuple[str, str]] = []

    def deploy(self, dependent: PlannedDependent) -> DeployedDependent:
        """Write down the beginning and the end, and in between do what was asked."""
        self._note("begins", dependent.id)
        self._doing.get(dependent.id, lambda: None)()
        self._note("ends", dependent.id)
        outcome = self._outcomes.get(dependent.id, UPDATED)
        if isinstance(outcome, ExitCode):
            raise Damaged(ended(dependent, ROLLED_BACK), outcome)
        return ended(dependent, outcome)

    def _note(self, what: str, id_: str) -> None:
        with self._lock:
            self.log.append((what, id_))

    @property
    def begun(self) -> set[str]:
        """Return the dependents that were begun."""
        return {id_ for what, id_ in self.log if what == "begins"}


def run(
    ids: str, deployer: InMemory, progress: Callable[[DeployedDependent], None] | None = None
) -> Run:
    told = progress or (lambda _: None)
    return apply_to([planned(id_) for id_ in ids.split()], deployer, concurrency=4, progress=told)


def outcomes(done: Run) -> dict[str, Outcome]:
    return {id_: dependent.outcome for id_, dependent in done.results.items()}


def test_the_others_begin_when_the_first_is_verified() -> None:
    second_begins = threading.Event()
    seen: list[bool] = []
    doing = {
        "a": lambda: seen.append(second_begins.wait(0.2)),
        **dict.fromkeys("bcd", second_begins.set),
    }
    deployer = InMemory({}, doing)
    done = run("a b c d", deployer)
    assert seen == [False]
    assert deployer.log[:2] == [("begins", "a"), ("ends", "a")]
    assert outcomes(done) == dict.fromkeys("abcd", UPDATED)
    assert (done.exit_code, done.stop.is_set()) == (ExitCode.DONE, False)


def test_the_others_are_moved_together() -> None:
    all_under_way = threading.Barrier(3, timeout=PATIENCE_S)
    done = run("a b c d", InMemory({}, dict.fromkeys("bcd", all_under_way.wait)))
    assert outcomes(done) == dict.fromkeys("abcd", UPDATED)


@pytest.mark.parametrize("first", [FAILED, DRIFTED, UNCHANGED], ids=lambda one: one.value)
def test_the_first_is_the_first_that_was_written(first: Outcome) -> None:
    deployer = InMemory({"a": first, "b": first})
    done = run("a b c d e", deployer)
    alone = [(what, id_) for id_ in "abc" for what in ("begins", "ends")]
    assert deployer.log[:6] == alone
    assert outcomes(done) == {"a": first, "b": first} | dict.fromkeys("cde", UPDATED)


def test_one_that_fails_does_not_stop_the_others() -> None:
    done = run("a b c d e f", InMemory({"b": FAILED, "d": DRIFTED, "f": FAILED}))
    assert outcomes(done) == {
        **dict.fromkeys("ace", UPDATED),
        **dict.fromkeys("bf", FAILED),
        "d": DRIFTED,
    }
    assert done.exit_code is ExitCode.DONE


def test_all_may_fail() -> None:
    assert outcomes(run("a b c", InMemory(dict.fromkeys("abc", FAILED)))) == dict.fromkeys(
        "abc", FAILED
    )


def test_nothing_to_do_is_done() -> None:
    done = run("", InMemory({}))
    assert (done.results, done.exit_code) == ({}, ExitCode.DONE)


@pytest.mark.parametrize("code", [ExitCode.RESTORED, ExitCode.DAMAGED], ids=lambda one: one.name)
def test_a_damaged_first_is_the_only_one(code: ExitCode) -> None:
    deployer = InMemory({"a": code})
    done = run("a b c", deployer)
    assert deployer.begun == {"a"}
    assert outcomes(done) == {"a": ROLLED_BACK, "b": PENDING, "c": PENDING}
    assert (done.exit_code, done.stop.is_set()) == (code, True)
    assert all(done.results[id_].error for id_ in "bc")


def test_damage_later_on_begins_nothing_new() -> None:
    ids = [f"{number:02}" for number in range(60)]
    damaged = threading.Event()
    under_way = threading.Barrier(4, timeout=PATIENCE_S)

    def wait() -> None:
        under_way.wait()
        damaged.wait(PATIENCE_S)

    # these four fill the pool
    doing: dict[str, Callable[[], object]] = {
        ids[1]: under_way.wait,
        **dict.fromkeys(ids[2:5], wait),
    }
    deployer = InMemory({ids[1]: ExitCode.RESTORED}, doing)

    def told(dependent: DeployedDependent) -> None:
        if dependent.outcome is ROLLED_BACK:
            damaged.set()

    done = run(" ".join(ids), deployer, told)
    assert deployer.begun == set(ids[:5])
    assert (
        outcomes(done)
        == {
            ids[0]: UPDATED,
            ids[1]: ROLLED_BACK,
            **dict.fromkeys(ids[2:5], UPDATED),  # what was under way is finished
            **dict.fromkeys(ids[5:], PENDING),
        }
    )
    assert done.exit_code is ExitCode.RESTORED


def test_of_two_damages_the_graver_counts() -> None:
    both = threading.Barrier(2, timeout=PATIENCE_S)
    codes = {"b": ExitCode.DAMAGED, "c": ExitCode.RESTORED}
    done = run("a b c", InMemory(codes, {"b": both.wait, "c": both.wait}))
    assert done.exit_code is ExitCode.DAMAGED


def test_an_interrupt_does_not_hide_damage() -> None:
    ended = Run()
    ended.halt(ExitCode.DAMAGED)
    ended.halt(ExitCode.INTERRUPTED)
    assert ended.exit_code is ExitCode.DAMAGED


def test_progress_is_told_of_each_that_was_reached() -> None:
    told: list[tuple[str, Outcome]] = []
    run("a b c", InMemory({"a": ExitCode.RESTORED}), lambda one: told.append((one.id, one.outcome)))
    assert told == [("a", ROLLED_BACK)]
    told.clear()
    run("a b c", InMemory({"b": FAILED}), lambda one: told.append((one.id, one.outcome)))
    assert sorted(told) == [("a", UPDATED), ("b", FAILED), ("c", UPDATED)]


@pytest.mark.parametrize("at", ["a", "c"])
def test_an_interrupt_lets_the_run_end_and_names_what_was_not_reached(at: str) -> None:
    def told(dependent: DeployedDependent) -> None:
        if dependent.id == at:
            raise KeyboardInterrupt

    ids = ["a", "b", "c", *(f"x{number}" for number in range(40))]
    done = run(" ".join(ids), InMemory({}), told)
    assert done.exit_code is ExitCode.INTERRUPTED
    assert done.stop.is_set()
    assert list(done.results) != []
    assert set(done.results) == set(ids)
    assert outcomes(done)[at] is UPDATED
    assert set(outcomes(done).values()) <= {UPDATED, PENDING}
    if at == "a":
        assert set(outcomes(done)) - {"a"} == {
            id_ for id_, outcome in outcomes(done).items() if outcome is PENDING
        }


def test_an_error_in_the_program_begins_nothing_new() -> None:
    def broken() -> None:
        raise RuntimeError("a mistake in the program")

    deployer = InMemory({}, {"a": broken})
    with pytest.raises(RuntimeError, match="a mistake"):
        run("a b c", deployer)
    assert deployer.begun == {"a"}
