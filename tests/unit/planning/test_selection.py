"""Selectors: which dependents are looked at."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from apparate_ng.model.dependents.dependent import Dependent, Schedule
from apparate_ng.planning.selection import Selection

CRON = Schedule(kind="cron", paused=False, text="0 0 2 * * ? UTC")
PAUSED = Schedule(kind="cron", paused=True, text="0 0 2 * * ? UTC")

TABLE: list[tuple[dict[str, Any], dict[str, Any], bool]] = [
    # selectors, dependent, selected
    ({}, {}, True),
    ({"jobs": ("nightly-score",)}, {}, True),
    ({"jobs": ("nightly-*",)}, {}, True),
    ({"jobs": ("nightly",)}, {}, False),
    ({"jobs": ("NIGHTLY-*",)}, {}, False),
    ({"jobs": ("17",)}, {}, True),
    ({"jobs": ("1",)}, {}, False),
    ({"jobs": ("1?",)}, {}, True),
    ({"jobs": ("other", "17")}, {}, True),
    ({"jobs": ("other",)}, {}, False),
    ({"jobs": ("[prod] score",)}, {"name": "[prod] score"}, True),
    ({"exclude": ("17",)}, {}, False),
    ({"exclude": ("nightly-*",)}, {}, False),
    ({"exclude": ("other",)}, {}, True),
    ({"jobs": ("nightly-*",), "exclude": ("*-score",)}, {}, False),
    ({"tags": ("team",)}, {"tags": {"team": "sales"}}, True),
    ({"tags": ("team",)}, {"tags": {"team": ""}}, True),
    ({"tags": ("team",)}, {}, False),
    ({"tags": ("team=sales",)}, {"tags": {"team": "sales"}}, True),
    ({"tags": ("team=sales",)}, {"tags": {"team": "marketing"}}, False),
    ({"tags": ("team=",)}, {"tags": {"team": "sales"}}, False),
    ({"tags": ("team=",)}, {"tags": {"team": ""}}, True),
    ({"tags": ("rule=a=b",)}, {"tags": {"rule": "a=b"}}, True),
    ({"tags": ("team=sales", "tier")}, {"tags": {"team": "sales"}}, False),
    ({"tags": ("team=sales", "tier")}, {"tags": {"team": "sales", "tier": "1"}}, True),
    ({"scheduled_only": True}, {"schedule": CRON}, True),
    ({"scheduled_only": True}, {"schedule": PAUSED}, True),
    ({"scheduled_only": True}, {}, False),
    ({"scheduled_only": True, "jobs": ("17",)}, {}, False),
]


@pytest.mark.parametrize(("selectors", "values", "selected"), TABLE, ids=str)
def test_what_is_selected(
    job: Callable[..., Dependent],
    selectors: dict[str, Any],
    values: dict[str, Any],
    *,
    selected: bool,
) -> None:
    assert Selection(**selectors).selects(job(**values)) is selected
