"""The lease over HTTP, in stores of each kind."""

from __future__ import annotations

import json
import time
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from apparate_ng.deployment.heartbeat import renewed
from apparate_ng.deployment.held_lease import HeldLease
from apparate_ng.deployment.lease_errors import LeaseHeldError, LeaseLostError
from apparate_ng.deployment.lease_files import LeaseFiles
from apparate_ng.deployment.taking import Request, Surroundings, set_aside, take
from apparate_ng.model.deployments.lease import Holder
from apparate_ng.model.plans.plan import Notice
from apparate_ng.operations.execution.this_process import is_gone, this_holder
from apparate_ng.sandbox.handle import Sandbox
from apparate_ng.store.opening import open_store
from tests.integration.conftest import Connect
from tests.integration.store.place import PLACES, WORKSPACE, Place, count

_DAY = 86_400


@pytest.fixture(params=list(PLACES.values()), ids=list(PLACES))
def place(request: pytest.FixtureRequest, sandbox: Sandbox) -> Place:
    sandbox.add_volume("main.libs.wheels")
    found: Place = request.param
    return found


@pytest.fixture
def files(connect: Connect, place: Place) -> LeaseFiles:
    return LeaseFiles(open_store(connect(), place.uri).control)


def _take(files: LeaseFiles, name: str = "ana", told: list[Notice] | None = None) -> HeldLease:
    notices: list[Notice] = [] if told is None else told
    around = Surroundings(is_gone=is_gone, noticed=notices.append)
    return take(files, Request(holder=Holder(identity=name, machine="m", process=7)), around)


def test_taken_refused_renewed_and_given_back(
    sandbox: Sandbox, place: Place, files: LeaseFiles
) -> None:
    held = _take(files)
    with pytest.raises(LeaseHeldError, match="ana on m"):
        _take(files, "bob")

    held.renew()
    held.guard()
    held.release()

    stored = place.stored(sandbox, ".apparate/leases/1.json")
    assert stored is not None
    assert json.loads(stored)["holder"]["identity"] == "ana"
    assert _take(files, "bob").lease.number == 2


@pytest.mark.parametrize("ahead", [_DAY, -_DAY])
def test_a_server_whose_clock_is_a_day_off(
    sandbox: Sandbox, connect: Connect, place: Place, ahead: int
) -> None:
    sandbox.switch(clock_ahead_s=ahead)
    files = LeaseFiles(open_store(connect(), place.uri).control)
    held = _take(files)

    assert abs(files.now().timestamp() - time.time() - ahead) < 60
    with pytest.raises(LeaseHeldError):
        _take(files, "bob")
    sandbox.switch(clock_ahead_s=ahead + 60)
    with pytest.raises(LeaseHeldError):
        _take(LeaseFiles(open_store(connect(), place.uri).control), "bob")
    sandbox.switch(clock_ahead_s=ahead + 125)
    later = LeaseFiles(open_store(connect(), place.uri).control)
    told: list[Notice] = []
    assert _take(later, "bob", told).lease.number == 2
    assert [one.code for one in told] == ["lease-overtaken"]
    with pytest.raises(LeaseLostError):
        _looked_again(held)


def _looked_again(held: HeldLease) -> None:
    """One look serves for a second."""
    end = time.monotonic() + 10
    while time.monotonic() < end:
        held.guard()
        time.sleep(0.05)


def test_unlocked_under_the_holder(files: LeaseFiles) -> None:
    held = _take(files)
    found = files.latest()
    assert found is not None

    set_aside(files, found, Holder(identity="bob", machine="m", process=8))

    with pytest.raises(LeaseLostError, match="theirs is number 2"):
        _looked_again(held)
    assert _take(files, "carla").lease.number == 3


def test_this_very_process_is_not_gone(files: LeaseFiles) -> None:
    around = Surroundings(is_gone=is_gone, noticed=lambda _: None)
    take(files, Request(holder=this_holder("ana", None)), around)

    with pytest.raises(LeaseHeldError):
        _take(files, "bob")


@pytest.mark.parametrize("place", [WORKSPACE], indirect=True, ids=["workspace"])
def test_a_heartbeat_that_fails_is_told_once_and_goes_on(
    sandbox: Sandbox, place: Place, files: LeaseFiles
) -> None:
    held, told = _take(files), list[Notice]()
    refusal = {"error_code": "PERMISSION_DENIED", "message": "not now"}
    sandbox.fault(*place.steps[-1], status=403, body=refusal, times=3)
    with renewed(held, told.append, each_s=0.05):
        end = time.monotonic() + 30
        while count(sandbox, place.steps[-1], status=200) < 2 and time.monotonic() < end:
            time.sleep(0.02)

    assert [one.code for one in told] == ["lease-not-renewed"]
    assert "not now" in told[0].text
    held.guard()


def test_of_many_at_once_one_gets_it(connect: Connect, place: Place) -> None:
    takers = [LeaseFiles(open_store(connect(), place.uri).control) for _ in range(6)]
    barrier = Barrier(len(takers))

    def attempt(number: int) -> bool:
        barrier.wait()
        try:
            _take(takers[number], f"taker {number}")
        except LeaseHeldError:
            return False
        return True

    with ThreadPoolExecutor(len(takers)) as pool:
        won = list(pool.map(attempt, range(len(takers))))

    assert sorted(won) == [False] * 5 + [True]
