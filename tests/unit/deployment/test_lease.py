"""One lease, several who want it: tables over a store in memory."""

from __future__ import annotations

import json
from datetime import timedelta

import msgspec
import pytest
from msgspec import structs

from apparate_ng.deployment.held_lease import HeldLease
from apparate_ng.deployment.lease_errors import LeaseHeldError, LeaseLostError, NoNumberError
from apparate_ng.deployment.lease_files import LeaseFiles
from apparate_ng.deployment.taking import Request, Surroundings, take
from apparate_ng.model.deployments.lease import Holder, Lease, lease_content, text_of
from apparate_ng.model.plans.plan import Notice
from apparate_ng.operations.execution.this_process import is_gone, this_holder
from apparate_ng.store.control_files import ControlFiles
from apparate_ng.workspace.files import WorkspaceObject
from tests.unit.deployment.memory_files import MemoryFiles, Server

_FOLDER = "/store/.apparate/leases"
_DAY = 86_400.0


class Taker:
    """Somebody who wants the lease, on a machine whose clock may be wrong."""

    def __init__(self, server: Server, name: str = "ana", *, ahead: float = 0.0) -> None:
        self.server = server
        self.remote = MemoryFiles(server, ahead)
        self.files = LeaseFiles(ControlFiles(self.remote, uri="/store", path="/store"))
        self.holder = Holder(identity=name, machine=f"{name}s", process=7)
        self.gone: set[str] = set()
        self.notices: list[Notice] = []
        self.slept: list[float] = []

    def take(self, wait_s: float = 0.0) -> HeldLease:
        request = Request(holder=self.holder, wait_s=wait_s)
        around = Surroundings(
            is_gone=lambda holder: holder.identity in self.gone,
            noticed=self.notices.append,
            seconds=self.remote.seconds,
            sleep=self._sleep,
        )
        return take(self.files, request, around)

    def _sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.server.seconds += seconds


@pytest.fixture
def server() -> Server:
    return Server()


@pytest.fixture
def ana(server: Server) -> Taker:
    return Taker(server)


@pytest.fixture
def bob(server: Server) -> Taker:
    return Taker(server, "bob", ahead=_DAY)


def test_the_first_gets_number_one_and_two_minutes(server: Server, ana: Taker) -> None:
    lease = ana.take().lease

    assert lease.number == 1
    assert server.names() == ["1.json"]
    assert lease.expires_at == text_of(server.now.replace(microsecond=0) + timedelta(minutes=2))


def test_the_second_is_told_who_has_it(ana: Taker, bob: Taker, server: Server) -> None:
    ana.holder = msgspec.structs.replace(ana.holder, ci_url="https://ci.example.com/7")
    ana.take()
    server.seconds += 30

    with pytest.raises(LeaseHeldError) as raised:
        bob.take()

    for word in (
        "ana on anas",
        "process 7",
        "https://ci.example.com/7",
        "since 2026-01-31T12:00:00Z",
        "ends in 90 s",
    ):
        assert word in " ".join((raised.value.what, *raised.value.details))
    assert raised.value.exit_code == 5
    assert raised.value.where == "/store/.apparate/leases/1.json"
    assert "--lease-wait" in (raised.value.hint or "")
    assert "apparate unlock" in (raised.value.hint or "")
    assert server.names() == ["1.json"]


def test_a_released_one_is_followed_without_a_word(ana: Taker, bob: Taker) -> None:
    ana.take().release()

    assert bob.take().lease.number == 2
    assert bob.notices == []


@pytest.mark.parametrize(("later", "free"), [(119, False), (120, False), (122, True), (9999, True)])
def test_an_expired_one_is_overtaken_and_named(
    ana: Taker, bob: Taker, server: Server, later: float, *, free: bool
) -> None:
    ana.take()
    server.seconds += later

    if not free:
        with pytest.raises(LeaseHeldError):
            bob.take()
        return
    assert bob.take().lease.number == 2
    assert [one.code for one in bob.notices] == ["lease-overtaken"]
    assert "ana on anas" in bob.notices[0].text


@pytest.mark.parametrize("ahead", [0.0, _DAY, -_DAY, 40 * _DAY])
def test_whose_own_clock_is_wrong_does_not_matter(server: Server, ana: Taker, ahead: float) -> None:
    ana.take()
    other = Taker(server, "other", ahead=ahead)

    with pytest.raises(LeaseHeldError):
        other.take()
    server.seconds += 122
    assert other.take().lease.number == 2


