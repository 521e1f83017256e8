"""The control endpoint, under `/sandbox/`: JSON, no authentication, loopback only."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

import msgspec
from aiohttp import web

from apparate_ng.sandbox.answers import invalid, json_answer, json_text
from apparate_ng.sandbox.control.edits import Edit
from apparate_ng.sandbox.control.faults import Fault
from apparate_ng.sandbox.control.limits import Latency, Rate
from apparate_ng.sandbox.reading import json_object

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from apparate_ng.sandbox.control.controls import Controls

    Act = Callable[[], None]

_Rule = TypeVar("_Rule")


def routes(controls: Controls) -> Sequence[web.RouteDef]:
    """Faults, edits, rates, delays, switches and the journal."""
    return [
        web.post("/sandbox/faults", _adding(Fault, controls.faults.add)),
        web.delete("/sandbox/faults", _doing(controls.faults.clear)),
        web.post("/sandbox/edits", _adding(Edit, controls.edits.add)),
        web.delete("/sandbox/edits", _doing(controls.edits.clear)),
        web.post("/sandbox/rate", _adding(Rate, controls.limits.set_rate)),
        web.post("/sandbox/latency", _adding(Latency, controls.limits.set_latency)),
        web.delete("/sandbox/limits", _doing(controls.limits.clear)),
        web.post("/sandbox/switches", _switching(controls)),
        web.get("/sandbox/journal", _journal(controls)),
        web.delete("/sandbox/journal", _doing(controls.journal.clear)),
        web.post("/sandbox/clear", _doing(controls.clear)),
    ]


def decoded(rule: type[_Rule], body: bytes) -> _Rule:
    """The body of a control request as a rule.

    Raises:
        ApiError: 400, with the path to what is wrong.
    """
    try:
        return msgspec.json.decode(body, type=rule)
    except msgspec.MsgspecError as error:
        raise invalid(str(error)) from None


def _adding(
    rule: type[_Rule], add: Callable[[_Rule], None]
) -> Callable[[web.Request], Awaitable[web.Response]]:
    async def handler(request: web.Request) -> web.Response:
        add(decoded(rule, await request.read()))
        return json_answer({})

    return handler


def _doing(act: Act) -> Callable[[web.Request], Awaitable[web.Response]]:
    async def handler(_request: web.Request) -> web.Response:
        act()
        return json_answer({})

    return handler


def _switching(controls: Controls) -> Callable[[web.Request], Awaitable[web.Response]]:
    async def handler(request: web.Request) -> web.Response:
        switches: dict[str, Any] = await json_object(request)
        try:
            for name, value in switches.items():
                controls.workspace.switches.set(name, value)
        except ValueError as error:
            raise invalid(str(error)) from None
        return json_answer({})

    return handler


def _journal(controls: Controls) -> Callable[[web.Request], Awaitable[web.Response]]:
    async def handler(_request: web.Request) -> web.Response:
        return json_text(msgspec.json.encode({"requests": list(controls.journal)}).decode())

    return handler
