from __future__ import annotations

import socket
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import urlsplit

import pytest
import requests

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeAlias

    from apparate_ng.sandbox.handle import Sandbox

    Call: TypeAlias = Callable[..., requests.Response]

_LIST, _GET, _UPDATE = "/api/2.2/jobs/list", "/api/2.2/jobs/get", "/api/2.2/jobs/update"


def _rename(call: Call, job_id: int, name: str = "changed") -> requests.Response:
    return call("POST", _UPDATE, json={"job_id": job_id, "new_settings": {"name": name}})


def _name(sandbox: Sandbox, job_id: int) -> str:
    name: str = sandbox.job(job_id)["settings"]["name"]
    return name


@pytest.mark.parametrize(("when", "name"), [("before", "x"), ("after", "changed")])
def test_a_fault_comes_before_or_after_the_effect(
    sandbox: Sandbox, call: Call, when: Literal["before", "after"], name: str
) -> None:
    job_id = sandbox.add_job({"name": "x"})
    sandbox.fault("POST", _UPDATE, status=503, body={"error_code": "E"}, when=when)

    answer = _rename(call, job_id)

    assert (answer.status_code, answer.json()) == (503, {"error_code": "E"})
    assert _name(sandbox, job_id) == name
    assert _rename(call, job_id).status_code == 200


@pytest.mark.parametrize(
    ("body", "content_type", "text"),
    [
        (None, "", ""),
        ("<html>", "text/plain", "<html>"),
        ({"a": [1]}, "application/json", '{"a":[1]}'),
    ],
)
def test_bodies_of_faults(
    sandbox: Sandbox, call: Call, body: object, content_type: str, text: str
) -> None:
    sandbox.fault("GET", "*", status=429, body=body, headers={"Retry-After": "7", "X-Y": "z"})

    answer = call("GET", _LIST)

    assert (answer.status_code, answer.text) == (429, text)
    assert answer.headers.get("Content-Type", "").startswith(content_type)
    assert (answer.headers["Retry-After"], answer.headers["X-Y"]) == ("7", "z")


@pytest.mark.parametrize(("when", "name"), [("before", "x"), ("after", "changed")])
def test_a_dropped_connection(
    sandbox: Sandbox, call: Call, when: Literal["before", "after"], name: str
) -> None:
    job_id = sandbox.add_job({"name": "x"})
    sandbox.fault("POST", _UPDATE, action="drop", when=when)

    with pytest.raises(requests.ConnectionError):
        _rename(call, job_id)

    assert _name(sandbox, job_id) == name
    assert sandbox.journal("POST", _UPDATE)[0]["status"] is None


def test_a_cut_off_answer(sandbox: Sandbox, call: Call) -> None:
    job_id = sandbox.add_job({"name": "x"})
    sandbox.fault("GET", _GET, action="truncate")

    with pytest.raises(requests.exceptions.ChunkedEncodingError):
        call("GET", _GET, params={"job_id": job_id})
    assert call("GET", _GET, params={"job_id": job_id}).json()["job_id"] == job_id


def test_a_login_page(sandbox: Sandbox, call: Call) -> None:
    sandbox.fault("GET", _LIST, action="login-page")

    answer = call("GET", _LIST)

    assert answer.status_code == 200
    assert answer.headers["Content-Type"].startswith("text/html")


def test_a_delay_holds_the_answer_back(sandbox: Sandbox, call: Call) -> None:
    sandbox.fault("GET", _LIST, action="delay", seconds=0.1)

    assert call("GET", _LIST).elapsed.total_seconds() >= 0.1


def test_faults_choose_by_job_and_by_what_is_sent(sandbox: Sandbox, call: Call) -> None:
    one, two = sandbox.add_job({"name": "x"}), sandbox.add_job({"name": "y"})
    sandbox.fault("*", "/api/2.2/jobs/*", status=500, job_id=two, times=2)
    sandbox.fault("POST", _UPDATE, status=502, containing="special")

    statuses = [
        _rename(call, one).status_code,
        _rename(call, two).status_code,
        call("GET", _GET, params={"job_id": two}).status_code,
        _rename(call, one, "special").status_code,
        _rename(call, two).status_code,
    ]

    assert statuses == [200, 500, 500, 502, 200]


