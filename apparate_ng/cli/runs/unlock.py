"""`apparate unlock`: what it does."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from apparate_ng.cli.runs.stage import stage
from apparate_ng.configuration.ci import ci_url
from apparate_ng.errors import ExitCode
from apparate_ng.model.deployments.lease import Standing, Unlocked
from apparate_ng.operations.maintenance.unlocking import unlock
from apparate_ng.operations.session import store_session
from apparate_ng.reports.text.lease import lease_report, unlocked_report

_QUESTION = "End this lease? Its holder, if still at work, will stop before the next write."


def run(context: click.Context, options: dict[str, Any]) -> int:
    """See the command's help."""
    with stage(context, Path(), options) as here:

        def approve(found: Standing) -> bool:
            return here.confirmed(_QUESTION, lambda: lease_report(found))

        with store_session(
            here.settings, here.profile, here.environment, here.interrupts
        ) as session:
            ended = unlock(session, approve, ci_url=ci_url(here.environment))
        done = Unlocked(
            store=session.store.uri,
            number=None if ended is None else ended.number,
            lease=None if ended is None else ended.lease,
        )
        here.show(done, lambda: unlocked_report(done))
        return ExitCode.DONE
