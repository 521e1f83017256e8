from __future__ import annotations

import socket
import threading
from typing import TYPE_CHECKING, Literal
from urllib.parse import urlsplit

import pytest
import requests

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import TypeAlias

    from apparate_ng.sandbox.handle import Sandbox

    Call: TypeAlias = Callable[..., requests.Response]

_VOLUME = "/Volumes/main/libs/wheels"
_FILE = f"/api/2.0/fs/files{_VOLUME}/a.whl"
_BYTES = bytes(range(256)) * 40_000


@pytest.fixture
def sandbox(sandbox: Sandbox) -> Sandbox:
    sandbox.add_volume("main.libs.wheels")
    return sandbox


def test_headers_and_no_body(call: Call) -> None:
    put = call("PUT", _FILE, data=b"abc")
    assert (put.status_code, put.content) == (204, b"")

    head, got = call("HEAD", _FILE), call("GET", _FILE)

    assert head.headers["Last-Modified"] == got.headers["Last-Modified"]
    assert head.headers["Content-Length"] == got.headers["Content-Length"] == "3"
    assert (head.content, got.content) == (b"", b"abc")
    assert call("HEAD", _FILE + "x").status_code == 404
    assert call("DELETE", _FILE).status_code == 204


def test_an_empty_file(call: Call) -> None:
    assert call("PUT", _FILE).status_code == 204
    assert call("GET", _FILE).content == b""


def test_escaped_slashes_are_slashes(call: Call) -> None:
    escaped = "/api/2.0/fs/files/" + f"{_VOLUME}/a.whl".lstrip("/").replace("/", "%2F")

    assert call("PUT", escaped, data=b"abc").status_code == 204
    assert call("GET", _FILE).content == b"abc"


@pytest.mark.parametrize(
    ("wanted", "status", "content"),
    [("bytes=1-2", 206, b"bc"), ("bytes=4-", 206, b"ef"), ("bytes=-2", 206, b"ef")],
)
def test_a_range(sandbox: Sandbox, call: Call, wanted: str, status: int, content: bytes) -> None:
    call("PUT", _FILE, data=b"abcdef")

    answer = requests.get(
        sandbox.url + _FILE,
        headers={"Range": wanted, "Authorization": f"Bearer {sandbox.token}"},
        timeout=30,
    )

    assert (answer.status_code, answer.content) == (status, content)
    assert answer.headers["Content-Range"].endswith("/6")


@pytest.mark.parametrize("wanted", ["bytes=6-", "nonsense"])
def test_a_range_that_is_none(sandbox: Sandbox, call: Call, wanted: str) -> None:
    call("PUT", _FILE, data=b"abcdef")
    headers = {"Range": wanted, "Authorization": f"Bearer {sandbox.token}"}

    assert requests.get(sandbox.url + _FILE, headers=headers, timeout=30).status_code == 416


def test_a_body_of_unknown_length_is_counted(sandbox: Sandbox, call: Call) -> None:
    def blocks() -> Iterator[bytes]:
        yield from (b"abc", b"def")

    assert call("PUT", _FILE, data=blocks()).status_code == 204

    (sent,) = sandbox.journal("PUT", _FILE)
    assert (sent["size"], sent["body"], sent["status"]) == (6, None, 204)


def test_an_upload_that_is_cut_off_leaves_nothing_behind(
    sandbox: Sandbox, caplog: pytest.LogCaptureFixture
) -> None:
    place = urlsplit(sandbox.url)
    with socket.create_connection(("127.0.0.1", place.port or 0)) as connection:
        connection.sendall(
            f"PUT {_FILE} HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n"
            f"Authorization: Bearer {sandbox.token}\r\n\r\nabc".encode()
        )
        while not sandbox.journal("PUT"):
            pass

    assert sandbox.volume_file(f"{_VOLUME}/a.whl") is None
    assert not caplog.records


@pytest.mark.parametrize(("when", "content"), [("before", None), ("after", _BYTES)])
def test_a_fault_on_an_upload_comes_before_or_after_the_effect(
    sandbox: Sandbox, call: Call, when: Literal["before", "after"], content: bytes | None
) -> None:
    sandbox.fault("PUT", "/api/2.0/fs/files/*", status=503, when=when)

    assert call("PUT", _FILE, data=_BYTES).status_code == 503
    assert sandbox.volume_file(f"{_VOLUME}/a.whl") == content


def test_a_download_that_is_cut_off(sandbox: Sandbox, call: Call) -> None:
    sandbox.add_volume_file(f"{_VOLUME}/a.whl", _BYTES)
    sandbox.fault("GET", _FILE, action="truncate")
    sandbox.fault("GET", _FILE, nth=2, action="drop", when="after")

    with pytest.raises(requests.exceptions.ChunkedEncodingError):
        call("GET", _FILE)
    with pytest.raises(requests.ConnectionError):
        call("GET", _FILE)
    assert call("GET", _FILE).content == _BYTES


def test_what_is_replaced_meanwhile_is_still_read_whole(sandbox: Sandbox, call: Call) -> None:
    sandbox.add_volume_file(f"{_VOLUME}/a.whl", _BYTES)
    sandbox.edit_file(f"{_VOLUME}/a.whl", b"theirs", method="GET", path=_FILE, moment="after")

    assert call("GET", _FILE).content == _BYTES
    assert call("GET", _FILE).content == b"theirs"


def test_of_two_exclusive_uploads_one_succeeds(sandbox: Sandbox, call: Call) -> None:
    started = threading.Event()
    statuses = []

    def slow() -> Iterator[bytes]:
        yield b"slow"
        started.set()
        while not sandbox.volume_file(f"{_VOLUME}/a.whl"):
            pass

    def upload() -> None:
        statuses.append(call("PUT", f"{_FILE}?overwrite=false", data=slow()).status_code)

    first = threading.Thread(target=upload)
    first.start()
    started.wait(30)
    second = requests.put(
        f"{sandbox.url}{_FILE}?overwrite=false",
        data=b"fast",
        headers={"Authorization": f"Bearer {sandbox.token}"},
        timeout=30,
    )
    first.join(30)

    assert (second.status_code, statuses) == (204, [409])
    assert sandbox.volume_file(f"{_VOLUME}/a.whl") == b"fast"


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/api/2.0/fs/files/Volumes/main/libs/wheels/%252E%252E/x", 404),
        ("/api/2.0/fs/files/Volumes/main/libs/wheels//x", 400),
        ("/api/2.0/fs/files/Volumes/main", 400),
        ("/api/2.0/fs/files/Workspace/Shared/x", 501),
        ("/api/2.0/fs/directories/Volumes/main/libs/nope", 404),
    ],
)
def test_other_paths_are_refused(call: Call, path: str, status: int) -> None:
    assert call("GET", path).status_code == status


def test_only_an_upload_can_be_initiated(call: Call) -> None:
    assert call("POST", _FILE, params={"action": "nope"}).status_code == 400
