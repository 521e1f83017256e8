"""From a cluster's installed libraries to the dependent that planning reads."""

from __future__ import annotations

from apparate_ng.discovery.places import Json, inner
from apparate_ng.discovery.readers.compute import compute_of_cluster
from apparate_ng.discovery.readers.fields import located, tags_of, text_or_none
from apparate_ng.discovery.references.finding import references_to
from apparate_ng.discovery.walkers.cluster_document import cluster_document, places_in_cluster
from apparate_ng.model.dependents.dependent import Dependent, DependentKind
from apparate_ng.model.dependents.fingerprint import fingerprint
from apparate_ng.model.dependents.task_run import TaskRun

_OF_A_RUN = frozenset({"JOB", "PIPELINE", "PIPELINE_MAINTENANCE", "SQL", "MODELS"})
"""Sources of clusters that the platform makes and ends; what runs on them is said elsewhere."""


def dependent_from_cluster(
    cluster_id: str, statuses: list[Json], cluster: Json, library: str | None
) -> Dependent | None:
    """The dependent that an all-purpose cluster is, or None where it does not name the library.

    `statuses` is what the libraries API says of it, and `cluster` what the clusters API says, or
    None. A library that goes at the next restart does not count.
    """
    if text_or_none(inner(cluster, "cluster_source")) in _OF_A_RUN:
        return None
    document = cluster_document(statuses)
    references = references_to(library, places_in_cluster(document))
    if not references:
        return None
    name = text_or_none(inner(cluster, "cluster_name")) or "(unnamed)"
    run = TaskRun(part=f"cluster {name}", compute=compute_of_cluster(cluster))
    return Dependent(
        kind=DependentKind.CLUSTER,
        id=cluster_id,
        name=name,
        owner=text_or_none(inner(cluster, "creator_user_name")),
        schedule=None,
        managed_by=None,
        tags=tags_of({"tags": inner(cluster, "custom_tags")}),
        fingerprint=fingerprint(document),
        references=located(references, lambda _: (run,)),
    )
