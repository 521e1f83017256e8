from __future__ import annotations

import pytest

from apparate_ng.sandbox.control.faults import Fault, Faults
from apparate_ng.sandbox.control.matching import Pattern, Seen

_UPDATE = Seen(method="POST", path="/api/2.2/jobs/update", body=b'{"job_id":7}', job_id=7)
_LIST = Seen(method="GET", path="/api/2.2/jobs/list")


@pytest.mark.parametrize(
    ("pattern", "fits"),
    [
        (Pattern(), True),
        (Pattern(method="POST"), True),
        (Pattern(method="GET"), False),
        (Pattern(path="/api/2.2/jobs/*"), True),
        (Pattern(path="*/update"), True),
        (Pattern(path="/api/2.2/jobs"), False),
        (Pattern(job_id=7), True),
        (Pattern(job_id=8), False),
        (Pattern(containing='"job_id"'), True),
        (Pattern(containing="libraries"), False),
        (Pattern(method="POST", path="*/update", job_id=7, containing="7"), True),
        (Pattern(method="POST", path="*/update", job_id=8, containing="7"), False),
    ],
)
def test_a_pattern_fits_where_all_that_it_says_holds(
    pattern: Pattern,
    fits: bool,  # noqa: FBT001  a table
) -> None:
    assert pattern.fits(_UPDATE) is fits


def _which(fault: Fault, requests: list[Seen]) -> list[bool]:
    faults = Faults()
    faults.add(fault)
    return [faults.next_for(request) is not None for request in requests]


def test_a_fault_happens_to_the_next_request_once() -> None:
    assert _which(Fault(), [_UPDATE, _UPDATE]) == [True, False]


def test_only_requests_that_fit_are_counted() -> None:
    fault = Fault(path="*/update", nth=2)

    assert _which(fault, [_UPDATE, _LIST, _LIST, _UPDATE, _UPDATE]) == [
        False,
        False,
        False,
        True,
        False,
    ]


def test_a_fault_lasts_for_as_many_requests_as_it_says() -> None:
    assert _which(Fault(nth=2, times=2), [_LIST] * 5) == [False, True, True, False, False]
    assert _which(Fault(nth=2, times=None), [_LIST] * 5) == [False, True, True, True, True]


def test_of_two_faults_the_first_happens_and_both_count() -> None:
    faults = Faults()
    faults.add(Fault(status=500))
    faults.add(Fault(status=503, nth=2))

    happened = [faults.next_for(_LIST), faults.next_for(_LIST), faults.next_for(_LIST)]

    assert [fault.status if fault else None for fault in happened] == [500, 503, None]


def test_cleared_faults_do_not_happen() -> None:
    faults = Faults()
    faults.add(Fault())
    faults.clear()

    assert faults.next_for(_LIST) is None
