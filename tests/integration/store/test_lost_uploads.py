"""An upload whose answer is lost, and somebody who uploads the same name meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Literal, TypeAlias

import pytest

from apparate_ng.releases.contents import same_contents
from apparate_ng.sandbox.handle import FaultRule, Sandbox
from apparate_ng.store.port import LibraryStore
from apparate_ng.store.publishing import BrokenUploadError, OtherBytesError, publish

Wheel: TypeAlias = Callable[..., Path]
_FOLDER = "/Workspace/Shared/libraries"
_IMPORT, _DELETE = "/api/2.0/workspace/import", "/api/2.0/workspace/delete"


def _publish(store: LibraryStore, file: Path) -> bool:
    return publish(store, file.name, file, same_contents, lambda _: None)


def _stored(sandbox: Sandbox, file: Path) -> bytes | None:
    return sandbox.file(f"{_FOLDER}/{file.name}")


def _store(sandbox: Sandbox, file: Path, content: bytes) -> None:
    sandbox.add_file(f"{_FOLDER}/{file.name}", content)


@pytest.mark.parametrize("rule", [{"status": 503}, {"status": 500}, {"action": "drop"}])
@pytest.mark.parametrize("when", ["before", "after"])
def test_an_upload_whose_answer_is_lost(
    sandbox: Sandbox,
    store: LibraryStore,
    wheel: Wheel,
    rule: FaultRule,
    when: Literal["before", "after"],
) -> None:
    file = wheel()
    sandbox.add_file(f"{_FOLDER}/neighbour.whl", b"")
    sandbox.fault("POST", _IMPORT, **(rule | {"when": when}))

    assert _publish(store, file)

    assert _stored(sandbox, file) == file.read_bytes()
    assert len(sandbox.journal("POST", _IMPORT)) == (2 if when == "before" else 1)


def test_an_upload_that_breaks_off_each_time(
    sandbox: Sandbox, store: LibraryStore, wheel: Wheel
) -> None:
    file = wheel()
    sandbox.fault("POST", _IMPORT, status=503, times=None)

    with pytest.raises(BrokenUploadError, match="each time"):
        _publish(store, file)

    assert _stored(sandbox, file) is None
    assert len(sandbox.journal("POST", _IMPORT)) == 3


class _Meanwhile:
    """A store in which something happens right after the first upload is asked for."""

    def __init__(self, store: LibraryStore, happens: Callable[[], None]) -> None:
        self._store = store
        self._happens: Callable[[], None] | None = happens
        self.uri = store.uri
        self.uri_of = store.uri_of
        self.files = store.files
        self.find = store.find
        self.download = store.download
        self.remove = store.remove

    def create(self, name: str, file: Path, progress: Callable[[int], None]) -> None:
        happens, self._happens = self._happens, None
        if happens is not None:
            happens()
        self._store.create(name, file, progress)


@pytest.mark.parametrize("share", [0.0, 0.5, 0.99])
def test_a_torso_is_removed_and_sent_again(
    sandbox: Sandbox, store: LibraryStore, wheel: Wheel, share: float
) -> None:
    file = wheel()
    torso = file.read_bytes()[: int(file.stat().st_size * share)]
    sandbox.fault("POST", _IMPORT, action="drop")

    assert _publish(_Meanwhile(store, lambda: _store(sandbox, file, torso)), file)

    assert _stored(sandbox, file) == file.read_bytes()
    assert len(sandbox.journal("POST", _DELETE)) == 1


@pytest.mark.parametrize("lost", [False, True])
def test_somebody_was_faster_with_the_same(
    sandbox: Sandbox, store: LibraryStore, wheel: Wheel, *, lost: bool
) -> None:
    file, theirs = wheel(seconds=0), wheel(seconds=30, folder="theirs").read_bytes()
    if lost:
        sandbox.fault("POST", _IMPORT, action="drop")

    uploaded = _publish(_Meanwhile(store, lambda: _store(sandbox, file, theirs)), file)

    assert uploaded is lost  # with the answer, the knowledge who was first is lost too
    assert _stored(sandbox, file) == theirs


@pytest.mark.parametrize("lost", [False, True])
@pytest.mark.parametrize("theirs", [b"x", b"something longer " * 1000])
def test_somebody_was_faster_with_something_else(
    sandbox: Sandbox, store: LibraryStore, wheel: Wheel, theirs: bytes, *, lost: bool
) -> None:
    file = wheel()
    if lost:
        sandbox.fault("POST", _IMPORT, action="drop")

    with pytest.raises(OtherBytesError):
        _publish(_Meanwhile(store, lambda: _store(sandbox, file, theirs)), file)
    assert _stored(sandbox, file) == theirs
