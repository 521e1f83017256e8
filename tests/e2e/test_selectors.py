"""`--job`, `--exclude`, `--tag`, `--scheduled-only`: which jobs a run is about; and its limit."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from apparate_ng.sandbox.handle import Sandbox
from tests.e2e.jobs import NEW, OLD, pinning, plant, versions_of, writes
from tests.e2e.program import Program, error_of

_CRON = {"schedule": {"quartz_cron_expression": "0 0 2 * * ?", "timezone_id": "UTC"}}
_JOBS = (
    (101, pinning("sales-score", OLD, tags={"team": "sales", "tier": "1"}, **_CRON)),
    (102, pinning("sales-report", OLD, tags={"team": "sales"})),
    (103, pinning("finance-close", OLD, tags={"team": "finance"}, **_CRON)),
    (204, pinning("sales [test]", OLD)),
)


@pytest.mark.parametrize(
    ("options", "selected"),
    [
        ([], [101, 102, 103, 204]),
        (["--job", "103"], [103]),
        (["--job", "10*"], [101, 102, 103]),
        (["--job", "sales-*"], [101, 102]),
        (["--job", "sales-score", "--job", "finance-*"], [101, 103]),
        (["--job", "sales [test]"], [204]),
        (["--job", "nobody*"], []),
        (["--exclude", "sales-*"], [103, 204]),
        (["--job", "sales*", "--exclude", "102", "--exclude", "204"], [101]),
        (["--tag", "team"], [101, 102, 103]),
        (["--tag", "team=sales"], [101, 102]),
        (["--tag", "team=sales", "--tag", "tier"], [101]),
        (["--tag", "team=SALES"], []),
        (["--scheduled-only"], [101, 103]),
        (["--scheduled-only", "--tag", "team=sales"], [101]),
    ],
)
def test_only_what_was_selected_is_in_the_plan(
    apparate: Program, sandbox: Sandbox, release: Path, options: list[str], selected: list[int]
) -> None:
    for job_id, settings in _JOBS:
        sandbox.add_job(settings, job_id=job_id)

    plan = apparate.document("plan", release, *options)

    assert [each["id"] for each in plan["dependents"]] == [str(job_id) for job_id in selected]
    assert plan["summary"]["dependents"] == len(selected)
    assert plan["summary"]["pins"]["upgrade"] == len(selected)
    assert plan["has_changes"] is bool(selected)


@pytest.mark.parametrize("command", ["upload-and-update", "update"])
def test_only_what_was_selected_is_changed(
    apparate: Program, sandbox: Sandbox, release: Path, command: str
) -> None:
    for job_id, settings in _JOBS:
        sandbox.add_job(settings, job_id=job_id)
    if command == "update":
        assert apparate("upload", release).returncode == 0
    named = release if command == "upload-and-update" else "sales-features"

    assert apparate(command, named, "--job", "sales-*", "--exclude", "102").returncode == 0

    assert versions_of(sandbox, 101, 102, 103, 204) == [[NEW], [OLD], [OLD], [OLD]]


@pytest.mark.parametrize("command", ["upload-and-update", "update"])
def test_what_is_above_the_limit_is_refused(
    apparate: Program, sandbox: Sandbox, release: Path, command: str
) -> None:
    if command == "update":
        assert apparate("upload", release).returncode == 0
        sandbox.clear()
    ids = plant(sandbox, 3)
    named = release if command != "update" else "sales-features"

    said = error_of(apparate(command, named, "--max-dependents", "2"), 5)

    assert "3" in said.what
    assert "2" in said.what
    assert writes(sandbox) == []
    assert apparate(command, named, "--max-dependents", "3").returncode == 0
    assert versions_of(sandbox, *ids) == [[NEW]] * 3


def test_a_plan_above_the_limit_is_shown_and_refused(
    apparate: Program, sandbox: Sandbox, release: Path
) -> None:
    plant(sandbox, 3)
    commands: list[tuple[str | Path, ...]] = [
        ("plan", release),
        ("upload-and-update", release, "--dry-run"),
    ]
    for arguments in commands:
        refused = apparate(*arguments, "--max-dependents", "2")

        assert refused.returncode == 5
        assert "3 pins in 3 jobs to upgrade" in refused.stdout
        assert "Next: " not in refused.stdout
        assert refused.stderr == (
            "error: the plan would change 3 dependents, and the limit is 2\n"
            "  --> max_dependents\n"
            "hint: apparate plan shows it, and --max-dependents 3 lets it through\n"
        )
        assert apparate(*arguments, "--max-dependents", "3").returncode == 0
    assert writes(sandbox) == []


def test_a_plan_above_the_limit_is_a_document_all_the_same(
    apparate: Program, sandbox: Sandbox, release: Path
) -> None:
    plant(sandbox, 3)
    refused = apparate("plan", release, "--max-dependents", "0", "--output", "json")
    assert refused.returncode == 5
    assert len(json.loads(refused.stdout)["dependents"]) == 3
