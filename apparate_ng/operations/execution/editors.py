"""How each kind of dependent is changed."""

from __future__ import annotations

from apparate_ng.deployment.cluster_editor import ClusterEditor
from apparate_ng.deployment.editor import Editor
from apparate_ng.deployment.file_editor import FileEditor
from apparate_ng.deployment.job_editor import JobEditor
from apparate_ng.deployment.pipeline_editor import PipelineEditor
from apparate_ng.deployment.policy_editor import PolicyEditor
from apparate_ng.model.dependents.dependent import DependentKind
from apparate_ng.operations.workspace import Workspace


def editors_of(workspace: Workspace) -> dict[DependentKind, Editor]:
    """The editors of a workspace, in the order in which kinds are changed."""
    return {
        DependentKind.FILE: FileEditor(workspace.files),
        DependentKind.POLICY: PolicyEditor(workspace.policies),
        DependentKind.JOB: JobEditor(workspace.jobs),
        DependentKind.PIPELINE: PipelineEditor(workspace.pipelines),
        DependentKind.CLUSTER: ClusterEditor(workspace.clusters),
    }
