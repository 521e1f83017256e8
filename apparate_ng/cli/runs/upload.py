"""`apparate upload`: what it does."""

from __future__ import annotations

from typing import Any

import click

from apparate_ng.cli.runs.given import chosen_path
from apparate_ng.cli.runs.stage import stage
from apparate_ng.errors import ExitCode
from apparate_ng.model.releases.documents import Uploaded
from apparate_ng.operations.releases.publishing import upload
from apparate_ng.operations.session import release_session
from apparate_ng.reports.text.upload import upload_report


def run(context: click.Context, options: dict[str, Any]) -> int:
    """See the command's help."""
    path = chosen_path(options)
    with (
        stage(context, path, options) as here,
        release_session(
            path, here.settings, here.profile, here.environment, here.observer, here.interrupts
        ) as session,
    ):
        uploaded = upload(session.store, session.artifact, here.observer).uploaded
        release = session.artifact.release
        here.show(
            Uploaded.of(release, uploaded=uploaded),
            lambda: upload_report(release, uploaded=uploaded),
        )
    return ExitCode.DONE
