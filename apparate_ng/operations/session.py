"""A session: a workspace, a store and a release, made ready side by side."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from apparate_ng.configuration.settings import Settings
from apparate_ng.errors import ApparateError
from apparate_ng.model.plan import Plan
from apparate_ng.operations.artifact import Artifact, artifact_from
from apparate_ng.operations.observer import Observer
from apparate_ng.operations.saved_plans import load_plan, refuse_other_workspace
from apparate_ng.operations.workspace import Workspace, open_workspace
from apparate_ng.store.opening import checked_store_name, open_store
from apparate_ng.store.port import LibraryStore
from apparate_ng.workspace.credentials import find_credentials


class NoStoreError(ApparateError):
    """No library store is named anywhere."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoreSession:
    """A workspace and its library store."""

    workspace: Workspace
    store: LibraryStore


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseSession(StoreSession):
    """The same, with a release at hand."""

    artifact: Artifact


def named_store(settings: Settings) -> str:
    """The store's canonical path.

    Raises:
        NoStoreError: there is no default store, since nobody can guess it.
        StoreNameError: what is named is no store.
    """
    if settings.store is None:
        raise NoStoreError(
            "no library store is configured",
            where="store, in apparate.toml, [tool.apparate], APPARATE_STORE or --store",
            hint="add --store /Workspace/Shared/libraries, or write that into the configuration",
        )
    return checked_store_name(settings.store)


@contextmanager
def store_session(
    settings: Settings, profile: str | None, environment: Mapping[str, str]
) -> Iterator[StoreSession]:
    """Connect to the workspace and its store.

    Raises:
        NoStoreError: no store is configured.
        AuthenticationError: there are no usable credentials.
    """
    store = named_store(settings)
    with open_workspace(find_credentials(profile, environment)) as workspace:
        yield StoreSession(workspace=workspace, store=open_store(workspace.connection, store))


@contextmanager
def saved_plan_session(
    file: Path, profile: str | None, environment: Mapping[str, str]
) -> Iterator[tuple[StoreSession, Plan]]:
    """Read a saved plan and connect to the store that it names, in the workspace it was made for.

    Raises:
        PlanFileError: it cannot be read, or is for another workspace.
        AuthenticationError: there are no usable credentials.
    """
    plan = load_plan(file)
    store = checked_store_name(posixpath.dirname(plan.release.uri))
    with open_workspace(find_credentials(profile, environment)) as workspace:
        refuse_other_workspace(plan, workspace.connection.host, file)
        yield (
            StoreSession(workspace=workspace, store=open_store(workspace.connection, store)),
            plan,
        )


@contextmanager
def release_session(
    path: Path,
    settings: Settings,
    profile: str | None,
    environment: Mapping[str, str],
    observer: Observer,
) -> Iterator[ReleaseSession]:
    """Build or read the release, and find the credentials meanwhile.

    Finding them can mean an import of most of a second, and a sign-in.

    Raises:
        ApparateError: no store, no project, a build that fails, no usable credentials.
    """
    store = named_store(settings)
    with ThreadPoolExecutor(1, thread_name_prefix="credentials") as pool:
        credentials = pool.submit(find_credentials, profile, environment)
        artifacts = artifact_from(
            path, uri_of=lambda name: f"{store}/{name}", building=observer.building
        )
        with artifacts as artifact, open_workspace(credentials.result()) as workspace:
            yield ReleaseSession(
                workspace=workspace,
                store=open_store(workspace.connection, store),
                artifact=artifact,
            )
