from __future__ import annotations

from apparate_ng.sandbox.handle import Sandbox
from tests.integration.lease.racing import races

_RACES = 100
"""`ci/bench --only races` runs a thousand."""


def test_two_deployments_at_once_lose_no_update(sandbox: Sandbox) -> None:
    assert races(sandbox, _RACES) == _RACES
