from __future__ import annotations

import io

import pytest

from apparate_ng.sandbox.handle import FaultRule, Sandbox
from apparate_ng.workspace.connection import Connection
from apparate_ng.workspace.failures import (
    AlreadyExistsError,
    BrokenOffError,
    NotAWorkspaceError,
    NotFoundError,
    PermissionDeniedError,
    UnavailableError,
    UnconfirmedError,
)
from apparate_ng.workspace.volumes import Volumes

_VOLUME = "/Volumes/main/libs/wheels"
_PATH = f"{_VOLUME}/a.whl"
_FILE = f"/api/2.0/fs/files{_PATH}"
_FOLDER = f"/api/2.0/fs/directories{_VOLUME}"


def _quiet(_: int) -> None:
    """Progress that nobody looks at."""


@pytest.fixture
def volumes(sandbox: Sandbox, connection: Connection) -> Volumes:
    sandbox.add_volume("main.libs.wheels")
    return Volumes(connection)


def _bytes(volumes: Volumes, path: str) -> bytes:
    with volumes.open(path) as chunks:
        return b"".join(chunks)


@pytest.mark.parametrize(
    "name", ["a.whl", "with space.whl", "ä☃.whl", "a+b&c.whl", "a%2Bb%.whl", "a#b?c.whl", "~a.whl"]
)
@pytest.mark.parametrize("content", [b"", b"PK\x03\x04" + bytes(range(256)) * 10])
def test_a_file_comes_back_as_it_was_sent(
    sandbox: Sandbox, volumes: Volumes, name: str, content: bytes
) -> None:
    path = f"{_VOLUME}/{name}"

    volumes.create(path, io.BytesIO(content), _quiet)

    assert sandbox.volume_file(path) == content
    assert _bytes(volumes, path) == content
    status = volumes.status(path)
    assert status is not None
    assert (status.path, status.is_folder, status.size) == (path, False, len(content))
    assert [entry.path for entry in volumes.list(_VOLUME)] == [path]


def test_catalog_schema_and_volume_in_another_case(sandbox: Sandbox, volumes: Volumes) -> None:
    volumes.create("/Volumes/Main/LIBS/Wheels/Case.whl", io.BytesIO(b"x"), _quiet)

    assert sandbox.volume_file(f"{_VOLUME}/Case.whl") == b"x"
    assert volumes.status(f"{_VOLUME}/case.whl") is None


def test_the_length_is_sent_with_the_file(sandbox: Sandbox, volumes: Volumes) -> None:
    told: list[int] = []

    volumes.create(_PATH, io.BytesIO(bytes(2_500_000)), told.append)

    assert len(told) > 1
    assert told == sorted(told)
    assert told[-1] == 2_500_000
    [sent] = sandbox.journal("PUT", _FILE)
    assert (sent["size"], sent["query"]) == (2_500_000, {"overwrite": "false"})


def test_a_throttled_upload_begins_anew(sandbox: Sandbox, volumes: Volumes) -> None:
    sandbox.fault("PUT", _FILE, status=429, times=2, headers={"Retry-After": "0"})
    content = bytes(range(256)) * 10_000

    volumes.create(_PATH, io.BytesIO(content), _quiet)

    assert sandbox.volume_file(_PATH) == content
    assert len(sandbox.journal("PUT", _FILE)) == 3


def test_a_file_that_is_there_is_left_as_it_is(sandbox: Sandbox, volumes: Volumes) -> None:
    sandbox.add_volume_file(_PATH, b"first")

    with pytest.raises(AlreadyExistsError, match="already exists"):
        volumes.create(_PATH, io.BytesIO(b"second"), _quiet)
    assert sandbox.volume_file(_PATH) == b"first"


