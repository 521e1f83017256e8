"""Leasing: while somebody writes dependents through a store, nobody else does."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import Protocol

from apparate_ng.deployment.heartbeat import renewed
from apparate_ng.deployment.held_lease import HeldLease
from apparate_ng.deployment.lease_files import LeaseFiles
from apparate_ng.deployment.taking import Request, Surroundings, take
from apparate_ng.model.deployments.lease import Holder
from apparate_ng.model.plans.plan import Notice
from apparate_ng.operations.execution.conduct import Conduct
from apparate_ng.operations.execution.this_process import is_gone, this_holder
from apparate_ng.operations.observer import Observer
from apparate_ng.operations.session import StoreSession
from apparate_ng.operations.workspace import Workspace
from apparate_ng.store.port import LibraryStore
from apparate_ng.telemetry.spans import span
from apparate_ng.workspace.failures import WorkspaceError


class Hold(Protocol):
    """A lease that is held."""

    def guard(self) -> None:
        """To be called before each write.

        Raises:
            LeaseLostError: nothing further may be written.
            WorkspaceError: nobody can tell.
        """

    def serve(self, deployment: str) -> None:
        """Name the deployment that it is held for."""


class Lessor(Protocol):
    """Who gives the lease."""

    def held(self) -> AbstractContextManager[Hold]:
        """Hold it while the context is open; inside of that, the same again.

        Raises:
            LeaseHeldError: another deployment has it.
            WorkspaceError: the store says no.
        """


class Unleased:
    """No store, no lease: for whoever carries out a plan from Python, and for tests."""

    def held(self) -> AbstractContextManager[Hold]:
        """Nothing to hold."""
        return nullcontext(self)

    def guard(self) -> None:
        """Nobody is in the way."""

    def serve(self, deployment: str) -> None:
        """Nobody wants to know."""


class StoreLessor:
    """The lease of one store. To be used by one thread; its guard by any.

    Args:
        workspace: as whom.
        store: whose lease.
        observer: who is told whom we wait for, and what went wrong with the lease.
        wait_s: how long to wait for another holder, in seconds.
        ci_url: the page of the CI run, for others to find us.
    """

    def __init__(
        self,
        workspace: Workspace,
        store: LibraryStore,
        observer: Observer,
        *,
        wait_s: float = 0.0,
        ci_url: str | None = None,
    ) -> None:
        self._workspace, self._store, self._observer = workspace, store, observer
        self._wait_s, self._ci_url = wait_s, ci_url
        self._held: HeldLease | None = None

    @contextmanager
    def held(self) -> Iterator[HeldLease]:
        """Take the lease, renew it while the context is open, and give it back."""
        if self._held is not None:
            yield self._held
            return
        holder = this_holder(self._workspace.identity().identity, self._ci_url)
        with leased(self._store, None, holder, self._wait_s, self._observer) as held:
            self._held = held
            try:
                yield held
            finally:
                self._held = None


def lessor_of(session: StoreSession, observer: Observer, conduct: Conduct) -> StoreLessor:
    """Who gives the lease of the session's store."""
    return StoreLessor(
        session.workspace,
        session.store,
        observer,
        wait_s=conduct.lease_wait_s,
        ci_url=conduct.context.ci_url,
    )


@contextmanager
def leased(
    store: LibraryStore,
    deployment: str | None,
    holder: Holder,
    wait_s: float,
    observer: Observer,
) -> Iterator[HeldLease]:
    """Hold a store's lease while the context is open; its `guard` is called before each write.

    Args:
        store: whose lease.
        deployment: what it is taken for: an id, or a command's name; None where that is not known.
        holder: who takes it.
        wait_s: how long to wait for another holder, in seconds.
        observer: who is told whom we wait for, and what went wrong with the lease.

    Raises:
        LeaseHeldError: another deployment has it; nothing was written.
        WorkspaceError: the store says no.
    """
    request = Request(holder=holder, deployment=deployment, wait_s=wait_s)
    around = Surroundings(is_gone=is_gone, noticed=observer.noticed)
    with span("lease") as note:
        held = take(LeaseFiles(store.control), request, around)
        note("lease", held.lease.number)
    try:
        with renewed(held, observer.noticed):
            yield held
    finally:
        _release(held, observer)


def _release(held: HeldLease, observer: Observer) -> None:
    """Give it back; where that fails nothing is lost but time."""
    try:
        held.release()
    except WorkspaceError as error:
        text = f"the lease could not be given back; it ends by itself at {held.lease.expires_at}"
        observer.noticed(Notice(code="lease-not-released", text=f"{text}: {error.what}"))
