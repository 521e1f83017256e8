"""Which deployments a store knows of, and the one that is meant."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from apparate_ng.deployment.records import RecordError, Records
from apparate_ng.errors import ApparateError
from apparate_ng.model.deployments.deployment import Deployment, DeploymentKind, Status
from apparate_ng.model.deployments.deployment_id import is_deployment_id
from apparate_ng.model.deployments.history import History, UnusableRecord, past
from apparate_ng.operations.session import StoreSession

_LOOKED_AT = 100
"""How many of the newest deployments are looked at for the one that is meant."""
_LIST = "list them with: apparate history"


class OtherWorkspaceError(ApparateError):
    """A deployment was made in another workspace that shares the store."""


def records_of(session: StoreSession) -> Records:
    """The records in the session's store."""
    return Records(session.store.control)


def history_of(session: StoreSession, limit: int) -> History:
    """The newest deployments, of every workspace that uses the store.

    Raises:
        WorkspaceError: the store cannot be read.
    """
    records = records_of(session)
    ids = records.ids()
    found = list(records.each(ids[:limit]))
    return History(
        store=session.store.uri,
        total=len(ids),
        deployments=tuple(past(one) for one in found if isinstance(one, Deployment)),
        unusable=tuple(
            UnusableRecord(where=one.where, error=one.what)
            for one in found
            if isinstance(one, RecordError)
        ),
    )


def find_deployment(session: StoreSession, wanted: str | None) -> Deployment | None:
    """The deployment that is named, else the newest; None where there is none at all.

    Raises:
        RecordError: there is no such deployment, or its record cannot be used.
        WorkspaceError: the store cannot be read.
    """
    records = records_of(session)
    return latest(records) if wanted is None else named_deployment(records, wanted)


def named_deployment(records: Records, wanted: str) -> Deployment:
    """The deployment of this id, or of the one id that begins so.

    Raises:
        RecordError: there is none, or more than one, or its record cannot be used.
    """
    if is_deployment_id(wanted):
        return records.read(wanted)
    matching = [id_ for id_ in records.ids() if wanted and id_.startswith(wanted)]
    if not matching:
        raise RecordError("there is no such deployment", where=wanted, hint=_LIST)
    if len(matching) > 1:
        raise RecordError(f"{len(matching)} deployments begin so", where=wanted, hint=_LIST)
    return records.read(matching[0])


def of_this_workspace(deployment: Deployment, host: str) -> Deployment:
    """The deployment, if its dependents are here.

    Raises:
        OtherWorkspaceError: they are in another workspace.
    """
    if deployment.workspace.host != host:
        raise OtherWorkspaceError(
            f"the deployment was made in another workspace: {deployment.workspace.host}",
            where=f"{deployment.id}, while connected to {host}",
            hint="choose the workspace with --profile",
        )
    return deployment


def latest(records: Records) -> Deployment | None:
    """The newest deployment, of whatever kind and workspace.

    Raises:
        RecordError: its record cannot be used.
    """
    return next(_newest_first(records, None), None)


def latest_to_roll_back(records: Records, host: str) -> Deployment | None:
    """The newest deployment in this workspace that is no rollback.

    Raises:
        RecordError: a record that is as new cannot be used.
    """
    found = _newest_first(records, host)
    return next((one for one in found if one.kind is not DeploymentKind.ROLLBACK), None)


def latest_to_resume(records: Records, host: str) -> Deployment | None:
    """The newest unfinished deployment in this workspace.

    One that a later deployment or rollback of the same library followed is history.

    Raises:
        RecordError: a record that is as new cannot be used.
    """
    followed: set[tuple[str, str]] = set()
    for one in _newest_first(records, host):
        library = _library(one)
        if library not in followed and can_resume(one):
            return one
        followed.add(library)
    return None


def follower(records: Records, deployment: Deployment, known: Collection[str]) -> str | None:
    """The id of a deployment of the same library and workspace that is not among the known ones.

    One whose record cannot be used counts, since nobody can tell what it did.
    """
    new = [id_ for id_ in records.ids() if id_ not in known]
    found = zip(new, records.each(new), strict=True)
    return next((id_ for id_, one in found if _may_follow(one, deployment)), None)


def _may_follow(one: Deployment | RecordError, deployment: Deployment) -> bool:
    if isinstance(one, RecordError):
        return True
    place = (one.workspace.host, _library(one))
    return place == (deployment.workspace.host, _library(deployment))


def _library(deployment: Deployment) -> tuple[str, str]:
    return deployment.release.kind.ecosystem.value, deployment.release.comparable_name


def can_resume(deployment: Deployment) -> bool:
    """True where it came to no end."""
    return deployment.is_unfinished and deployment.rolled_back_by is None


def is_settled(deployment: Deployment) -> bool:
    """True where there is nothing to resume, also for whoever names it."""
    return deployment.status is Status.SUCCEEDED


def _newest_first(records: Records, host: str | None) -> Iterator[Deployment]:
    for one in records.each(records.ids()[:_LOOKED_AT]):
        if isinstance(one, RecordError):
            raise RecordError(
                one.what, where=one.where, hint=f"name the deployment that you mean; {_LIST}"
            )
        if host in {None, one.workspace.host}:
            yield one