def test_a_holder_that_is_gone_is_overtaken_at_once(ana: Taker, bob: Taker) -> None:
    ana.take()
    bob.gone = {"ana"}

    assert bob.take().lease.number == 2
    assert "not there any more" in bob.notices[0].text


def test_waiting_until_it_is_free(ana: Taker, bob: Taker, server: Server) -> None:
    ana.take()

    held = bob.take(wait_s=600)

    assert held.lease.number == 2
    assert 115 <= server.seconds <= 130
    assert [one.code for one in bob.notices] == ["lease-waiting", "lease-overtaken"]


def test_waiting_in_vain(ana: Taker, bob: Taker, server: Server) -> None:
    held = ana.take()

    def sleep(seconds: float) -> None:
        server.seconds += seconds
        held.renew()

    bob._sleep = sleep  # type: ignore[method-assign]  # ana works on meanwhile
    with pytest.raises(LeaseHeldError):
        bob.take(wait_s=300)
    assert 299 <= server.seconds <= 306


def test_a_holder_writes_as_long_as_it_renews(ana: Taker, server: Server) -> None:
    held = ana.take()

    for _ in range(100):
        server.seconds += 30
        held.renew()
        held.guard()


@pytest.mark.parametrize(("later", "writes"), [(1, True), (59, True), (61, False), (300, False)])
def test_without_renewal_it_stops_writing_well_before_the_end(
    ana: Taker, server: Server, later: float, *, writes: bool
) -> None:
    held = ana.take()
    server.seconds += later

    if writes:
        held.guard()
        return
    with pytest.raises(LeaseLostError, match="renewed in time"):
        held.guard()
    with pytest.raises(LeaseLostError):
        held.renew()
    held.release()
    assert ana.files.latest() is not None


def test_who_was_overtaken_stops_at_the_next_look(ana: Taker, bob: Taker, server: Server) -> None:
    held = ana.take()
    bob.gone = {"ana"}
    bob.take()
    server.seconds += 1.1

    with pytest.raises(LeaseLostError, match="theirs is number 2, ours was 1") as raised:
        held.guard()
    assert raised.value.exit_code == 5
    with pytest.raises(LeaseLostError):
        held.guard()


def test_who_was_overtaken_cannot_come_back(ana: Taker, bob: Taker, server: Server) -> None:
    held = ana.take()
    server.seconds += 125
    new = bob.take()
    ana.files.replace(held.lease)  # a renewal that was on its way for two minutes

    new.guard()
    server.seconds += 2
    new.guard()
    held.release()
    with pytest.raises(LeaseHeldError, match="bob"):
        Taker(server, "third").take()


def test_a_lease_that_was_removed_by_hand_is_lost(ana: Taker, server: Server) -> None:
    held = ana.take()
    server.contents.clear()
    server.seconds += 2

    with pytest.raises(LeaseLostError, match="removed"):
        held.guard()


def test_one_look_serves_the_writes_of_a_second(ana: Taker, server: Server) -> None:
    held = ana.take()
    asked, listed = list[int](), ana.remote.list

    def counted(path: str) -> list[WorkspaceObject]:
        asked.append(1)
        return listed(path)

    ana.remote.list = counted  # type: ignore[method-assign]  # and still does what it did

    for _ in range(100):
        server.seconds += 0.1
        held.guard()

    assert 9 <= len(asked) <= 11


def test_where_nothing_is_replaced_the_renewal_takes_the_next_number(
    ana: Taker, bob: Taker, server: Server
) -> None:
    held = ana.take()
    ana.remote.refuses_replacement = True
    server.seconds += 30

    held.renew()
    server.seconds += 2
    held.guard()

    assert held.lease.number == 2
    server.seconds += 85  # the first would be over
    with pytest.raises(LeaseHeldError, match="ana"):
        bob.take()
    held.release()
    assert bob.take().lease.number == 4


def test_and_not_where_somebody_else_has_it(ana: Taker, bob: Taker) -> None:
    held = ana.take()
    ana.remote.refuses_replacement = True
    bob.gone = {"ana"}
    bob.take()

    with pytest.raises(LeaseLostError):
        held.renew()
    with pytest.raises(LeaseLostError):
        held.guard()


