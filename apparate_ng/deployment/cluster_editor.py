"""All-purpose clusters: the new library is installed, then the old one is marked to leave.

Both are asked of the platform one library at a time, so that nothing else on the cluster can be
touched. If it ends between the two, both versions are there, and another run finishes it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, TypeAlias

from apparate_ng.deployment.change import Change
from apparate_ng.deployment.editor import Seen
from apparate_ng.deployment.verification import differences
from apparate_ng.discovery.places import Place
from apparate_ng.discovery.rewriting import rewritten
from apparate_ng.discovery.walkers.cluster_document import (
    cluster_document,
    name_of_library,
    own_libraries,
    places_in_cluster,
    with_own_libraries,
)
from apparate_ng.workspace.clusters import Clusters
from apparate_ng.workspace.failures import NotFoundError, UnavailableError, WorkspaceError

Json: TypeAlias = Any


class ClusterEditor:
    """The clusters of one workspace. A document is what stays installed on one of them."""

    noun = "cluster"

    def __init__(self, clusters: Clusters) -> None:
        self._clusters = clusters

    def read(self, dependent_id: str) -> Seen:
        """The libraries, without those that leave at the next restart."""
        return Seen(content=cluster_document(self._clusters.libraries(dependent_id)))

    def places(self, content: Json) -> Iterable[Place]:
        """Every place where a version can stand."""
        return places_in_cluster(content)

    def change(self, content: Json, rewrites: Sequence[tuple[Place, str]]) -> Change:
        """What to install and what to uninstall; a library that is there already stays."""
        before, after = own_libraries(content), own_libraries(rewritten(content, rewrites))
        old = [library for library in before if library not in after]
        new = _each_once(library for library in after if library not in before)
        kept = [library for library in before if library not in old]
        expected = with_own_libraries(content, [*kept, *new])
        return Change(before=content, expected=expected, sent={"install": new, "uninstall": old})

    def send(self, dependent_id: str, change: Change, seen: Seen) -> None:
        """Install first: a cluster that is restarted in between has the library in any case."""
        del seen
        self._switch(dependent_id, change.sent["install"], change.sent["uninstall"])

    def damage(self, change: Change, after: Json) -> list[str]:
        """What is missing, and what should have left."""
        stands = own_libraries(after)
        return [
            *(
                f"{name_of_library(library) or 'a library'} is not installed"
                for library in own_libraries(change.expected)
                if library not in stands
            ),
            *(
                f"the old {name_of_library(library)} has not been uninstalled"
                for library in change.sent["uninstall"]
                if library in stands
            ),
        ]

    def was_edited_elsewhere(self, change: Change, after: Json) -> bool:
        """True where somebody else installed something meanwhile."""
        return any(differences(change.expected, after, "cluster"))

    def restore(self, dependent_id: str, before: Json, seen: Seen) -> None:
        """Install what was there; what came is uninstalled if it is another version of that."""
        was, stands = own_libraries(before), own_libraries(seen.content)
        names = {name_of_library(library) for library in was} - {None}
        missing = [library for library in was if library not in stands]
        came = [one for one in stands if one not in was and name_of_library(one) in names]
        self._switch(dependent_id, missing, came)

    def _switch(self, cluster_id: str, new: list[Json], old: list[Json]) -> None:
        if new:
            self._clusters.install(cluster_id, new)
        if not old:
            return
        try:
            self._clusters.uninstall(cluster_id, old)
        except NotFoundError:
            raise
        except WorkspaceError as error:
            what = f"the new version was installed, the old one could not be removed: {error.what}"
            raise UnavailableError(what, where=error.where) from error


def _each_once(libraries: Iterable[Json]) -> list[Json]:
    """Two versions that move to one are installed as one."""
    found: list[Json] = []
    for library in libraries:
        if library not in found:
            found.append(library)
    return found
