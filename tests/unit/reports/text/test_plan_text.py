from __future__ import annotations

import re
from collections.abc import Callable
from io import StringIO

import pytest
from msgspec import UNSET, structs
from rich.console import Console

from apparate_ng.model.plans.decision import Decision
from apparate_ng.model.plans.plan import PinCounts, Plan, PlannedDependent
from apparate_ng.model.releases.steps import Step
from apparate_ng.reports.text.plan import plan_report
from apparate_ng.reports.wording.plan_summary import plan_summary

Render = Callable[..., str]
Golden = Callable[[str, str], None]
NEXT = "apparate apply plan.json"


def only(plan: Plan, decision: Decision | None) -> Plan:
    """Return the plan as if only pins of one decision had been found, or none at all."""
    dependents = tuple(
        structs.replace(each, pins=tuple(pin for pin in each.pins if pin.decision is decision))
        for each in plan.dependents
        if any(pin.decision is decision for pin in each.pins)
    )
    summary = structs.replace(
        plan.summary, dependents=len(dependents), pins=PinCounts.of(dependents), deselected=0
    )
    return structs.replace(
        plan,
        dependents=dependents,
        summary=summary,
        has_changes=decision is Decision.UPGRADE,
        unreadable=(),
        warnings=(),
    )


@pytest.mark.parametrize("width", [80, 160])
def test_the_representative_plan_looks_as_recorded(
    plan: Plan, render: Render, golden: Golden, width: int
) -> None:
    golden(f"plan-{width}", render(plan_report(plan, next_command=NEXT), width=width))


def test_the_verbose_plan_looks_as_recorded(plan: Plan, render: Render, golden: Golden) -> None:
    golden("plan-verbose-80", render(plan_report(plan, next_command=NEXT, verbose=True)))


def test_groups_come_in_the_order_of_decisions_with_their_counts(
    plan: Plan, render: Render
) -> None:
    lines = render(plan_report(plan, next_command=None)).splitlines()
    headings = [line for line in lines if re.match(r"(Upgrade|Hold|Current|Ignore) ", line)]
    assert headings == [
        "Upgrade  105 pins in 4 jobs",
        "Hold  5 pins in 5 jobs",
        "Current  3 pins in 2 jobs",
        "Ignore  1 pin in 1 job",
    ]


def test_many_alike_pins_are_folded_unless_verbose(plan: Plan, render: Render) -> None:
    short = render(plan_report(plan, next_command=None))
    full = render(plan_report(plan, next_command=None, verbose=True))
    assert short.count("tasks[region_") == 3
    assert "... and 97 more (-v shows all)" in short
    assert full.count("tasks[region_") == 100
    assert "more (-v" not in full


def test_an_explanation_and_a_hint_that_many_share_are_said_once(
    plan: Plan, render: Render
) -> None:
    output = render(plan_report(plan, next_command=None))
    assert output.count("a bundle deploys this job") == 1
    assert output.count("hint: apparate plan --allow major") == 1
    assert output.count("which may break who takes it") == 1


def test_a_dependent_with_two_decisions_is_in_both_groups(plan: Plan, render: Render) -> None:
    held = next(each for each in plan.dependents if each.name == "finance-close")
    both = structs.replace(held, pins=(*held.pins, plan.dependents[0].pins[0]))
    output = render(plan_report(structs.replace(plan, dependents=(both,)), next_command=None))
    upgrade, hold = output.split("Hold ")
    assert "finance-close" in upgrade
    assert "tasks[score].libraries[0].whl" in upgrade
    assert "finance-close" in hold
    assert "tasks[close].libraries[0].whl" in hold


def test_markup_in_a_name_stays_literal(plan: Plan, render: Render) -> None:
    assert "[red]売上レポート[/red] 📈" in render(plan_report(plan, next_command=None))


def test_colour_adds_nothing_to_the_words(plan: Plan, render: Render) -> None:
    output = StringIO()
    coloured = Console(width=80, file=output, color_system="standard", force_terminal=True)
    coloured.print(plan_report(plan, next_command=NEXT))
    without = re.sub(r"\x1b\[[\d;]*m|\x1b\]8;[^\x1b]*\x1b\\", "", output.getvalue())
    assert output.getvalue() != without
    assert without == render(plan_report(plan, next_command=NEXT))


