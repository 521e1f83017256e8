from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias

import pytest

from apparate_ng.model.stores.prune import Prune, PrunePolicy
from apparate_ng.operations.maintenance.pruning import ApprovePrune, PruneWish, prune
from apparate_ng.operations.observer import Silence
from apparate_ng.operations.session import StoreSession
from apparate_ng.operations.workspace import Workspace
from apparate_ng.sandbox.handle import Sandbox
from apparate_ng.store.opening import open_store
from apparate_ng.workspace.any_files import AnyFiles
from apparate_ng.workspace.cluster_policies import ClusterPolicies
from apparate_ng.workspace.clusters import Clusters
from apparate_ng.workspace.jobs import Jobs
from apparate_ng.workspace.pipelines import Pipelines
from tests.integration.conftest import Connect
from tests.integration.prune.files import PLACE_OF, put
from tests.integration.store.place import WORKSPACE, Place

Go: TypeAlias = Callable[..., Prune]


@pytest.fixture
def place() -> Place:
    """A folder of workspace files; tests of other kinds say so."""
    return WORKSPACE


@pytest.fixture
def session(sandbox: Sandbox, connect: Connect, place: Place) -> StoreSession:
    """As an admin, with a store in which lib 1.3.0, 1.4.2 and 1.5.0 are."""
    if PLACE_OF[place.uri] == "volume":
        sandbox.add_volume("main.libs.wheels")
    for version in ("1.3.0", "1.4.2", "1.5.0"):
        put(sandbox, place, version)
    connection = connect(sandbox.admin_token)
    workspace = Workspace(
        connection=connection,
        jobs=Jobs(connection),
        pipelines=Pipelines(connection),
        policies=ClusterPolicies(connection),
        clusters=Clusters(connection),
        files=AnyFiles(connection),
    )
    return StoreSession(workspace=workspace, store=open_store(connection, place.uri))


@pytest.fixture
def go(session: StoreSession) -> Go:
    """Prune, with the approval of somebody who says yes, whatever its age."""

    def run(approve: ApprovePrune = lambda _: True, **wish: Any) -> Prune:  # noqa: ANN401  handed on
        fields: dict[str, Any] = {"policy": PrunePolicy(older_than_s=0), **wish}
        return prune(session, PruneWish(**fields), approve, Silence())

    return run
