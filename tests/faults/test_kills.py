"""kill -9 at every request of the main job, and at some of a rollback's; all of them with FAULTS=all."""

from __future__ import annotations

from collections.abc import Callable
from queue import SimpleQueue

import pytest

from tests.faults.conftest import WORKERS
from tests.faults.killing import all_killed, kill_points
from tests.faults.scenarios import BY_NAME
from tests.faults.sweep import EVERYTHING, Stand
from tests.figures import tell

_SHARES = 6


@pytest.mark.parametrize("share", range(_SHARES))
@pytest.mark.parametrize(("name", "each"), [("upload-and-update", 1), ("rollback", 5)])
def test_killed(
    queue: SimpleQueue[Stand],
    name: str,
    each: int,
    share: int,
    record_property: Callable[[str, object], None],
) -> None:
    """An odd distance, so that requests that are served and such that are not take turns."""
    points = kill_points(BY_NAME[name], queue)[:: 1 if EVERYTHING else each]
    report = all_killed(points[share::_SHARES], queue, WORKERS)
    tell(record_property, "kill points survived", report.survived, report.points)

    assert report.points > 1
    assert not report.wrong, str(report)
