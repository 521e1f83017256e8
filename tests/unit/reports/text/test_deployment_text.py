from __future__ import annotations

from collections.abc import Callable

import pytest
from msgspec import UNSET, structs

from apparate_ng.model.dependents.dependent import DependentKind, Unreadable
from apparate_ng.model.deployments.deployment import Deployment, Outcome, Status
from apparate_ng.model.plans.plan import Notice, PinCounts, Plan
from apparate_ng.reports.pages.plan import deployment_page
from apparate_ng.reports.text.deployment import deployment_report, deployment_summary
from apparate_ng.reports.text.rollback import rollback_plan_summary

Render = Callable[..., str]
Golden = Callable[[str, str], None]


@pytest.mark.parametrize("width", [80, 160])
def test_the_representative_deployment_looks_as_recorded(
    deployment: Deployment, render: Render, golden: Golden, width: int
) -> None:
    report = deployment_report(deployment, next_command="apparate plan --out plan.json")
    golden(f"deployment-{width}", render(report, width=width))


@pytest.mark.parametrize("outcome", list(Outcome))
def test_every_outcome_has_its_group(
    deployment: Deployment, render: Render, outcome: Outcome
) -> None:
    ended = tuple(
        structs.replace(each, outcome=outcome, error="why it is so")
        for each in deployment.dependents
    )
    output = render(
        deployment_report(structs.replace(deployment, dependents=ended), next_command=None)
    )
    word = outcome.value.replace("-", " ").capitalize()
    assert any(line.startswith(word) and line.endswith("4 jobs") for line in output.split("\n"))
    assert output.count("why it is so") == 4
    assert all(each.id in output for each in ended)


def test_the_summary_adds_up(deployment: Deployment) -> None:
    assert deployment_summary(deployment) == (
        "Partly done: 2 updated, 1 drifted, 1 failed; 4 jobs in the plan."
    )


@pytest.mark.parametrize("status", list(Status))
def test_every_status_has_a_word(deployment: Deployment, status: Status) -> None:
    summary = deployment_summary(structs.replace(deployment, status=status))
    words = (
        "Done",
        "Partly done",
        "Failed",
        "Rolled back",
        "Running, or cut off",
        "Interrupted",
    )
    assert summary.split(":")[0] in words


def test_unreadable_dependents_are_named_and_counted(
    deployment: Deployment, render: Render
) -> None:
    refused = Unreadable(kind=DependentKind.JOB, id="990", name="hr-payroll", error="forbidden")
    those = structs.replace(deployment, unreadable=(refused,))
    assert deployment_summary(those).endswith(" 1 job could not be read.")
    output = render(deployment_report(those, next_command=None))
    assert "  ? hr-payroll  id 990\n      forbidden\n" in output


def test_a_deployment_without_changes_says_so(deployment: Deployment, render: Render) -> None:
    empty = structs.replace(deployment, dependents=(), status=Status.SUCCEEDED)
    assert render(deployment_report(empty, next_command=None)).endswith(
        "\nNothing to do: nothing was to change.\n"
    )


@pytest.mark.parametrize(
    ("pins", "left_out", "words"),
    [
        ({"hold": 51}, 0, "Nothing to do: 51 pins are held."),
        ({"hold": 1, "current": 3}, 0, "Nothing to do: 1 pin is held."),
        ({"hold": 2}, 3, "Nothing to do: 2 pins are held. 3 left out by selectors."),
        ({"current": 3}, 0, "Nothing to do: nothing was to change."),
        ({"current": 3}, 1, "Nothing to do: nothing was to change. 1 left out by selectors."),
        ({}, 0, "Nothing to do: nothing refers to sales-features; 1,234 jobs scanned."),
        (
            {},
            29,
            "Nothing to do: 29 dependents refer to sales-features; all were left out by --job.",
        ),
    ],
)
def test_without_changes_it_says_why(
    plan: Plan, deployment: Deployment, pins: dict[str, int], left_out: int, words: str
) -> None:
    by = ("job",) if left_out else UNSET
    planned = structs.replace(
        plan.summary, pins=PinCounts(**pins), deselected=left_out, deselected_by=by
    )
    empty = structs.replace(deployment, dependents=(), planned=planned)
    assert deployment_summary(empty) == words


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (2, "Nothing to put back: 2 dependents were changed; all were left out by --job."),
        (1, "Nothing to put back: 1 dependent was changed; it was left out by --job."),
    ],
)
def test_a_rollback_of_which_all_was_left_out_says_so(
    plan: Plan, deployment: Deployment, number: int, words: str
) -> None:
    planned = structs.replace(
        plan.summary, pins=PinCounts(), deselected=number, deselected_by=("job",)
    )
    back = structs.replace(deployment, dependents=(), rolls_back="x", planned=planned)
    assert deployment_summary(back) == words
    rollback = structs.replace(
        plan, rolls_back="x", summary=planned, dependents=(), has_changes=False, unreadable=()
    )
    assert rollback_plan_summary(rollback) == words


