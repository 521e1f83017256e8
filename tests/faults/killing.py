"""kill -9 at a request: the server holds it, the program dies, and the request is served or not."""

from __future__ import annotations

import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from queue import SimpleQueue
from subprocess import Popen

from apparate_ng.sandbox.handle import Sandbox
from tests.faults.installed import installed, words_of
from tests.faults.scenarios import Scenario, Way
from tests.faults.sweep import Report, Stand, by_turns

_PATIENCE_S = 60.0
_LOOK_EACH_S = 0.02


@dataclass(frozen=True, slots=True, kw_only=True)
class KillPoint:
    """A request of a run, and whether it is carried out although nobody waits for it any more."""

    scenario: Scenario
    nth: int
    serve: bool
    ways: Sequence[Way]
    """What is tried after it."""

    def __str__(self) -> str:
        """As it is printed where it failed."""
        effect = "done" if self.serve else "not done"
        return f"{self.scenario.name} killed at request {self.nth}, which is {effect}"


def killed(point: KillPoint, stand: Stand, report: Report) -> None:
    """Kill a run, then try each way to a goal, at once: the lease of a dead process is in nobody's way."""
    side, scenario = stand.side, point.scenario
    sandbox = side.sandbox
    start = stand.start_of(scenario)
    sandbox.fault("*", "/api/*", action="hold", nth=point.nth)
    process = installed(side).start(*words_of(scenario, side))
    died = _killed_when_held(process, sandbox)
    sandbox.let_go(serve=point.serve)
    sandbox.quiet()
    sandbox.clear()
    wrong = [
        *([] if died else ["it ended before"]),
        *stand.torn(scenario, start),
        *stand.led_astray(scenario, start, point.ways, later=False),
    ]
    report.count(str(point), "killed", wrong)


def _killed_when_held(process: Popen[str], sandbox: Sandbox) -> bool:
    end = time.monotonic() + _PATIENCE_S
    while not sandbox.held() and process.poll() is None and time.monotonic() < end:
        time.sleep(_LOOK_EACH_S)
    died = process.poll() is None
    process.kill()
    process.communicate()
    return died


def kill_points(scenario: Scenario, queue: SimpleQueue[Stand]) -> list[KillPoint]:
    """Every request of the installed command's run, both ways."""
    stand = queue.get()
    try:
        requests = _requests(stand, scenario)
    finally:
        queue.put(stand)
    return [
        KillPoint(scenario=scenario, nth=nth, serve=serve, ways=by_turns(scenario, nth + serve))
        for nth in range(1, requests + 1)
        for serve in (True, False)
    ]


def _requests(stand: Stand, scenario: Scenario) -> int:
    side = stand.side
    stand.start_of(scenario)
    outcome = installed(side)(*words_of(scenario, side))
    assert outcome.returncode == 0, outcome.stderr
    return len(side.sandbox.journal())


def all_killed(points: Sequence[KillPoint], queue: SimpleQueue[Stand], workers: int) -> Report:
    """Try all points, several at a time."""
    report = Report()

    def one(point: KillPoint) -> None:
        stand = queue.get()
        try:
            killed(point, stand, report)
        finally:
            queue.put(stand)

    with ThreadPoolExecutor(workers, thread_name_prefix="kills") as pool:
        list(pool.map(one, points))
    return report
