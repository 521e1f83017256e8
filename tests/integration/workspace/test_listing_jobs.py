from __future__ import annotations

import time

import pytest

from apparate_ng.sandbox.handle import Sandbox
from apparate_ng.workspace.failures import BadRequestError, UnavailableError
from apparate_ng.workspace.jobs import Jobs, parsed

_LIST = "/api/2.2/jobs/list"


def _add(sandbox: Sandbox, number: int) -> list[int]:
    return [sandbox.add_job({"name": f"job {index}"}) for index in range(number)]


def test_pages_are_read_to_the_end(sandbox: Sandbox, jobs: Jobs) -> None:
    added = _add(sandbox, 205)

    listed = list(jobs.listed())

    assert [job.job_id for job in listed] == added[::-1]
    assert [job.name for job in listed[:2]] == ["job 204", "job 203"]
    assert len(sandbox.journal("GET", _LIST)) == 3


def test_an_empty_workspace_has_no_jobs(sandbox: Sandbox, jobs: Jobs) -> None:
    assert list(jobs.listed()) == []
    assert len(sandbox.journal("GET", _LIST)) == 1


@pytest.mark.parametrize("ending", [{}, {"next_page_token": ""}, {"next_page_token": None}])
def test_every_way_to_say_that_a_page_is_the_last(
    sandbox: Sandbox, jobs: Jobs, ending: dict[str, object]
) -> None:
    page = {"jobs": [{"job_id": 7, "settings": {}}], **ending}
    sandbox.fault("GET", _LIST, status=200, body=page, times=None)

    assert [(job.job_id, job.name) for job in jobs.listed()] == [(7, "(unnamed)")]


def test_where_pages_of_100_are_refused_25_are_asked_for(sandbox: Sandbox, jobs: Jobs) -> None:
    added = _add(sandbox, 60)
    sandbox.switch(page_limit_cap=25)

    assert [job.job_id for job in jobs.listed()] == added[::-1]
    asked = [entry["query"]["limit"] for entry in sandbox.journal("GET", _LIST)]
    assert asked == ["100", "25", "25", "25"]


def test_where_25_are_refused_too_the_refusal_is_told(sandbox: Sandbox, jobs: Jobs) -> None:
    _add(sandbox, 1)
    sandbox.switch(page_limit_cap=10)

    with pytest.raises(BadRequestError, match="Invalid limit 25"):
        list(jobs.listed())


def test_another_refusal_is_no_reason_for_smaller_pages(sandbox: Sandbox, jobs: Jobs) -> None:
    refusal = {"error_code": "MALFORMED_REQUEST", "message": "no"}
    sandbox.fault("GET", _LIST, status=400, body=refusal)

    with pytest.raises(BadRequestError, match="no"):
        list(jobs.listed())
    assert len(sandbox.journal("GET", _LIST)) == 1


@pytest.mark.parametrize("tokens", [["a", "a"], ["a", "b", "a", "b"]])
def test_a_server_that_repeats_its_tokens_is_found_out(
    sandbox: Sandbox, jobs: Jobs, tokens: list[str]
) -> None:
    for nth, token in enumerate(tokens, 1):
        page = {"jobs": [{"job_id": nth}], "next_page_token": token}
        sandbox.fault("GET", _LIST, status=200, body=page, nth=nth)

    with pytest.raises(UnavailableError, match="does not end"):
        list(jobs.listed())


@pytest.mark.parametrize("page", [{"jobs": 3}, {"jobs": [{}]}, [], "text"])
def test_a_page_of_another_shape_is_no_list_of_jobs(
    sandbox: Sandbox, jobs: Jobs, page: object
) -> None:
    body = '"text"' if page == "text" else page
    sandbox.fault("GET", _LIST, status=200, body=body)

    with pytest.raises(UnavailableError, match="unknown shape"):
        list(jobs.listed())


def test_what_is_listed_is_the_document_itself(sandbox: Sandbox, jobs: Jobs) -> None:
    settings = {"name": "Nächtlich ☃", "big": 2**70, "none": None, "empty": {}, "list": []}
    sandbox.add_job(settings, job_id=9_007_199_254_740_993)

    [job] = jobs.listed()

    assert job.job_id == 9_007_199_254_740_993
    assert parsed(job)["settings"] == settings
    assert not job.has_more


def test_a_job_of_which_a_page_holds_a_part_says_so(sandbox: Sandbox, jobs: Jobs) -> None:
    sandbox.add_job({"tasks": [{"task_key": f"t{index}"} for index in range(101)]})

    [job] = jobs.listed()

    assert job.has_more
    assert len(parsed(job)["settings"]["tasks"]) == 100


def test_a_list_that_was_begun_is_asked_for_once(sandbox: Sandbox, jobs: Jobs) -> None:
    added = _add(sandbox, 205)

    with jobs.listing_begun():
        _wait_for_pages(sandbox, 3)  # although nobody reads yet
        assert [job.job_id for job in jobs.listed()] == added[::-1]
        assert len(sandbox.journal("GET", _LIST)) == 3
        assert len(list(jobs.listed())) == 205  # read again, it is asked for again

    assert len(sandbox.journal("GET", _LIST)) == 6


def test_a_list_that_was_begun_and_that_nobody_reads(sandbox: Sandbox, jobs: Jobs) -> None:
    _add(sandbox, 1)
    with jobs.listing_begun():
        _wait_for_pages(sandbox, 1)
    added = _add(sandbox, 1)

    assert [job.job_id for job in jobs.listed()][:1] == added  # as they are now


def test_what_is_wrong_with_a_list_that_was_begun_is_told_to_who_reads(
    sandbox: Sandbox, jobs: Jobs
) -> None:
    sandbox.fault("GET", _LIST, status=400, body={"error_code": "MALFORMED_REQUEST"})

    with jobs.listing_begun():
        _wait_for_pages(sandbox, 1)
        with pytest.raises(BadRequestError):
            list(jobs.listed())


def _wait_for_pages(sandbox: Sandbox, number: int) -> None:
    end = time.monotonic() + 10
    while len(sandbox.journal("GET", _LIST)) < number:
        assert time.monotonic() < end
        time.sleep(0.01)
