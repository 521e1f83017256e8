"""The sandbox inside a Python process: the same server, in a thread."""

from __future__ import annotations

import asyncio
import threading
from concurrent.futures import Future
from contextlib import contextmanager
from typing import TYPE_CHECKING

from apparate_ng.sandbox.handle import Sandbox
from apparate_ng.sandbox.running import Options, run

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from apparate_ng.sandbox.seeds.seeding import Kind

    Started = tuple[str, asyncio.AbstractEventLoop, asyncio.Event]

_PATIENCE = 60.0


@contextmanager
def running(
    *,
    seed: Kind = "empty",
    state: Path | None = None,
    jobs: int = 0,
    tasks: int = 5,
    page_delay: float = 0.0,
    switches: tuple[str, ...] = (),
) -> Iterator[Sandbox]:
    """A sandbox on a free port of 127.0.0.1 for as long as the context is open.

    Args:
        seed: `empty` or `demo`.
        state: a file that keeps the workspace; in memory without one.
        jobs: generated jobs beside the seed, of `tasks` tasks each.
        tasks: see `jobs`.
        page_delay: seconds that each page of `jobs/list` takes.
        switches: behaviour that is on from the start, as `NAME` or `NAME=NUMBER`.
    """
    options = Options(
        seed=seed, state=state, jobs=jobs, tasks=tasks, page_delay=page_delay, switches=switches
    )
    with _in_thread(options) as url:
        yield Sandbox(url)


@contextmanager
def _in_thread(options: Options) -> Iterator[str]:
    started: Future[Started] = Future()
    thread = threading.Thread(
        target=_serve, args=(options, started), name="apparate-sandbox", daemon=True
    )
    thread.start()
    try:
        url, loop, stop = started.result(timeout=_PATIENCE)
        try:
            yield url
        finally:
            loop.call_soon_threadsafe(stop.set)
    finally:
        thread.join(_PATIENCE)


def _serve(options: Options, started: Future[Started]) -> None:
    async def main() -> None:
        stop = asyncio.Event()
        loop = asyncio.get_running_loop()
        await run(options, stop, lambda url: started.set_result((url, loop, stop)))

    try:
        asyncio.run(main())
    except BaseException as error:  # whoever waits for the start is told
        if started.done():
            raise
        started.set_exception(error)
