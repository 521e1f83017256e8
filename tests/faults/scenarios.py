"""The runs that are disturbed: from where each begins, where it leads, and what reaches a goal after it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, TypeAlias

from tests.faults.commands import (
    Command,
    Side,
    apply,
    bring,
    ended,
    go_back,
    go_on,
    save,
    sweep_up,
)

Goal: TypeAlias = Literal["old", "new"]
"""Which version everything stands at."""
Way: TypeAlias = tuple[str, tuple[Command, ...], Goal]
"""What may be called after a disturbed run, in order, and where that leads."""
_UPDATE = "/api/2.2/jobs/update"


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """One command, from one state of the workspace."""

    name: str
    command: Command
    prepare: Callable[[Side], None] = lambda _: None
    """Makes the state that it begins from, out of everything at the old version."""
    goal: Goal
    ways: tuple[Way, ...]


def _nothing(side: Side) -> None:
    del side


def _brought(side: Side) -> None:
    assert ended(bring, side).exit_code == 0


def _cut_off(side: Side) -> None:
    """A deployment whose token expired at the second job."""
    side.sandbox.fault("POST", _UPDATE, nth=2, status=403, times=None)
    assert ended(bring, side).exit_code == 3
    side.sandbox.clear()


_AFTER_FORTH: tuple[Way, ...] = (
    ("resume, then a rerun", (go_on, bring), "new"),
    ("rollback", (go_back,), "old"),
)
SCENARIOS: tuple[Scenario, ...] = (
    Scenario(
        name="upload-and-update",
        command=bring,
        goal="new",
        ways=(("a rerun", (bring,), "new"), *_AFTER_FORTH),
    ),
    Scenario(
        name="apply",
        command=apply,
        prepare=save,
        goal="new",
        ways=(("a rerun", (apply,), "new"), *_AFTER_FORTH),
    ),
    Scenario(
        name="rollback",
        command=go_back,
        prepare=_brought,
        goal="old",
        ways=(
            ("a rerun", (go_back,), "old"),
            ("resume, then a rerun", (go_on, go_back), "old"),
            ("upload-and-update", (bring,), "new"),
        ),
    ),
    Scenario(
        name="resume",
        command=go_on,
        prepare=_cut_off,
        goal="new",
        ways=(("a rerun", (go_on,), "new"), ("rollback", (go_back,), "old")),
    ),
    Scenario(
        name="prune",
        command=sweep_up,
        prepare=_nothing,
        goal="old",
        ways=(("a rerun", (sweep_up,), "old"), ("upload-and-update", (bring,), "new")),
    ),
)
BY_NAME = {scenario.name: scenario for scenario in SCENARIOS}
