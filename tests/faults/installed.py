"""The runs again, through the installed command."""

from __future__ import annotations

from tests.e2e.jobs import STORE
from tests.e2e.program import Program, program_in
from tests.faults.commands import Side
from tests.faults.scenarios import Scenario


def installed(side: Side) -> Program:
    """The command, for this side's workspace, on a machine of its own."""
    number = len(list(side.folder.glob("machine-*")))
    home = side.folder / f"machine-{number}"
    home.mkdir()
    program = program_in(home, side.sandbox.url, side.sandbox.token)
    return program.knowing(APPARATE_STORE=STORE)


def words_of(scenario: Scenario, side: Side) -> tuple[str, ...]:
    """What it is called with."""
    [wheel] = side.folder.glob("*.whl")
    return {
        "upload-and-update": ("upload-and-update", str(wheel)),
        "apply": ("apply", str(side.plan_file)),
        "prune": ("prune", "--older-than", "0s"),
    }.get(scenario.name, (scenario.name,))