@pytest.mark.parametrize("volume_parents", [False, True])
def test_nothing_is_sent_to_a_folder_that_is_missing(
    sandbox: Sandbox, volumes: Volumes, *, volume_parents: bool
) -> None:
    sandbox.switch(volume_parents=volume_parents)

    with pytest.raises(NotFoundError):
        volumes.create(f"{_VOLUME}/sub/a.whl", io.BytesIO(b"x"), _quiet)
    assert sandbox.journal("PUT") == []

    volumes.make_folder(f"{_VOLUME}/sub")
    volumes.make_folder(f"{_VOLUME}/sub")
    volumes.create(f"{_VOLUME}/sub/a.whl", io.BytesIO(b"x"), _quiet)
    assert sandbox.volume_file(f"{_VOLUME}/sub/a.whl") == b"x"


@pytest.mark.parametrize("rule", [{"status": 500}, {"status": 503}, {"action": "drop"}])
def test_an_upload_is_not_repeated_by_itself(
    sandbox: Sandbox, volumes: Volumes, rule: FaultRule
) -> None:
    sandbox.fault("PUT", _FILE, **rule)

    with pytest.raises(UnconfirmedError):
        volumes.create(_PATH, io.BytesIO(b"x"), _quiet)
    assert len(sandbox.journal("PUT", _FILE)) == 1


def test_a_download_that_breaks_off(sandbox: Sandbox, volumes: Volumes) -> None:
    sandbox.add_volume_file(_PATH, bytes(3_000_000))
    sandbox.fault("GET", _FILE, action="truncate")

    with pytest.raises(BrokenOffError, match="broke off"):
        _bytes(volumes, _PATH)


def test_a_folder_is_listed_one_level_deep(sandbox: Sandbox, volumes: Volumes) -> None:
    assert volumes.list(_VOLUME) == []
    sandbox.add_volume_file(f"{_VOLUME}/sub/inner.whl", b"12")
    sandbox.add_volume_file(_PATH, b"123")

    found = {entry.path: (entry.is_folder, entry.size) for entry in volumes.list(_VOLUME)}

    assert found == {f"{_VOLUME}/sub": (True, None), _PATH: (False, 3)}
    assert volumes.status(f"{_VOLUME}/sub") is None
    with pytest.raises(NotFoundError):
        volumes.list(f"{_VOLUME}/none")


def test_all_pages_of_a_list_are_read(sandbox: Sandbox, volumes: Volumes) -> None:
    for nth, name in enumerate("ab", start=1):
        page = {"contents": [{"name": f"{name}.whl", "file_size": 1}], "next_page_token": name}
        sandbox.fault("GET", _FOLDER, status=200, body=page, nth=nth)
    sandbox.fault("GET", _FOLDER, status=200, body={}, nth=3)

    assert [entry.path for entry in volumes.list(_VOLUME)] == [
        f"{_VOLUME}/a.whl",
        f"{_VOLUME}/b.whl",
    ]
    queries = [entry["query"] for entry in sandbox.journal("GET", _FOLDER)]
    assert queries == [{}, {"page_token": "a"}, {"page_token": "b"}]


def test_a_list_that_does_not_end(sandbox: Sandbox, volumes: Volumes) -> None:
    sandbox.fault("GET", _FOLDER, status=200, body={"next_page_token": "again"}, times=None)

    with pytest.raises(UnavailableError, match="does not end"):
        volumes.list(_VOLUME)


def test_a_page_for_people_is_no_file(sandbox: Sandbox, volumes: Volumes) -> None:
    sandbox.fault("HEAD", _FILE, action="login-page")

    with pytest.raises(NotAWorkspaceError):
        volumes.status(_PATH)


def test_a_volume_that_may_not_be_read(sandbox: Sandbox, volumes: Volumes) -> None:
    sandbox.add_volume("main.libs.wheels", readers=[], writers=["admin@example.com"])

    with pytest.raises(PermissionDeniedError, match="may not read the volume") as raised:
        volumes.status(_PATH)
    assert raised.value.where == _PATH
    assert "READ VOLUME" in (raised.value.hint or "")


def test_deleting_twice_is_a_success(sandbox: Sandbox, volumes: Volumes) -> None:
    sandbox.add_volume_file(_PATH, b"x")

    volumes.delete(_PATH)
    volumes.delete(_PATH)

    assert sandbox.volume_file(_PATH) is None
