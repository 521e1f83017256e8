"""Freezes: windows of time in which nothing moves."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from functools import cache

_MOMENT = re.compile(r"(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2})(?::00)?Z?)?")
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class FreezeWindow:
    """From `begins`, up to but without `ends`; both in UTC."""

    text: str
    """As people wrote it."""
    begins: datetime
    ends: datetime

    def holds_at(self, moment: datetime) -> bool:
        """Whether nothing may move at that moment."""
        return self.begins <= moment < self.ends


@cache
def freeze_window(text: str) -> FreezeWindow:
    """The window that a text such as `2026-12-20..2027-01-03` stands for.

    Days are whole, the last one, too; a time is the very moment. One day alone is that day.

    Raises:
        ValueError: it is none, or it ends before it begins.
    """
    first, separator, last = text.partition("..")
    begins, _ = _moments(first, text)
    _, ends = _moments(last if separator else first, text)
    if ends <= begins:
        raise ValueError(f"{text!r} ends before it begins")
    return FreezeWindow(text=text.strip(), begins=begins, ends=ends)


def _moments(written: str, text: str) -> tuple[datetime, datetime]:
    """What it means at the beginning of a window, and at its end."""
    match = _MOMENT.fullmatch(written.strip())
    if match is None:
        raise ValueError(f"{text!r} is no freeze such as 2026-12-20..2027-01-03")
    try:
        moment = datetime.fromisoformat(f"{match[1]}T{match[2] or '00:00'}+00:00")
        return moment, moment if match[2] else moment + _DAY
    except (ValueError, OverflowError) as error:
        raise ValueError(f"{text!r} is no freeze: {error}") from error


def freeze_at(freezes: Iterable[str], moment: datetime) -> FreezeWindow | None:
    """The freeze that holds at a moment, or None; of several, the one that ends last."""
    holding = [one for one in map(freeze_window, freezes) if one.holds_at(moment)]
    return max(holding, key=lambda one: one.ends, default=None)


def first_free(freezes: Iterable[str], moment: datetime) -> datetime:
    """The first moment, from the given one on, that lies in no freeze."""
    listed = tuple(freezes)
    while (holding := freeze_at(listed, moment)) is not None:
        moment = holding.ends
    return moment


def moment_words(moment: datetime) -> str:
    """A moment for people: `2027-01-04 00:00 UTC`, rounded up to the minute."""
    up = moment.astimezone(timezone.utc) + timedelta(seconds=59, microseconds=999_999)
    return up.strftime("%Y-%m-%d %H:%M UTC")