def test_a_fault_on_an_upload_leaves_nothing_behind(sandbox: Sandbox, call: Call) -> None:
    sandbox.add_file("/Shared/libraries/other")
    sandbox.fault("POST", "/api/2.0/workspace/import", status=500)
    form: dict[str, Any] = {
        "data": {"path": "/Shared/libraries/a.whl", "format": "AUTO"},
        "files": {"content": b"abc"},
    }

    assert call("POST", "/api/2.0/workspace/import", **form).status_code == 500
    assert sandbox.file("/Shared/libraries/a.whl") is None
    assert call("POST", "/api/2.0/workspace/import", **form).status_code == 200
    assert sandbox.file("/Shared/libraries/a.whl") == b"abc"


def test_an_upload_that_is_cut_off_leaves_nothing_behind(
    sandbox: Sandbox, caplog: pytest.LogCaptureFixture
) -> None:
    place = urlsplit(sandbox.url)
    part = b'--B\r\nContent-Disposition: form-data; name="%s"\r\n\r\n%s'
    with socket.create_connection(("127.0.0.1", place.port or 0)) as connection:
        connection.sendall(
            b"POST /api/2.0/workspace/import HTTP/1.1\r\nHost: x\r\n"
            b"Authorization: Bearer sandbox-ci-token\r\nContent-Length: 100000\r\n"
            b"Content-Type: multipart/form-data; boundary=B\r\n\r\n"
            + part % (b"path", b"/Shared/cut.whl\r\n")
            + part % (b"format", b"AUTO\r\n")
            + part % (b"content", b"abc")
        )
        while not sandbox.journal():
            pass

    assert sandbox.file("/Shared/cut.whl") is None
    assert not caplog.records


@pytest.mark.parametrize(("moment", "seen"), [("before", "theirs"), ("after", "x")])
def test_somebody_else_edits_between_two_requests(
    sandbox: Sandbox, call: Call, moment: Literal["before", "after"], seen: str
) -> None:
    job_id = sandbox.add_job({"name": "x", "tasks": [{"task_key": "a"}]})
    sandbox.edit(
        job_id, method="GET", path=_GET, nth=2, moment=moment, new_settings={"name": "theirs"}
    )

    names = [
        call("GET", _GET, params={"job_id": job_id}).json()["settings"]["name"] for _ in range(3)
    ]

    assert names == ["x", seen, "theirs"]
    assert sandbox.job(job_id)["settings"]["tasks"][0]["task_key"] == "a"
    assert len(sandbox.journal()) == 3


def test_somebody_else_deletes_the_job(sandbox: Sandbox, call: Call) -> None:
    job_id, other = sandbox.add_job({"name": "x"}), sandbox.add_job({"name": "y"})
    sandbox.edit(job_id, method="POST", path=_UPDATE, on_job=job_id, delete=True)

    assert _rename(call, other).status_code == 200
    assert _rename(call, job_id).status_code == 403
    with pytest.raises(KeyError):
        sandbox.job(job_id)


def test_a_rate_answers_429_and_what_was_refused_has_no_effect(
    sandbox: Sandbox, call: Call
) -> None:
    job_id = sandbox.add_job({"name": "x"})
    sandbox.rate("/api/2.2/jobs/*", per_second=0.01, burst=1)
    assert call("GET", _LIST).status_code == 200

    answer = _rename(call, job_id)

    assert (answer.status_code, answer.json()["error_code"]) == (429, "REQUEST_LIMIT_EXCEEDED")
    assert int(answer.headers["Retry-After"]) >= 1
    assert _name(sandbox, job_id) == "x"


