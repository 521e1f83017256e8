"""Which parts of a job or pipeline run on a cluster, or under a policy, that has the library."""

from __future__ import annotations

import json
from typing import Any

import pytest

from apparate_ng.discovery.uses.files import file_uses_of_cluster, file_uses_of_policy
from apparate_ng.discovery.uses.hosts import Hosts, files_through_hosts, hosts_among
from apparate_ng.discovery.uses.job_hosts import (
    host_uses_of_job,
    host_uses_of_pipeline,
    hosts_of_job,
)
from apparate_ng.model.dependents.dependent import DependentKind
from apparate_ng.model.dependents.fingerprint import fingerprint

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


def test_what_matters_for_deciding_is_known_of_the_user() -> None:
    settings = {
        "name": "score",
        "tags": {"apparate": "hold"},
        "deployment": {"kind": "BUNDLE"},
        "schedule": {"quartz_cron_expression": "0 0 2 * * ?", "timezone_id": "UTC"},
        "tasks": [{"task_key": "a", **ON}],
    }
    job = {"job_id": 7, "creator_user_name": "ana@example.com", "settings": settings}
    [use] = host_uses_of_job(job, HOSTS)
    assert use.user.owner == "ana@example.com"
    assert use.user.tags == {"apparate": "hold"}
    assert use.user.managed_by is not None
    assert use.user.schedule is not None
    assert use.user.fingerprint == fingerprint(settings)


@pytest.mark.parametrize(
    ("clusters", "expected"),
    [
        ([{"label": "default", "policy_id": "P1"}, {"policy_id": "P1"}], ["P1"]),
        ([{"policy_id": "P2"}, {"policy_id": "P1"}, {"policy_id": "P0"}], ["P0", "P1"]),
        # near misses
        ([{"policy_id": "P2"}], []),
        ([{"policy_id": "0101-000000-abc"}], []),
        ([{"label": "P1"}, None, {"policy_id": ["P1"]}], []),
        (None, []),
    ],
)
def test_policies_of_a_pipeline(clusters: Any, expected: list[str]) -> None:  # noqa: ANN401  JSON
    hosts = Hosts(clusters=HOSTS.clusters, policies=frozenset({"P0", "P1"}))
    spec = {"name": "flow", "clusters": clusters}
    uses = host_uses_of_pipeline({"pipeline_id": "7d9f", "spec": spec}, lambda: hosts)
    assert [(use.kind, use.id) for use in uses] == [(P, id_) for id_ in expected]
    assert {use.user.fingerprint for use in uses} <= {fingerprint(spec)}
    assert {(use.user.kind, use.user.id) for use in uses} <= {(DependentKind.PIPELINE, "7d9f")}


def test_a_pipeline_without_a_policy_waits_for_nobody() -> None:
    def never() -> Hosts:
        raise AssertionError

    assert host_uses_of_pipeline({"pipeline_id": "7d9f", "spec": {"clusters": [{}]}}, never) == []


FILE = {"requirements": "/Workspace/Shared/r.txt"}


def test_who_runs_on_a_host_uses_the_files_that_it_names() -> None:
    files = [
        *file_uses_of_policy({"policy_id": "P1", "libraries": [FILE]}),
        *file_uses_of_cluster("0101-000000-abc", [{"library": FILE}]),
        *file_uses_of_policy({"policy_id": "P9", "libraries": [FILE]}),
    ]
    hosts = hosts_among([], files)
    assert hosts.policies == {"P1", "P9"}
    assert hosts.clusters == {"0101-000000-abc"}
    runs: list[dict[str, Any]] = [ON, UNDER, {}]
    jobs = [
        {"job_id": number, "settings": {"tasks": [{"task_key": "a", **on}]}}
        for number, on in enumerate(runs)
    ]
    uses = [use for job in jobs for use in host_uses_of_job(job, hosts)]

    through = files_through_hosts(files, uses)

    assert [(use.path, use.user.id) for use in through] == [
        (FILE["requirements"], "1"),
        (FILE["requirements"], "0"),
    ]


def test_without_hosts_nothing_is_looked_for() -> None:
    raw = json.dumps({"tasks": [{"task_key": "a", **ON}]}).encode()
    assert not Hosts().may_hold(raw)
    assert not HOSTS.may_hold(raw.replace(b"abc", b"xyz"))
