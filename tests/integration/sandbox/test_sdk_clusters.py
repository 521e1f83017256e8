from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from databricks.sdk.errors import BadRequest, NotFound, PermissionDenied
from databricks.sdk.service.compute import (
    ClusterSource,
    Library,
    LibraryInstallStatus,
    ListClustersFilterBy,
    State,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import TypeAlias

    import requests
    from databricks.sdk import WorkspaceClient
    from databricks.sdk.service.compute import LibraryFullStatus

    from apparate_ng.sandbox.handle import Sandbox

    Call: TypeAlias = Callable[..., requests.Response]
    MakeClient: TypeAlias = Callable[..., WorkspaceClient]

_OLD: dict[str, Any] = {"whl": "/Workspace/Shared/libraries/a-1.0-py3-none-any.whl"}
_NEW = Library(whl="/Workspace/Shared/libraries/a-1.1-py3-none-any.whl")


def _seen(statuses: Iterable[LibraryFullStatus]) -> list[tuple[str | None, str | None]]:
    return [
        (each.library.whl if each.library else None, each.status.value if each.status else None)
        for each in statuses
    ]


def test_clusters_are_listed_in_pages_and_read(
    sandbox: Sandbox, workspace: WorkspaceClient, call: Call
) -> None:
    added = [sandbox.add_cluster({"cluster_name": f"c{number}", "new": {}}) for number in range(5)]

    assert [each.cluster_id for each in workspace.clusters.list(page_size=2)] == added
    assert len(sandbox.journal("GET", "/api/2.1/clusters/list")) == 3
    read = workspace.clusters.get(added[1])
    assert (read.cluster_name, read.state) == ("c1", State.RUNNING)
    older = call("GET", "/api/2.0/clusters/get", params={"cluster_id": added[1]}).json()
    assert older == sandbox.cluster(added[1])
    with pytest.raises(NotFound, match="does not exist"):
        workspace.clusters.get("nope")


def test_clusters_are_chosen(sandbox: Sandbox, workspace: WorkspaceClient) -> None:
    ended = sandbox.add_cluster({"state": "TERMINATED", "policy_id": "P"})
    sandbox.add_cluster({"cluster_source": "JOB", "policy_id": "P"})

    def listed(chosen: ListClustersFilterBy) -> list[str | None]:
        return [each.cluster_id for each in workspace.clusters.list(filter_by=chosen)]

    assert listed(ListClustersFilterBy(cluster_sources=[ClusterSource.UI])) == [ended]
    assert listed(ListClustersFilterBy(cluster_states=[State.TERMINATED])) == [ended]
    assert len(listed(ListClustersFilterBy(policy_id="P"))) == 2
    with pytest.raises(Exception, match="is_pinned"):
        listed(ListClustersFilterBy(is_pinned=True))


def test_an_installation_takes_its_time(sandbox: Sandbox, workspace: WorkspaceClient) -> None:
    cluster_id = sandbox.add_cluster({}, libraries=[_OLD])

    workspace.libraries.install(cluster_id, [_NEW])

    first, second = (_seen(workspace.libraries.cluster_status(cluster_id)) for _ in range(2))
    assert first == [(_OLD["whl"], "INSTALLED"), (_NEW.whl, "PENDING")]
    assert second == [(_OLD["whl"], "INSTALLED"), (_NEW.whl, "INSTALLED")]


def test_what_is_uninstalled_leaves_at_the_restart(
    sandbox: Sandbox, workspace: WorkspaceClient
) -> None:
    cluster_id = sandbox.add_cluster({}, libraries=[_OLD])

    workspace.libraries.uninstall(cluster_id, [Library(whl=_OLD["whl"]), _NEW])

    leaving = _seen(workspace.libraries.cluster_status(cluster_id))
    assert leaving == [(_OLD["whl"], LibraryInstallStatus.UNINSTALL_ON_RESTART.value)]
    assert sandbox.cluster_libraries(cluster_id)[0]["status"] == "UNINSTALL_ON_RESTART"
    workspace.clusters.restart_and_wait(cluster_id)
    assert _seen(workspace.libraries.cluster_status(cluster_id)) == []


def test_a_cluster_that_does_not_run_installs_nothing(
    sandbox: Sandbox, workspace: WorkspaceClient
) -> None:
    cluster_id = sandbox.add_cluster({"state": "TERMINATED"}, libraries=[_OLD])
    workspace.libraries.uninstall(cluster_id, [Library(whl=_OLD["whl"])])
    workspace.libraries.install(cluster_id, [_NEW])
    for _ in range(2):
        waiting = _seen(workspace.libraries.cluster_status(cluster_id))
        assert waiting == [(_NEW.whl, "PENDING"), (_OLD["whl"], "UNINSTALL_ON_RESTART")]

    with pytest.raises(BadRequest, match="unexpected state"):
        workspace.clusters.restart(cluster_id)
    workspace.clusters.start(cluster_id)

    workspace.libraries.cluster_status(cluster_id)
    assert _seen(workspace.libraries.cluster_status(cluster_id)) == [(_NEW.whl, "INSTALLED")]
    workspace.clusters.delete(cluster_id)
    assert sandbox.cluster(cluster_id)["state"] == "TERMINATED"


def test_all_statuses_name_the_clusters_that_are_seen_and_hold_libraries(
    sandbox: Sandbox, client: MakeClient
) -> None:
    own = sandbox.add_cluster({}, libraries=[_OLD], creator="ana@example.com")
    other = sandbox.add_cluster({}, libraries=[_OLD])
    sandbox.add_cluster({})
    ana = client(sandbox.ana_token)

    told = {
        each.cluster_id: _seen(each.library_statuses or [])
        for each in client().libraries.all_cluster_statuses()
    }

    assert told == {id_: [(_OLD["whl"], "INSTALLED")] for id_ in (own, other)}
    assert [each.cluster_id for each in ana.libraries.all_cluster_statuses()] == [own]
    with pytest.raises(PermissionDenied):
        ana.libraries.install(other, [_NEW])


def test_a_library_names_a_source(sandbox: Sandbox, workspace: WorkspaceClient) -> None:
    cluster_id = sandbox.add_cluster({})

    for wrong in ([], [Library()]):
        with pytest.raises(BadRequest):
            workspace.libraries.install(cluster_id, wrong)
