"""Every kind of fault, at every request of an upload, in every kind of store.

It ends in a success or in one error, with the whole file or nothing, and the next run succeeds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeAlias

import pytest
from _pytest.mark import ParameterSet

from apparate_ng.errors import ApparateError
from apparate_ng.releases.contents import same_contents
from apparate_ng.sandbox.handle import FaultRule, Sandbox
from apparate_ng.store.port import LibraryStore
from apparate_ng.store.publishing import BrokenUploadError, publish
from apparate_ng.workspace.failures import (
    BadRequestError,
    BrokenOffError,
    UnavailableError,
)
from tests.integration.store.place import DBFS, PLACES, VOLUME, WORKSPACE, Endpoint, Place, count

Wheel: TypeAlias = Callable[..., Path]
_PASSING: dict[str, FaultRule] = {
    "429": {"status": 429},
    "429 with Retry-After": {"status": 429, "headers": {"Retry-After": "0"}},
    "500 before": {"status": 500},
    "500 after": {"status": 500, "when": "after"},
    "503 after": {"status": 503, "when": "after"},
    "drop before": {"action": "drop"},
    "drop after": {"action": "drop", "when": "after"},
    "truncate": {"action": "truncate"},
}


def _cases() -> Iterator[ParameterSet]:
    for kind, place in PLACES.items():
        for endpoint in (place.look, *place.steps, place.fetch):
            for name, rule in _PASSING.items():
                test_id = (
                    f"{kind}-{endpoint[0]}-{endpoint[1].strip('*/').rsplit('/', 1)[-1]}-{name}"
                )
                yield pytest.param(place, endpoint, rule, id=test_id)


def _publish(store: LibraryStore, file: Path) -> bool:
    return publish(store, file.name, file, same_contents, lambda _: None).uploaded


def _names(store: LibraryStore) -> set[str]:
    return {one.name for one in store.files()}


@pytest.mark.parametrize(("place", "endpoint", "rule"), list(_cases()), indirect=["place"])
def test_a_fault_that_passes(
    sandbox: Sandbox,
    place: Place,
    store: LibraryStore,
    wheel: Wheel,
    endpoint: Endpoint,
    rule: FaultRule,
) -> None:
    file = wheel()
    place.put(sandbox, "neighbour.whl", b"theirs")
    sandbox.fault(*endpoint, **rule)

    _publish(store, file)

    took_effect = rule.get("when") == "after" or rule.get("action") == "truncate"
    assert took_effect or count(sandbox, endpoint) > 1
    assert place.stored(sandbox, file.name) == file.read_bytes()
    assert place.stored(sandbox, "neighbour.whl") == b"theirs"
    assert _names(store) == {file.name, "neighbour.whl"}


_LASTING: dict[str, FaultRule] = {
    "refused": {"status": 400, "body": {"error_code": "MAX_SIZE", "message": "too large"}},
    "500 before": {"status": 500},
    "503 after": {"status": 503, "when": "after"},
    "drop before": {"action": "drop"},
}
_CLEAR = (BadRequestError, BrokenUploadError, UnavailableError)


@pytest.mark.parametrize("rule", _LASTING.values(), ids=_LASTING)
def test_a_fault_that_stays(
    sandbox: Sandbox, place: Place, store: LibraryStore, wheel: Wheel, rule: FaultRule
) -> None:
    file = wheel()
    place.put(sandbox, "neighbour.whl", b"theirs")
    for step in (step for step in place.steps if step[0] != "HEAD"):
        sandbox.fault(*step, **(rule | {"times": None}))
        error = _error_of(store, file)

        assert error is None or isinstance(error, _CLEAR)
        assert error is None or error.where
        assert place.stored(sandbox, file.name) == (None if error else file.read_bytes())
        assert _names(store) == {"neighbour.whl"} | (set() if error else {file.name})
        sandbox.clear()
        store.remove(file.name)
    assert _publish(store, file)


def _error_of(store: LibraryStore, file: Path) -> ApparateError | None:
    try:
        _publish(store, file)
    except ApparateError as error:
        return error
    return None


@pytest.mark.parametrize("change", ["other bytes", "less", "more", "nothing"])
def test_what_comes_back_changed_is_removed(
    sandbox: Sandbox, place: Place, store: LibraryStore, wheel: Wheel, change: str
) -> None:
    file = wheel()
    sent = file.read_bytes()
    kept = {"other bytes": sent[::-1], "less": sent[:-1], "more": sent + b"x", "nothing": b""}
    place.put(sandbox, "neighbour.whl", b"theirs")
    method, path = place.steps[-1]
    stored = f"{place.uri}/{file.name}"
    sandbox.edit_file(stored, kept[change], method=method, path=path, moment="after")

    with pytest.raises(BrokenUploadError, match="not what was sent") as raised:
        _publish(store, file)

    assert raised.value.where == stored
    assert _names(store) == {"neighbour.whl"}
    assert _publish(store, file)


@pytest.mark.parametrize("place", [WORKSPACE, VOLUME], ids=["workspace", "volume"], indirect=True)
def test_another_answer_in_place_of_the_file(
    sandbox: Sandbox, place: Place, store: LibraryStore, wheel: Wheel
) -> None:
    file = wheel()
    sandbox.fault(*place.fetch, status=200, body="something else")

    with pytest.raises(BrokenUploadError, match="not what was sent"):
        _publish(store, file)
    assert place.stored(sandbox, file.name) is None


def test_a_read_back_that_breaks_off_each_time_is_done_by_the_next_run(
    sandbox: Sandbox, place: Place, store: LibraryStore, wheel: Wheel
) -> None:
    file = wheel()
    half: FaultRule = {"action": "truncate"}
    if place is DBFS:  # an answer in JSON that breaks off is asked for again; half a block is not
        half = {"status": 200, "body": {"data": "UEsDBA=="}}
    sandbox.fault(*place.fetch, **(half | {"times": None}))

    with pytest.raises(BrokenOffError, match="broke off"):
        _publish(store, file)
    sandbox.clear()

    assert not _publish(store, file)
    assert place.stored(sandbox, file.name) == file.read_bytes()
