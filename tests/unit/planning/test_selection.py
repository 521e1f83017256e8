"""Selectors: which dependents are looked at."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from apparate_ng.model.dependents.dependent import (
    Dependent,
    DependentKind,
    Schedule,
    Unreadable,
    User,
)
from apparate_ng.planning.selection import (
    Selection,
    known_names,
    matching_nothing,
    selector_notices,
)

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


@pytest.mark.parametrize(
    ("selectors", "names"),
    [
        ({}, ()),
        ({"jobs": ("*",), "exclude": ("17",)}, ("job", "exclude")),
        ({"tags": ("team",), "scheduled_only": True}, ("tag", "scheduled-only")),
    ],
)
def test_what_was_given_goes_by_the_names_of_the_options(
    selectors: dict[str, Any], names: tuple[str, ...]
) -> None:
    assert Selection(**selectors).given == names


@pytest.mark.parametrize(
    ("pattern", "is_known"),
    [
        ("17", True),
        ("nightly-score", True),
        ("nightly-*", True),
        ("weekly-report", True),  # uses a file that refers to the library
        ("19", True),  # could not be read
        ("nosuch", False),
        ("nosuch-*", False),
    ],
)
def test_names_may_mean_whatever_was_found_or_could_not_be_read(
    job: Callable[..., Dependent], pattern: str, *, is_known: bool
) -> None:
    user = User(
        kind=DependentKind.JOB, id="18", name="weekly-report", managed_by=None, tags={}, owner=None
    )
    unread = Unreadable(kind=DependentKind.JOB, id="19", name="hr-payroll", error="forbidden")
    file = job(kind=DependentKind.FILE, id="/r.txt", name="/r.txt", users=(user,))
    known = known_names([job(), file], [unread])
    assert matching_nothing((pattern,), known) == ([] if is_known else [pattern])


def test_each_pattern_that_stands_for_nothing_is_told_with_its_option(
    job: Callable[..., Dependent],
) -> None:
    selection = Selection(jobs=("17", "team-*"), exclude=("nosuch", "nightly-*"))
    notices = selector_notices(selection, [job()], "refers to lib")
    assert [(one.code, one.text) for one in notices] == [
        ("selects-nothing", "nothing that refers to lib goes by 'team-*' (--job)"),
        ("selects-nothing", "nothing that refers to lib goes by 'nosuch' (--exclude)"),
    ]
    assert selector_notices(Selection(), [job()], "refers to lib") == ()
