from __future__ import annotations

import io
from hashlib import sha256

import pytest

from apparate_ng.sandbox.handle import FaultRule, Sandbox
from apparate_ng.workspace.connection import Connection
from apparate_ng.workspace.dbfs import Dbfs
from apparate_ng.workspace.failures import (
    AlreadyExistsError,
    BrokenOffError,
    NotFoundError,
    PermissionDeniedError,
    UnavailableError,
    UnconfirmedError,
)

_FOLDER = "/FileStore/libraries"
_PATH = f"{_FOLDER}/a.whl"
_API = "/api/2.0/dbfs"
_BLOCK = 1 << 20


def _quiet(_: int) -> None:
    """Progress that nobody looks at."""


@pytest.fixture
def dbfs(connection: Connection) -> Dbfs:
    return Dbfs(connection)


def _bytes(dbfs: Dbfs, path: str) -> bytes:
    with dbfs.open(path) as chunks:
        return b"".join(chunks)


def _names(dbfs: Dbfs) -> list[str]:
    return [entry.path.rsplit("/", 1)[-1] for entry in dbfs.list(_FOLDER)]


def _numbered(size: int) -> bytes:
    """So many bytes of which no two blocks are alike."""
    return b"".join(sha256(str(n).encode()).digest() for n in range(size // 32 + 1))[:size]


@pytest.mark.parametrize("name", ["with space.whl", "ä☃.whl", "a+b&c.whl", "a%2Bb.whl", "a#b?c"])
def test_names_of_every_kind(sandbox: Sandbox, dbfs: Dbfs, name: str) -> None:
    path = f"{_FOLDER}/{name}"

    dbfs.create(path, io.BytesIO(b"content"), _quiet)

    assert sandbox.dbfs_file(path) == b"content"
    assert _bytes(dbfs, path) == b"content"
    assert _names(dbfs) == [name]


@pytest.mark.parametrize("size", [0, 1, _BLOCK - 1, _BLOCK, _BLOCK + 1, 2 * _BLOCK + 7])
def test_blocks_of_one_megabyte(sandbox: Sandbox, dbfs: Dbfs, size: int) -> None:
    content, told = _numbered(size), list[int]()

    dbfs.create(_PATH, io.BytesIO(content), told.append)

    assert sandbox.dbfs_file(_PATH) == content
    assert _bytes(dbfs, _PATH) == content
    blocks = -(-size // _BLOCK)
    assert len(sandbox.journal("POST", f"{_API}/add-block")) == blocks == len(told)
    assert len(sandbox.journal("GET", f"{_API}/read")) == blocks
    assert told[-1:] == ([size] if size else [])


@pytest.mark.parametrize("nth", [1, 2, 3])
@pytest.mark.parametrize(
    "rule",
    [
        {"status": 503, "when": "after"},
        {"status": 500},
        {"action": "drop"},
        {"action": "drop", "when": "after"},
        {"action": "truncate"},
    ],
    ids=str,
)
def test_no_block_is_there_twice_or_missing(
    sandbox: Sandbox, dbfs: Dbfs, nth: int, rule: FaultRule
) -> None:
    content = _numbered(2 * _BLOCK + 7)
    sandbox.fault("POST", f"{_API}/add-block", **(rule | {"nth": nth}))

    dbfs.create(_PATH, io.BytesIO(content), _quiet)

    assert sha256(sandbox.dbfs_file(_PATH) or b"").digest() == sha256(content).digest()
    assert _names(dbfs) == ["a.whl"]
    # from the start, under another name: a late block of the first attempt can do no harm
    begun = [entry["body"]["path"] for entry in sandbox.journal("POST", f"{_API}/create")]
    assert len(set(begun)) == 2
    assert len(sandbox.journal("POST", f"{_API}/add-block")) == nth + 3


def test_a_refused_block_is_sent_again(sandbox: Sandbox, dbfs: Dbfs) -> None:
    content = _numbered(2 * _BLOCK + 7)
    sandbox.fault("POST", f"{_API}/add-block", nth=2, status=429, headers={"Retry-After": "0"})

    dbfs.create(_PATH, io.BytesIO(content), _quiet)

    assert sandbox.dbfs_file(_PATH) == content
    assert len(sandbox.journal("POST", f"{_API}/create")) == 1
    assert len(sandbox.journal("POST", f"{_API}/add-block")) == 4


def test_the_file_appears_when_it_is_whole(sandbox: Sandbox, dbfs: Dbfs) -> None:
    seen: list[bytes | None] = []

    dbfs.create(
        _PATH, io.BytesIO(bytes(3 * _BLOCK)), lambda _: seen.append(sandbox.dbfs_file(_PATH))
    )

    assert seen == [None, None, None]
    assert sandbox.dbfs_file(_PATH) == bytes(3 * _BLOCK)


def test_an_interrupt_leaves_nothing_behind(dbfs: Dbfs) -> None:
    def interrupt(sent: int) -> None:
        if sent > _BLOCK:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        dbfs.create(_PATH, io.BytesIO(bytes(3 * _BLOCK)), interrupt)
    assert _names(dbfs) == []


def test_what_never_gets_through_is_one_error(sandbox: Sandbox, dbfs: Dbfs) -> None:
    sandbox.fault("POST", f"{_API}/add-block", status=500, times=None)

    with pytest.raises(UnavailableError, match="each time") as raised:
        dbfs.create(_PATH, io.BytesIO(b"x"), _quiet)

    assert raised.value.where == f"dbfs:{_PATH}"
    assert _names(dbfs) == []


def test_a_move_whose_answer_is_lost_is_not_repeated(sandbox: Sandbox, dbfs: Dbfs) -> None:
    sandbox.fault("POST", f"{_API}/move", action="drop")

    with pytest.raises(UnconfirmedError):
        dbfs.create(_PATH, io.BytesIO(b"x"), _quiet)
    assert len(sandbox.journal("POST", f"{_API}/move")) == 1
    assert _names(dbfs) == []


@pytest.mark.parametrize("meanwhile", [False, True])
def test_a_file_that_is_there_is_left_as_it_is(
    sandbox: Sandbox, dbfs: Dbfs, *, meanwhile: bool
) -> None:
    if meanwhile:
        sandbox.edit_file(f"dbfs:{_PATH}", b"theirs", method="POST", path=f"{_API}/move")
    else:
        sandbox.add_dbfs_file(_PATH, b"theirs")

    with pytest.raises(AlreadyExistsError):
        dbfs.create(_PATH, io.BytesIO(b"ours"), _quiet)

    assert sandbox.dbfs_file(_PATH) == b"theirs"
    assert _names(dbfs) == ["a.whl"]
    assert bool(sandbox.journal("POST", f"{_API}/create")) is meanwhile


@pytest.mark.parametrize("body", [{"data": "eA=="}, {"data": "="}, {"data": 7}, {}], ids=str)
def test_a_block_that_comes_back_short(sandbox: Sandbox, dbfs: Dbfs, body: object) -> None:
    sandbox.add_dbfs_file(_PATH, bytes(100))
    sandbox.fault("GET", f"{_API}/read", status=200, body=body)

    with pytest.raises(BrokenOffError, match="broke off"):
        _bytes(dbfs, _PATH)


def test_what_is_not_there_cannot_be_read(dbfs: Dbfs) -> None:
    with pytest.raises(NotFoundError):
        _bytes(dbfs, _PATH)
    assert dbfs.status(_PATH) is None


def test_folders(sandbox: Sandbox, dbfs: Dbfs) -> None:
    dbfs.make_folder(_FOLDER)
    dbfs.make_folder(_FOLDER)
    assert dbfs.list(_FOLDER) == []
    sandbox.add_dbfs_file(f"{_FOLDER}/sub/inner.whl", b"12")
    sandbox.add_dbfs_file(_PATH, b"123")

    found = {entry.path: (entry.is_folder, entry.size) for entry in dbfs.list(_FOLDER)}

    assert found[_PATH] == (False, 3)
    assert found[f"{_FOLDER}/sub"][0]


def test_dbfs_that_is_switched_off(sandbox: Sandbox, dbfs: Dbfs) -> None:
    sandbox.switch(dbfs_off=True)

    with pytest.raises(PermissionDeniedError, match="disabled") as raised:
        dbfs.status(_PATH)
    assert "/Volumes/" in (raised.value.hint or "")


def test_deleting_twice_is_a_success(sandbox: Sandbox, dbfs: Dbfs) -> None:
    sandbox.add_dbfs_file(_PATH, b"x")

    dbfs.delete(_PATH)
    dbfs.delete(_PATH)

    assert sandbox.dbfs_file(_PATH) is None
