"""A server whose clock is a day off, and one whose clock is put right between two runs."""

from __future__ import annotations

from collections.abc import Iterator
from queue import SimpleQueue

import pytest

from apparate_ng.errors import ExitCode
from tests.e2e.jobs import NEW, OLD
from tests.faults.commands import Command, bring, ended, go_back, go_on, sweep_up
from tests.faults.planted import UNUSED, releases, standing
from tests.faults.sweep import Stand

_DAY_S = 86_400


@pytest.fixture
def stand(queue: SimpleQueue[Stand]) -> Iterator[Stand]:
    taken = queue.get()
    taken.side.sandbox.clear()
    taken.side.sandbox.bring_back("old")
    yield taken
    taken.side.sandbox.clear()
    queue.put(taken)


@pytest.mark.parametrize("first", [-_DAY_S, _DAY_S])
@pytest.mark.parametrize("then", [-_DAY_S, 0, _DAY_S])
def test_there_and_back_and_there_again(stand: Stand, first: int, then: int) -> None:
    """The newest deployment stays the newest, also where the clock was put back in between."""
    sandbox = stand.side.sandbox
    goals: list[tuple[Command, str]] = [(bring, "new"), (go_back, "old"), (go_on, "old")]
    for command, goal in [*goals, (bring, "new"), (go_back, "old")]:
        sandbox.switch(clock_ahead_s=first if command is bring else then)
        assert ended(command, stand.side).exit_code is ExitCode.DONE
        assert standing(sandbox) == stand.ends["new" if goal == "new" else "old"]


@pytest.mark.parametrize("ahead", [-_DAY_S, _DAY_S])
def test_cut_off_and_resumed(stand: Stand, ahead: int) -> None:
    sandbox = stand.side.sandbox
    sandbox.switch(clock_ahead_s=ahead)
    sandbox.fault("POST", "*/jobs/update", nth=2, times=None, status=403)
    assert ended(bring, stand.side).exit_code is ExitCode.PARTIAL
    sandbox.clear()
    sandbox.switch(clock_ahead_s=ahead)

    assert ended(go_on, stand.side).exit_code is ExitCode.DONE
    assert standing(sandbox) == stand.ends["new"]


@pytest.mark.parametrize("ahead", [-_DAY_S, _DAY_S])
def test_a_prune_keeps_what_is_needed(stand: Stand, ahead: int) -> None:
    sandbox = stand.side.sandbox
    sandbox.switch(clock_ahead_s=ahead)
    assert ended(bring, stand.side).exit_code is ExitCode.DONE

    done = ended(sweep_up, stand.side)

    assert done.exit_code is ExitCode.DONE
    there = {version for version, content in releases(sandbox).items() if content is not None}
    assert there - set(UNUSED) == {OLD, NEW}
    assert standing(sandbox) == stand.ends["new"]
