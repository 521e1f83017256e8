from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from apparate_ng.sandbox.embedded import running
from apparate_ng.sandbox.handle import Sandbox
from tests.e2e.artifacts import wheel
from tests.e2e.jobs import STORE
from tests.e2e.program import Program, program_in


@pytest.fixture(scope="module")
def demo() -> Iterator[Sandbox]:
    """The demo workspace, for tests that only read."""
    with running(seed="demo") as sandbox:
        yield sandbox


@pytest.fixture(scope="module")
def _served() -> Iterator[Sandbox]:
    with running() as sandbox:
        yield sandbox


@pytest.fixture
def sandbox(_served: Sandbox) -> Sandbox:
    """A workspace without jobs or files: one server for each module, empty for each test."""
    _served.wipe()
    return _served


@pytest.fixture
def outside(tmp_path: Path) -> Program:
    """The command, connected to nothing."""
    return program_in(tmp_path, "", "").without("DATABRICKS_HOST", "DATABRICKS_TOKEN")


@pytest.fixture
def on_demo(outside: Program, demo: Sandbox) -> Program:
    """The command, connected to the demo workspace and its store; the journal is empty."""
    demo.clear()
    return _connected(outside, demo)


@pytest.fixture
def apparate(outside: Program, sandbox: Sandbox) -> Program:
    """The command, connected to the empty workspace and a store in it."""
    return _connected(outside, sandbox)


def _connected(program: Program, sandbox: Sandbox) -> Program:
    return program.knowing(
        DATABRICKS_HOST=sandbox.url, DATABRICKS_TOKEN=sandbox.token, APPARATE_STORE=STORE
    )


@pytest.fixture
def release(tmp_path: Path) -> Path:
    """The wheel of sales-features 1.5.0."""
    return wheel(tmp_path / "dist")
