"""What was carried out, for whoever called and for those whom the configuration names."""

from __future__ import annotations

import os

from apparate_ng.api.results import Deployment, shown
from apparate_ng.api.workspace import Workspace, observer_of
from apparate_ng.operations.deployments.notifying import notify
from apparate_ng.operations.execution.carrying_out import Deployed
from apparate_ng.operations.interrupts import Interrupts


def told(workspace: Workspace, done: Deployed) -> Deployment:
    """Send the notifications that are configured, as the commands do, and return the deployment."""
    notify(done, workspace.settings.notify, os.environ, observer_of(workspace), Interrupts())
    return shown(done.deployment, Deployment)
