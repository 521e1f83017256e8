"""Documents that are not as documented: each is read as far as it can be, or named; none stops the others."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from pathlib import Path

import pytest

from tests.e2e.jobs import NEW, OLD, STORE, pinning, wheel_path
from tests.e2e.program import Program
from tests.hostile.documents import CLUSTER, JOB, PIPELINE, POLICY, RUN, STATUSES, Document
from tests.hostile.judging import Tally
from tests.hostile.liar import Answering, Lie, as_json, lying
from tests.hostile.mutations import FEW_TYPES, mutations

_Lies = Mapping[str, Lie | Answering]
_JOBS, _PIPELINES = "/api/2.2/jobs/list", "/api/2.0/pipelines"
_RUNS = "/api/2.2/jobs/runs/list"
_SOUND = 7

NO_JSON = {
    "no UTF-8": b'"\xff\xfe"',
    "half a surrogate pair": b'"\\ud800"',
    "nesting without end": b"[" * 100_000 + b"]" * 100_000,
    "objects without end": b'{"a":' * 100_000 + b"1" + b"}" * 100_000,
    "a number of 5,000 digits": b"9" * 5_000,
    "a control character": b'"a\x01b"',
    "no number": b"NaN",
    "endlessness": b"-Infinity",
    "an unknown escape": b'"\\x41"',
    "a comma too many": b"[1,]",
    "a comment": b"/* */ 1",
    "quotes of Python": b"'a'",
    "a word": b"undefined",
    "a number with a zero in front": b"007",
    "a key that is no text": b"{1: 2}",
}


def _connected(program: Program, url: str) -> Program:
    return program.knowing(DATABRICKS_HOST=url, DATABRICKS_TOKEN="token", APPARATE_STORE=STORE)


def _with_id(
    key: str, documents: Iterable[Document], name: Callable[[int], object]
) -> list[Document]:
    """Each has an id of its own, unless the id is what is odd about it."""
    return [
        {**one, key: name(number)} if key in one and isinstance(one[key], type(name(0))) else one
        for number, one in enumerate(documents, 1_000)
    ]


def _odd(document: Document, key: str) -> list[Document]:
    """Every mutation of it that is still an object with that id."""
    found = [one for _, one in mutations(document, shown=frozenset(document), types=FEW_TYPES)]
    return [one for one in found if isinstance(one, dict) and one.get(key) == document[key]]


@cache
def _of_jobs() -> tuple[int, _Lies]:
    jobs = _with_id("job_id", _odd(JOB, "job_id"), lambda number: number)
    return len(jobs), {_JOBS: as_json({"jobs": jobs})}


@cache
def _of_pipelines() -> tuple[int, _Lies]:
    found = _with_id("pipeline_id", _odd(PIPELINE, "pipeline_id"), lambda number: f"p{number}")
    lies = {f"{_PIPELINES}/{one['pipeline_id']}": as_json(one) for one in found}
    listed = [{"pipeline_id": one["pipeline_id"], "name": "flow"} for one in found]
    return len(found), {**lies, _PIPELINES: as_json({"statuses": listed})}


@cache
def _of_policies() -> tuple[int, _Lies]:
    found = _with_id("policy_id", _odd(POLICY, "policy_id"), lambda number: f"p{number}")
    return len(found), {"/api/2.0/policies/clusters/list": as_json({"policies": found})}


@cache
def _of_clusters() -> tuple[int, _Lies]:
    odd = [one for one in _odd(STATUSES, "cluster_id") if _has_statuses(one)]
    statuses = _with_id("cluster_id", odd, lambda number: f"c{number}")
    sound = [{**STATUSES, "cluster_id": f"d{number}"} for number in range(1_000, 1_500)]
    clusters = _with_id("cluster_id", _odd(CLUSTER, "cluster_id"), lambda number: f"d{number}")
    lies = {
        "/api/2.0/libraries/all-cluster-statuses": as_json({"statuses": statuses + sound}),
        "/api/2.1/clusters/list": as_json({"clusters": clusters}),
    }
    return len(statuses) + len(clusters), lies


def _has_statuses(status: Document) -> bool:
    """Without those the whole list is unreadable, which is said."""
    found = status.get("library_statuses")
    return isinstance(found, list) and all(isinstance(one, dict) for one in found)


@cache
def _of_runs() -> tuple[int, _Lies]:
    runs = _with_id("run_id", _odd(RUN, "run_id"), lambda number: number)
    return len(runs), {_RUNS: as_json({"runs": runs})}


_WORDS: Mapping[str, tuple[str, ...]] = {
    "plan": ("plan", "--deep"),
    "inventory": ("inventory", "--deep"),
    "prune": ("prune", "--dry-run"),
}


@pytest.mark.parametrize(
    ("lies_of", "command"),
    [
        (_of_jobs, "plan"),
        (_of_jobs, "inventory"),
        (_of_jobs, "prune"),
        (_of_pipelines, "plan"),
        (_of_policies, "plan"),
        (_of_clusters, "plan"),
        (_of_clusters, "prune"),
        (_of_runs, "prune"),
    ],
)
def test_nothing_in_a_document_stops_the_rest(
    outside: Program,
    release: Path,
    tally: Tally,
    lies_of: Callable[[], tuple[int, _Lies]],
    command: str,
) -> None:
    number, lies = lies_of()
    words = (*_WORDS[command], *((release,) if command == "plan" else ()))

    with lying({_RUNS: as_json({"runs": []}), **lies}) as liar:
        outcome = _connected(outside, liar.url)(*words, "--output", "json")

    tally.judge(command, outcome, inputs=number)
    assert outcome.returncode in {0, 3}, outcome.stderr
    if command != "inventory":
        scanned = json.loads(outcome.stdout)["summary"]["scanned"]
        assert sum(scanned.values()) > number * 0.4, scanned


@pytest.mark.parametrize("name", NO_JSON)
def test_a_job_that_is_no_json_is_named_and_the_others_are_planned(
    outside: Program, release: Path, tally: Tally, name: str
) -> None:
    sound = json.dumps({"job_id": _SOUND, "settings": pinning("sound", OLD)}).encode()
    odd = b'{"job_id": 8, "settings": {"name": "odd", "sales_features": %s}}' % NO_JSON[name]
    page = Lie(body=b'{"jobs": [%s, %s], "has_more": false}' % (odd, sound))

    with lying({_JOBS: page}) as liar:
        outcome = _connected(outside, liar.url)("plan", release, "--output", "json")

    tally.judge(name, outcome)
    plan = json.loads(outcome.stdout)
    assert outcome.returncode == 0
    assert [one["id"] for one in plan["dependents"]] == [str(_SOUND)]
    assert [(one["kind"], one["id"]) for one in plan["unreadable"]] == [("job", "8")]


@pytest.mark.parametrize("name", NO_JSON)
def test_a_job_that_is_no_json_keeps_every_release(
    outside: Program, tally: Tally, name: str
) -> None:
    """What else it says is searched as text, escapes and all; nobody can tell what it uses."""
    odd = b'{"job_id": 8, "settings": {"name": "caf\\u00e9", "x": %s}}' % NO_JSON[name]
    files = [
        {"path": wheel_path(version), "object_type": "FILE", "size": 1, "modified_at": 1}
        for version in (OLD, NEW)
    ]
    lies = {
        _JOBS: Lie(body=b'{"jobs": [%s], "has_more": false}' % odd),
        _RUNS: as_json({"runs": []}),
        "/api/2.0/workspace/list": as_json({"objects": files}),
    }

    with lying(lies) as liar:
        words = ("prune", "--older-than", "0s", "--yes", "--output", "json")
        outcome = _connected(outside, liar.url)(*words)

    tally.judge(name, outcome)
    document = json.loads(outcome.stdout)
    assert outcome.returncode == 3
    assert ("job", "8") in [(one["kind"], one["id"]) for one in document["unreadable"]]
    assert document["remove"] == []
    assert len(document["keep"]) == 2
    assert [asked for asked, _ in liar.asked if not asked.startswith(("GET", "HEAD"))] == []
