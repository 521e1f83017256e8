"""Mentions: the name of a stored file anywhere in a document, also where no walker looks.

A path in a parameter of somebody's own, in a variable of the environment, in the settings of a
pipeline: nothing of that can be rewritten, but whoever deletes the file breaks it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from urllib.parse import unquote

from apparate_ng.discovery.claims.library_paths import (
    library_paths,
    text_of,
    text_of_json,
    variable_paths,
)
from apparate_ng.discovery.places import Json, inner
from apparate_ng.model.dependents.dependent import DependentKind
from apparate_ng.model.stores.claim import Claim, ClaimedPath
from apparate_ng.model.stores.prune import Claiming, KeepReason
from apparate_ng.workspace.any_files import AnyFiles
from apparate_ng.workspace.cluster_policies import ClusterPolicies
from apparate_ng.workspace.clusters import Clusters
from apparate_ng.workspace.connection import Connection
from apparate_ng.workspace.failures import NotFoundError
from apparate_ng.workspace.jobs import Jobs, ListedJob
from apparate_ng.workspace.pipelines import Pipelines


class Mentions:
    """What was found so far. Thread-safe: it only grows.

    Args:
        filenames: of the files that are of interest.
    """

    def __init__(self, filenames: Iterable[str]) -> None:
        self._names = frozenset(unquote(name) for name in filenames)
        self.claims: list[Claim] = []
        self.jobs: set[str] = set()
        """The ids of all jobs that passed by."""

    def look(self, by: Claiming, text: str) -> None:
        """Search one document's text."""
        paths = {path for path in library_paths(text) if self._is_wanted(path)}
        paths.update(variable_paths(text))
        self.claims += [
            Claim(by=by, what=ClaimedPath(path=path), reason=KeepReason.REFERENCED)
            for path in sorted(paths)
        ]

    def _is_wanted(self, path: str) -> bool:
        return unquote(path).rsplit("/", 1)[-1] in self._names


def claiming(kind: DependentKind, id_: object, name: object) -> Claiming:
    """A dependent as a claim names it."""
    return Claiming(kind=kind.value, id=str(id_), name=str(name or "(unnamed)"))


class WatchedJobs(Jobs):
    """Jobs of which every document is searched as it passes by."""

    def __init__(self, connection: Connection, mentions: Mentions) -> None:
        super().__init__(connection)
        self._mentions = mentions

    def listed(self) -> Iterator[ListedJob]:
        """As `Jobs.listed`."""
        for job in super().listed():
            self._mentions.jobs.add(str(job.job_id))
            who = claiming(DependentKind.JOB, job.job_id, job.name)
            self._mentions.look(who, text_of_json(job.raw))
            yield job

    def read(self, job_id: int) -> Json:
        """As `Jobs.read`."""
        job = super().read(job_id)
        who = claiming(DependentKind.JOB, job_id, inner(job, "settings", "name"))
        self._mentions.look(who, text_of(job))
        return job


class WatchedPipelines(Pipelines):
    """Pipelines of which every document is searched as it is read."""

    def __init__(self, connection: Connection, mentions: Mentions) -> None:
        super().__init__(connection)
        self._mentions = mentions

    def read(self, pipeline_id: str) -> Json:
        """As `Pipelines.read`."""
        pipeline = super().read(pipeline_id)
        who = claiming(DependentKind.PIPELINE, pipeline_id, inner(pipeline, "name"))
        self._mentions.look(who, text_of(pipeline))
        return pipeline


class WatchedPolicies(ClusterPolicies):
    """Cluster policies that are searched as they are listed; a definition is JSON in JSON."""

    def __init__(self, connection: Connection, mentions: Mentions) -> None:
        super().__init__(connection)
        self._mentions = mentions

    def listed(self) -> list[Json]:
        """As `ClusterPolicies.listed`."""
        found = super().listed()
        for policy in found:
            who = claiming(DependentKind.POLICY, policy["policy_id"], inner(policy, "name"))
            self._mentions.look(who, text_of(policy).replace("\\/", "/"))
        return found


class WatchedClusters(Clusters):
    """Clusters of which all libraries are searched, also those that go at the next restart.

    Until then, a node that joins still installs them.
    """

    def __init__(self, connection: Connection, mentions: Mentions) -> None:
        super().__init__(connection)
        self._mentions = mentions

    def all_libraries(self) -> dict[str, list[Json]]:
        """As `Clusters.all_libraries`."""
        found = super().all_libraries()
        for id_, libraries in found.items():
            self._mentions.look(claiming(DependentKind.CLUSTER, id_, id_), text_of(libraries))
        return found


class WatchedFiles(AnyFiles):
    """Files that are searched as they are read.

    Args:
        connection: to the workspace.
        mentions: what was found so far.
        sees_all: whether the identity is an admin: what is not there for one is not there at all,
            so such a file reads as an empty one. For others it may be hidden.
    """

    def __init__(self, connection: Connection, mentions: Mentions, *, sees_all: bool) -> None:
        super().__init__(connection)
        self._mentions = mentions
        self._sees_all = sees_all

    def read(self, path: str) -> bytes:
        """As `AnyFiles.read`."""
        return self._looked(path, super().read)

    def read_notebook(self, path: str) -> bytes:
        """As `AnyFiles.read_notebook`; one that is not there, or is hidden, reads as an empty one.

        Notebooks of people are hidden from most identities, as jobs are: whoever prunes is warned.
        """
        try:
            return self._looked(path, super().read_notebook)
        except NotFoundError:
            return b""

    def _looked(self, path: str, read: Callable[[str], bytes]) -> bytes:
        try:
            content = read(path)
        except NotFoundError:
            if not self._sees_all:
                raise
            return b""
        who = claiming(DependentKind.FILE, path, path)
        self._mentions.look(who, content.decode("utf-8", "replace"))
        return content