def test_hostile_text_is_shown_and_steers_nothing(plan: Plan, render: Render) -> None:
    hostile = "\x1b]0;owned\x07\u202e\nx"
    dependent = structs.replace(plan.dependents[0], name=hostile, owner=hostile)
    output = render(plan_report(structs.replace(plan, dependents=(dependent,)), next_command=None))
    assert output.count(r"\x1b]0;owned\x07\u202e\nx") == 2
    assert "\x1b" not in output


def test_the_error_of_an_unreadable_dependent_steers_nothing(plan: Plan, render: Render) -> None:
    refused = structs.replace(plan.unreadable[0], error="[/]\x1b[2J")
    output = render(plan_report(structs.replace(plan, unreadable=(refused,)), next_command=None))
    assert r"[/]\x1b[2J" in output
    assert "\x1b" not in output


def test_the_last_line_is_the_next_command(plan: Plan, render: Render) -> None:
    assert render(plan_report(plan, next_command=NEXT)).endswith(f"\nNext: {NEXT}\n")
    assert "Next:" not in render(plan_report(plan, next_command=None))


def test_the_summary_adds_up(plan: Plan) -> None:
    assert plan_summary(plan) == (
        "Plan: 105 pins in 4 jobs to upgrade, 5 held, 3 current, 1 ignored; "
        "114 pins in 12 of 1,234 jobs scanned. 1 left out by selectors. "
        "1 job could not be read."
    )


def test_a_plan_without_changes_says_so(plan: Plan, render: Render) -> None:
    summary = plan_summary(only(plan, Decision.CURRENT))
    assert summary == (
        "Nothing to do: 0 held, 3 current, 0 ignored; 3 pins in 2 of 1,234 jobs scanned."
    )
    output = render(plan_report(only(plan, Decision.CURRENT), next_command=None))
    assert "Upgrade" not in output
    assert "Warnings" not in output


@pytest.mark.parametrize(
    ("number", "by", "words"),
    [
        (29, ("job",), "29 dependents refer to sales-features; all were left out by --job."),
        (1, ("tag",), "1 dependent refers to sales-features; it was left out by --tag."),
        (
            3,
            ("exclude", "job"),
            "3 dependents refer to sales-features; all were left out by --exclude and --job.",
        ),
        (2, UNSET, "2 dependents refer to sales-features; all were left out by selectors."),
    ],
)
def test_a_plan_of_which_all_was_left_out_says_by_what(
    plan: Plan, number: int, by: tuple[str, ...], words: str
) -> None:
    nothing = only(plan, None)
    summary = structs.replace(nothing.summary, deselected=number, deselected_by=by)
    said = plan_summary(structs.replace(nothing, summary=summary))
    assert said == f"Nothing to do: {words}"


def test_a_plan_that_found_nothing_says_so(plan: Plan) -> None:
    assert plan_summary(only(plan, None)) == (
        "Nothing to do: nothing refers to sales-features; 1,234 jobs scanned."
    )


def test_a_dependent_without_name_owner_or_schedule_is_still_named(
    plan: Plan, render: Render
) -> None:
    bare: PlannedDependent = structs.replace(plan.dependents[0], name="", owner=None, schedule=None)
    output = render(plan_report(structs.replace(plan, dependents=(bare,)), next_command=None))
    assert "~ (no name)  id 620000000000000017  no owner, no schedule" in output


def test_what_is_ignored_shows_what_stands_there_and_no_arrow(plan: Plan, render: Render) -> None:
    pins = (pin for one in plan.dependents for pin in one.pins)
    pin = next(pin for pin in pins if pin.decision is Decision.IGNORE)
    reported = structs.replace(pin, from_version="1.4.2", step=Step.MINOR, to=None, to_version=None)
    dependent = structs.replace(plan.dependents[0], pins=(reported,))
    output = render(plan_report(structs.replace(plan, dependents=(dependent,)), next_command=None))
    line = next(line for line in output.split("\n") if line.strip().startswith("- "))
    assert line.endswith("  1.4.2")
    assert "1.4.2 ->" not in output
