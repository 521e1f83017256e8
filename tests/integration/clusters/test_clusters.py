"""All-purpose clusters are found and named in the plan, and left alone."""

from __future__ import annotations

from apparate_ng.discovery.survey import survey_workspace
from apparate_ng.model.dependents.dependent import DependentKind
from apparate_ng.operations.workspace import Workspace
from apparate_ng.sandbox.handle import Sandbox

WHL = "/Workspace/Shared/libraries/lib-1.4.2-py3-none-any.whl"


def test_a_cluster_with_the_library_is_found_by_name(
    sandbox: Sandbox, workspace: Workspace
) -> None:
    id_ = sandbox.add_cluster({"cluster_name": "explore"}, libraries=[{"whl": WHL}])
    sandbox.add_cluster({"cluster_name": "other"}, libraries=[{"pypi": {"package": "x"}}])

    survey = survey_workspace(workspace.sources, "lib", lambda _: None)

    (found,) = survey.dependents
    assert (found.kind, found.id, found.name) == (DependentKind.CLUSTER, id_, "explore")
    assert survey.scanned == {"job": 0, "cluster": 2}


def test_names_are_not_asked_for_where_nothing_is_found(
    sandbox: Sandbox, workspace: Workspace
) -> None:
    sandbox.add_cluster({"cluster_name": "other"}, libraries=[{"pypi": {"package": "x"}}])

    survey_workspace(workspace.sources, "lib", lambda _: None)

    assert sandbox.journal("GET", "/api/2.1/clusters/list") == []


def test_a_list_that_fails_is_said_and_the_rest_goes_on(
    sandbox: Sandbox, workspace: Workspace
) -> None:
    sandbox.add_job({"name": "a", "tasks": [{"task_key": "a", "libraries": [{"whl": WHL}]}]})
    sandbox.fault("GET", "/api/2.0/libraries/all-cluster-statuses", status=403, times=None)

    survey = survey_workspace(workspace.sources, "lib", lambda _: None)

    assert [one.kind for one in survey.dependents] == [DependentKind.JOB]
    (missing,) = survey.unreadable
    assert (missing.kind, missing.id) == (DependentKind.CLUSTER, "*")
