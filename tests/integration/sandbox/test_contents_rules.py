from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeAlias

    import requests

    from apparate_ng.sandbox.handle import Sandbox

    Call: TypeAlias = Callable[..., requests.Response]

_IMPORT, _EXPORT = "/api/2.0/workspace/import", "/api/2.0/workspace/export"


def _body(**changes: object) -> dict[str, Any]:
    content = base64.b64encode(b"abc").decode()
    return {"path": "/Shared/a.whl", "format": "AUTO", "content": content, **changes}


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (_body(path=None), 400, "INVALID_PARAMETER_VALUE"),
        (_body(path=""), 400, "INVALID_PARAMETER_VALUE"),
        (_body(path="Shared/a.whl"), 400, "INVALID_PARAMETER_VALUE"),
        (_body(content=None), 400, "INVALID_PARAMETER_VALUE"),
        (_body(content="no base64"), 400, "INVALID_PARAMETER_VALUE"),
        (_body(content="AAAA" * (10 * 1024 * 256 + 1)), 400, "MAX_NOTEBOOK_SIZE_EXCEEDED"),
        (_body(format=None), 400, "INVALID_PARAMETER_VALUE"),
        (_body(format="DBC"), 501, "NOT_IMPLEMENTED"),
        (_body(path="/Shared/a.whl/b"), 404, "RESOURCE_DOES_NOT_EXIST"),
    ],
)
def test_what_cannot_be_stored_is_refused(
    call: Call, body: dict[str, Any], status: int, code: str
) -> None:
    answer = call("POST", _IMPORT, json=body)

    assert (answer.status_code, answer.json()["error_code"]) == (status, code)


@pytest.mark.parametrize(
    ("data", "files"),
    [
        ({"path": "/Shared/a.whl"}, {"other": b"x"}),
        ({"format": "AUTO"}, {"content": b"x"}),
    ],
)
def test_a_form_needs_path_and_content(
    call: Call, data: dict[str, str], files: dict[str, bytes]
) -> None:
    answer = call("POST", _IMPORT, data=data, files=files)

    assert (answer.status_code, answer.json()["error_code"]) == (400, "INVALID_PARAMETER_VALUE")


def test_a_large_file_goes_as_form_and_comes_as_bytes_only(sandbox: Sandbox, call: Call) -> None:
    large = b"x" * 11 * 1024 * 1024
    form = {"path": "/Shared/a.whl", "format": "AUTO"}
    call("POST", _IMPORT, data=form, files={"content": large}).raise_for_status()

    as_bytes = call("GET", _EXPORT, params={"path": "/Shared/a.whl", "direct_download": "true"})
    as_json = call("GET", _EXPORT, params={"path": "/Shared/a.whl"})

    assert as_bytes.content == sandbox.file("/Shared/a.whl") == large
    assert as_json.json()["error_code"] == "MAX_NOTEBOOK_SIZE_EXCEEDED"


def test_auto_makes_a_notebook_of_what_says_it_is_one(call: Call) -> None:
    source = base64.b64encode(b"# Databricks notebook source\nprint(1)").decode()
    call("POST", _IMPORT, json=_body(path="/Shared/n.py", content=source)).raise_for_status()

    status = call("GET", "/api/2.0/workspace/get-status", params={"path": "/Shared/n"}).json()

    assert (status["object_type"], status["language"]) == ("NOTEBOOK", "PYTHON")


def test_folders_are_not_exported(call: Call) -> None:
    assert call("GET", _EXPORT, params={"path": "/Shared"}).status_code == 501


@pytest.mark.parametrize("path", ["/", "/Shared", "/Users", "/Users/ci@example.com"])
def test_the_folders_of_the_start_are_there(call: Call, path: str) -> None:
    status = call("GET", "/api/2.0/workspace/get-status", params={"path": f"/Workspace{path}"})

    assert status.json()["path"] == path
    assert status.json()["object_type"] == "DIRECTORY"
    assert "size" not in status.json()
