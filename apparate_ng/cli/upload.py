"""`apparate upload`."""

from __future__ import annotations

from typing import Any

import click

from apparate_ng.cli.globals import global_options
from apparate_ng.cli.shared_options import chosen_path, project_options, store_option
from apparate_ng.cli.stage import stage
from apparate_ng.operations.publishing import upload
from apparate_ng.operations.session import release_session
from apparate_ng.reports.upload_text import upload_report


@click.command("upload")
@project_options
@store_option
@global_options
@click.pass_context
def command(context: click.Context, /, **options: Any) -> None:  # noqa: ANN401  click's values
    """Put a release into the library store; no job is touched.

    PATH is a project folder, which is built first, or a built .whl, .egg or .jar. The same
    release again is a success that changes nothing; the same version with other contents is
    refused.
    """
    path = chosen_path(options)
    with (
        stage(context, path, options) as here,
        release_session(
            path, here.settings, here.profile, here.environment, here.observer
        ) as session,
    ):
        uploaded = upload(session.store, session.artifact, here.observer)
        release = session.artifact.release
        here.show(release, lambda: upload_report(release, uploaded=uploaded))
