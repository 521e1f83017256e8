"""Prune: releases that nothing needs leave the store; what may be needed stays."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import msgspec

from apparate_ng.__about__ import __version__
from apparate_ng.configuration.settings import Settings
from apparate_ng.errors import ExitCode
from apparate_ng.model.plans.plan import Notice
from apparate_ng.model.stores.prune import (
    Prune,
    PruneOutcome,
    PrunePolicy,
    PruneStatus,
    PruneSummary,
    RemovedRelease,
)
from apparate_ng.operations.consent import DeclinedError
from apparate_ng.operations.execution.leasing import StoreLessor
from apparate_ng.operations.maintenance.marking import Look, Scope, look_around
from apparate_ng.operations.maintenance.removing import LEASE_LOST, remove_all
from apparate_ng.operations.observer import Observer
from apparate_ng.operations.occasion import new_id, timestamp
from apparate_ng.operations.session import StoreSession
from apparate_ng.planning.pruning import Sweep, sweep
from apparate_ng.store.opening import StoreNameError, open_store
from apparate_ng.store.port import LibraryStore
from apparate_ng.workspace.connection import Connection
from apparate_ng.workspace.identity import is_admin

ApprovePrune: TypeAlias = Callable[[Prune], bool]
"""Asked once, with what would be removed."""
_COMMAND = "prune"
_SEES_LESS = (
    "this identity is no workspace admin: what is hidden from it was not looked at, and may use a"
    " release"
)
_NOT_DEEP = "init scripts and notebooks were not read; they may install a release"


@dataclass(frozen=True, slots=True, kw_only=True)
class PruneWish:
    """What is to be swept."""

    library: str | None = None
    """Only this one."""
    policy: PrunePolicy
    also_stores: tuple[str, ...] = ()
    """Older places that are swept as well."""
    deep: bool = True
    """Whether init scripts and notebooks are read."""
    dry_run: bool = False
    ci_url: str | None = None
    """Where people see the run of the CI server."""
    lease_wait_s: float = 0.0
    """How long to wait for somebody else's lease."""


def places_to_sweep(settings: Settings, *, include_also_stores: bool) -> tuple[str, ...]:
    """The older places to be swept: only where somebody asked for it."""
    return settings.also_stores if include_also_stores else ()


def prune(
    session: StoreSession, wish: PruneWish, approve: ApprovePrune, observer: Observer
) -> Prune:
    """Remove what nothing needs.

    Everything is looked at twice: before somebody is asked, and again before the first file goes,
    since an answer can take its time. What is removed was needed by nothing, both times. A file
    that is not the same any more is left.

    Raises:
        DeclinedError: it was not approved; nothing was removed.
        LeaseHeldError: a deployment or another prune is at work; nothing was removed.
        WorkspaceError: the workspace or the store cannot be read, or the record not be written;
            nothing was removed.
    """
    work = _work(session, wish, observer)
    before = _planned(work)
    if wish.dry_run or not before.remove:
        return before
    if not approve(before):
        raise DeclinedError("not approved; nothing was removed")
    lessor = StoreLessor(
        session.workspace,
        session.store,
        observer,
        wait_s=wish.lease_wait_s,
        ci_url=wish.ci_url,
    )
    with lessor.held() as lease:
        lease.serve(_COMMAND)
        return remove_all(work.stores, _as_it_stands(work, before), lease)


def exit_code_of(done: Prune) -> ExitCode:
    """Refused where the lease was lost; partial where something was not read, or did not go."""
    if any(notice.code == LEASE_LOST for notice in done.warnings):
        return ExitCode.REFUSED
    unfinished = done.unreadable or done.status is PruneStatus.PARTIAL
    return ExitCode.PARTIAL if unfinished else ExitCode.DONE


@dataclass(frozen=True, slots=True, kw_only=True)
class _Work:
    """What one prune works with."""

    session: StoreSession
    wish: PruneWish
    stores: tuple[LibraryStore, ...]
    """The library store, and behind it the older places that are swept, too."""
    scope: Scope
    observer: Observer
    limits: tuple[Notice, ...]
    """What a look cannot see, in words."""

    def look(self) -> Look:
        return look_around(self.session.workspace, self.stores, self.observer, self.scope)

    def decided(self, look: Look) -> Sweep:
        return sweep(look.marked, self.wish.policy, self.wish.library)


def _work(session: StoreSession, wish: PruneWish, observer: Observer) -> _Work:
    connection = session.workspace.connection
    opened = {name: _store_or_none(connection, name) for name in wish.also_stores}
    stores = [session.store, *(store for store in opened.values() if store is not None)]
    scope = Scope(deep=wish.deep, sees_all=is_admin(connection))
    closed = [name for name, store in opened.items() if store is None]
    return _Work(
        session=session,
        wish=wish,
        stores=tuple({store.uri: store for store in stores}.values()),
        scope=scope,
        observer=observer,
        limits=tuple(_limits(scope, closed)),
    )


def _store_or_none(connection: Connection, name: str) -> LibraryStore | None:
    try:
        return open_store(connection, name)
    except StoreNameError:
        return None


def _limits(scope: Scope, closed: Sequence[str]) -> Iterator[Notice]:
    for name in closed:
        text = f"{name} is no place from which anything can be removed"
        yield Notice(code="not-swept", text=text)
    if not scope.sees_all:
        yield Notice(code="not-admin", text=_SEES_LESS)
    if not scope.deep:
        yield Notice(code="not-deep", text=_NOT_DEEP)


def _planned(work: _Work) -> Prune:
    identity = work.session.workspace.identity()
    look = work.look()
    decided = work.decided(look)
    return Prune(
        id=new_id(),
        started_at=timestamp(),
        finished_at=None,
        status=PruneStatus.PLANNED,
        tool_version=__version__,
        workspace=identity,
        stores=tuple(store.uri for store in work.stores),
        library=work.wish.library,
        policy=work.wish.policy,
        summary=_summary(decided, look),
        remove=tuple(_with_sha256(one, look) for one in decided.remove),
        keep=decided.keep,
        unreadable=look.marked.unchecked,
        warnings=(*look.notices, *work.limits),
    )


def _summary(decided: Sweep, look: Look) -> PruneSummary:
    remove_, keep = len(decided.remove), len(decided.keep)
    return PruneSummary(
        scanned=look.scanned,
        releases=remove_ + keep,
        remove=remove_,
        keep=keep,
        other_files=look.other_files,
    )


def _with_sha256(release: RemovedRelease, look: Look) -> RemovedRelease:
    return msgspec.structs.replace(release, sha256=look.sha256_by_uri.get(release.uri))


def _as_it_stands(work: _Work, before: Prune) -> Prune:
    """What is to go after another look; what something came to need since stays."""
    look = work.look()
    current = _still_free(before, work.decided(look))
    return msgspec.structs.replace(current, unreadable=look.marked.unchecked)


def _still_free(before: Prune, again: Sweep) -> Prune:
    """What something came to need since stays."""
    kept = {one.uri: one.explanation for one in again.keep}
    return msgspec.structs.replace(
        before,
        remove=tuple(
            msgspec.structs.replace(one, outcome=PruneOutcome.CLAIMED, error=kept[one.uri])
            if one.uri in kept
            else one
            for one in before.remove
        ),
    )
