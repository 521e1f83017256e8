"""All-purpose clusters: what is installed counts, what goes at the next restart does not."""

from __future__ import annotations

from typing import Any

from apparate_ng.discovery.cluster_reader import dependent_from_cluster
from apparate_ng.model.dependent import DependentKind

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
        "libraries[1].whl",
        "libraries[2].pypi.package",
    ]


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
