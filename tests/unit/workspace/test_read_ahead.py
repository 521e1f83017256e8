"""Reading ahead changes nothing of what comes, only when it is fetched."""

from __future__ import annotations

import gc
import itertools
import threading
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from apparate_ng.workspace.read_ahead import ReadAhead

_PATIENCE_S = 30.0
"""How long a thread may take to notice; far more than it needs."""


class _Source:
    """Counts for ever, and tells how far it was asked."""

    def __init__(self) -> None:
        self.asked = 0
        self.thread: threading.Thread | None = None
        self._moved = threading.Condition()

    def __iter__(self) -> Iterator[int]:
        self.thread = threading.current_thread()
        for number in itertools.count():
            with self._moved:
                self.asked = number + 1
                self._moved.notify_all()
            yield number

    def wait_until_asked(self, times: int) -> None:
        with self._moved:
            assert self._moved.wait_for(lambda: self.asked >= times, _PATIENCE_S)

    def is_still_at(self, times: int) -> bool:
        """True where nothing more was asked for, although there was time to."""
        with self._moved:
            return not self._moved.wait_for(lambda: self.asked > times, 0.3)

    def assert_left_alone(self) -> None:
        assert self.thread is not None
        self.thread.join(_PATIENCE_S)
        assert not self.thread.is_alive()


@given(st.lists(st.none() | st.integers() | st.booleans(), max_size=30))
@settings(deadline=None, max_examples=30)
def test_the_items_come_in_their_order_whatever_they_are(items: list[int | None]) -> None:
    assert list(ReadAhead(iter(items))) == items


def test_an_error_comes_where_its_item_would_have_come() -> None:
    error = ValueError("page 3")

    def source() -> Iterator[int]:
        yield 1
        yield 2
        raise error

    items = iter(ReadAhead(source()))

    assert [next(items), next(items)] == [1, 2]
    with pytest.raises(ValueError, match="page 3") as raised:
        next(items)
    assert raised.value is error
    assert next(items, "over") == "over"


def test_an_error_at_once() -> None:
    quotients = (1 // divisor for divisor in [0])

    with pytest.raises(ZeroDivisionError):
        list(ReadAhead(quotients))


def test_errors_among_the_items_are_items() -> None:
    items = [ValueError("an item"), ValueError("another")]

    assert list(ReadAhead(iter(items))) == items


def test_the_next_item_is_fetched_while_this_one_is_looked_at() -> None:
    source = _Source()
    ahead = ReadAhead(iter(source))

    assert next(iter(ahead)) == 0

    source.wait_until_asked(2)  # although nobody has asked for more
    assert source.thread is not threading.current_thread()
    ahead.close()
    source.assert_left_alone()


def test_it_runs_ahead_by_a_few_items_at_most() -> None:
    source = _Source()
    ahead = ReadAhead(iter(source))
    items = iter(ahead)

    for taken in range(1, 4):
        next(items)
        # two wait in line, and one waits to be put there
        source.wait_until_asked(taken + 3)
        assert source.is_still_at(taken + 3)

    ahead.close()


@pytest.mark.parametrize("depth", [1, 2, 7])
def test_it_begins_before_anybody_asks_and_stops_where_nobody_does(depth: int) -> None:
    source = _Source()

    ahead = ReadAhead(iter(source), depth)

    source.wait_until_asked(depth + 1)  # the last one waits to be put into the line
    assert source.is_still_at(depth + 1)
    ahead.close()
    source.assert_left_alone()


@pytest.mark.parametrize("taken", [1, 2, 5])
def test_who_stops_early_leaves_no_thread_behind(taken: int) -> None:
    source = _Source()

    assert list(itertools.islice(ReadAhead(iter(source)), taken)) == list(range(taken))

    gc.collect()
    source.assert_left_alone()


def test_who_fails_leaves_no_thread_behind() -> None:
    source = _Source()

    def consume() -> None:
        for item in ReadAhead(iter(source)):
            if item == 3:
                raise KeyError(item)

    with pytest.raises(KeyError):
        consume()

    gc.collect()
    source.assert_left_alone()


def test_who_takes_all_leaves_no_thread_behind() -> None:
    threads: list[threading.Thread] = []

    def source() -> Iterator[int]:
        threads.append(threading.current_thread())
        yield 1

    assert list(ReadAhead(source())) == [1]
    threads[0].join(_PATIENCE_S)
    assert not threads[0].is_alive()


def test_an_error_that_nobody_waits_for_leaves_no_thread_behind() -> None:
    threads: list[threading.Thread] = []

    def source() -> Iterator[int]:
        threads.append(threading.current_thread())
        yield from range(3)
        raise ValueError("too late")

    ahead = ReadAhead(source())
    assert next(iter(ahead)) == 0
    ahead.close()

    threads[0].join(_PATIENCE_S)
    assert not threads[0].is_alive()
