"""Marking: one look at the stores, and at everything that may need what is in them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from apparate_ng.deployment.records import RecordError, Records
from apparate_ng.discovery.claims.making import claims_of_dependents, claims_of_deployments
from apparate_ng.discovery.claims.mentions import (
    Mentions,
    WatchedClusters,
    WatchedFiles,
    WatchedJobs,
    WatchedPipelines,
    WatchedPolicies,
)
from apparate_ng.discovery.claims.runs import scan_runs
from apparate_ng.discovery.scans.notices import NOT_LOOKED_AT
from apparate_ng.discovery.sources import Sources
from apparate_ng.discovery.survey import survey_workspace
from apparate_ng.model.deployments.deployment import Deployment
from apparate_ng.model.plans.plan import Notice
from apparate_ng.model.plans.survey import Survey
from apparate_ng.model.stores.claim import Claim, ClaimedPath
from apparate_ng.model.stores.prune import Unchecked
from apparate_ng.model.stores.stored_release import StoredRelease, as_release
from apparate_ng.operations.observer import Observer
from apparate_ng.operations.workspace import Workspace
from apparate_ng.planning.pruning import Marked
from apparate_ng.planning.way_back import deployments_on_the_way_back
from apparate_ng.store.port import LibraryStore
from apparate_ng.workspace.connection import Connection
from apparate_ng.workspace.runs import Runs


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """How far a look goes."""

    deep: bool
    """Whether init scripts and notebooks are read as well."""
    sees_all: bool
    """Whether the identity is an admin, from whom nothing is hidden."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What one look found."""

    marked: Marked
    scanned: dict[str, int]
    other_files: int
    """Of the stores, those that are no releases."""
    notices: tuple[Notice, ...]
    sha256_by_uri: dict[str, str]
    """What deployments have recorded."""


def look_around(
    workspace: Workspace, stores: Sequence[LibraryStore], observer: Observer, scope: Scope
) -> Look:
    """List the stores, then whatever may refer to a release: the order keeps what is new safe.

    A dependent that moves while we look may be seen as it was or as it will be. So runs come
    after jobs, and records after runs; what began later began with what was seen before, or with
    something newer.

    Args:
        workspace: where.
        stores: those that are swept; the first one holds the records of deployments.
        observer: who is told.
        scope: how far it looks.

    Raises:
        WorkspaceError: a store, the list of jobs, or the list of records cannot be had.
    """
    releases, others = _stored(stores)
    mentions = Mentions(release.filename for release in releases)
    sources = _watched(workspace.connection, mentions, scope)
    survey = survey_workspace(sources, None, observer.scanned, deep=scope.deep)
    runs = scan_runs(
        Runs(workspace.connection), sources.files.read, survey.dependents, mentions.jobs
    )
    deployments, unreadable = _recorded(Records(stores[0].control))
    claims = [
        *claims_of_dependents(survey.dependents),
        *mentions.claims,
        *runs.claims,
        *claims_of_deployments(deployments_on_the_way_back(deployments)),
    ]
    marked = Marked(
        releases=tuple(releases),
        claims=_without_twins(claims),
        unchecked=(*_unseen(survey), *runs.unchecked, *unreadable),
        now=stores[0].control.now(),
    )
    return Look(
        marked=marked,
        scanned={**survey.scanned, "run": runs.scanned},
        other_files=others,
        notices=tuple(one for one in survey.notices if one.code != NOT_LOOKED_AT),
        sha256_by_uri={one.release.uri: one.release.sha256_in_store for one in deployments},
    )


def _unseen(survey: Survey) -> Iterator[Unchecked]:
    """What could not be read; and what no plan needs to know, but a release may be needed for."""
    for one in survey.unreadable:
        yield Unchecked(kind=one.kind.value, id=one.id, name=one.name, error=one.error)
    for notice in survey.notices:
        if notice.code == NOT_LOOKED_AT:
            what = "it cannot be read from here"
            yield Unchecked(kind="file", id="*", name=notice.text, error=what)


def _stored(stores: Sequence[LibraryStore]) -> tuple[list[StoredRelease], int]:
    """The releases of all stores, and how many other files there are."""
    files = [file for store in stores for file in store.files()]
    found = [
        as_release(file.name, uri=file.uri, size=file.size, modified_at=file.modified_at)
        for file in files
    ]
    releases = [release for release in found if release is not None]
    return releases, len(files) - len(releases)


def _watched(connection: Connection, mentions: Mentions, scope: Scope) -> Sources:
    return Sources(
        jobs=WatchedJobs(connection, mentions),
        pipelines=WatchedPipelines(connection, mentions),
        policies=WatchedPolicies(connection, mentions),
        clusters=WatchedClusters(connection, mentions),
        files=WatchedFiles(connection, mentions, sees_all=scope.sees_all),
    )


def _recorded(records: Records) -> tuple[list[Deployment], list[Unchecked]]:
    """Every deployment, the newest first, and those whose records cannot be used."""
    deployments: list[Deployment] = []
    unreadable: list[Unchecked] = []
    ids = records.ids()
    for id_, found in zip(ids, records.each(ids), strict=True):
        if isinstance(found, RecordError):
            unreadable.append(Unchecked(kind="deployment", id=id_, name=id_, error=found.what))
        else:
            deployments.append(found)
    return deployments, unreadable


def _without_twins(claims: Sequence[Claim]) -> tuple[Claim, ...]:
    """Without mentions of what the same dependent was seen to say at a known place."""
    located = {
        (claim.by.kind, claim.by.id, claim.what)
        for claim in claims
        if claim.by.location is not None
    }
    return tuple(
        claim
        for claim in claims
        if claim.by.location is not None
        or not isinstance(claim.what, ClaimedPath)
        or (claim.by.kind, claim.by.id, claim.what) not in located
    )
