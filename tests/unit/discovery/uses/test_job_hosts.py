"""Which parts of a job run on a cluster, or under a policy, that has the library."""

from __future__ import annotations

import json
from typing import Any

import pytest

from apparate_ng.discovery.uses.hosts import Hosts
from apparate_ng.discovery.uses.job_hosts import host_uses_of_job, hosts_of_job
from apparate_ng.model.dependents.dependent import DependentKind

HOSTS = Hosts(
    clusters=frozenset({"0101-000000-abc"}),
    policies=frozenset({"P1"}),
    raw=(b"0101-000000-abc", b"P1"),
)
ON = {"existing_cluster_id": "0101-000000-abc"}
UNDER = {"new_cluster": {"policy_id": "P1"}}
C, P = DependentKind.CLUSTER, DependentKind.POLICY


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ({"tasks": [{"task_key": "a", **ON}]}, [(C, ("task a",))]),
        ({"tasks": [{"task_key": "a", **UNDER}]}, [(P, ("task a",))]),
        (
            {"tasks": [{"task_key": "loop", "for_each_task": {"task": {"task_key": "in", **ON}}}]},
            [(C, ("task loop",))],
        ),
        ({"job_clusters": [{"job_cluster_key": "main", **UNDER}]}, [(P, ("job cluster main",))]),
        (
            {
                "tasks": [
                    {"task_key": "a", **ON},
                    {"task_key": "b", **ON},
                    {"task_key": "c", **UNDER},
                ]
            },
            [(C, ("task a", "task b")), (P, ("task c",))],
        ),
        # near misses
        ({"tasks": [{"task_key": "a", "existing_cluster_id": "0101-000000-abcd"}]}, []),
        ({"tasks": [{"task_key": "a", "existing_cluster_id": "P1"}]}, []),
        ({"tasks": [{"task_key": "a", "new_cluster": {"policy_id": "0101-000000-abc"}}]}, []),
        ({"tasks": [{"task_key": "a", "notebook_task": {"base_parameters": ON}}]}, []),
        ({"tasks": [None, {"existing_cluster_id": 1, "new_cluster": []}], "job_clusters": 1}, []),
    ],
)
def test_hosts_of_a_job(settings: Any, expected: list[Any]) -> None:  # noqa: ANN401  JSON
    assert [(one.kind, one.parts) for one in hosts_of_job(settings, HOSTS)] == expected
    if expected:
        assert HOSTS.may_hold(json.dumps(settings).encode())


def test_the_job_is_named_as_the_user() -> None:
    job = {"job_id": 7, "settings": {"name": "score", "tasks": [{"task_key": "a", **ON}]}}
    [use] = host_uses_of_job(job, HOSTS)
    assert (use.kind, use.id) == (C, "0101-000000-abc")
    assert (use.user.id, use.user.name) == ("7", "score")


def test_without_hosts_nothing_is_looked_for() -> None:
    raw = json.dumps({"tasks": [{"task_key": "a", **ON}]}).encode()
    assert not Hosts().may_hold(raw)
    assert not HOSTS.may_hold(raw.replace(b"abc", b"xyz"))