def test_names_and_errors_steer_nothing(deployment: Deployment, render: Render) -> None:
    hostile = structs.replace(
        deployment.dependents[3], name="[b]\x1b[2J", error="[/]\x1b]0;owned\x07"
    )
    output = render(
        deployment_report(structs.replace(deployment, dependents=(hostile,)), next_command=None)
    )
    assert r"[b]\x1b[2J" in output
    assert r"[/]\x1b]0;owned\x07" in output
    assert "\x1b" not in output


def test_what_failed_says_what_helps_and_where_to_look(
    deployment: Deployment, render: Render
) -> None:
    host = deployment.workspace.host
    failed = structs.replace(deployment.dependents[3], hint="ask ana", url=f"{host}/jobs/20")
    output = render(
        deployment_report(structs.replace(deployment, dependents=(failed,)), next_command=None)
    )
    assert f"\n      hint: ask ana\n      {host}/jobs/20\n" in output


@pytest.mark.parametrize(
    "url", [None, "https://evil.example.com/jobs/20", "javascript:alert(1)", "/jobs/20"]
)
def test_no_address_leads_out_of_the_workspace(
    deployment: Deployment, render: Render, url: str | None
) -> None:
    failed = structs.replace(deployment.dependents[3], url=url)
    output = render(
        deployment_report(structs.replace(deployment, dependents=(failed,)), next_command=None)
    )
    assert "/jobs/20" not in output
    assert "alert" not in output


def test_what_went_well_needs_no_address(deployment: Deployment, render: Render) -> None:
    well = structs.replace(deployment, dependents=deployment.dependents[:1])
    assert "/jobs/" not in render(deployment_report(well, next_command=None))


def _cut_off(deployment: Deployment, **changed: str) -> Deployment:
    """Return it as the store has it after kill -9: never closed, all of it pending."""
    those = tuple(structs.replace(one, outcome=Outcome.PENDING) for one in deployment.dependents)
    cut = structs.replace(deployment, dependents=those, status=Status.RUNNING, finished_at=None)
    return structs.replace(cut, **changed)


def test_of_what_was_never_closed_nobody_knows_how_far_it_came(
    deployment: Deployment, render: Render
) -> None:
    cut_off = _cut_off(deployment)
    assert deployment_summary(cut_off) == (
        "Running, or cut off: 4 unknown; 4 jobs in the plan. Nobody knows how far it came;"
        f" apparate rollback {deployment.id} --dry-run asks the workspace."
    )
    output = render(deployment_report(cut_off, next_command=None))
    assert "\nUnknown, cut off or still at work  4 jobs\n" in output
    assert "not reached" not in output.lower()
    assert "pending" not in output.lower()


def test_what_a_resumed_one_has_done_is_known(deployment: Deployment) -> None:
    resumed = structs.replace(deployment, status=Status.RUNNING)
    assert "Nobody knows" not in deployment_summary(resumed)


def test_an_id_that_is_none_is_no_command_of_its_own(deployment: Deployment) -> None:
    told = deployment_summary(_cut_off(deployment, id="x; reboot"))
    assert "apparate rollback 'x; reboot' --dry-run" in told


def test_what_is_in_no_store_is_named_by_no_id(deployment: Deployment, render: Render) -> None:
    failed = tuple(structs.replace(one, outcome=Outcome.FAILED) for one in deployment.dependents)
    told = structs.replace(deployment, rolls_back="a", dependents=failed)
    assert deployment.id in render(deployment_report(told, next_command=None))
    told = structs.replace(told, recorded=False)
    assert deployment.id not in render(deployment_report(told, next_command=None))


@pytest.mark.parametrize(
    ("outcome", "is_told"),
    [(Outcome.UPDATED, False), (Outcome.UNCHANGED, False), (Outcome.FAILED, True)],
)
def test_versions_that_stood_before_are_not_said_to_stand(
    deployment: Deployment, render: Render, outcome: Outcome, *, is_told: bool
) -> None:
    several = Notice(code="conflicting-pins", text="it pins several versions: 1.4.2 and 2.0.0")
    other = Notice(code="new-requirement", text="it needs numpy now")
    one = structs.replace(deployment.dependents[0], outcome=outcome, warnings=(several, other))
    told = structs.replace(deployment, dependents=(one,))
    output = render(deployment_report(told, next_command=None))
    page = deployment_page(told, ())
    assert ("several versions" in output) is is_told
    assert (several.text in [each.what for each in page.warnings]) is is_told
    assert other.text in output
