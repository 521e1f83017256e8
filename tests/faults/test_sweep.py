"""One fault at one request of a run, at each of them, and what reaches a goal after that.

The main job meets every fault at every request; the other commands meet one fault at each request, and a
sample of the rest that is another each time. With FAULTS=all everything is tried.
"""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace
from queue import SimpleQueue
from random import Random, SystemRandom

import pytest

from tests.faults.conftest import WORKERS
from tests.faults.kinds import KINDS, FaultKind
from tests.faults.scenarios import SCENARIOS, Scenario
from tests.faults.sweep import EVERYTHING, Point, Stand, points_of, swept
from tests.figures import tell

Record = Callable[[str, object], None]
_MAIN, *_OTHERS = SCENARIOS
_AT_RANDOM = 30


def _survive(points: list[Point], queue: SimpleQueue[Stand], record: Record) -> None:
    report = swept(points, queue, WORKERS)
    tell(record, "fault sweeps survived", report.survived, report.points)

    assert report.points == len(points) > 0
    assert not report.wrong, str(report)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_the_main_job(queue: SimpleQueue[Stand], kind: FaultKind, record_property: Record) -> None:
    points = [one for one in points_of(_MAIN, KINDS, queue) if one.kind is kind]

    assert len(points) > 40
    _survive(points, queue, record_property)


@pytest.mark.timeout(3600 if EVERYTHING else 120)
@pytest.mark.parametrize("scenario", _OTHERS, ids=lambda scenario: scenario.name)
def test_the_others(queue: SimpleQueue[Stand], scenario: Scenario, record_property: Record) -> None:
    points = points_of(scenario, KINDS, queue)
    if not EVERYTHING:
        points = [one for one in points if one.nth % len(KINDS) == KINDS.index(one.kind)]

    _survive(points, queue, record_property)


def test_at_random(queue: SimpleQueue[Stand]) -> None:
    """Each with every way to a goal."""
    seed = int(os.environ.get("FAULTS_SEED") or SystemRandom().randrange(10**6))
    points = [one for scenario in _OTHERS for one in points_of(scenario, KINDS, queue)]
    chosen = Random(seed).sample(points, _AT_RANDOM)  # noqa: S311  no secret
    chosen = [replace(one, ways=one.scenario.ways) for one in chosen]
    report = swept(chosen, queue, WORKERS)

    assert not report.wrong, f"FAULTS_SEED={seed}\n{report}"


def test_every_way_is_tried_after_every_kind_and_after_every_request(
    queue: SimpleQueue[Stand],
) -> None:
    for scenario in SCENARIOS:
        ways: defaultdict[str | int, set[str]] = defaultdict(set)
        for one in points_of(scenario, KINDS, queue):
            for words, _, _ in one.ways:
                ways[one.kind.name].add(words)
                ways[one.nth].add(words)

        assert len(ways) > len(KINDS)
        assert {len(tried) for tried in ways.values()} == {len(scenario.ways)}
