from __future__ import annotations

from collections.abc import Callable

import pytest
from msgspec import structs

from apparate_ng.model.dependents.dependent import DependentKind, Unreadable
from apparate_ng.model.deployments.deployment import Deployment, Outcome, Status
from apparate_ng.reports.text.deployment import deployment_report, deployment_summary

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
