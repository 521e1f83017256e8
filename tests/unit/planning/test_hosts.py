"""What clusters and policies mean for those who run on them."""

from __future__ import annotations

import pytest
from msgspec.structs import replace as with_fields

from apparate_ng.discovery.references.requirements import read_dependency
from apparate_ng.model.dependents.dependent import Dependent, DependentKind, Host, LocatedReference
from apparate_ng.model.plans.decision import Decision, Reason
from apparate_ng.model.plans.plan import PlannedPin
from apparate_ng.planning.hosts import host_notices, hosts_among, restart_notices
from tests.unit.planning.test_rules import RELEASE, a_job


def _having(kind: DependentKind, *texts: str) -> Dependent:
    read = [(text, read_dependency(text)) for text in texts]
    references = tuple(
        LocatedReference(location="libraries[0]", text=text, reference=one)
        for text, one in read
        if one is not None
    )
    return a_job(kind=kind, id="h", name="shared", references=references)


@pytest.mark.parametrize(
    ("kind", "texts", "parts", "said"),
    [
        ("cluster", ["my-lib==1.4.2"], ["task a"], "task a runs on cluster shared, which has"),
        ("cluster", ["my-lib"], ["task a", "task b"], "task a, task b run on cluster shared"),
        ("policy", ["my-lib==1.4.2"], ["a"], "a uses cluster policy shared, which brings My_Lib"),
        ("policy", ["my-lib>=1"], list("abcde"), "a, b, c and 2 more use cluster policy shared"),
    ],
)
def test_a_job_is_told_what_its_host_brings(
    kind: str, texts: list[str], parts: list[str], said: str
) -> None:
    host = _having(DependentKind(kind), *texts)
    job = a_job(hosts=(Host(kind=host.kind, id=host.id, parts=tuple(parts)),))

    [notice] = host_notices(job, hosts_among([host, job]), RELEASE)

    assert notice.text.startswith(said)


def test_a_host_without_the_library_says_nothing() -> None:
    job = a_job(hosts=(Host(kind=DependentKind.CLUSTER, id="other", parts=("task a",)),))
    assert list(host_notices(job, hosts_among([_having(DependentKind.CLUSTER)]), RELEASE)) == []


PIN = PlannedPin(
    location="libraries[0].whl",
    from_="/a",
    to="/b",
    from_version="1.4.2",
    to_version="1.5.0",
    step=None,
    breaking=False,
    decision=Decision.UPGRADE,
    reason=Reason.ALLOWED,
    explanation="",
    hint=None,
)


@pytest.mark.parametrize(
    ("kind", "pins", "count"),
    [
        (DependentKind.CLUSTER, [PIN, PIN], 1),
        (DependentKind.CLUSTER, [with_fields(PIN, to=None)], 0),
        (DependentKind.JOB, [PIN], 0),
    ],
)
def test_only_a_cluster_that_changes_has_to_restart(
    kind: DependentKind, pins: list[PlannedPin], count: int
) -> None:
    found = list(restart_notices(a_job(kind=kind), pins))

    assert len(found) == count
    assert all(one.text.endswith("until then it runs 1.4.2") for one in found)
