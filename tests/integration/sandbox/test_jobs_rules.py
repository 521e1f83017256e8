from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeAlias

    import requests

    from apparate_ng.sandbox.handle import Sandbox

    Call: TypeAlias = Callable[..., requests.Response]

_LIST, _GET, _UPDATE = "/api/2.2/jobs/list", "/api/2.2/jobs/get", "/api/2.2/jobs/update"
_CREATE, _RESET, _DELETE = "/api/2.2/jobs/create", "/api/2.2/jobs/reset", "/api/2.2/jobs/delete"

_STRANGE: dict[str, Any] = {
    "name": "é ✓ \x1b[31m",
    "field_of_tomorrow": {"empty": {}, "list": [], "none": None, "large": 2**80, "text": "…"},
    "tasks": [{"task_key": "a", "libraries": [{"kind_of_tomorrow": {"x": []}}], "new": None}],
}


def _settings(document: dict[str, Any]) -> dict[str, Any]:
    settings: dict[str, Any] = document["settings"]
    return settings


def test_a_raw_job_is_shown_exactly_as_it_was_put_in(sandbox: Sandbox, call: Call) -> None:
    job_id = sandbox.add_job(_STRANGE, job_id=10**18, creator=None, created_time=5, extra={"a": []})

    document = call("GET", _GET, params={"job_id": job_id}).json()

    assert document == {
        "job_id": 10**18,
        "settings": _STRANGE,
        "created_time": 5,
        "extra": {"a": []},
    }
    assert sandbox.job(job_id) == document


def test_a_write_keeps_all_that_it_does_not_name(sandbox: Sandbox, call: Call) -> None:
    job_id = sandbox.add_job(_STRANGE)

    call("POST", _UPDATE, json={"job_id": job_id, "new_settings": {"tags": {}}}).raise_for_status()

    settings = _settings(sandbox.job(job_id))
    assert settings["field_of_tomorrow"] == _STRANGE["field_of_tomorrow"]
    assert settings["tasks"][0]["libraries"] == _STRANGE["tasks"][0]["libraries"]
    assert settings["tasks"][0]["new"] is None
    assert settings["tags"] == {}
    assert settings["email_notifications"] == {}


def test_pages_carry_100_of_each_array(sandbox: Sandbox, call: Call) -> None:
    tasks = [{"task_key": f"t{number}"} for number in range(201)]
    clusters = [{"job_cluster_key": f"c{number}"} for number in range(101)]
    job_id = sandbox.add_job({"tasks": tasks, "job_clusters": clusters, "environments": []})

    (listed,) = call("GET", _LIST, params={"expand_tasks": "true"}).json()["jobs"]
    pages = [call("GET", _GET, params={"job_id": job_id}).json()]
    while token := pages[-1].get("next_page_token"):
        pages.append(call("GET", _GET, params={"job_id": job_id, "page_token": token}).json())

    assert listed["has_more"] is True
    assert len(listed["settings"]["tasks"]) == len(listed["settings"]["job_clusters"]) == 100
    assert [len(page["settings"]["tasks"]) for page in pages] == [100, 100, 1]
    assert "job_clusters" not in pages[2]["settings"]
    assert [task for page in pages for task in page["settings"]["tasks"]] == tasks


def test_a_page_without_jobs_has_no_array(call: Call) -> None:
    assert call("GET", _LIST).json() == {"has_more": False}


@pytest.mark.parametrize("limit", ["0", "101", "-1", "x"])
def test_the_limit_is_between_1_and_100(call: Call, limit: str) -> None:
    answer = call("GET", _LIST, params={"limit": limit})

    assert (answer.status_code, answer.json()["error_code"]) == (400, "INVALID_PARAMETER_VALUE")


def test_the_limit_can_be_capped(sandbox: Sandbox, call: Call) -> None:
    sandbox.switch(page_limit_cap=25)

    assert call("GET", _LIST, params={"limit": 26}).status_code == 400
    assert call("GET", _LIST, params={"limit": 25}).status_code == 200


@pytest.mark.parametrize("path", [_LIST, _GET])
def test_a_foreign_page_token_is_refused(sandbox: Sandbox, call: Call, path: str) -> None:
    job_id = sandbox.add_job({})

    answer = call("GET", path, params={"job_id": job_id, "page_token": "abc"})

    assert (answer.status_code, answer.json()["error_code"]) == (400, "INVALID_PARAMETER_VALUE")


def test_paging_goes_on_where_it_was_though_jobs_come_and_go(sandbox: Sandbox, call: Call) -> None:
    ids = [sandbox.add_job({"name": str(number)}) for number in range(6)]
    first = call("GET", _LIST, params={"limit": 3}).json()
    sandbox.add_job({"name": "newer"})
    call("POST", _DELETE, json={"job_id": ids[3]}).raise_for_status()

    rest = call("GET", _LIST, params={"limit": 3, "page_token": first["next_page_token"]}).json()

    assert [job["job_id"] for job in rest["jobs"]] == ids[2::-1]
    assert "next_page_token" not in rest


