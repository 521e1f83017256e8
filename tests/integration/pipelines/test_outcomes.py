"""What becomes of each dependent whose whole document goes back, and what was sent for it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from apparate_ng.errors import ExitCode
from apparate_ng.model.deployments.deployment import Outcome
from apparate_ng.model.plans.plan import Plan
from apparate_ng.operations.execution.carrying_out import Deployed
from apparate_ng.sandbox.handle import Sandbox
from tests.integration.pipelines.kinds import NEW, OLD, Kind, asked, library_of, written

MakePlan: TypeAlias = Callable[[], Plan]
Go: TypeAlias = Callable[..., Deployed]


def _outcomes(deployed: Deployed) -> dict[str, Outcome]:
    return {one.id: one.outcome for one in deployed.deployment.dependents}


def test_they_are_updated(sandbox: Sandbox, kind: Kind, plan: MakePlan, carry_out: Go) -> None:
    ids = [kind.add(sandbox, f"x{number}") for number in range(12)]

    deployed = carry_out(plan())

    assert deployed.exit_code is ExitCode.DONE
    assert _outcomes(deployed) == dict.fromkeys(sorted(ids), Outcome.UPDATED)
    assert {library_of(kind, sandbox, identifier) for identifier in ids} == {NEW}
    assert sorted(written(sandbox)) == sorted(ids)


def test_what_stands_as_planned_is_unchanged(
    sandbox: Sandbox, kind: Kind, plan: MakePlan, carry_out: Go
) -> None:
    kind.add(sandbox, "a")
    made = plan()
    carry_out(made)

    assert _outcomes(carry_out(made)) == {"a": Outcome.UNCHANGED}
    assert written(sandbox) == ["a"]


def test_what_changed_since_the_plan_has_drifted(
    sandbox: Sandbox, kind: Kind, plan: MakePlan, carry_out: Go
) -> None:
    kind.add(sandbox, "a")
    made = plan()
    kind.edit(sandbox, "a", path=kind.read, method="GET", new_settings={"new": 1})

    deployed = carry_out(made)

    assert (_outcomes(deployed), deployed.exit_code) == ({"a": Outcome.DRIFTED}, ExitCode.PARTIAL)
    assert written(sandbox) == []


def test_what_drifted_is_planned_again_once_and_updated(
    sandbox: Sandbox, kind: Kind, plan: MakePlan, carry_out: Go
) -> None:
    kind.add(sandbox, "a")
    made = plan()
    kind.edit(sandbox, "a", path=kind.read, method="GET", new_settings={"new": {"kept": []}})

    deployed = carry_out(made, again=True)

    assert (_outcomes(deployed), deployed.exit_code) == ({"a": Outcome.UPDATED}, ExitCode.DONE)
    assert kind.stands(sandbox, "a")["new"] == {"kept": []}
    assert library_of(kind, sandbox, "a") == NEW


def test_what_drifts_each_time_is_left_alone(
    sandbox: Sandbox, kind: Kind, plan: MakePlan, carry_out: Go
) -> None:
    kind.add(sandbox, "a")
    made = plan()
    for nth in (1, 3):
        edit = {"new": nth}
        kind.edit(sandbox, "a", path=kind.read, method="GET", nth=nth, new_settings=edit)

    deployed = carry_out(made, again=True)

    assert (_outcomes(deployed), deployed.exit_code) == ({"a": Outcome.DRIFTED}, ExitCode.PARTIAL)
    assert written(sandbox) == []


def test_one_that_went_stops_no_other(
    sandbox: Sandbox, kind: Kind, plan: MakePlan, carry_out: Go
) -> None:
    kind.add(sandbox, "a")
    kind.add(sandbox, "b")
    made = plan()
    kind.edit(sandbox, "a", path=kind.read, method="GET", delete=True)

    deployed = carry_out(made, again=True)

    assert _outcomes(deployed) == {"a": Outcome.FAILED, "b": Outcome.UPDATED}
    assert deployed.deployment.dependents[0].error == f"the {kind.noun} is gone"
    assert deployed.exit_code is ExitCode.PARTIAL


@pytest.mark.parametrize("moment", ["before", "after"])
def test_one_that_goes_around_its_write_has_failed(
    sandbox: Sandbox,
    kind: Kind,
    plan: MakePlan,
    carry_out: Go,
    moment: Any,  # noqa: ANN401  pytest's value
) -> None:
    kind.add(sandbox, "a")
    made = plan()
    kind.edit(sandbox, "a", path=kind.write, method=kind.method, moment=moment, delete=True)

    [failed] = carry_out(made).deployment.dependents

    assert (failed.outcome, failed.error) == (Outcome.FAILED, f"the {kind.noun} is gone")


def test_one_that_is_not_ours_to_change(
    sandbox: Sandbox, kind: Kind, plan: MakePlan, carry_out: Go
) -> None:
    kind.add(sandbox, "a", access={"ci@example.com": "CAN_VIEW"})
    ids = [kind.add(sandbox, identifier) for identifier in "bcd"]

    deployed = carry_out(plan())

    failed = deployed.deployment.dependents[0]
    assert (failed.id, failed.outcome) == ("a", Outcome.FAILED)
    assert "ci@example.com does not have Manage permission" in (failed.error or "")
    assert deployed.exit_code is ExitCode.PARTIAL
    assert library_of(kind, sandbox, "a") == OLD
    assert {library_of(kind, sandbox, identifier) for identifier in ids} == {NEW}


def test_the_first_that_is_written_is_verified_before_any_other(
    sandbox: Sandbox, kind: Kind, plan: MakePlan, carry_out: Go
) -> None:
    for identifier in "abcdef":
        kind.add(sandbox, identifier)
    made, before = plan(), len(sandbox.journal())

    carry_out(made)

    calls = asked(sandbox, before)
    assert [entry["method"] for entry in calls[:3]] == ["GET", kind.method, "GET"]
    assert written(sandbox)[0] == "a"
    assert len(calls) == 6 * 3


_texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
_leaves = (st.none() | st.booleans() | st.integers(-(2**80), 2**80) | _texts) | st.floats(
    allow_nan=False, allow_infinity=False
)
_values = st.recursive(
    _leaves,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_texts, inner, max_size=3),
    max_leaves=8,
)
_objects = st.dictionaries(_texts.map(lambda text: f"x_{text}"), _values, max_size=3)


@given(around=_objects, within=_objects, beside=_objects)
@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_every_other_value_is_kept(
    sandbox: Sandbox,
    kind: Kind,
    plan: MakePlan,
    carry_out: Go,
    around: dict[str, Any],
    within: dict[str, Any],
    beside: dict[str, Any],
) -> None:
    sandbox.wipe()
    libraries = [{"maven": {"coordinates": "g:a:1"}, **beside}, {**within, "whl": OLD}, beside]
    kind.add(sandbox, "a", **{**around, "libraries": libraries})
    stood = kind.stands(sandbox, "a")

    deployed = carry_out(plan())

    assert _outcomes(deployed) == {"a": Outcome.UPDATED}
    stood["libraries"][1]["whl"] = NEW
    stands = kind.stands(sandbox, "a")
    added = stands.keys() - stood.keys()
    assert added <= {"storage"}  # a default of the server
    assert {key: stands[key] for key in stood} == stood
    assert _types(stood) == _types({key: stands[key] for key in stood})


def _types(value: Any) -> Any:  # noqa: ANN401  JSON
    """True and 1 are equal, and not the same."""
    if isinstance(value, dict):
        return {key: _types(inner) for key, inner in value.items()}
    return [_types(inner) for inner in value] if isinstance(value, list) else type(value)
