from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor

import pytest

from apparate_ng.workspace.kept_headers import KEPT_S, KeptHeaders


class _Source:
    """Makes numbered headers."""

    def __init__(self) -> None:
        self.made = 0
        self.now = 100.0

    def make(self) -> Mapping[str, str]:
        self.made += 1
        if self.made == 1:
            raise OSError("not yet")
        return {"Authorization": f"Bearer {self.made}"}

    def seconds(self) -> float:
        return self.now


@pytest.fixture
def source() -> _Source:
    return _Source()


def test_a_failure_is_not_kept(source: _Source) -> None:
    headers = KeptHeaders(source.make, source.seconds)

    with pytest.raises(OSError, match="not yet"):
        headers()

    assert headers() == {"Authorization": "Bearer 2"}


def test_they_are_made_anew_after_a_while(source: _Source) -> None:
    source.made = 1
    headers = KeptHeaders(source.make, source.seconds)

    first = headers()
    source.now += KEPT_S - 0.1
    assert headers() is first
    source.now += 0.2

    assert headers() == {"Authorization": "Bearer 3"}


def test_of_many_threads_one_makes_them(source: _Source) -> None:
    source.made = 1
    headers = KeptHeaders(source.make, source.seconds)

    with ThreadPoolExecutor(16) as pool:
        found = list(pool.map(lambda _: headers(), range(200)))

    assert source.made == 2
    assert {each["Authorization"] for each in found} == {"Bearer 2"}