@pytest.mark.parametrize("path", [_UPDATE, _RESET, _DELETE])
def test_permission_is_checked_before_existence(sandbox: Sandbox, call: Call, path: str) -> None:
    shown = sandbox.add_job({"name": "x"}, access={"ci@example.com": "CAN_VIEW"})

    for job_id in (shown, 12345):
        answer = call("POST", path, json={"job_id": job_id})
        assert answer.status_code == 403
        assert answer.json() == {
            "error_code": "PERMISSION_DENIED",
            "message": "User ci@example.com does not have Admin or Manage Run or Owner permissions"
            f" on job {job_id}",
        }
    missing = call("POST", path, json={"job_id": 12345}, token=sandbox.admin_token)
    assert (missing.status_code, missing.json()["message"]) == (400, "Job 12345 does not exist.")
    sandbox.switch(missing_is_404=True)
    assert call("POST", path, json={"job_id": 1}, token=sandbox.admin_token).status_code == 404
    assert call("GET", _GET, params={"job_id": shown}).status_code == 200


@pytest.mark.parametrize("path", [_UPDATE, _RESET, _DELETE])
def test_a_job_of_the_system_refuses_writes(sandbox: Sandbox, call: Call, path: str) -> None:
    job_id = sandbox.add_job({"name": "x", "deployment": {"kind": "SYSTEM_MANAGED"}})
    before = sandbox.job(job_id)

    assert call("POST", path, json={"job_id": job_id, "new_settings": {}}).status_code == 400
    assert sandbox.job(job_id) == before


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"{", "MALFORMED_REQUEST"),
        (b"[]", "MALFORMED_REQUEST"),
        (b"{}", "INVALID_PARAMETER_VALUE"),
        (b'{"job_id": true}', "INVALID_PARAMETER_VALUE"),
        (b'{"job_id": "x"}', "INVALID_PARAMETER_VALUE"),
    ],
)
def test_a_body_that_says_nothing_is_refused(call: Call, body: bytes, code: str) -> None:
    answer = call("POST", _UPDATE, data=body)

    assert (answer.status_code, answer.json()["error_code"]) == (400, code)


def test_a_request_above_10_mb_is_refused(call: Call) -> None:
    answer = call("POST", _CREATE, data=json.dumps({"name": "x" * 10 * 1024 * 1024}))

    assert answer.status_code == 413
    assert call("GET", _LIST).json() == {"has_more": False}


def test_an_id_may_come_as_text(sandbox: Sandbox, call: Call) -> None:
    job_id = sandbox.add_job({"name": "x"})

    call(
        "POST", _UPDATE, json={"job_id": str(job_id), "new_settings": {"name": "y"}}
    ).raise_for_status()

    assert _settings(sandbox.job(job_id))["name"] == "y"


@pytest.mark.parametrize(
    ("switch", "tasks", "environments"),
    [
        ({}, ["a", "b"], ["e2"]),
        ({"replace_tasks": True}, ["b"], ["e2"]),
        ({"environments_merge": True}, ["a", "b"], ["e1", "e2"]),
        ({"ignore_updates": True}, ["a", "b"], ["e1", "e2"]),
    ],
)
def test_how_updates_merge_can_be_switched(
    sandbox: Sandbox,
    call: Call,
    switch: dict[str, bool],
    tasks: list[str],
    environments: list[str],
) -> None:
    job_id = sandbox.add_job(
        {
            "tasks": [{"task_key": "a"}, {"task_key": "b"}],
            "environments": [{"environment_key": "e1"}, {"environment_key": "e2"}],
        }
    )
    sandbox.switch(**switch)
    new = {
        "name": "changed",
        "tasks": [{"task_key": "b"}],
        "environments": [{"environment_key": "e2"}],
    }

    answer = call("POST", _UPDATE, json={"job_id": job_id, "new_settings": new})

    settings = _settings(sandbox.job(job_id))
    assert (answer.status_code, answer.json()) == (200, {})
    assert [task["task_key"] for task in settings["tasks"]] == tasks
    assert [entry["environment_key"] for entry in settings["environments"]] == environments
    assert ("name" in settings) is ("ignore_updates" not in switch)


def test_unknown_fields_can_be_dropped_by_writes(sandbox: Sandbox, call: Call) -> None:
    job_id = sandbox.add_job(_STRANGE)
    sandbox.switch(drop_unknown=True)

    call("POST", _UPDATE, json={"job_id": job_id, "new_settings": {}}).raise_for_status()

    assert "field_of_tomorrow" not in _settings(sandbox.job(job_id))


def test_an_access_control_list_is_taken_when_a_job_is_created(
    sandbox: Sandbox, call: Call
) -> None:
    entries = [{"group_name": "sales", "permission_level": "CAN_VIEW"}]

    created = call("POST", _CREATE, json={"name": "x", "access_control_list": entries}).json()

    answer = call("GET", _GET, params=created, token=sandbox.ana_token)
    assert answer.json()["job_id"] == created["job_id"]
    assert "access_control_list" not in answer.json()["settings"]
