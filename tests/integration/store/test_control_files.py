"""The program's own files in a store of each kind, and every fault at every request for them."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta, timezone
from typing import TypeAlias

import pytest

from apparate_ng.sandbox.handle import FaultRule, Sandbox
from apparate_ng.store.control_files import ControlFiles
from apparate_ng.store.port import LibraryStore
from apparate_ng.workspace.failures import (
    AlreadyExistsError,
    NotFoundError,
    UnavailableError,
    UnconfirmedError,
)
from tests.integration.store.place import DBFS, WORKSPACE, Place

Do: TypeAlias = Callable[[ControlFiles], object]
_NAME, _OLD, _NEW = "leases/17.json", b'{"id": "old"}', b'{"id": "a new one"}'


@pytest.fixture
def control(store: LibraryStore) -> ControlFiles:
    return store.control


def test_there_and_back(sandbox: Sandbox, place: Place, control: ControlFiles) -> None:
    control.create(_NAME, _OLD)

    assert control.read(_NAME) == _OLD
    assert control.names("leases") == ["17.json"]
    assert place.stored(sandbox, f".apparate/{_NAME}") == _OLD
    assert control.uri_of(_NAME) == f"{place.uri}/.apparate/{_NAME}"


def test_one_that_is_there_is_left_alone(control: ControlFiles) -> None:
    control.create(_NAME, _OLD)

    with pytest.raises(AlreadyExistsError):
        control.create(_NAME, _NEW)
    with pytest.raises(AlreadyExistsError):
        control.create(_NAME, _OLD)
    assert control.read(_NAME) == _OLD


@pytest.mark.parametrize("times", [1, 2, 5])
def test_replaced(control: ControlFiles, times: int) -> None:
    control.create(_NAME, _OLD)

    for count in range(times):
        control.replace(_NAME, _NEW + bytes([count]))
        assert control.read(_NAME) == _NEW + bytes([count])

    assert control.names("leases") == ["17.json"]
    with pytest.raises(AlreadyExistsError):
        control.create(_NAME, _OLD)


def test_removed_with_all_that_it_was(control: ControlFiles) -> None:
    control.create(_NAME, _OLD)
    control.replace(_NAME, _NEW)
    control.replace(_NAME, _OLD)

    control.remove(_NAME)
    control.remove(_NAME)

    assert control.names("leases") == []
    with pytest.raises(NotFoundError):
        control.read(_NAME)
    control.create(_NAME, _NEW)
    assert control.read(_NAME) == _NEW


def test_nothing_is_there_at_first(control: ControlFiles) -> None:
    assert control.names("leases") == []
    with pytest.raises(NotFoundError):
        control.read(_NAME)


def test_they_are_no_releases(store: LibraryStore) -> None:
    store.control.create(_NAME, _OLD)

    assert store.files() == []


def test_files_on_their_way_are_not_shown(
    sandbox: Sandbox, place: Place, control: ControlFiles
) -> None:
    control.create(_NAME, _OLD)
    place.put(sandbox, ".apparate/leases/.0123.part", b"")
    place.put(sandbox, ".apparate/leases/folder/inside", b"")

    assert control.names("leases") == ["17.json"]


def test_a_file_that_is_far_too_large(
    sandbox: Sandbox, place: Place, control: ControlFiles
) -> None:
    place.put(sandbox, f".apparate/{_NAME}", bytes(3 << 20))

    with pytest.raises(UnavailableError, match="larger than"):
        control.read(_NAME, largest=2 << 20)
    assert len(control.read(_NAME)) == 3 << 20


def test_of_many_who_create_one_succeeds(control: ControlFiles) -> None:
    def create(number: int) -> bool:
        try:
            control.create(_NAME, f"{number}".encode())
        except AlreadyExistsError:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        won = [number for number, did in enumerate(pool.map(create, range(8))) if did]

    assert [control.read(_NAME)] == [f"{number}".encode() for number in won]


def test_the_time_is_the_servers(control: ControlFiles) -> None:
    before = datetime.now(timezone.utc)

    assert timedelta(seconds=-2) < control.now() - before < timedelta(seconds=2)
    control.create(_NAME, _OLD)
    modified = control.modified("leases")["17.json"]
    assert modified is not None
    assert abs(modified - control.now()) < timedelta(seconds=5)


_FAULTS: dict[str, FaultRule] = {
    "429": {"status": 429, "headers": {"Retry-After": "0"}},
    "503 before": {"status": 503},
    "503 after": {"status": 503, "when": "after"},
    "drop before": {"action": "drop"},
    "drop after": {"action": "drop", "when": "after"},
    "truncate": {"action": "truncate"},
}


def _swept(
    sandbox: Sandbox, rule: FaultRule, prepare: Do, do: Do, control: ControlFiles, clean: Do
) -> int:
    """Do it once for each of its requests, with a fault at that one; how many there were."""
    prepare(control)
    sandbox.clear()
    do(control)
    requests = len(sandbox.journal())
    for nth in range(1, requests + 1):
        clean(control)
        prepare(control)
        sandbox.fault("*", "/api/*", **(rule | {"nth": nth}))
        do(control)
        sandbox.clear()
    return requests


def _clean(control: ControlFiles) -> None:
    control.remove(_NAME)


@pytest.mark.parametrize("rule", _FAULTS.values(), ids=_FAULTS)
def test_created_whatever_passes(sandbox: Sandbox, control: ControlFiles, rule: FaultRule) -> None:
    def do(control: ControlFiles) -> None:
        control.create(_NAME, _NEW)
        assert control.read(_NAME) == _NEW
        assert control.names("leases") == ["17.json"]

    assert _swept(sandbox, rule, lambda _: None, do, control, _clean) > 2


@pytest.mark.parametrize("rule", _FAULTS.values(), ids=_FAULTS)
def test_replaced_whatever_passes(sandbox: Sandbox, control: ControlFiles, rule: FaultRule) -> None:
    def do(control: ControlFiles) -> None:
        control.replace(_NAME, _NEW)
        assert control.read(_NAME) == _NEW
        assert control.names("leases") == ["17.json"]

    assert _swept(sandbox, rule, lambda it: it.create(_NAME, _OLD), do, control, _clean) > 2


@pytest.mark.parametrize("rule", _FAULTS.values(), ids=_FAULTS)
def test_never_taken_for_ours_whatever_passes(
    sandbox: Sandbox, control: ControlFiles, rule: FaultRule
) -> None:
    def do(control: ControlFiles) -> None:
        with pytest.raises(AlreadyExistsError):
            control.create(_NAME, _NEW)
        assert control.read(_NAME) == _OLD

    assert _swept(sandbox, rule, lambda it: it.create(_NAME, _OLD), do, control, _clean) > 1


@pytest.mark.parametrize(
    "rule",
    [{"status": 503}, {"action": "drop"}],
    ids=["503", "drop"],
)
def test_a_fault_that_stays_is_told_and_leaves_nothing(
    sandbox: Sandbox, place: Place, control: ControlFiles, rule: FaultRule
) -> None:
    sandbox.fault(*place.steps[-1], **(rule | {"times": None}))

    with pytest.raises((UnconfirmedError, UnavailableError)) as raised:
        control.create(_NAME, _NEW)

    assert raised.value.where
    sandbox.clear()
    assert control.names("leases") == []


@pytest.mark.parametrize("place", [WORKSPACE], indirect=True, ids=["workspace"])
def test_a_server_that_lets_nothing_be_replaced(sandbox: Sandbox, control: ControlFiles) -> None:
    control.create(_NAME, _OLD)
    refusal = {"error_code": "RESOURCE_ALREADY_EXISTS", "message": "Node named '17.json' exists"}
    sandbox.fault("POST", "/api/2.0/workspace/import", status=400, body=refusal, times=None)

    with pytest.raises(AlreadyExistsError, match="Node named"):
        control.replace(_NAME, _NEW)
    assert control.read(_NAME) == _OLD


@pytest.mark.parametrize("place", [DBFS], indirect=True, ids=["dbfs"])
def test_in_dbfs_nobody_sees_a_half(sandbox: Sandbox, control: ControlFiles) -> None:
    """Also not after a replacement that was cut off at any request of it."""
    control.create(_NAME, _OLD)
    sandbox.clear()
    control.replace(_NAME, _NEW)
    requests = len(sandbox.journal())
    for nth in range(1, requests + 1):
        content = f"{nth}".encode()
        sandbox.clear()
        sandbox.fault("*", "/api/*", status=400, nth=nth, times=None)
        cut = False
        try:
            control.replace(_NAME, content)
        except Exception:  # noqa: BLE001  whatever it is, the file has to be whole
            cut = True
        sandbox.clear()
        assert control.read(_NAME) == content or cut
        assert control.names("leases") == ["17.json"]
        control.replace(_NAME, _NEW)
        assert control.read(_NAME) == _NEW
