"""Requests that are held until somebody lets them go, and how many are under way at all."""

from __future__ import annotations

import asyncio
from contextlib import contextmanager
from typing import TYPE_CHECKING

import msgspec
from aiohttp import web

from apparate_ng.sandbox.answers import json_answer
from apparate_ng.sandbox.control.routes import decoded

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


class LetGo(msgspec.Struct, kw_only=True, frozen=True, forbid_unknown_fields=True):
    """What becomes of the requests that are held: served, or dropped without an effect."""

    serve: bool


class Holding:
    """The requests that are under way, and those of them that are held."""

    def __init__(self) -> None:
        """None at first."""
        self._held: list[asyncio.Future[bool]] = []
        self._under_way = 0
        self._silence = asyncio.Event()
        self._silence.set()

    @contextmanager
    def counted(self) -> Iterator[None]:
        """A request is under way while the context is open."""
        self._under_way += 1
        self._silence.clear()
        try:
            yield
        finally:
            self._under_way -= 1
            if not self._under_way:
                self._silence.set()

    async def hold(self) -> bool:
        """Wait until it is let go; True where it is to be served."""
        word = asyncio.get_running_loop().create_future()
        self._held.append(word)
        return bool(await word)

    def let_go(self, *, serve: bool) -> None:
        """End the waiting of all that are held."""
        for word in self._held:
            word.set_result(serve)
        self._held.clear()

    async def quiet(self) -> None:
        """Come back when nothing is under way; what is held counts."""
        await self._silence.wait()

    def routes(self) -> Sequence[web.RouteDef]:
        """`GET` and `DELETE /sandbox/held`, `POST /sandbox/quiet`."""
        return [
            web.get("/sandbox/held", self._count),
            web.delete("/sandbox/held", self._let_go),
            web.post("/sandbox/quiet", self._quiet),
        ]

    async def _count(self, _request: web.Request) -> web.Response:
        return json_answer({"held": len(self._held)})

    async def _let_go(self, request: web.Request) -> web.Response:
        self.let_go(serve=decoded(LetGo, await request.read()).serve)
        return json_answer({})

    async def _quiet(self, _request: web.Request) -> web.Response:
        await self.quiet()
        return json_answer({})