def test_latency_holds_every_request_back(sandbox: Sandbox, call: Call) -> None:
    sandbox.latency(_LIST, 0.05)

    assert min(call("GET", _LIST).elapsed.total_seconds() for _ in range(2)) >= 0.05


def test_the_journal_says_what_was_sent(sandbox: Sandbox, call: Call) -> None:
    job_id = sandbox.add_job({"name": "x"})
    call("GET", _LIST, params={"limit": 5})
    _rename(call, job_id)
    call(
        "POST",
        "/api/2.0/workspace/import",
        data={"path": "/Shared/a.whl", "format": "AUTO"},
        files={"content": b"x" * 1000},
        token=sandbox.admin_token,
    )
    call("GET", _LIST, token="wrong")

    listed, updated, uploaded, refused = sandbox.journal()

    assert (listed["method"], listed["path"], listed["query"]) == ("GET", _LIST, {"limit": "5"})
    assert (listed["body"], listed["status"], listed["identity"]) == (None, 200, "ci@example.com")
    assert updated["body"] == {"job_id": job_id, "new_settings": {"name": "changed"}}
    assert uploaded["body"] == {"path": "/Shared/a.whl", "format": "AUTO"}
    assert uploaded["size"] > 1000
    assert uploaded["identity"] == "admin@example.com"
    assert (refused["status"], refused["identity"]) == (401, None)
    assert listed["time"] <= refused["time"]


def test_clearing_forgets_all_rules_and_keeps_jobs_and_files(sandbox: Sandbox, call: Call) -> None:
    job_id = sandbox.add_job({"name": "x"})
    sandbox.add_file("/Shared/f", b"f")
    sandbox.fault("*", "*", times=None)
    sandbox.edit(job_id, path="*", delete=True)
    sandbox.rate("*", per_second=0.001)
    sandbox.switch(ignore_updates=True)
    call("GET", _LIST)

    sandbox.clear()

    assert sandbox.journal() == []
    assert _rename(call, job_id).status_code == 200
    assert _name(sandbox, job_id) == "changed"
    assert sandbox.file("/Shared/f") == b"f"


def test_wiping_removes_jobs_and_files(sandbox: Sandbox, call: Call) -> None:
    sandbox.add_job({"name": "x"})
    sandbox.add_file("/Shared/a/f", b"f")
    sandbox.set_folder("/Shared/locked", readers=["*"], writers=[])

    sandbox.wipe()

    assert sandbox.jobs() == []
    assert sandbox.file("/Shared/a/f") is None
    assert call("GET", "/api/2.0/workspace/list", params={"path": "/Shared"}).json() == {}
    locked = call("POST", "/api/2.0/workspace/mkdirs", json={"path": "/Shared/locked"})
    assert locked.status_code == 200


def test_a_running_sandbox_can_be_seeded(sandbox: Sandbox) -> None:
    sandbox.seed("scale", jobs=3, tasks=2)
    assert [len(job["settings"]["tasks"]) for job in sandbox.jobs()] == [2, 2, 2]

    with pytest.raises(ValueError, match="exists already"):
        sandbox.seed("scale", jobs=5)
    assert len(sandbox.jobs()) == 3


@pytest.mark.parametrize(
    ("target", "body"),
    [
        ("/sandbox/faults", {"nope": 1}),
        ("/sandbox/faults", {"action": "explode"}),
        ("/sandbox/edits", {"when": {}}),
        ("/sandbox/switches", {"nope": True}),
        ("/sandbox/rate", {"path": "*"}),
        ("/sandbox/seed", {"kind": "other"}),
    ],
)
def test_a_wrong_rule_is_refused(call: Call, target: str, body: dict[str, Any]) -> None:
    answer = call("POST", target, json=body)

    assert (answer.status_code, answer.json()["error_code"]) == (400, "INVALID_PARAMETER_VALUE")


def test_a_job_id_is_given_once(sandbox: Sandbox) -> None:
    sandbox.add_job({}, job_id=7)

    with pytest.raises(ValueError, match="Job 7 exists already"):
        sandbox.add_job({}, job_id=7)
