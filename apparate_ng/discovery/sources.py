"""Where dependents come from: what a survey looks through."""

from __future__ import annotations

from dataclasses import dataclass

from apparate_ng.workspace.any_files import AnyFiles
from apparate_ng.workspace.cluster_policies import ClusterPolicies
from apparate_ng.workspace.clusters import Clusters
from apparate_ng.workspace.jobs import Jobs
from apparate_ng.workspace.pipelines import Pipelines


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    """The families of calls that list dependents, and the files that these use."""

    jobs: Jobs
    pipelines: Pipelines
    policies: ClusterPolicies
    clusters: Clusters
    files: AnyFiles
