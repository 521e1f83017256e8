"""The sweep: a run, again and again, with one fault at one request; and what reaches its goal after that."""

from __future__ import annotations

import os
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from queue import SimpleQueue
from threading import Lock

from apparate_ng.errors import ExitCode
from apparate_ng.sandbox.embedded import running
from tests.faults.commands import Side, bring, ended
from tests.faults.judging import Documents, torn, torn_releases, unlike_said
from tests.faults.kinds import FaultKind
from tests.faults.planted import plant, releases, standing
from tests.faults.scenarios import Goal, Scenario, Way

EVERYTHING = os.environ.get("FAULTS") == "all"
"""Whether everything is tried that there is, which takes most of an hour."""
_MINUTES_LATER_S = 300
"""By then a lease that nobody gave back is over."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One fault at one request of a run."""

    scenario: Scenario
    kind: FaultKind
    nth: int
    ways: Sequence[Way]
    """What is tried after it."""

    def __str__(self) -> str:
        """As it is printed where it failed."""
        return f"{self.scenario.name}, {self.kind.name} at request {self.nth}"


@dataclass(frozen=True, slots=True)
class Start:
    """The state of the workspace that a scenario begins from."""

    documents: Documents
    releases: Mapping[str, bytes | None]


@dataclass(slots=True)
class Report:
    """What became of the points."""

    points: int = 0
    wrong: list[str] = field(default_factory=list)
    """Each with its point."""
    endings: Counter[str] = field(default_factory=Counter)
    """How the disturbed runs ended."""
    _lock: Lock = field(default_factory=Lock)

    def count(self, point: str, ending: str, wrong: Sequence[str]) -> None:
        """One point more."""
        with self._lock:
            self.points += 1
            self.endings[ending] += 1
            self.wrong += [f"{point}: {text}" for text in wrong]

    @property
    def survived(self) -> int:
        """How many points went as promised."""
        return self.points - len({text.partition(":")[0] for text in self.wrong})

    def __str__(self) -> str:
        """N/N, and what went wrong."""
        codes = ", ".join(f"{name}: {count}" for name, count in sorted(self.endings.items()))
        return "\n".join([f"{self.survived}/{self.points} survived; {codes}", *self.wrong])


class Stand:
    """One worker's workspace, with the states that scenarios begin from."""

    def __init__(self, side: Side) -> None:
        self.side = side
        plant(side.sandbox, side.folder)
        self.ends: dict[Goal, Documents] = {"old": standing(side.sandbox)}
        side.sandbox.keep("old")
        assert ended(bring, side).exit_code is ExitCode.DONE
        self.ends["new"] = standing(side.sandbox)
        self.new_wheel = next(iter(side.folder.glob("*.whl"))).read_bytes()
        self._requests: dict[str, int] = {}
        self._starts: dict[str, Start] = {}

    def requests(self, scenario: Scenario) -> int:
        """How many requests an undisturbed run makes; its start is kept under its name."""
        if scenario.name not in self._requests:
            sandbox = self.side.sandbox
            sandbox.clear()
            sandbox.bring_back("old")
            scenario.prepare(self.side)
            sandbox.keep(scenario.name)
            self._starts[scenario.name] = Start(standing(sandbox), releases(sandbox))
            sandbox.clear()
            assert ended(scenario.command, self.side).exit_code is ExitCode.DONE
            assert standing(sandbox) == self.ends[scenario.goal]
            self._requests[scenario.name] = len(sandbox.journal())
        return self._requests[scenario.name]

    def start_of(self, scenario: Scenario) -> Start:
        """Go to where a scenario begins."""
        self.requests(scenario)
        self.side.sandbox.clear()
        self.side.sandbox.bring_back(scenario.name)
        return self._starts[scenario.name]

    def disturbed(self, point: Point, report: Report) -> None:
        """Run a scenario with a fault, then go on from what that left."""
        scenario, sandbox = point.scenario, self.side.sandbox
        start = self.start_of(scenario)
        sandbox.fault("*", "/api/*", **point.kind.at(point.nth))
        done = ended(scenario.command, replace(self.side, patience=point.kind.patience))
        sandbox.quiet()
        sandbox.clear()
        wrong = [
            *self.torn(scenario, start),
            *unlike_said(sandbox, done, start.documents, self.ends[scenario.goal]),
            *self.led_astray(scenario, start, point.ways),
        ]
        report.count(str(point), f"exit {int(done.exit_code)}", wrong)

    def torn(self, scenario: Scenario, start: Start) -> list[str]:
        """What stands neither as at the scenario's start nor as at its goal."""
        sandbox = self.side.sandbox
        ends = (start.documents, self.ends[scenario.goal])
        return [*torn(sandbox, ends), *self._torn_releases(scenario, start)]

    def led_astray(
        self, scenario: Scenario, start: Start, ways: Sequence[Way], *, later: bool = True
    ) -> Iterator[str]:
        """What goes wrong on ways to a goal, each from the state at hand.

        The side's own process is alive, so a lease that it did not give back ends only `later`.
        """
        sandbox = self.side.sandbox
        sandbox.keep("aftermath")
        for words, commands, goal in ways:
            sandbox.bring_back("aftermath")
            sandbox.switch(clock_ahead_s=_MINUTES_LATER_S if later else 0)
            for one in [ended(command, self.side) for command in commands]:
                if one.exit_code is not ExitCode.DONE:
                    yield f"after {words}: exit {int(one.exit_code)} {one.error}"
            for key, stands in standing(sandbox).items():
                if stands != self.ends[goal][key]:
                    yield f"after {words}: {key} is not there"
            for text in self._torn_releases(scenario, start):
                yield f"after {words}: {text}"

    def _torn_releases(self, scenario: Scenario, start: Start) -> Iterator[str]:
        pruned = scenario.name == "prune"
        return torn_releases(self.side.sandbox, start.releases, self.new_wheel, pruned=pruned)


@contextmanager
def stands(count: int) -> Iterator[SimpleQueue[Stand]]:
    """So many workspaces, each with a server of its own."""
    queue: SimpleQueue[Stand] = SimpleQueue()
    with ExitStack() as stack:
        for _ in range(count):
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="faults-")))
            queue.put(Stand(Side(sandbox=stack.enter_context(running()), folder=folder)))
        yield queue


def swept(points: Sequence[Point], queue: SimpleQueue[Stand], workers: int) -> Report:
    """Try all points, several at a time."""
    report = Report()

    def one(point: Point) -> None:
        stand = queue.get()
        try:
            stand.disturbed(point, report)
        finally:
            queue.put(stand)

    with ThreadPoolExecutor(workers, thread_name_prefix="faults") as pool:
        list(pool.map(one, points))
    return report


def points_of(
    scenario: Scenario, kinds: Sequence[FaultKind], queue: SimpleQueue[Stand]
) -> list[Point]:
    """Every fault at every request of a run, and after each of them one way to a goal, by turns."""
    stand = queue.get()
    requests = stand.requests(scenario)
    queue.put(stand)
    return [
        Point(scenario=scenario, kind=kind, nth=nth, ways=by_turns(scenario, nth + turn))
        for turn, kind in enumerate(kinds)
        for nth in range(1, requests + 1)
    ]


def by_turns(scenario: Scenario, turn: int) -> Sequence[Way]:
    """One of the scenario's ways; all of them where everything is to be tried."""
    return scenario.ways if EVERYTHING else (scenario.ways[turn % len(scenario.ways)],)
