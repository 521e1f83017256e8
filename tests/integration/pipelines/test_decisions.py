"""What holds a job holds a pipeline too."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, TypeAlias

import msgspec
import pytest

from apparate_ng.model.plans.decision import Reason
from apparate_ng.model.plans.plan import Plan
from apparate_ng.model.releases.release import Release
from apparate_ng.operations.execution.carrying_out import Deployed
from apparate_ng.operations.observer import Silence
from apparate_ng.operations.plans.planning import plan_for_release
from apparate_ng.operations.plans.wish import Wish
from apparate_ng.operations.workspace import Workspace
from apparate_ng.sandbox.handle import Sandbox
from tests.integration.pipelines.kinds import NEW, OLD, PIPELINES, STORE, Kind, library_of, written

MakePlan: TypeAlias = Callable[[], Plan]
Go: TypeAlias = Callable[..., Deployed]
_BUNDLE = {"deployment": {"kind": "BUNDLE", "metadata_file_path": "/bundle/metadata.json"}}


def _reasons(plan: Plan) -> list[str]:
    return [pin.reason.value for one in plan.dependents for pin in one.pins]


@pytest.mark.parametrize(
    ("spec", "reason"),
    [
        ({}, "allowed"),
        (_BUNDLE, "managed-by-bundle"),
        ({"deployment": {"kind": "SYSTEM_MANAGED"}}, "system-managed"),
        ({"tags": {"apparate": "hold"}}, "pinned-by-tag"),
        ({"tags": {"apparate-lib": "hold", "apparate": "major"}}, "pinned-by-tag"),
        ({"tags": {"apparate": "patch"}}, "step-above-limit"),
        ({"tags": {"apparate-other": "hold"}}, "allowed"),
    ],
    ids=str,
)
def test_a_pipelines_own_say(
    sandbox: Sandbox, plan: MakePlan, carry_out: Go, spec: dict[str, Any], reason: str
) -> None:
    PIPELINES.add(sandbox, "a", **spec)

    made = plan()
    carry_out(made)

    assert _reasons(made) == [reason]
    moves = reason == "allowed"
    assert library_of(PIPELINES, sandbox, "a") == (NEW if moves else OLD)
    assert written(sandbox) == (["a"] if moves else [])


@pytest.mark.parametrize(
    ("spec", "words"),
    [
        ({"tags": {"apparate": "hold"}}, "the pipeline carries the tag apparate=hold"),
        ({"deployment": {"kind": "SYSTEM_MANAGED"}}, "the platform manages this pipeline"),
    ],
    ids=str,
)
def test_it_is_called_a_pipeline(
    sandbox: Sandbox, plan: MakePlan, spec: dict[str, Any], words: str
) -> None:
    PIPELINES.add(sandbox, "a", **spec)

    [pin] = plan().dependents[0].pins

    assert words in pin.explanation
    assert "job" not in f"{pin.explanation} {pin.hint}"


def test_where_a_bundle_pins_is_told(sandbox: Sandbox, plan: MakePlan) -> None:
    PIPELINES.add(sandbox, "a", **_BUNDLE)

    [pin] = plan().dependents[0].pins

    assert pin.hint is not None
    assert "/bundle/metadata.json" in pin.hint


def test_a_bundles_pipeline_moves_where_that_is_wished(
    sandbox: Sandbox, workspace: Workspace, release: Release, wish: Wish, carry_out: Go
) -> None:
    PIPELINES.add(sandbox, "a", **_BUNDLE)
    policy = msgspec.structs.replace(wish.policy, include_bundle_managed=True)

    carry_out(plan_for_release(workspace, release, replace(wish, policy=policy), Silence()))

    assert library_of(PIPELINES, sandbox, "a") == NEW


def test_a_tag_may_allow_more(sandbox: Sandbox, plan: MakePlan, carry_out: Go) -> None:
    older = [{"whl": f"{STORE}/lib-0.9.0-py3-none-any.whl"}]
    PIPELINES.add(sandbox, "a", libraries=older)
    PIPELINES.add(sandbox, "b", libraries=older, tags={"apparate": "major"})

    carry_out(plan())

    assert [library_of(PIPELINES, sandbox, one) for one in "ab"] == [older[0]["whl"], NEW]


def test_pins_that_are_held_stay_beside_those_that_move(
    sandbox: Sandbox, kind: Kind, plan: MakePlan, carry_out: Go
) -> None:
    elsewhere = OLD.replace("Shared", "Users/ana")
    libraries = [
        {"whl": OLD},
        {"whl": elsewhere},
        {"whl": f"{STORE}/lib-0.9.0-py3-none-any.whl"},
        {"whl": f"{STORE}/lib_extra-1.4.2-py3-none-any.whl"},
        {"whl": f"{STORE}/lib-1.4.3-py3-none-any.whl"},
    ]
    kind.add(sandbox, "a", libraries=libraries)

    made = plan()
    carry_out(made)

    assert _reasons(made) == [
        Reason.ALLOWED.value,
        Reason.OUTSIDE_STORE.value,
        Reason.BREAKING_STEP.value,
        Reason.ALLOWED.value,
    ]
    assert kind.stands(sandbox, "a")["libraries"] == [
        {"whl": NEW},
        *libraries[1:4],
        {"whl": NEW},
    ]
