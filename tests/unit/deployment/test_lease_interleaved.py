"""Several takers, every order of their requests, any delays, and clocks that are off.

Each taker runs the real program in a thread of its own, and stands still before and after each of
its requests until the schedule lets it go on; only one moves at a time.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass, field

from hypothesis import example, given, settings
from hypothesis import strategies as st

from apparate_ng.deployment.lease_errors import LeaseHeldError, LeaseLostError
from apparate_ng.deployment.lease_files import LeaseFiles
from apparate_ng.deployment.taking import Request, Surroundings, set_aside, take
from apparate_ng.model.deployments.lease import Holder
from apparate_ng.store.control_files import ControlFiles
from apparate_ng.workspace.failures import AlreadyExistsError
from tests.unit.deployment.memory_files import MemoryFiles, Server

_TAKERS = 2
_LOOK_S = 1.0
"""How long one look serves."""
_IN_FLIGHT_S = 50.0
"""How long a write may be under way, at least, before anybody else can take the lease."""


class _Ended(BaseException):
    """The schedule is over."""


@dataclass
class _Step:
    """Hands the one permission to move from the schedule to a taker, and back."""

    go: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(0))
    stands: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(0))
    over: bool = False

    def pause(self) -> None:
        self.stands.release()
        self.go.acquire()
        if self.over:
            raise _Ended

    def move(self) -> None:
        self.go.release()
        self.stands.acquire()


class _Taker:
    """Takes the lease, writes until it may not, or gives it back, and begins again."""

    def __init__(self, world: _World, number: int, ahead: float) -> None:
        self.world, self.step = world, _Step()
        self.remote = MemoryFiles(world.server, ahead, self.step.pause)
        self.files = LeaseFiles(ControlFiles(self.remote, uri="/s", path="/s"))
        self.holder = Holder(identity=f"taker {number}", machine="m", process=number)
        self.ended = False
        self.thread = threading.Thread(target=self._run, daemon=True)
        self.thread.start()
        self.step.stands.acquire()

    def move(self) -> None:
        if not self.ended:
            self.step.move()

    def stop(self) -> None:
        self.step.over = True
        self.step.go.release()
        self.thread.join()

    def _run(self) -> None:
        try:
            self.step.pause()
            while True:
                self._once()
        except _Ended:
            pass
        except BaseException as error:  # noqa: BLE001  told where it can be asserted
            self.world.troubles.append(error)
        finally:
            self.ended = True
            self.step.stands.release()

    def _once(self) -> None:
        around = Surroundings(
            is_gone=lambda _: False,
            noticed=lambda _: None,
            seconds=self.remote.seconds,
            sleep=lambda _: self.step.pause(),
        )
        try:
            held = take(self.files, Request(holder=self.holder, wait_s=600), around)
            for count in range(4):
                began = self.world.server.seconds
                held.guard()
                self.world.write(held.lease.number, began)
                self.step.pause()
                if count % 2:
                    held.renew()
            self.world.finished.add(held.lease.number)
            held.release()
        except (LeaseHeldError, LeaseLostError, AlreadyExistsError):
            self.step.pause()


class _World:
    """The server, and what was written through it."""

    def __init__(self) -> None:
        self.server = Server()
        self.troubles: list[BaseException] = []
        self.writes: list[tuple[int, float, float]] = []
        """The lease, when its guard was asked, and when it let the write go."""
        self.finished: set[int] = set()
        """Leases whose holders have nothing more to write."""

    def write(self, number: int, asked: float) -> None:
        self.writes.append((number, asked, self.server.seconds))

    def unlock(self) -> None:
        files = LeaseFiles(ControlFiles(MemoryFiles(self.server), uri="/s", path="/s"))
        found = files.latest()
        if found is not None:
            set_aside(files, found, Holder(identity="unlocker", machine="m", process=1))

    def born_after(self, number: int) -> list[float]:
        """When the leases of higher numbers came into being."""
        paths = self.server.born.items()
        return [when for path, when in paths if int(path.rpartition("/")[2][:-5]) > number]


_TAKER = st.integers(0, _TAKERS - 1)
_LATER = st.sampled_from([0.4, 1.1, 5, 55, 61, 121])
_MOVES = st.tuples(st.sampled_from(["move", "move", "moves"]), _TAKER)
_PASSES = st.tuples(st.just("later"), _LATER)
_UNLOCKS = st.tuples(st.just("unlock"), st.just(0))
_AHEADS = st.lists(
    st.sampled_from([0.0, 0.4, -86_400.0, 86_400.0, 1e6]), min_size=_TAKERS, max_size=_TAKERS
)


def _played(aheads: list[float], actions: list[tuple[str, float]]) -> _World:
    world = _World()
    takers = [_Taker(world, number, ahead) for number, ahead in enumerate(aheads)]
    try:
        for kind, value in actions:
            if kind == "later":
                world.server.seconds += value
            elif kind == "unlock":
                world.unlock()
            else:
                for _ in range(1 if kind == "move" else 5):
                    takers[int(value)].move()
    finally:
        for taker in takers:
            taker.stop()
    assert world.troubles == []
    return world


_FIRST_ANSWER_IS_SLOW: list[tuple[str, float]] = [
    *[("move", 0), ("move", 0), ("move", 1), ("later", 121)],
    *[("move", 0), ("move", 0), ("move", 0), ("move", 0), ("move", 1), ("move", 1)],
    *[("moves", 0), ("later", 1.1), ("moves", 1)],
]


@settings(max_examples=200, deadline=None)
@example([0.0, 0.0], _FIRST_ANSWER_IS_SLOW)
@given(_AHEADS, st.lists(_MOVES | _PASSES, min_size=30, max_size=60))
def test_whoever_writes_has_the_last_lease_and_long_enough_for_the_request(
    aheads: list[float], actions: list[tuple[str, float]]
) -> None:
    world = _played(aheads, actions)

    for number, _, written in world.writes:
        under_way = 0.0 if number in world.finished else _IN_FLIGHT_S
        assert all(born >= written + under_way for born in world.born_after(number))


@settings(max_examples=200, deadline=None)
@given(_AHEADS, st.lists(_MOVES | _PASSES | _UNLOCKS, min_size=30, max_size=60))
def test_whoever_was_overtaken_writes_nothing_a_second_later(
    aheads: list[float], actions: list[tuple[str, float]]
) -> None:
    world = _played(aheads, actions)

    for number, asked, _ in world.writes:
        assert all(born >= asked - _LOOK_S for born in world.born_after(number))


def test_all_get_their_turn() -> None:
    actions: list[tuple[str, float]] = []
    for turn in range(600):
        actions += [("moves", turn % _TAKERS), ("later", 1.0)]

    world = _played([86_400.0, -86_400.0], actions)

    assert len({number for number, _, _ in world.writes}) > _TAKERS
    assert len(world.writes) > 10
