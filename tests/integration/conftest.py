"""The real client against the sandbox over HTTP: one server for each module, empty for each test."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, TypeAlias

import pytest

from apparate_ng.model.plans.plan import Plan
from apparate_ng.model.policies.policy import Policy
from apparate_ng.model.releases.kinds import ArtifactKind
from apparate_ng.model.releases.release import Release
from apparate_ng.operations.observer import Silence
from apparate_ng.operations.plans.planning import plan_for_release
from apparate_ng.operations.plans.wish import Wish
from apparate_ng.operations.workspace import Workspace
from apparate_ng.planning.selection import Selection
from apparate_ng.sandbox.embedded import running
from apparate_ng.sandbox.handle import Sandbox
from apparate_ng.workspace.any_files import AnyFiles
from apparate_ng.workspace.cluster_policies import ClusterPolicies
from apparate_ng.workspace.clusters import Clusters
from apparate_ng.workspace.connection import Connection
from apparate_ng.workspace.credentials import find_credentials
from apparate_ng.workspace.files import WorkspaceFiles
from apparate_ng.workspace.jobs import Jobs
from apparate_ng.workspace.pipelines import Pipelines

Connect: TypeAlias = Callable[..., Connection]
Settings: TypeAlias = dict[str, Any]
_STORE = "/Workspace/Shared/libraries"


@pytest.fixture(scope="module")
def served() -> Iterator[Sandbox]:
    with running() as sandbox:
        yield sandbox


@pytest.fixture
def sandbox(served: Sandbox) -> Sandbox:
    served.wipe()
    # as at first: a test may have made it an admin
    served.add_identity("ci@example.com", served.token, default_level="CAN_MANAGE")
    return served


@pytest.fixture
def connect(sandbox: Sandbox) -> Iterator[Connect]:
    """Connections to the sandbox, as whoever the token names; closed in the end."""
    opened: list[Connection] = []

    def make(token: str | None = None) -> Connection:
        environment = {"DATABRICKS_HOST": sandbox.url, "DATABRICKS_TOKEN": token or sandbox.token}
        opened.append(Connection(find_credentials(None, environment)))
        return opened[-1]

    yield make
    for connection in opened:
        connection.close()


@pytest.fixture
def connection(connect: Connect) -> Connection:
    return connect()


@pytest.fixture
def jobs(connection: Connection) -> Jobs:
    return Jobs(connection)


@pytest.fixture
def files(connection: Connection) -> WorkspaceFiles:
    return WorkspaceFiles(connection)


@pytest.fixture
def workspace(connection: Connection) -> Workspace:
    return Workspace(
        connection=connection,
        jobs=Jobs(connection),
        pipelines=Pipelines(connection),
        policies=ClusterPolicies(connection),
        clusters=Clusters(connection),
        files=AnyFiles(connection),
    )


@pytest.fixture
def release() -> Release:
    """The release that everything moves to: lib 1.5.0."""
    filename = "lib-1.5.0-py3-none-any.whl"
    return Release(
        name="lib",
        version="1.5.0",
        kind=ArtifactKind.WHEEL,
        filename=filename,
        sha256="0" * 64,
        size=1,
        uri=f"{_STORE}/{filename}",
    )


@pytest.fixture
def wish() -> Wish:
    return Wish(policy=Policy(stores=(_STORE,)), selection=Selection())


@pytest.fixture
def plan(workspace: Workspace, release: Release, wish: Wish) -> Callable[[], Plan]:
    """The plan for the release, as the workspace stands when it is asked for."""
    return lambda: plan_for_release(workspace, release, wish, Silence())


@pytest.fixture
def pinned() -> Callable[..., Settings]:
    """Settings of a job whose tasks pin a version of lib; `more` are other settings."""

    def settings(*tasks: str, version: str = "1.4.2", **more: object) -> Settings:
        path = f"{_STORE}/lib-{version}-py3-none-any.whl"
        entries = [{"task_key": key, "libraries": [{"whl": path}]} for key in tasks]
        return {"name": "job", "tasks": entries, **more}

    return settings