def test_old_files_are_tidied_and_the_highest_never(ana: Taker, server: Server) -> None:
    for _ in range(20):
        ana.take().release()

    assert "20.json" in server.names()
    assert 5 <= len(server.names()) <= 7
    assert ana.take().lease.number == 21


def _put(server: Server, number: int, content: bytes) -> None:
    server.contents[f"{_FOLDER}/{number}.json"] = (content, server.now)


def _forged(number: int, expires_at: str) -> bytes:
    holder = Holder(identity="eve", machine="m", process=1)
    return lease_content(
        Lease(
            number=number,
            id="x",
            deployment="d",
            holder=holder,
            acquired_at="2026-01-31T12:00:00Z",
            expires_at=expires_at,
        )
    )


_BROKEN = {
    "empty": b"",
    "half": _forged(3, "2026-01-31T12:02:00Z")[:100],
    "no JSON": b"\xff\xfe",
    "deep": b"[" * 10_000,
    "another document": b'{"schema": "apparate.plan/1"}',
    "another number": _forged(2, "2020-01-31T12:02:00Z"),
    "a newer schema": _forged(3, "2026-01-31T12:02:00Z").replace(b"lease/1", b"lease/2"),
    "no time": _forged(3, "tomorrow"),
    "far too late": _forged(3, "9999-12-31T23:59:59Z"),
    "huge": b" " * (1 << 17),
}


@pytest.mark.parametrize("content", _BROKEN.values(), ids=_BROKEN)
def test_a_broken_file_counts_for_two_minutes_from_when_it_was_written(
    ana: Taker, server: Server, content: bytes
) -> None:
    _put(server, 3, content)

    with pytest.raises(LeaseHeldError, match=r"ends in 1[12]\d s"):
        ana.take()
    server.seconds += 122
    assert ana.take().lease.number == 4


_HOLDERS = {
    "a name": ("ana", "ana"),
    "an object": ({"identity": "ana", "machine": "m", "process": 7}, "ana on m (process 7)"),
    "identity and machine": ({"identity": "ana", "machine": "m"}, "ana on m"),
    "identity alone": ({"identity": "ana"}, "ana"),
    "machine alone": ({"machine": "m"}, "somebody on m"),
    "an empty object": ({}, "somebody"),
}


def _promised(holder: object, *, expires_at: str, released_at: str | None = None) -> bytes:
    """A lease with what every version writes, and no more."""
    return json.dumps(
        {
            "number": 3,
            "deployment": "d",
            "holder": holder,
            "acquired_at": "2026-01-31T11:50:00Z",
            "expires_at": expires_at,
            "released_at": released_at,
        }
    ).encode()


@pytest.mark.parametrize(("holder", "said"), _HOLDERS.values(), ids=_HOLDERS)
def test_a_lease_with_the_promised_members_alone_is_read(
    bob: Taker, server: Server, holder: object, said: str
) -> None:
    _put(server, 3, _promised(holder, expires_at="2026-01-31T12:01:00Z"))

    with pytest.raises(LeaseHeldError) as raised:
        bob.take()
    assert f"held by {said}; it ends in 60 s" in raised.value.what

    server.seconds += 62
    assert bob.take().lease.number == 4
    assert f"took over the lease of {said}, which had ended" in bob.notices[0].text


@pytest.mark.parametrize(("holder", "said"), _HOLDERS.values(), ids=_HOLDERS)
def test_a_released_one_of_those_is_no_obstacle(
    bob: Taker, server: Server, holder: object, said: str
) -> None:
    released = "2026-01-31T11:59:00Z"
    _put(server, 3, _promised(holder, expires_at="2026-01-31T12:01:00Z", released_at=released))

    assert bob.take().lease.number == 4
    assert bob.notices == [], said


def test_nobody_can_tell_whether_a_holder_without_a_process_is_gone() -> None:
    assert not is_gone(Holder(identity="ana"))
    assert not is_gone(structs.replace(this_holder("ana", None), process=None))


def test_other_files_do_not_matter(ana: Taker, server: Server) -> None:
    for name in ("0.json", "007.json", "-1.json", "x.json", "9.txt", "1e3.json", "٣.json"):
        server.contents[f"{_FOLDER}/{name}"] = (b"", server.now)

    assert ana.take().lease.number == 1


def test_the_last_number(ana: Taker, server: Server) -> None:
    _put(server, 10**18 - 1, _forged(10**18 - 1, "2020-01-31T12:02:00Z"))

    with pytest.raises(NoNumberError):
        ana.take()
