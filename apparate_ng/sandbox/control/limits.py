"""How fast the server answers: a token bucket and a delay for each kind of request."""

from __future__ import annotations

import math
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from collections.abc import Callable


class Rate(msgspec.Struct, kw_only=True, frozen=True, forbid_unknown_fields=True):
    """At most `per_second` requests on average, and `burst` at once; the others get 429."""

    path: str
    per_second: float
    burst: int = 1
    retry_after: bool = True
    """Whether a 429 names the seconds to wait (the platform often does not)."""
    each: bool = False
    """Whether each path that fits has the rate for itself, as the platform's endpoints do."""


class Latency(msgspec.Struct, kw_only=True, frozen=True, forbid_unknown_fields=True):
    """Seconds that every request to the path waits before it is served."""

    path: str
    seconds: float


@dataclass(kw_only=True, slots=True)
class Bucket:
    """The tokens that are left of a rate. Times are seconds of one clock."""

    rate: Rate
    tokens: float
    at: float

    def take(self, now: float) -> float:
        """Take a token: 0, or the seconds until there will be one."""
        self.tokens = min(self.rate.burst, self.tokens + (now - self.at) * self.rate.per_second)
        self.at = now
        if self.tokens < 1:
            return (1 - self.tokens) / self.rate.per_second
        self.tokens -= 1
        return 0.0


@dataclass(frozen=True, kw_only=True, slots=True)
class Refused:
    """A request above the rate; `retry_after` is whole seconds, or None where it is not told."""

    retry_after: int | None


class Limits:
    """The rates and delays that were asked for, one of each for a path."""

    def __init__(self, clock: Callable[[], float]) -> None:
        """No limits at first; `clock` tells seconds."""
        self._clock = clock
        self._rates: dict[str, Rate] = {}
        self._buckets: dict[tuple[str, str | None], Bucket] = {}
        self._latencies: dict[str, float] = {}

    def set_rate(self, rate: Rate) -> None:
        """Limit a path, or each of several; the buckets are full at first."""
        self._rates[rate.path] = rate
        self._buckets = {key: one for key, one in self._buckets.items() if key[0] != rate.path}

    def set_latency(self, latency: Latency) -> None:
        """Delay a path."""
        self._latencies[latency.path] = latency.seconds

    def clear(self) -> None:
        """No limits any more."""
        self._rates.clear()
        self._buckets.clear()
        self._latencies.clear()

    def delay(self, path: str) -> float:
        """Seconds that a request has to wait: the longest of those that fit."""
        fitting = (s for glob, s in self._latencies.items() if fnmatchcase(path, glob))
        return max(fitting, default=0.0)

    def refusal(self, path: str) -> Refused | None:
        """Take a token for a request; what to answer if there is none."""
        now = self._clock()
        for rate in self._rates.values():
            wait = self._bucket(rate, path, now).take(now) if fnmatchcase(path, rate.path) else 0
            if wait:
                told = max(1, math.ceil(wait)) if rate.retry_after else None
                return Refused(retry_after=told)
        return None

    def _bucket(self, rate: Rate, path: str, now: float) -> Bucket:
        key = (rate.path, path if rate.each else None)
        return self._buckets.setdefault(key, Bucket(rate=rate, tokens=rate.burst, at=now))
