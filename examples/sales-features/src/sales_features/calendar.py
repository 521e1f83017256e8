"""What a date says about sales: pure Python, so that it is tested without Spark."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

SATURDAY = 6


@dataclass(frozen=True)
class CalendarFeatures:
    """A date, as a model sees it."""

    iso_week: int
    quarter: int
    is_weekend: bool
    days_to_month_end: int
    working_days_left_in_month: int


def calendar_features(day: date) -> CalendarFeatures:
    """The features of one day. Working days are Monday to Friday, after `day` itself."""
    last = month_end(day)
    rest = [day + timedelta(days=n) for n in range(1, (last - day).days + 1)]
    return CalendarFeatures(
        iso_week=day.isocalendar().week,
        quarter=(day.month - 1) // 3 + 1,
        is_weekend=day.isoweekday() >= SATURDAY,
        days_to_month_end=(last - day).days,
        working_days_left_in_month=sum(each.isoweekday() < SATURDAY for each in rest),
    )


def month_end(day: date) -> date:
    """The last day of the month that `day` is in."""
    in_next_month = day.replace(day=28) + timedelta(days=4)
    return in_next_month - timedelta(days=in_next_month.day)
