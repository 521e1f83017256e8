"""Somebody deletes or edits what is being deployed, between any two requests."""

from __future__ import annotations

from collections.abc import Iterator
from queue import SimpleQueue

import pytest

from apparate_ng.errors import ExitCode
from apparate_ng.model.deployments.deployment import Outcome
from tests.faults.commands import Ended, bring, ended, go_back
from tests.faults.judging import torn
from tests.faults.planted import standing
from tests.faults.scenarios import BY_NAME
from tests.faults.sweep import Stand

_MAIN = BY_NAME["upload-and-update"]
_GONE = "job 103"
_TAGS = {"team": "theirs"}
_EACH = 4


@pytest.fixture
def stand(queue: SimpleQueue[Stand]) -> Iterator[Stand]:
    taken = queue.get()
    taken.requests(_MAIN)
    yield taken
    queue.put(taken)


def _begin(stand: Stand) -> None:
    stand.side.sandbox.clear()
    stand.side.sandbox.bring_back(_MAIN.name)


def _outcome(done: Ended, id_: str) -> Outcome | None:
    dependents = done.deployment.dependents if done.deployment else ()
    return next((one.outcome for one in dependents if one.id == id_), None)


def test_a_job_is_deleted(stand: Stand) -> None:
    sandbox = stand.side.sandbox
    ends = tuple(
        {key: text for key, text in stand.ends[goal].items() if key != _GONE}
        for goal in ("old", "new")
    )
    seen = set()
    for nth in range(1, stand.requests(_MAIN) + 1, _EACH):
        _begin(stand)
        sandbox.edit(103, path="/api/*", nth=nth, delete=True)

        done = ended(bring, stand.side)

        assert list(torn(sandbox, ends)) == [], nth
        assert standing(sandbox) == ends[1], nth  # the others have moved
        outcome = _outcome(done, "103")
        seen.add(outcome)
        if outcome is Outcome.FAILED:
            assert done.exit_code is ExitCode.PARTIAL, nth
        else:
            assert (outcome, done.exit_code) in {
                (None, ExitCode.DONE),
                (Outcome.UPDATED, ExitCode.DONE),
            }, nth
        assert ended(bring, stand.side).exit_code is ExitCode.DONE, nth
        assert ended(go_back, stand.side).exit_code in {ExitCode.DONE, ExitCode.PARTIAL}, nth
        assert standing(sandbox) == ends[0], nth
    assert seen == {None, Outcome.FAILED, Outcome.UPDATED}


def test_a_job_is_edited(stand: Stand) -> None:
    """Other places of a job than the ones that are sent: never lost, whenever they come."""
    sandbox = stand.side.sandbox
    seen = set()
    for nth in range(1, stand.requests(_MAIN) + 1, _EACH):
        _begin(stand)
        rest = next(
            one for one in sandbox.job(101)["settings"]["tasks"] if one["task_key"] == "rest"
        )
        edit = {"tags": _TAGS, "tasks": [{**rest, "max_retries": 9}]}
        sandbox.edit(101, path="/api/*", nth=nth, new_settings=edit)

        done = ended(bring, stand.side)

        settings = sandbox.job(101)["settings"]
        tasks = {task["task_key"]: task for task in settings["tasks"]}
        assert (settings["tags"], tasks["rest"]["max_retries"]) == (_TAGS, 9), nth
        assert done.exit_code is ExitCode.DONE, nth  # what drifted was planned once more
        assert "1.5.0" in tasks["load"]["libraries"][0]["whl"], nth
        assert "1.5.0" in settings["environments"][0]["spec"]["dependencies"][0], nth
        seen.add(_outcome(done, "101"))
        assert ended(go_back, stand.side).exit_code is ExitCode.DONE, nth
        settings = sandbox.job(101)["settings"]
        assert settings["tags"] == _TAGS, nth
        assert "1.4.2" in str(settings), nth
        assert "1.5.0" not in str(settings), nth
    assert seen == {Outcome.UPDATED}


def test_a_pipeline_is_edited(stand: Stand) -> None:
    """The platform notices who was faster; so nothing at all is lost."""
    sandbox = stand.side.sandbox
    for nth in range(1, stand.requests(_MAIN) + 1, _EACH):
        _begin(stand)
        sandbox.edit_pipeline("flow", path="/api/*", nth=nth, new_settings={"channel": "PREVIEW"})

        done = ended(bring, stand.side)

        spec = sandbox.pipeline("flow")["spec"]
        assert spec["channel"] == "PREVIEW", nth
        assert done.exit_code is ExitCode.DONE, nth
        assert "1.5.0" in spec["libraries"][0]["whl"], nth


def test_permission_is_lost_and_given_back(stand: Stand) -> None:
    """Each job is named with the platform's own words; with the permission a rerun finishes."""
    sandbox = stand.side.sandbox
    _begin(stand)
    denied = {"error_code": "PERMISSION_DENIED", "message": "ask ana"}
    sandbox.fault("POST", "*/jobs/update", nth=2, times=None, status=403, body=denied)

    done = ended(bring, stand.side)

    assert done.exit_code is ExitCode.PARTIAL
    assert done.deployment is not None
    failed = [one for one in done.deployment.dependents if one.outcome is Outcome.FAILED]
    assert [one.error for one in failed] == ["ask ana"] * 2
    sandbox.clear()
    assert ended(bring, stand.side).exit_code is ExitCode.DONE
    assert standing(sandbox) == stand.ends["new"]
