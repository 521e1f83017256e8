"""What a notebook makes of a result."""

from __future__ import annotations

from pathlib import Path

import pytest

import apparate_ng as apparate
from apparate_ng.sandbox.handle import Sandbox
from tests.e2e.jobs import pinning


class _Printer:
    """IPython's, as far as it is used."""

    def __init__(self) -> None:
        self.shown = ""

    def text(self, obj: str) -> None:
        self.shown += obj


@pytest.fixture
def plan(here: apparate.Workspace, sandbox: Sandbox, release: Path) -> apparate.Plan:
    sandbox.add_job(pinning("<script>alert(1)</script>", "1.4.2"))
    return apparate.plan(release, workspace=here)


def test_a_plan_is_html_in_which_names_are_no_markup(plan: apparate.Plan) -> None:
    html = plan._repr_html_()
    assert "&lt;script&gt;alert(1)" in html
    assert "<script>alert" not in html


def test_an_inventory_is_html_too(here: apparate.Workspace, plan: apparate.Plan) -> None:
    del plan
    for one in (
        apparate.inventory("sales-features", workspace=here),
        apparate.inventory(workspace=here),
    ):
        assert "1.4.2" in one._repr_html_()
        assert "<script>alert" not in one._repr_html_()


def test_without_html_the_text_is_shown(plan: apparate.Plan) -> None:
    printer = _Printer()
    plan._repr_pretty_(printer, cycle=False)
    assert printer.shown == str(plan)
    assert "1.4.2 -> 1.5.0" in printer.shown
    assert "\x1b" not in printer.shown
