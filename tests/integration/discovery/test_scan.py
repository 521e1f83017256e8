"""Every job of the workspace passes by, whatever happens to it meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias

import pytest

from apparate_ng.discovery.scans.findings import Findings
from apparate_ng.discovery.scans.jobs import scan_jobs
from apparate_ng.sandbox.handle import FaultRule, Sandbox
from apparate_ng.workspace.connection import Connection
from apparate_ng.workspace.failures import UnavailableError
from apparate_ng.workspace.jobs import Jobs

Pinned: TypeAlias = Callable[..., dict[str, Any]]
_LIST, _GET = "/api/2.2/jobs/list", "/api/2.2/jobs/get"


def _survey(jobs: Jobs, library: str = "lib") -> Findings:
    return scan_jobs(jobs, library, lambda _: None)


def _large(pinned: Pinned) -> dict[str, Any]:
    """The only pin stands beyond what a page of the list shows."""
    settings = pinned(*(f"t{index}" for index in range(150)))
    for task in settings["tasks"][:149]:
        del task["libraries"]
    return settings


def test_only_those_that_name_the_library_are_kept(
    sandbox: Sandbox, jobs: Jobs, pinned: Pinned
) -> None:
    ours = sandbox.add_job(pinned("a", "b"))
    other = pinned("a", name="lib-1.4.2-py3-none-any.whl")
    other["tasks"][0]["libraries"][0]["whl"] = "/Workspace/lib/lib_extra-1.4.2-py3-none-any.whl"
    sandbox.add_job(other)
    sandbox.add_job({"name": "nothing"})

    survey = _survey(jobs)

    [found] = survey.dependents
    assert found.id == str(ours)
    assert [one.location for one in found.references] == [
        "tasks[a].libraries[0].whl",
        "tasks[b].libraries[0].whl",
    ]
    assert survey.scanned == 3


def test_progress_is_told_job_by_job(sandbox: Sandbox, jobs: Jobs) -> None:
    told: list[int] = []
    for _ in range(3):
        sandbox.add_job({})

    scan_jobs(jobs, "lib", told.append)

    assert told == [1, 2, 3]


def test_jobs_of_which_a_page_holds_a_part_are_read_whole(
    sandbox: Sandbox, jobs: Jobs, pinned: Pinned
) -> None:
    ids = {str(sandbox.add_job(_large(pinned))) for _ in range(12)}

    survey = _survey(jobs)

    assert {one.id for one in survey.dependents} == ids
    assert {one.references[0].location for one in survey.dependents} == {
        "tasks[t149].libraries[0].whl"
    }


@pytest.mark.parametrize("missing_is_404", [False, True])
def test_a_job_that_vanishes_between_list_and_get_is_noted(
    sandbox: Sandbox,
    connect: Callable[..., Connection],
    pinned: Pinned,
    *,
    missing_is_404: bool,
) -> None:
    sandbox.switch(missing_is_404=missing_is_404)
    sandbox.add_job(pinned("a"))
    gone = sandbox.add_job(_large(pinned))
    sandbox.edit(gone, path=_LIST, moment="after", delete=True)

    survey = _survey(Jobs(connect(sandbox.admin_token)))

    assert len(survey.dependents) == 1
    [notice] = survey.notices
    assert notice.code == "vanished"
    assert f"job {gone} (job)" in notice.text
    assert survey.unreadable == []


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        ({"status": 403, "body": {"message": "not yours"}}, "not yours"),
        ({"status": 500, "body": {"message": "broken"}, "headers": {"Retry-After": "0"}}, "broken"),
        ({"status": 200, "body": {"job_id": 1}}, "not the job asked for"),
    ],
)
def test_a_job_that_cannot_be_read_is_named(
    sandbox: Sandbox, jobs: Jobs, pinned: Pinned, fault: FaultRule, words: str
) -> None:
    sandbox.add_job(pinned("a"))
    large = sandbox.add_job(_large(pinned))
    sandbox.fault("GET", _GET, **(fault | {"times": None}))

    survey = _survey(jobs)

    [unreadable] = survey.unreadable
    assert (unreadable.id, unreadable.name) == (str(large), "job")
    assert words in unreadable.error
    assert len(survey.dependents) == 1


def test_a_job_that_comes_twice_counts_once(sandbox: Sandbox, jobs: Jobs, pinned: Pinned) -> None:
    entry = {"job_id": 5, "settings": pinned("a")}
    first = {"jobs": [entry, entry], "next_page_token": "x"}
    sandbox.fault("GET", _LIST, status=200, body=first)
    sandbox.fault("GET", _LIST, nth=2, status=200, body={"jobs": [entry]})

    survey = _survey(jobs)

    assert [one.id for one in survey.dependents] == ["5"]
    assert survey.scanned == 1


def test_a_list_that_breaks_off_is_no_survey(sandbox: Sandbox, jobs: Jobs, pinned: Pinned) -> None:
    for _ in range(101):
        sandbox.add_job(pinned("a"))
    quick = {"Retry-After": "0"}
    sandbox.fault("GET", _LIST, nth=2, status=500, headers=quick, times=None)

    with pytest.raises(UnavailableError):
        _survey(jobs)


def test_every_spelling_of_the_name_is_found(sandbox: Sandbox, jobs: Jobs, pinned: Pinned) -> None:
    for spelling in ("my_lib", "My.Lib", "my-lib", "MY__LIB"):
        settings = pinned("a")
        path = f"/Workspace/Shared/libraries/{spelling}-1.0-py3-none-any.whl"
        settings["tasks"][0]["libraries"][0]["whl"] = path
        sandbox.add_job(settings)

    assert len(_survey(jobs, "my-lib").dependents) == 4


def test_what_a_dependent_says_of_itself(sandbox: Sandbox, jobs: Jobs, pinned: Pinned) -> None:
    cron = {"quartz_cron_expression": "0 0 2 * * ?", "timezone_id": "UTC"}
    bundle = {"kind": "BUNDLE", "metadata_file_path": "/m"}
    settings = pinned("a", schedule=cron, deployment=bundle, tags={"apparate": "hold"})
    sandbox.add_job(settings, creator="ana@example.com")

    [found] = _survey(jobs).dependents

    assert (found.name, found.owner) == ("job", "ana@example.com")
    assert found.schedule is not None
    assert (found.schedule.kind, found.schedule.text) == ("cron", "0 0 2 * * ? UTC")
    assert found.managed_by is not None
    assert found.managed_by.metadata_file_path == "/m"
    assert found.tags == {"apparate": "hold"}


def test_a_job_of_another_shape_is_passed_over(sandbox: Sandbox, jobs: Jobs) -> None:
    odd = [
        {"lib": 1, "tasks": None},
        {"tasks": [{"libraries": "lib-1.0.whl"}, None, 3]},
        {"tasks": {"a": "lib-1.0.whl"}, "environments": [{"spec": ["lib-1.0.whl"]}]},
    ]
    page = {"jobs": [{"job_id": n, "settings": settings} for n, settings in enumerate(odd, 1)]}
    sandbox.fault("GET", _LIST, status=200, body=page)

    survey = _survey(jobs)

    assert (survey.dependents, survey.scanned) == ([], 3)
