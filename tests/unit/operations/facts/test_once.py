"""What several threads ask for is looked up a single time."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from apparate_ng.operations.facts.once import Once


def test_each_is_looked_up_once() -> None:
    asked: list[int] = []

    def look_up(key: int) -> int:
        asked.append(key)
        return key * 2

    once = Once[int, int](look_up)
    assert [once.of(key) for key in (1, 2, 1, 2, 1)] == [2, 4, 2, 4, 2]
    assert asked == [1, 2]


def test_many_threads_at_once_share_one_look_up() -> None:
    begun, asked = Barrier(8), []

    def look_up(key: str) -> int:
        asked.append(key)
        return len(asked)

    once = Once[str, int](look_up)

    def ask(_: int) -> int:
        begun.wait(5)
        return once.of("one")

    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(ask, range(8))) == {1}
    assert asked == ["one"]


def test_an_error_is_raised_to_everybody() -> None:
    asked: list[int] = []

    def look_up(key: int) -> int:
        asked.append(key)
        raise LookupError(key)

    once = Once[int, int](look_up)
    for _ in range(3):
        with pytest.raises(LookupError):
            once.of(7)
    assert asked == [7]
