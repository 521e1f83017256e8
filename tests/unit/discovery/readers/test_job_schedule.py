"""When a job runs by itself: every kind of trigger that the platform has, and those to come."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from apparate_ng.discovery.places import Json
from apparate_ng.discovery.readers.schedule import schedule_of

CRON = {"quartz_cron_expression": "0 0 2 * * ?", "timezone_id": "UTC"}
PAUSED = {"pause_status": "PAUSED"}
RUNNING = {"pause_status": "UNPAUSED"}

TABLE: list[tuple[dict[str, Any], tuple[str, bool, str]]] = [
    # settings; then kind, paused, and text
    ({"schedule": CRON}, ("cron", False, "0 0 2 * * ? UTC")),
    ({"schedule": {**CRON, **RUNNING}}, ("cron", False, "0 0 2 * * ? UTC")),
    ({"schedule": {**CRON, **PAUSED}}, ("cron", True, "0 0 2 * * ? UTC")),
    ({"schedule": {"quartz_cron_expression": "0 0 2 * * ?"}}, ("cron", False, "0 0 2 * * ?")),
    ({"continuous": {}}, ("continuous", False, "continuous")),
    ({"continuous": PAUSED}, ("continuous", True, "continuous")),
    (
        {"trigger": {"periodic": {"interval": 1, "unit": "DAYS"}}},
        ("periodic", False, "every day"),
    ),
    (
        {"trigger": {"periodic": {"interval": 12, "unit": "HOURS"}, **PAUSED}},
        ("periodic", True, "every 12 hours"),
    ),
    (
        {"trigger": {"file_arrival": {"url": "/Volumes/a/b/c"}, **RUNNING}},
        ("file_arrival", False, "/Volumes/a/b/c"),
    ),
    (
        {"trigger": {"table_update": {"table_names": ["a.b.c", "d.e.f"]}}},
        ("table_update", False, "a.b.c, d.e.f"),
    ),
    ({"trigger": {"table_update": {}}}, ("table_update", False, "")),
    ({"trigger": {"model": {"aliases": ["x"]}, **PAUSED}}, ("trigger", True, "model")),
    ({"trigger": {"something_new": {}}}, ("trigger", False, "something_new")),
    ({"triggers": [{"cron": CRON}]}, ("cron", False, "0 0 2 * * ? UTC")),
    ({"triggers": [{"schedule": CRON}]}, ("cron", False, "0 0 2 * * ? UTC")),
    ({"triggers": [{"continuous": PAUSED}]}, ("continuous", True, "continuous")),
    (
        {"triggers": [{"file_arrival": {"url": "/x"}}, {"something_new": {}}]},
        ("file_arrival", False, "/x, something_new"),
    ),
    # it runs by itself as long as one of them is not paused
    (
        {"schedule": {**CRON, **PAUSED}, "trigger": {"file_arrival": {"url": "/x"}}},
        ("cron", False, "0 0 2 * * ? UTC, /x"),
    ),
]


@pytest.mark.parametrize(("settings", "expected"), TABLE, ids=str)
def test_each_kind(settings: dict[str, Any], expected: tuple[str, bool, str]) -> None:
    schedule = schedule_of(settings)
    assert schedule is not None
    assert (schedule.kind, schedule.paused, schedule.text) == expected


@pytest.mark.parametrize(
    "document",
    [
        {},
        {"schedule": None, "trigger": None, "continuous": None, "triggers": None},
        {"schedule": {}, "trigger": {}, "triggers": []},
        {"trigger": PAUSED},
        {"schedule": "0 0 2 * * ?"},
        {"triggers": {"cron": CRON}},
        {"triggers": ["cron"]},
    ],
    ids=str,
)
def test_a_job_that_runs_only_when_asked(document: dict[str, Any]) -> None:
    assert schedule_of(document) is None


KEYS = st.sampled_from(
    [
        "schedule",
        "trigger",
        "triggers",
        "continuous",
        "cron",
        "quartz_cron_expression",
        "pause_status",
        "periodic",
        "interval",
        "unit",
        "file_arrival",
        "table_update",
        "table_names",
    ]
)


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=3),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=4),
        max_leaves=15,
    )
)
@settings(deadline=None)
def test_no_shape_is_too_odd(document: Json) -> None:
    schedule = schedule_of(document)
    assert schedule is None or schedule.kind
