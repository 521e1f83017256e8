"""`apparate history`: what it does."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from apparate_ng.cli.runs.nothing import looked_into
from apparate_ng.cli.runs.stage import stage
from apparate_ng.errors import ExitCode
from apparate_ng.operations.queries.history import history_of
from apparate_ng.operations.session import store_session
from apparate_ng.reports.text.history import history_report


def run(context: click.Context, options: dict[str, Any]) -> int:
    """See the command's help."""
    with stage(context, Path(), options) as here:
        with store_session(
            here.settings, here.profile, here.environment, here.interrupts
        ) as session:
            history = history_of(session, options["limit"])
            exists = history.total > 0 or looked_into(here, session)
        here.show(history, lambda: history_report(history, store_exists=exists))
        return ExitCode.PARTIAL if history.unusable else ExitCode.DONE
