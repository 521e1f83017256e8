"""All that is set through the control endpoint."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from apparate_ng.sandbox.control.edits import Edits
from apparate_ng.sandbox.control.faults import Faults
from apparate_ng.sandbox.control.holding import Holding
from apparate_ng.sandbox.control.journal import Journal
from apparate_ng.sandbox.control.limits import Limits
from apparate_ng.sandbox.control.snapshots import Snapshots

if TYPE_CHECKING:
    from apparate_ng.sandbox.state.workspace import Workspace


class Controls:
    """Faults, edits, limits, held requests, snapshots and the journal of one server."""

    def __init__(self, workspace: Workspace) -> None:
        """Nothing is set at first."""
        self.workspace = workspace
        self.faults = Faults()
        self.edits = Edits(workspace)
        self.limits = Limits(time.monotonic)
        self.journal = Journal()
        self.holding = Holding()
        self.snapshots = Snapshots(workspace)

    def clear(self) -> None:
        """Everything as at first; jobs, files and snapshots stay."""
        self.faults.clear()
        self.edits.clear()
        self.limits.clear()
        self.journal.clear()
        self.holding.let_go(serve=False)
        self.workspace.switches.turn_off()
