from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from apparate_ng import Workspace
from apparate_ng.sandbox.handle import Sandbox
from tests.e2e.artifacts import wheel
from tests.e2e.jobs import STORE


@pytest.fixture
def here(sandbox: Sandbox, tmp_path: Path) -> Iterator[Workspace]:
    """A connection as a notebook makes it; no configuration of this checkout holds."""
    opened = Workspace.connect(tmp_path, host=sandbox.url, token=sandbox.token, store=STORE)
    with opened as workspace:
        yield workspace


@pytest.fixture
def release(tmp_path: Path) -> Path:
    """The wheel of sales-features 1.5.0."""
    return wheel(tmp_path / "dist")
