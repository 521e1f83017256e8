"""Rows for spreadsheets: no cell is calculated, and each row is a line."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from apparate_ng.model.deployments.deployment import Deployment
from apparate_ng.model.plans.plan import Plan
from apparate_ng.reports.interchange.csv_rows import csv_text
from apparate_ng.reports.interchange.plan_csv import (
    DEPLOYMENT_COLUMNS,
    PLAN_COLUMNS,
    deployment_csv,
    plan_csv,
)
from tests.hostile.texts import HOSTILE_TEXTS, raw_in
from tests.pages.estates import plan_with_names

_CALCULATED = ("=", "+", "-", "@", "\t", "\r")


def _rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


@settings(deadline=None)
@given(st.text())
def test_a_cell_starts_no_formula_and_is_one_line(text: str) -> None:
    _, [cell, end] = csv.reader(io.StringIO(csv_text("ab", [[text, "end"]]), newline=""))
    assert not cell.lstrip().startswith(_CALCULATED)
    assert end == "end"
    assert not any(char in cell for char in "\x1b\r\n\x00")


def test_hostile_names_stay_in_their_cells() -> None:
    names = tuple(text[:10_000] for text in HOSTILE_TEXTS.values())
    text = plan_csv(plan_with_names(names))
    assert len({row["id"] for row in _rows(text)}) == len(names)
    assert not any(row["name"].lstrip().startswith(_CALCULATED) for row in _rows(text))
    assert set(raw_in(text)) <= {"\r"}  # the ends of lines


def test_a_plan_has_a_row_for_each_pin(plan: Plan) -> None:
    rows = _rows(plan_csv(plan))
    assert tuple(rows[0]) == PLAN_COLUMNS
    assert len(rows) == plan.summary.pins.total
    assert [row["decision"] for row in rows].count("upgrade") == plan.summary.pins.upgrade


def test_a_deployment_says_what_became_of_each(deployment: Deployment) -> None:
    rows = _rows(deployment_csv(deployment))
    assert tuple(rows[0]) == DEPLOYMENT_COLUMNS
    ends = {row["id"]: (row["outcome"], row["error"]) for row in rows}
    assert ends == {one.id: (one.outcome.value, one.error or "") for one in deployment.dependents}


@pytest.mark.parametrize("column", ["schedule", "paused", "step", "to", "hint"])
def test_what_is_unknown_is_empty(plan: Plan, column: str) -> None:
    assert "" in {row[column] for row in _rows(plan_csv(plan))}
    assert "None" not in {row[column] for row in _rows(plan_csv(plan))}
