"""Each kind of fault, through the installed command: its exit code, what it says, and what stands."""

from __future__ import annotations

from queue import SimpleQueue

import pytest

from tests.faults.installed import installed, words_of
from tests.faults.judging import torn
from tests.faults.kinds import KINDS, FaultKind
from tests.faults.planted import standing
from tests.faults.scenarios import BY_NAME
from tests.faults.sweep import Stand

_MAIN = BY_NAME["upload-and-update"]
_SHORT = [kind for kind in KINDS if kind.rule.get("action") != "delay"]
"""The installed command waits a minute for an answer, and longer where nothing comes back."""


@pytest.mark.parametrize("kind", _SHORT, ids=lambda kind: kind.name)
def test_what_it_says(queue: SimpleQueue[Stand], kind: FaultKind) -> None:
    stand = queue.get()
    try:
        _say(stand, kind)
    finally:
        queue.put(stand)


def _say(stand: Stand, kind: FaultKind) -> None:
    sandbox, start, goal = stand.side.sandbox, stand.ends["old"], stand.ends["new"]
    requests = stand.requests(_MAIN)
    sandbox.clear()
    sandbox.bring_back(_MAIN.name)
    nth = KINDS.index(kind) * 3 % requests + 1
    sandbox.fault("*", "/api/*", **kind.at(nth))

    outcome = installed(stand.side)(*words_of(_MAIN, stand.side))

    sandbox.quiet()
    sandbox.clear()
    said = f"{kind.name} at request {nth}: {outcome.returncode}\n{outcome.stderr}{outcome.stdout}"
    assert "Traceback" not in outcome.stderr, said
    assert "fault of apparate itself" not in outcome.stderr, said
    assert [*torn(sandbox, (start, goal))] == [], said
    stands = standing(sandbox)
    if outcome.returncode == 0:
        assert stands == goal, said
    elif outcome.returncode == 1:
        assert stands == start, said
        assert outcome.stderr.startswith("error: "), said
    else:
        assert outcome.returncode == 3, said
        assert "apparate upload-and-update" in outcome.stdout, said  # which command goes on
