"""The sandbox as a process of its own, until a signal ends it."""

from __future__ import annotations

import asyncio
import contextlib
import signal
from typing import TYPE_CHECKING

from apparate_ng.sandbox.running import run

if TYPE_CHECKING:
    from collections.abc import Callable

    from apparate_ng.sandbox.running import Options


def serve(options: Options, ready: Callable[[str], None]) -> None:
    """Serve until SIGINT or SIGTERM; errors are those of `running.run`."""
    with contextlib.suppress(KeyboardInterrupt):  # where the loop cannot handle signals: Windows
        asyncio.run(_main(options, ready))


async def _main(options: Options, ready: Callable[[str], None]) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    with contextlib.suppress(NotImplementedError):
        loop.add_signal_handler(signal.SIGINT, stop.set)
        loop.add_signal_handler(signal.SIGTERM, stop.set)
    await run(options, stop, ready)
