"""Whatever else a job holds survives, wherever it stands."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from apparate_ng.deployment.applying import Run
from apparate_ng.model.deployments.deployment import Outcome
from apparate_ng.model.plans.plan import Plan
from apparate_ng.sandbox.handle import Sandbox

_OLD = "/Workspace/Shared/libraries/lib-1.4.2-py3-none-any.whl"
_texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
_leaves = (st.none() | st.booleans() | st.integers(-(2**80), 2**80) | _texts) | st.floats(
    allow_nan=False, allow_infinity=False
)
_values = st.recursive(
    _leaves,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_texts, inner, max_size=3),
    max_leaves=8,
)
_names = _texts.map(lambda text: f"x_{text}")
_objects = st.dictionaries(_names, _values, max_size=3)


@st.composite
def _odd_settings(draw: st.DrawFn) -> dict[str, Any]:
    """Two tasks, one of which pins lib, with fields that nobody knows in every place."""
    library = {"whl": _OLD, **draw(_objects)}
    tasks = [
        {"task_key": "a", "libraries": [library], **draw(_objects)},
        {"task_key": "b", **draw(_objects)},
    ]
    spec = {"dependencies": [], **draw(_objects)}
    environment = {"environment_key": "e", "spec": spec, **draw(_objects)}
    return {"name": "odd", "tasks": tasks, "environments": [environment], **draw(_objects)}


@given(document=_odd_settings())
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_unknown_fields_survive_anywhere(
    sandbox: Sandbox,
    plan: Callable[[], Plan],
    apply: Callable[[Plan], Run],
    document: dict[str, Any],
) -> None:
    sandbox.wipe()
    job_id = sandbox.add_job(document)

    run = apply(plan())

    assert run.results[str(job_id)].outcome is Outcome.UPDATED
    document["tasks"][0]["libraries"][0]["whl"] = _OLD.replace("1.4.2", "1.5.0")
    _assert_within(document, sandbox.job(job_id)["settings"])


def _assert_within(expected: Any, actual: Any) -> None:  # noqa: ANN401  JSON
    """The server adds defaults to objects; nothing else may differ."""
    assert type(expected) is type(actual)
    if isinstance(expected, dict):
        assert expected.keys() <= actual.keys()
        for key, value in expected.items():
            _assert_within(value, actual[key])
    elif isinstance(expected, list):
        assert len(expected) == len(actual)
        for left, right in zip(expected, actual, strict=True):
            _assert_within(left, right)
    else:
        assert expected == actual
