"""Modules are visited once for all wheels that have them."""

from __future__ import annotations

from pathlib import Path

import pytest

from apparate_ng.compatibility.comparing import Comparison
from apparate_ng.compatibility.reading import read_surface
from apparate_ng.compatibility.sources import Source
from apparate_ng.compatibility.visits import Visits
from tests.api.breaks import BREAKS
from tests.api.harmless import HARMLESS
from tests.api.pair import Pair
from tests.api.tiny_wheels import write_wheel


def source(text: str, module: str = "lib.part") -> Source:
    return Source(module=module, file="lib/part.py", text=text)


def test_one_text_in_one_place_is_visited_once() -> None:
    visits = Visits()
    first = visits.of(source("def f(): ..."))
    assert visits.of(source("def f(): ...")) is first
    assert visits.of(source("def g(): ...")) is not first
    assert visits.of(source("def f(): ...", "lib.other")) is not first


def test_what_cannot_be_parsed_is_told_each_time() -> None:
    visits = Visits()
    found = [visits.of(source("def (:")).trouble for _ in range(2)]
    assert found[0] is not None
    assert found[0] is found[1]


def test_the_oldest_are_forgotten_when_there_are_too_many() -> None:
    visits = Visits(most=40)
    first = visits.of(source("first = 1"))
    visits.of(source("x = 1  # " + "." * 20))
    assert visits.of(source("first = 1")) is first
    visits.of(source("y = 1  # " + "." * 20))
    assert visits.of(source("first = 1")) is first  # used just now: the other one went
    large = visits.of(source("z = 1  # " + "." * 99))
    assert visits.of(source("z = 1  # " + "." * 99)) is large
    assert visits.of(source("first = 1")) is not first


@pytest.mark.parametrize("pair", [*BREAKS, *HARMLESS], ids=lambda pair: pair.name)
def test_what_is_found_is_the_same_with_shared_visits(pair: Pair, tmp_path: Path) -> None:
    old = write_wheel(tmp_path, "1.4.2", pair.old)
    new = write_wheel(tmp_path, "1.5.0", pair.new)
    visits = Visits()
    shared = [read_surface(wheel, visits) for wheel in (new, old, new, old)]
    apart = [read_surface(wheel) for wheel in (old, new)]
    found = []
    for before, after in ((shared[1], shared[0]), (shared[3], shared[2]), apart):
        comparison = Comparison(before, after)
        comparison.run()
        found.append((comparison.findings.changes, comparison.findings.additions))
    assert found[0] == found[1] == found[2]
