"""An upload whose answer is lost, and somebody who uploads the same name meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Literal, TypeAlias

import pytest

from apparate_ng.releases.contents import same_contents
from apparate_ng.sandbox.handle import FaultRule, Sandbox
from apparate_ng.store.port import LibraryStore
from apparate_ng.store.publishing import BrokenUploadError, OtherBytesError, publish
from tests.integration.store.place import Place, count

Wheel: TypeAlias = Callable[..., Path]


def _publish(store: LibraryStore, file: Path) -> bool:
    return publish(store, file.name, file, same_contents, lambda _: None).uploaded


def _meanwhile(
    sandbox: Sandbox,
    place: Place,
    name: str,
    content: bytes,
    *,
    moment: Literal["before", "after"] = "before",
) -> None:
    """Somebody writes a file of that name around the request that puts ours into its place."""
    method, path = place.steps[-1]
    sandbox.edit_file(f"{place.uri}/{name}", content, method=method, path=path, moment=moment)


def _lose_the_answer(sandbox: Sandbox, place: Place) -> None:
    sandbox.fault(*place.steps[-1], action="drop", when="after")


@pytest.mark.parametrize("rule", [{"status": 503}, {"status": 500}, {"action": "drop"}])
@pytest.mark.parametrize("when", ["before", "after"])
def test_an_upload_whose_answer_is_lost(
    sandbox: Sandbox,
    place: Place,
    store: LibraryStore,
    wheel: Wheel,
    rule: FaultRule,
    when: Literal["before", "after"],
) -> None:
    file = wheel()
    place.put(sandbox, "neighbour.whl", b"")
    sandbox.fault(*place.steps[-1], **(rule | {"when": when}))

    assert _publish(store, file)

    assert place.stored(sandbox, file.name) == file.read_bytes()
    assert count(sandbox, place.steps[-1]) == (2 if when == "before" else 1)


def test_an_upload_that_breaks_off_each_time(
    sandbox: Sandbox, place: Place, store: LibraryStore, wheel: Wheel
) -> None:
    file = wheel()
    place.put(sandbox, "neighbour.whl", b"")
    sandbox.fault(*place.steps[-1], status=503, times=None)

    with pytest.raises(BrokenUploadError, match="each time"):
        _publish(store, file)

    assert [one.name for one in store.files()] == ["neighbour.whl"]
    assert count(sandbox, place.steps[-1]) == 3


@pytest.mark.parametrize("share", [0.0, 0.5, 0.99])
def test_a_torso_is_removed_and_sent_again(
    sandbox: Sandbox, place: Place, store: LibraryStore, wheel: Wheel, share: float
) -> None:
    file = wheel()
    place.put(sandbox, "neighbour.whl", b"")
    torso = file.read_bytes()[: int(file.stat().st_size * share)]
    _meanwhile(sandbox, place, file.name, torso, moment="after")
    _lose_the_answer(sandbox, place)

    assert _publish(store, file)

    assert place.stored(sandbox, file.name) == file.read_bytes()
    assert count(sandbox, place.steps[-1]) == 2
    assert count(sandbox, place.delete) >= 1


@pytest.mark.parametrize("lost", [False, True])
def test_somebody_was_faster_with_the_same(
    sandbox: Sandbox, place: Place, store: LibraryStore, wheel: Wheel, *, lost: bool
) -> None:
    file, theirs = wheel(seconds=0), wheel(seconds=30, folder="theirs").read_bytes()
    _meanwhile(sandbox, place, file.name, theirs)
    if lost:
        _lose_the_answer(sandbox, place)

    uploaded = _publish(store, file)

    assert uploaded is lost  # with the answer, the knowledge who was first is lost too
    assert place.stored(sandbox, file.name) == theirs
    assert [one.name for one in store.files()] == [file.name]


@pytest.mark.parametrize("lost", [False, True])
@pytest.mark.parametrize("theirs", [b"x", b"something longer " * 1000])
def test_somebody_was_faster_with_something_else(
    sandbox: Sandbox, place: Place, store: LibraryStore, wheel: Wheel, theirs: bytes, *, lost: bool
) -> None:
    file = wheel()
    _meanwhile(sandbox, place, file.name, theirs)
    if lost:
        _lose_the_answer(sandbox, place)

    with pytest.raises(OtherBytesError):
        _publish(store, file)

    assert place.stored(sandbox, file.name) == theirs
    assert [one.name for one in store.files()] == [file.name]


def test_several_at_once_upload_it_once(
    sandbox: Sandbox, place: Place, store: LibraryStore, wheel: Wheel
) -> None:
    file = wheel()

    with ThreadPoolExecutor(4) as pool:
        uploaded = list(pool.map(lambda _: _publish(store, file), range(4)))

    assert sorted(uploaded) == [False, False, False, True]
    assert place.stored(sandbox, file.name) == file.read_bytes()
    assert [one.name for one in store.files()] == [file.name]
