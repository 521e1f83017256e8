"""The HTTP server: every REST family, behind one door."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from aiohttp import web

from apparate_ng.sandbox.answers import errors_as_json
from apparate_ng.sandbox.api import (
    cluster_libraries,
    cluster_policies,
    clusters,
    current_user,
    dbfs_objects,
    dbfs_writing,
    discovery,
    instance_pools,
    job_permissions,
    jobs_reading,
    jobs_writing,
    personal_tokens,
    pipelines,
    presigned_urls,
    runs,
    volume_files,
    volume_folders,
    workspace_contents,
    workspace_objects,
)
from apparate_ng.sandbox.authentication import authentication
from apparate_ng.sandbox.control import (
    document_routes,
    run_routes,
    state_routes,
    stored_file_routes,
)
from apparate_ng.sandbox.control import routes as control_routes
from apparate_ng.sandbox.control.controls import Controls
from apparate_ng.sandbox.control.door import dated, disturbed, journalled, limited
from apparate_ng.sandbox.loopback import is_loopback

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

_LARGEST = 1024**3
"""Bytes of any request that is read as a whole; JSON is limited far below, when it is read."""

FAMILIES = (
    discovery,
    current_user,
    personal_tokens,
    job_permissions,
    jobs_reading,
    jobs_writing,
    workspace_objects,
    workspace_contents,
    pipelines,
    cluster_policies,
    clusters,
    cluster_libraries,
    instance_pools,
    runs,
    volume_files,
    volume_folders,
    presigned_urls,
    dbfs_writing,
    dbfs_objects,
)
"""One module for each part of the REST API; each has `routes(workspace)`."""

CONTROLS = (state_routes, document_routes, run_routes, stored_file_routes)
"""One module for each part of the control endpoint that is about what the workspace holds."""


def application(controls: Controls) -> web.Application:
    """The whole API and the control endpoint of one workspace."""
    workspace = controls.workspace
    app = web.Application(
        client_max_size=_LARGEST,
        middlewares=[
            dated(controls),
            errors_as_json,
            journalled(controls),
            limited(controls),
            disturbed(controls),
            errors_as_json,
            authentication(workspace),
        ],
    )
    for family in FAMILIES:
        app.add_routes(family.routes(workspace))
    app.add_routes(control_routes.routes(controls))
    app.add_routes(controls.holding.routes())
    app.add_routes(controls.snapshots.routes())
    for control in CONTROLS:
        app.add_routes(control.routes(workspace))
    return app


@asynccontextmanager
async def serving(
    controls: Controls, *, host: str = "127.0.0.1", port: int = 0
) -> AsyncIterator[str]:
    """Serve while the context is open; gives the URL. Port 0 is any free one.

    Raises:
        ValueError: the host is not on loopback.
        OSError: the port is taken.
    """
    if not is_loopback(host):
        raise ValueError(f"{host} is not a loopback address: the sandbox has no secrets to keep.")
    runner = web.AppRunner(application(controls), access_log=None, shutdown_timeout=1.0)
    await runner.setup()
    try:
        await web.TCPSite(runner, host, port).start()
        bound = runner.addresses[0][1]
        shown = f"[{host}]" if ":" in host else host
        yield f"http://{shown}:{bound}"
    finally:
        await runner.cleanup()
