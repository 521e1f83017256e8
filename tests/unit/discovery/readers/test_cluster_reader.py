"""All-purpose clusters: what is installed counts, what goes at the next restart does not."""

from __future__ import annotations

from typing import Any

import pytest

from apparate_ng.discovery.readers.cluster import dependent_from_cluster
from apparate_ng.model.dependents.dependent import DependentKind

WHL = "/Workspace/Shared/libraries/lib-1.4.2-py3-none-any.whl"
OTHER = "/Workspace/Shared/libraries/lib_extra-1.4.2-py3-none-any.whl"


def status(library: dict[str, Any], word: str = "INSTALLED") -> dict[str, Any]:
    return {"library": library, "status": word}


def test_what_is_installed_is_found() -> None:
    statuses = [status({"whl": OTHER}), status({"whl": WHL}), status({"pypi": {"package": "lib"}})]
    cluster = {
        "cluster_name": "explore",
        "creator_user_name": "ana@example.com",
        "custom_tags": {"apparate": "hold"},
    }

    found = dependent_from_cluster("c-1", statuses, cluster, "lib")

    assert found is not None
    assert (found.kind, found.id, found.name) == (DependentKind.CLUSTER, "c-1", "explore")
    assert (found.owner, found.tags) == ("ana@example.com", {"apparate": "hold"})
    assert [one.location for one in found.references] == [
        "libraries[0].whl",
        "libraries[1].pypi.package",
    ]


def test_another_version_stands_where_the_old_one_stood() -> None:
    other = [status({"whl": OTHER}), status({"cran": {"package": "x"}})]
    new = WHL.replace("1.4.2", "1.10.0")
    before = dependent_from_cluster("c", [status({"whl": WHL}), *other], None, "lib")
    leaving = status({"whl": WHL}, "UNINSTALL_ON_RESTART")
    after = dependent_from_cluster("c", [*other, status({"whl": new}), leaving], None, "lib")

    assert before is not None
    assert after is not None
    places = [[(one.location, one.text) for one in each.references] for each in (before, after)]
    assert places == [[("libraries[0].whl", WHL)], [("libraries[0].whl", new)]]


def test_whether_it_is_installed_yet_is_no_change() -> None:
    prints = {
        found.fingerprint
        for word in ("PENDING", "INSTALLING", "INSTALLED", "FAILED")
        if (found := dependent_from_cluster("c", [status({"whl": WHL}, word)], None, "lib"))
    }
    assert len(prints) == 1


def test_what_is_set_for_all_clusters_is_only_reported() -> None:
    statuses = [{**status({"whl": WHL}), "is_library_for_all_clusters": True}]
    found = dependent_from_cluster("c", statuses, None, "lib")

    assert found is not None
    [reference] = found.references
    assert reference.location == "libraries_for_all_clusters[0].whl"
    assert "all clusters" in (reference.reference.obstacle or "")


@pytest.mark.parametrize("source", ["JOB", "PIPELINE"])
def test_the_clusters_of_runs_are_no_dependents(source: str) -> None:
    cluster = {"cluster_source": source}
    assert dependent_from_cluster("c", [status({"whl": WHL})], cluster, "lib") is None


def test_what_goes_at_the_next_restart_does_not_count() -> None:
    assert (
        dependent_from_cluster("c", [status({"whl": WHL}, "UNINSTALL_ON_RESTART")], None, "lib")
        is None
    )


def test_a_cluster_that_nobody_knows_has_no_name() -> None:
    found = dependent_from_cluster("c", [status({"whl": WHL}, "PENDING")], None, "lib")
    assert found is not None
    assert (found.name, found.owner, found.tags) == ("(unnamed)", None, {})


def test_odd_statuses_are_passed_over() -> None:
    assert dependent_from_cluster("c", [None, 1, {"library": []}, {}], None, "lib") is None
