"""A small believable workspace: four teams, two libraries, every kind of pin and of decision."""

from __future__ import annotations

from typing import TYPE_CHECKING

from apparate_ng.sandbox.documents.defaults import with_defaults
from apparate_ng.sandbox.seeds import finance, marketing, platform_team, sales
from apparate_ng.sandbox.seeds.builders import CLUSTER
from apparate_ng.sandbox.seeds.store import sow_store
from apparate_ng.sandbox.state.identities import CI

if TYPE_CHECKING:
    from apparate_ng.sandbox.documents.json_text import JsonObject
    from apparate_ng.sandbox.seeds.builders import SeedJob
    from apparate_ng.sandbox.state.workspace import Workspace

_FIRST_ID = 620_000_000_000_000_001
_FIRST_CREATED = 1_735_689_600_000
_DAY = 86_400_000


def sow_demo(workspace: Workspace) -> None:
    """Add the teams' jobs, the cluster that they share, and the libraries in the store."""
    sow_store(workspace)
    workspace.clusters.add(CLUSTER, _shared_cluster(), creator=CI, access={})
    workspace.cluster_libraries.add(CLUSTER, {"cluster_id": CLUSTER, "library_statuses": []})
    teams = (sales, finance, marketing, platform_team)
    everything = [each for team in teams for each in team.jobs()]
    for number, each in enumerate(everything):
        workspace.jobs.add(_document(number, each), each.access)


def _shared_cluster() -> JsonObject:
    return {
        "cluster_id": CLUSTER,
        "cluster_name": "shared",
        "creator_user_name": CI,
        "spark_version": "15.4.x-scala2.12",
        "num_workers": 4,
        "state": "RUNNING",
        "cluster_source": "UI",
    }


def _document(number: int, seed_job: SeedJob) -> JsonObject:
    document: JsonObject = {"job_id": _FIRST_ID + number}
    if seed_job.creator:
        document["creator_user_name"] = seed_job.creator
        document["run_as_user_name"] = seed_job.creator
    document["settings"] = with_defaults(seed_job.settings)
    document["created_time"] = _FIRST_CREATED + number * _DAY
    return document
