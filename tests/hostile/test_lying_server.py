"""A server whose answers have another shape than documented: a documented exit code, and no half-done job."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import cycle, islice
from typing import Any, TypeAlias

import pytest
import requests

from apparate_ng.errors import ExitCode
from apparate_ng.sandbox.handle import FaultRule
from tests.faults.commands import Command, Ended, Side, bring, go_back, go_on, save, sweep_up
from tests.hostile.judging import Tally
from tests.hostile.mutations import FEW_TYPES, mutations
from tests.hostile.stand import Stand, unlike

Json: TypeAlias = Any
_DEEP = 100_000
LIES = (
    "[]",
    "null",
    '"text"',
    "1",
    "true",
    "{}",
    "[[]]",
    "[null]",
    '{"error_code": 1, "message": []}',
    '{"jobs": {}, "statuses": 1, "objects": "x", "contents": [1], "policies": [[]], "runs": [null]}',
    '{"jobs": [{}], "objects": [{}], "contents": [{}], "policies": [{}], "runs": [{}]}',
    '{"next_page_token": 1}',
    '{"next_page_token": "x"}',
    '{"job_id": "1", "settings": []}',
    '{"size": NaN}',
    "9" * 5_000,
    '{"job_id": 1e400}',
    "[" * _DEEP + "]" * _DEEP,
    '{"a":' * _DEEP + "1" + "}" * _DEEP,
    '"\\ud800"',
    '{"jobs": [{"job_id": 1, "settings": {"name": "a',
    "",
    "plain text",
    "\x00\x01\x02",
    "\ufeff{}",
)
"""Each is sent with status 200."""


def _plan(side: Side) -> Ended:
    save(side)
    return Ended(exit_code=ExitCode.DONE)


_COMMANDS: dict[str, tuple[str, Command, int]] = {
    "plan": ("old", _plan, 9),
    "upload-and-update": ("old", bring, 3),
    "rollback": ("new", go_back, 3),
    "resume": ("cut off", go_on, 3),
    "prune": ("new", sweep_up, 3),
}
"""From which state, what, and how many lies each endpoint tells."""


def _endpoints(stand: Stand, begin: str, command: Command) -> list[tuple[str, str]]:
    """What an honest run asks for."""
    stand.run(begin, command)
    asked = ((entry["method"], entry["path"]) for entry in stand.sandbox.journal())
    return list(dict.fromkeys(asked))


@pytest.mark.parametrize("name", _COMMANDS)
def test_every_answer_may_be_something_else(stand: Stand, tally: Tally, name: str) -> None:
    begin, command, number = _COMMANDS[name]
    lies = cycle(LIES)

    for method, path in _endpoints(stand, begin, command):
        for lie in islice(lies, number):
            tally.tried += 1
            rule: FaultRule = {"status": 200, "body": lie, "times": None}
            code, standing = stand.run(begin, command, fault=(method, path, rule))
            assert code in set(ExitCode)
            assert unlike(standing, stand.old, stand.new, stand.back) == [], (
                method,
                path,
                lie[:80],
            )


def _true_answers(stand: Stand) -> Iterator[tuple[str, str, Json]]:
    """What an honest server says to each request of a plan."""
    stand.run("old", _plan)
    asked = {entry["path"]: entry for entry in stand.sandbox.journal() if entry["method"] == "GET"}
    for path, entry in asked.items():
        headers = {"Authorization": f"Bearer {stand.sandbox.token}"}
        answer = requests.get(stand.sandbox.url + path, entry["query"], headers=headers, timeout=9)
        if answer.headers.get("Content-Type", "").startswith("application/json"):
            yield "GET", path, answer.json()


def test_every_place_of_an_answer_may_be_something_else(stand: Stand, tally: Tally) -> None:
    types = cycle(FEW_TYPES)

    for method, path, answer in list(_true_answers(stand)):
        seen: set[str] = set()
        for where, lie in mutations(answer, shown=frozenset(answer), types=FEW_TYPES):
            place, _, which = where.partition(" ")
            if place in seen and which != f"#{FEW_TYPES.index(next(types))}":
                continue
            seen.add(place)
            tally.tried += 1
            rule: FaultRule = {"status": 200, "body": json.dumps(lie), "times": None}
            code, standing = stand.run("old", _plan, fault=(method, path, rule))
            assert code in set(ExitCode)
            assert standing == stand.old, (path, where)
