"""A saved plan that no longer fits the workspace, or was tampered with, changes nothing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeAlias

import pytest

from apparate_ng.errors import ExitCode, StaleError
from apparate_ng.model.deployments.deployment import Outcome
from apparate_ng.operations.execution.carrying_out import Deployed
from apparate_ng.sandbox.handle import Sandbox

Go: TypeAlias = Callable[..., Deployed]
Pinned: TypeAlias = Callable[..., dict[str, Any]]
_UPDATE = "/api/2.2/jobs/update"


def _writes(sandbox: Sandbox) -> list[str]:
    return [entry["path"] for entry in sandbox.journal("POST")]


def _change_one_of_two(sandbox: Sandbox, pinned: Pinned, saved: Callable[[], Path]) -> Path:
    sandbox.add_job(pinned("a", name="edited"), job_id=1)
    sandbox.add_job(pinned("a", name="as planned"), job_id=2)
    file = saved()
    sandbox.edit(1, path="/api/2.2/jobs/get", on_job=1, new_settings={"max_concurrent_runs": 3})
    return file


def test_one_job_that_changed_makes_the_plan_stale(
    sandbox: Sandbox, pinned: Pinned, saved: Callable[[], Path], carry_out: Go
) -> None:
    file = _change_one_of_two(sandbox, pinned, saved)

    with pytest.raises(StaleError, match="1 of the plan's dependents changed") as raised:
        carry_out(file)

    assert raised.value.where == "edited (1)"
    assert "--skip-drifted" in (raised.value.hint or "")
    assert _writes(sandbox) == []


def test_the_others_can_be_changed_all_the_same(
    sandbox: Sandbox, pinned: Pinned, saved: Callable[[], Path], carry_out: Go
) -> None:
    file = _change_one_of_two(sandbox, pinned, saved)

    deployed = carry_out(file, skip_drifted=True)

    outcomes = {one.name: one.outcome for one in deployed.deployment.dependents}
    assert outcomes == {"edited": Outcome.DRIFTED, "as planned": Outcome.UPDATED}
    assert deployed.exit_code is ExitCode.PARTIAL
    assert [entry["body"]["job_id"] for entry in sandbox.journal("POST", _UPDATE)] == [2]


@pytest.mark.parametrize("admin", [False, True])
@pytest.mark.parametrize("missing_is_404", [False, True])
def test_a_job_that_is_gone_makes_the_plan_stale(
    sandbox: Sandbox,
    pinned: Pinned,
    saved: Callable[[], Path],
    carry_out: Go,
    *,
    admin: bool,
    missing_is_404: bool,
) -> None:
    sandbox.add_identity("ci@example.com", sandbox.token, admin=admin, default_level="CAN_MANAGE")
    sandbox.switch(missing_is_404=missing_is_404)
    sandbox.add_job(pinned("a"), job_id=1)
    file = saved()
    sandbox.edit(1, path="/api/2.2/jobs/get", delete=True)

    with pytest.raises(StaleError):
        carry_out(file)
    assert _writes(sandbox) == []


def test_more_than_five_are_counted_and_not_named(
    sandbox: Sandbox, pinned: Pinned, saved: Callable[[], Path], carry_out: Go
) -> None:
    for number in range(1, 8):
        sandbox.add_job(pinned("a"), job_id=number)
    file = saved()
    for number in range(1, 8):
        edited = {"max_concurrent_runs": 3}
        sandbox.edit(number, path="/api/2.2/jobs/get", on_job=number, new_settings=edited)

    with pytest.raises(StaleError, match="7 of the plan's") as raised:
        carry_out(file)
    assert (raised.value.where or "").endswith("job (5) and 2 more")


@pytest.mark.parametrize(
    ("planned", "tampered"),
    [
        ('"to":"/Workspace/Shared/libraries/lib-1.5.0', '"to":"/Workspace/Users/eve/lib-1.5.0'),
        ('"location":"tasks[a].libraries[0].whl"', '"location":"tasks[a].libraries[1].whl"'),
        ('"from":"/Workspace/Shared', '"from":"/Workspace/Users'),
    ],
)
def test_a_plan_that_was_tampered_with_reaches_nothing_else(
    sandbox: Sandbox,
    pinned: Pinned,
    saved: Callable[[], Path],
    carry_out: Go,
    planned: str,
    tampered: str,
) -> None:
    settings = pinned("a")
    settings["tasks"][0]["libraries"].append({"whl": "/Workspace/Shared/other-1.0.whl"})
    sandbox.add_job(settings)
    file = saved()
    text = file.read_text()
    assert planned in text
    file.write_text(text.replace(planned, tampered))

    with pytest.raises(StaleError):
        carry_out(file)

    assert sandbox.journal("POST") == []
