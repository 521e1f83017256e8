from datetime import date

import pytest

from sales_features.calendar import calendar_features, month_end


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2026, 1, 31), date(2026, 1, 31)),
        (date(2024, 2, 1), date(2024, 2, 29)),
        (date(2025, 2, 28), date(2025, 2, 28)),
        (date(2025, 12, 5), date(2025, 12, 31)),
    ],
)
def test_month_end(day: date, expected: date) -> None:
    assert month_end(day) == expected


def test_a_friday_before_a_weekend_at_the_end_of_the_month() -> None:
    features = calendar_features(date(2026, 1, 30))
    assert not features.is_weekend
    assert features.days_to_month_end == 1
    assert features.working_days_left_in_month == 0


def test_weeks_are_iso_weeks() -> None:
    assert calendar_features(date(2027, 1, 1)).iso_week == 53
    assert calendar_features(date(2026, 12, 31)).quarter == 4
