"""Every cluster policy passes by: the list holds them whole."""

from __future__ import annotations

from apparate_ng.discovery.survey import survey_workspace
from apparate_ng.model.plans.survey import Survey
from apparate_ng.operations.workspace import Workspace
from apparate_ng.sandbox.handle import Sandbox
from tests.integration.pipelines.kinds import OLD, POLICIES


def _survey(workspace: Workspace) -> Survey:
    return survey_workspace(workspace.sources, "lib", lambda _: None)


def test_one_request_tells_of_all(sandbox: Sandbox, workspace: Workspace) -> None:
    ids = [POLICIES.add(sandbox, f"A{number}") for number in range(30)]
    for number in range(170):
        near = [{"whl": OLD.replace("lib-", "lib_extra-")}, {"pypi": {"package": "liblib==1"}}]
        sandbox.add_policy({"name": f"other {number}", "libraries": near})

    survey = _survey(workspace)

    assert sorted(one.id for one in survey.dependents) == sorted(ids)
    assert survey.scanned == {"job": 0, "policy": 200}
    asked = [entry["path"] for entry in sandbox.journal("GET") if "policies" in entry["path"]]
    assert asked == [POLICIES.listing]


def test_what_stands_at_its_references(sandbox: Sandbox, workspace: Workspace) -> None:
    libraries = [{"pypi": {"package": "lib==1.4.2"}}, {"whl": OLD}, {"jar": "/lib-1.4.2.jar"}]
    POLICIES.add(sandbox, "a", libraries=libraries, creator_user_name="ana@example.com")

    [found] = _survey(workspace).dependents

    assert [one.location for one in found.references] == [
        "libraries[0].pypi.package",
        "libraries[1].whl",
        "libraries[2].jar",
    ]
    assert (found.name, found.owner) == ("name of a", "ana@example.com")
    assert (found.schedule, found.managed_by) == (None, None)


def test_those_that_others_hide_are_not_there(sandbox: Sandbox, workspace: Workspace) -> None:
    POLICIES.add(sandbox, "a", access={"ci@example.com": "NO_ACCESS"})

    survey = _survey(workspace)

    assert (survey.dependents, survey.scanned) == ((), {"job": 0})
