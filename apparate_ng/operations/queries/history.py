"""Which deployments a store knows of, and the one that is meant."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, islice

from apparate_ng.deployment.records import RecordError, Records
from apparate_ng.errors import ApparateError
from apparate_ng.model.deployments.deployment import Deployment, DeploymentKind, Status
from apparate_ng.model.deployments.deployment_id import is_deployment_id
from apparate_ng.model.deployments.history import History, UnusableRecord, past
from apparate_ng.model.releases.names import comparable
from apparate_ng.operations.session import StoreSession

_LOOKED_AT = 100
"""How many of the newest deployments are looked at for the one that is meant."""
_LOOKED_BACK = 50
"""How many of the newest are looked at for what else there is to know of it."""
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


def latest_to_roll_back(
    newest: NewestRecords, host: str, library: str | None = None
) -> Deployment | None:
    """The newest deployment in this workspace that is no rollback; of one library, if it is named.

    Raises:
        RecordError: a record that is as new cannot be used.
    """
    found = (one for one in _usable(newest, host) if one.kind is not DeploymentKind.ROLLBACK)
    return next((one for one in found if library is None or is_of(one, library)), None)


def is_of(deployment: Deployment, library: str) -> bool:
    """True where it is of the library of this name, as names of its kind are compared."""
    release = deployment.release
    return release.comparable_name == comparable(library, release.kind.ecosystem)


def recent_libraries(newest: NewestRecords, host: str) -> list[str]:
    """The libraries of the newest deployments in this workspace, each once, newest first."""
    found = [one for one in newest.recent() if isinstance(one, Deployment)]
    here = (one for one in found if one.workspace.host == host)
    return list({one.library: one.release.name for one in here}.values())


def earlier_of_release(
    newest: NewestRecords, deployment: Deployment
) -> list[Deployment | RecordError]:
    """The deployments of its release that began before it in its workspace, the newest first.

    Records that cannot be used are among them, as nobody can tell what they are.
    """
    found = zip(newest.ids, newest.recent(), strict=False)
    older = (one for id_, one in found if id_ < deployment.id)
    return [one for one in older if isinstance(one, RecordError) or _is_alike(one, deployment)]


def _is_alike(one: Deployment, deployment: Deployment) -> bool:
    """True for a deployment, and no rollback, of the same release in the same workspace."""
    same = [(each.workspace.host, each.library, each.release.version) for each in (one, deployment)]
    return one.kind is DeploymentKind.DEPLOY and same[0] == same[1]


def latest_to_resume(records: Records, host: str) -> Deployment | None:
    """The newest unfinished deployment in this workspace.

    One that a later deployment or rollback of the same library followed is history.

    Raises:
        RecordError: a record that is as new cannot be used.
    """
    followed: set[tuple[str, str]] = set()
    for one in _newest_first(records, host):
        library = one.library
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Aftermath:
    """What came after a deployment, of the same library in the same workspace."""

    is_followed: bool
    """Whether anything did: then it is not resumed unasked."""
    rolled_back_by: str | None
    """The newest rollback of it, or of a part of it."""


def aftermath_of(records: Records, deployment: Deployment) -> Aftermath:
    """What came after it. A record that cannot be used counts, as nobody can tell what it did.

    Raises:
        WorkspaceError: the store cannot be read.
    """
    newer = [id_ for id_ in records.ids() if id_ > deployment.id]
    later = [one for one in records.each(newer[-_LOOKED_AT:]) if _may_follow(one, deployment)]
    back = (one for one in later if isinstance(one, Deployment) and one.rolls_back == deployment.id)
    newest = next(back, None)
    return Aftermath(is_followed=bool(later), rolled_back_by=None if newest is None else newest.id)


def _may_follow(one: Deployment | RecordError, deployment: Deployment) -> bool:
    if isinstance(one, RecordError):
        return True
    place = (one.workspace.host, one.library)
    return place == (deployment.workspace.host, deployment.library)


def can_resume(deployment: Deployment) -> bool:
    """True where it came to no end."""
    return deployment.is_unfinished and deployment.rolled_back_by is None


def is_settled(deployment: Deployment) -> bool:
    """True where there is nothing to resume, also for whoever names it."""
    return deployment.status is Status.SUCCEEDED


class NewestRecords:
    """The newest records of a store: one listing, and each is read once, when somebody asks."""

    def __init__(self, records: Records) -> None:
        self._records = records
        self._found: list[Deployment | RecordError] = []

    @cached_property
    def ids(self) -> list[str]:
        """Their ids, newest first."""
        return self._records.ids()[:_LOOKED_AT]

    @cached_property
    def _rest(self) -> Iterator[Deployment | RecordError]:
        recent, others = self.ids[:_LOOKED_BACK], self.ids[_LOOKED_BACK:]
        return chain(self._records.each(recent), self._records.each(others))

    def __iter__(self) -> Iterator[Deployment | RecordError]:
        """All of them, newest first; one that cannot be used is said."""
        for number in range(len(self.ids)):
            if number == len(self._found):
                self._found.append(next(self._rest))
            yield self._found[number]

    def recent(self) -> list[Deployment | RecordError]:
        """As many as are looked at for what else there is to know."""
        return list(islice(self, _LOOKED_BACK))


def _newest_first(records: Records, host: str | None) -> Iterator[Deployment]:
    return _usable(NewestRecords(records), host)


def _usable(newest: NewestRecords, host: str | None) -> Iterator[Deployment]:
    for one in newest:
        if isinstance(one, RecordError):
            raise RecordError(
                one.what, where=one.where, hint=f"name the deployment that you mean; {_LIST}"
            )
        if host in {None, one.workspace.host}:
            yield one
