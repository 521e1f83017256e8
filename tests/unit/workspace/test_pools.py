"""Workers that stop when whoever waits for them is interrupted."""

from __future__ import annotations

from concurrent.futures import CancelledError, Future
from threading import Event

import pytest

from apparate_ng.workspace.pools import workers


def test_all_that_was_asked_for_is_done() -> None:
    done: list[int] = []
    with workers(2, "test") as pool:
        for number in range(10):
            pool.submit(done.append, number)

    assert sorted(done) == list(range(10))


@pytest.mark.parametrize("error", [KeyboardInterrupt, SystemExit, ValueError])
def test_what_was_not_begun_never_is(error: type[BaseException]) -> None:
    begun, interrupted = Event(), Event()
    done: list[int] = []

    def work(number: int) -> None:
        begun.set()
        interrupted.wait()
        done.append(number)

    asked: list[Future[None]] = []

    def interrupted_work() -> None:
        with workers(1, "test") as pool:
            asked.extend(pool.submit(work, number) for number in range(10))
            asked[-1].add_done_callback(lambda _: interrupted.set())  # cancelled: it cannot begin
            begun.wait()
            raise error

    with pytest.raises(error):
        interrupted_work()

    assert done == [0]
    for one in asked[1:]:
        with pytest.raises(CancelledError):
            one.result()
