from __future__ import annotations

from collections.abc import Generator, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from apparate_ng.sandbox.embedded import running
from tests.e2e.conftest import _served, apparate, release, sandbox
from tests.e2e.program import Outcome, Program, program_in
from tests.faults.commands import Side
from tests.figures import tell
from tests.hostile.forks import Host, hosting
from tests.hostile.judging import Tally
from tests.hostile.stand import Stand

__all__ = ["_served", "apparate", "release", "sandbox"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ForkedProgram(Program):
    """The command, without the time that its imports take."""

    host: Host

    def __call__(self, *arguments: str | Path, **variables: str) -> Outcome:
        """Run it to its end; `variables` are added to its environment."""
        environment = {**self.environment, **variables}
        return self.host.run([str(one) for one in arguments], self.folder, environment)


@pytest.fixture(scope="session")
def host() -> Iterator[Host]:
    """The process that the commands are forks of."""
    with hosting() as host:
        yield host


@pytest.fixture
def outside(tmp_path: Path, host: Host) -> Program:
    """The command, connected to nothing."""
    plain = program_in(tmp_path, "", "").without("DATABRICKS_HOST", "DATABRICKS_TOKEN")
    return ForkedProgram(folder=plain.folder, environment=plain.environment, host=host)


@pytest.fixture(scope="module")
def stand(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stand]:
    """One for all runs of a module, since each begins from a state that was kept."""
    with running() as sandbox:
        yield Stand(Side(sandbox=sandbox, folder=tmp_path_factory.mktemp("side")))


@pytest.fixture
def tally() -> Tally:
    """Counts the bad inputs of a test; the sums are printed when all tests have run."""
    return Tally()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Function,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Let what was counted travel with the test's report."""
    report = yield
    tally = item.funcargs.get("tally")
    if report.when == "call" and isinstance(tally, Tally):
        tell(
            lambda name, number: report.user_properties.append((name, number)),
            "bad inputs without a traceback",
            tally.tried - len(tally.tracebacks),
            tally.tried,
        )
    return report
