"""A sandbox from its first moment to its last: state, seed, server."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from apparate_ng.sandbox.control.controls import Controls
from apparate_ng.sandbox.control.limits import Latency
from apparate_ng.sandbox.seeds.seeding import Seed, sow
from apparate_ng.sandbox.server import serving
from apparate_ng.sandbox.state.workspace import Workspace

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Callable
    from pathlib import Path

    from apparate_ng.sandbox.seeds.seeding import Kind


@dataclass(frozen=True, kw_only=True, slots=True)
class Options:
    """How a sandbox is started. `page_delay` is in seconds; a switch is `NAME` or `NAME=NUMBER`."""

    host: str = "127.0.0.1"
    port: int = 0
    state: Path | None = None
    seed: Kind = "empty"
    jobs: int = 0
    tasks: int = 5
    page_delay: float = 0.0
    switches: tuple[str, ...] = ()


async def run(options: Options, stop: asyncio.Event, ready: Callable[[str], None]) -> None:
    """Serve until `stop` is set; `ready` is called with the URL once requests are answered.

    A state file that holds something already is not seeded again.

    Raises:
        ValueError: a switch or the host is wrong.
        OSError: the port is taken.
        sqlite3.Error: the state file is no database of ours.
    """
    workspace = Workspace(options.state)
    try:
        controls = Controls(workspace)
        _prepare(controls, options)
        async with serving(controls, host=options.host, port=options.port) as url:
            ready(url)
            await stop.wait()
    finally:
        workspace.close()


def _prepare(controls: Controls, options: Options) -> None:
    for switch in options.switches:
        name, _, number = switch.partition("=")
        value = int(number) if number.isdecimal() else True
        controls.workspace.switches.set(name.replace("-", "_"), value)
    if options.page_delay:
        controls.limits.set_latency(Latency(path="/api/2.2/jobs/list", seconds=options.page_delay))
    if controls.workspace.is_new():
        sow(controls.workspace, Seed(kind=options.seed, jobs=options.jobs, tasks=options.tasks))
