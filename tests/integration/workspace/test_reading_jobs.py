from __future__ import annotations

from collections.abc import Callable

import pytest

from apparate_ng.sandbox.handle import Sandbox
from apparate_ng.workspace.connection import Connection
from apparate_ng.workspace.failures import (
    NotFoundError,
    PermissionDeniedError,
    UnavailableError,
)
from apparate_ng.workspace.jobs import Jobs

_GET = "/api/2.2/jobs/get"


def test_all_pages_of_all_arrays_are_one_document(sandbox: Sandbox, jobs: Jobs) -> None:
    settings = {
        "name": "large",
        "tasks": [{"task_key": f"t{index}", "x": {}} for index in range(250)],
        "parameters": [{"name": f"p{index}", "default": ""} for index in range(130)],
        "environments": [{"environment_key": "e", "spec": {}}],
        "tags": {},
    }
    job_id = sandbox.add_job(settings)

    document = jobs.read(job_id)

    assert document == sandbox.job(job_id)
    assert document["settings"] == settings
    assert len(sandbox.journal("GET", _GET)) == 3


def test_an_exact_hundred_is_one_page(sandbox: Sandbox, jobs: Jobs) -> None:
    job_id = sandbox.add_job({"tasks": [{"task_key": f"t{index}"} for index in range(100)]})

    assert jobs.read(job_id) == sandbox.job(job_id)
    assert len(sandbox.journal("GET", _GET)) == 1


@pytest.mark.parametrize("missing_is_404", [False, True])
def test_a_job_that_is_not_there(
    sandbox: Sandbox, connect: Callable[..., Connection], *, missing_is_404: bool
) -> None:
    sandbox.switch(missing_is_404=missing_is_404)

    with pytest.raises(NotFoundError, match="does not exist"):
        Jobs(connect(sandbox.admin_token)).read(12345)


def test_a_job_that_is_not_there_looks_forbidden_to_those_who_are_no_admin(jobs: Jobs) -> None:
    with pytest.raises(PermissionDeniedError, match="does not have"):
        jobs.read(12345)


def test_a_job_that_is_somebody_elses(sandbox: Sandbox, jobs: Jobs) -> None:
    job_id = sandbox.add_job({}, access={"ci@example.com": "NO_ACCESS"})

    with pytest.raises(PermissionDeniedError, match=f"permissions on job {job_id}"):
        jobs.read(job_id)


@pytest.mark.parametrize("answer", [{"job_id": 8, "settings": {}}, {}, [], "7"])
def test_an_answer_about_something_else_is_refused(
    sandbox: Sandbox, jobs: Jobs, answer: object
) -> None:
    sandbox.fault("GET", _GET, status=200, body=answer)

    with pytest.raises(UnavailableError, match="not the job asked for"):
        jobs.read(7)


def test_a_job_whose_pages_do_not_end(sandbox: Sandbox, jobs: Jobs) -> None:
    page = {"job_id": 7, "settings": {"tasks": [{"task_key": "a"}]}, "next_page_token": "x"}
    sandbox.fault("GET", _GET, status=200, body=page, times=None)

    with pytest.raises(UnavailableError, match="does not end"):
        jobs.read(7)
    assert len(sandbox.journal("GET", _GET)) == 2
