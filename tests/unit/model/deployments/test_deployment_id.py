"""Names of deployments sort by time, whatever the clock says."""

from __future__ import annotations

from datetime import datetime, timezone

import pytest

from apparate_ng.model.deployments.deployment_id import deployment_id, is_deployment_id

NOW = datetime(2026, 1, 31, 12, 0, 0, 123_000, tzinfo=timezone.utc)
NAME = "20260131T120000123Z-1a2b3c4d"


@pytest.mark.parametrize(
    ("newest", "name"),
    [
        (None, NAME),
        ("20260131T110000000Z-00000000", NAME),
        ("20260131T120000123Z-00000000", "20260131T120000124Z-1a2b3c4d"),
        ("20260201T000000999Z-00000000", "20260201T000001000Z-1a2b3c4d"),
        ("notes", NAME),
        ("20269931T120000123Z-00000000", NAME),
    ],
)
def test_a_new_name_is_behind_the_newest(newest: str | None, name: str) -> None:
    made = deployment_id(NOW, "1a2b3c4d", newest)
    assert (made, is_deployment_id(made)) == (name, True)
