"""Faults on demand: what happens to the nth request of a kind."""

from __future__ import annotations

from typing import Any, Literal

import msgspec

from apparate_ng.sandbox.control.matching import Pattern, Seen


class Fault(Pattern, kw_only=True, frozen=True, forbid_unknown_fields=True):
    """A fault, from the `nth` request that fits (1 is the next one) for `times` requests.

    `answer` sends `status`, `headers` and `body` (JSON, or text as it is), `login-page` a page of
    HTML with status 200, `drop` closes the connection, `truncate` sends half of the true answer,
    `delay` waits `seconds`, then serves, and `hold` waits until somebody lets it go. Before the effect the request is not served at all;
    after it, the change was made (`truncate` is always after).
    """

    action: Literal["answer", "drop", "delay", "truncate", "login-page", "hold"] = "answer"
    nth: int = 1
    times: int | None = 1
    """How many requests; None is all of them."""
    when: Literal["before", "after"] = "before"
    status: int = 500
    headers: dict[str, str] = msgspec.field(default_factory=dict)
    body: Any = None
    seconds: float = 0.0


class Faults:
    """The faults that were asked for, each with the count of requests that fitted it."""

    def __init__(self) -> None:
        """No faults at first."""
        self._faults: list[Fault] = []
        self._counts: list[int] = []

    def add(self, fault: Fault) -> None:
        """Ask for a fault."""
        self._faults.append(fault)
        self._counts.append(0)

    def clear(self) -> None:
        """No faults any more."""
        self._faults.clear()
        self._counts.clear()

    def next_for(self, seen: Seen) -> Fault | None:
        """The fault that is to happen to this request: the first that is due.

        Every fault that fits counts the request, whether or not it is the one that happens.
        """
        due = None
        for position, fault in enumerate(self._faults):
            if not fault.fits(seen):
                continue
            self._counts[position] += 1
            if due is None and _is_due(fault, self._counts[position]):
                due = fault
        return due


def _is_due(fault: Fault, count: int) -> bool:
    return count >= fault.nth and (fault.times is None or count < fault.nth + fault.times)
