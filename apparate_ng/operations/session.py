"""A session: a workspace, a store and a release, made ready side by side."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path

from apparate_ng.configuration.settings import Settings
from apparate_ng.errors import ApparateError
from apparate_ng.model.plans.plan import Plan
from apparate_ng.operations.interrupts import Interrupts
from apparate_ng.operations.observer import Observer
from apparate_ng.operations.plans.saved import load_plan, refuse_other_workspace
from apparate_ng.operations.releases.artifact import Artifact, artifact_from
from apparate_ng.operations.workspace import Workspace, open_workspace
from apparate_ng.store.opening import checked_store_name, open_store
from apparate_ng.store.port import LibraryStore
from apparate_ng.workspace.credentials import Credentials, find_credentials
from apparate_ng.workspace.patience import USUAL, Patience


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
            hint="choose one: apparate configure; or add --store /Workspace/Shared/libraries",
        )
    return checked_store_name(settings.store)


def _opened(
    credentials: Credentials, interrupts: Interrupts | None
) -> AbstractContextManager[Workspace]:
    patience = USUAL if interrupts is None else Patience(in_a_hurry=interrupts.have_come)
    return open_workspace(credentials, patience)


@contextmanager
def store_session(
    settings: Settings,
    profile: str | None,
    environment: Mapping[str, str],
    interrupts: Interrupts | None = None,
) -> Iterator[StoreSession]:
    """Connect to the workspace and its store; `interrupts` end pauses, as in all sessions.

    Raises:
        NoStoreError: no store is configured.
        AuthenticationError: there are no usable credentials.
    """
    store = named_store(settings)
    with _opened(find_credentials(profile, environment), interrupts) as workspace:
        yield StoreSession(workspace=workspace, store=open_store(workspace.connection, store))


@contextmanager
def connected(profile: str | None, environment: Mapping[str, str]) -> Iterator[Workspace]:
    """Connect to the workspace alone.

    Raises:
        AuthenticationError: there are no usable credentials.
    """
    with open_workspace(find_credentials(profile, environment)) as workspace:
        yield workspace


def session_in(workspace: Workspace, settings: Settings) -> StoreSession:
    """The store that the settings name, in a workspace that is open.

    Raises:
        NoStoreError: no store is configured.
    """
    store = named_store(settings)
    return StoreSession(workspace=workspace, store=open_store(workspace.connection, store))


def session_for_plan(workspace: Workspace, plan: Plan, where: str) -> StoreSession:
    """The store that a plan names, in the workspace at hand; `where` is the plan's file.

    Raises:
        PlanFileError: the plan is for another workspace.
    """
    refuse_other_workspace(plan, workspace.connection.host, where)
    store = checked_store_name(posixpath.dirname(plan.release.uri))
    return StoreSession(workspace=workspace, store=open_store(workspace.connection, store))


@contextmanager
def with_release(session: StoreSession, path: Path, observer: Observer) -> Iterator[ReleaseSession]:
    """Build or read the release for a session that is open.

    Raises:
        ApparateError: no project, a build that fails, a file that is no library.
    """
    artifacts = artifact_from(path, uri_of=session.store.uri_of, building=observer.building)
    with artifacts as artifact:
        yield ReleaseSession(workspace=session.workspace, store=session.store, artifact=artifact)


@contextmanager
def workspace_session(
    settings: Settings,
    profile: str | None,
    environment: Mapping[str, str],
    interrupts: Interrupts | None = None,
    *,
    needs_store: bool,
) -> Iterator[tuple[Workspace, LibraryStore | None]]:
    """Connect to the workspace, and to its store where one is configured.

    Raises:
        NoStoreError: a store is needed, and none is configured.
        AuthenticationError: there are no usable credentials.
    """
    name = named_store(settings) if needs_store or settings.store is not None else None
    with _opened(find_credentials(profile, environment), interrupts) as workspace:
        yield workspace, None if name is None else open_store(workspace.connection, name)


@contextmanager
def saved_plan_session(
    file: Path,
    profile: str | None,
    environment: Mapping[str, str],
    interrupts: Interrupts | None = None,
) -> Iterator[tuple[StoreSession, Plan]]:
    """Read a saved plan and connect to the store that it names, in the workspace it was made for.

    Raises:
        PlanFileError: it cannot be read, or is for another workspace.
        AuthenticationError: there are no usable credentials.
    """
    plan = load_plan(file)
    checked_store_name(posixpath.dirname(plan.release.uri))
    with _opened(find_credentials(profile, environment), interrupts) as workspace:
        yield session_for_plan(workspace, plan, str(file)), plan


@contextmanager
def release_session(
    path: Path,
    settings: Settings,
    profile: str | None,
    environment: Mapping[str, str],
    observer: Observer,
    interrupts: Interrupts | None = None,
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
        with artifacts as artifact, _opened(credentials.result(), interrupts) as workspace:
            yield ReleaseSession(
                workspace=workspace,
                store=open_store(workspace.connection, store),
                artifact=artifact,
            )
