"""Numbers with their nouns."""

from __future__ import annotations

from itertools import permutations

import pytest

from apparate_ng.reports.wording.counts import counted_kinds


@pytest.mark.parametrize("kinds", list(permutations([("file", 3), ("job", 46), ("pipeline", 1)])))
def test_jobs_come_first_in_whatever_order_a_document_has_them(
    kinds: tuple[tuple[str, int], ...],
) -> None:
    assert counted_kinds(dict(kinds)) == "46 jobs, 1 pipeline and 3 files"


def test_a_kind_that_is_no_dependent_comes_last() -> None:
    assert counted_kinds({"run": 2, "job": 1}) == "1 job and 2 runs"


def test_without_any_there_are_no_jobs() -> None:
    assert counted_kinds({}) == "0 jobs"
