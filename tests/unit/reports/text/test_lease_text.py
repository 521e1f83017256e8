"""A lease as people see it before they end it."""

from __future__ import annotations

import pytest

from apparate_ng.model.deployments.lease import Holder, Lease, Standing
from apparate_ng.reports.text.lease import lease_report


@pytest.mark.parametrize(
    ("holder", "lines"),
    [
        (
            Holder(identity="ana", machine="m", process=7),
            ["by        ana", "on        m, process 7"],
        ),
        (Holder(identity="ana", machine="m"), ["by        ana", "on        m"]),
        (Holder(identity="ana"), ["by        ana"]),
    ],
)
def test_what_is_known_of_the_holder_is_shown(holder: Holder, lines: list[str]) -> None:
    lease = Lease(
        number=3,
        holder=holder,
        acquired_at="2026-01-31T12:00:00Z",
        expires_at="2026-01-31T12:02:00Z",
    )

    report = lease_report(Standing(number=3, lease=lease, written_at=None)).plain.splitlines()

    assert [line.strip() for line in report[1:-2]] == lines
