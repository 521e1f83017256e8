from __future__ import annotations

from collections.abc import Iterator
from queue import SimpleQueue

import pytest

from tests.faults.sweep import Stand, stands

WORKERS = 3
"""Most of a run is waiting for a server in the same process; more would gain nothing."""


@pytest.fixture(scope="session")
def queue() -> Iterator[SimpleQueue[Stand]]:
    """Workspaces, each with a server of its own; every point begins from a state that was kept."""
    with stands(WORKERS) as queue:
        yield queue
