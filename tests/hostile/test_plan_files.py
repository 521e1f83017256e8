"""A plan file that somebody edited: it is refused, or does what an honest plan may do, and no more."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from apparate_ng.model.plans.file import PlanFileError, read_plan
from apparate_ng.sandbox.handle import Sandbox
from tests.e2e.jobs import NEW, OLD, everything, pinning, wheel_path, writes_of_others
from tests.e2e.program import Program
from tests.hostile.edits import (
    ALL_NAMES,
    NOT_JSON,
    OF_WRONG_SHAPE,
    REACHING_OUT,
    SAVED_PLAN,
    doubled,
    written,
)
from tests.hostile.judging import Tally
from tests.hostile.texts import HOSTILE_TEXTS

_CHURN = "/Workspace/Shared/libraries/churn-1.4.2-py3-none-any.whl"


@pytest.fixture
def plan(apparate: Program, sandbox: Sandbox, release: Path) -> Path:
    """A saved plan for a job with a pin of the library and one of another; nothing is written yet."""
    job = pinning("nightly", OLD)
    job["tasks"][0]["libraries"].append({"whl": _CHURN})
    sandbox.add_job(job, job_id=17)
    sandbox.add_job(pinning("other", "1.4.1"), job_id=1)
    sandbox.add_file("/Workspace/Users/ana@example.com/secret", b"sales-features==1.4.2\n")
    assert apparate("plan", release, "--job", "17", "--out", "plan.json").returncode == 0
    sandbox.clear()
    return apparate.folder / "plan.json"


@pytest.mark.parametrize("name", REACHING_OUT)
def test_it_reaches_nothing_else(
    apparate: Program, sandbox: Sandbox, plan: Path, tally: Tally, name: str
) -> None:
    before = everything(sandbox)
    plan.write_bytes(written(json.loads(plan.read_text()), REACHING_OUT[name]))

    outcome = apparate("apply", plan)

    tally.judge(name, outcome)
    assert outcome.returncode in {1, 3, 4}, outcome.stderr
    assert everything(sandbox) == before
    assert sandbox.file("/Workspace/Users/ana@example.com/secret") == b"sales-features==1.4.2\n"
    assert [one for one in writes_of_others(sandbox) if not one.endswith("/import")] == []


@pytest.mark.parametrize("name", OF_WRONG_SHAPE)
def test_another_shape_is_refused(tally: Tally, name: str) -> None:
    content = written(json.loads(SAVED_PLAN), OF_WRONG_SHAPE[name])

    with tally.refusing(PlanFileError):
        read_plan(content, "plan.json")


@pytest.mark.parametrize("name", NOT_JSON)
def test_what_is_no_document_is_refused(tally: Tally, name: str) -> None:
    with tally.refusing(PlanFileError):
        read_plan(NOT_JSON[name], "plan.json")


def test_the_command_says_so(apparate: Program, sandbox: Sandbox, tally: Tally) -> None:
    for name in ("nested 100,000 deep", "escapes in the schema", "no UTF-8"):
        (apparate.folder / "plan.json").write_bytes(NOT_JSON[name])

        outcome = apparate("apply", "plan.json")

        tally.judge(name, outcome, inputs=0)
        assert outcome.returncode == 1
    assert sandbox.journal() == []


def test_names_do_not_steer_what_shows_them(apparate: Program, plan: Path, tally: Tally) -> None:
    plan.write_bytes(written(json.loads(plan.read_text()), ALL_NAMES))

    tally.judge("names", apparate("apply", plan, "-v"), inputs=len(HOSTILE_TEXTS))


def test_keys_that_come_twice_mean_the_last_one(
    apparate: Program, sandbox: Sandbox, plan: Path, tally: Tally
) -> None:
    plan.write_bytes(doubled(json.loads(plan.read_text())))

    outcome = apparate("apply", plan)

    tally.judge("keys twice", outcome)
    assert "evil.example" not in outcome.stdout + outcome.stderr
    assert sandbox.job(17)["settings"]["tasks"][0]["libraries"][0]["whl"] == wheel_path(NEW)


@pytest.mark.parametrize(
    "file", ["../../../etc/passwd", "/etc/passwd", "../secret.whl", "", ".", "\x00", "a" * 5000]
)
def test_the_artifact_is_only_ever_the_very_file_beside_the_plan(
    apparate: Program, sandbox: Sandbox, plan: Path, tally: Tally, file: str
) -> None:
    (plan.parent.parent / "secret.whl").write_text("secret")
    document = json.loads(plan.read_text())
    document["release"]["file"] = file
    plan.write_text(json.dumps(document))

    outcome = apparate("apply", plan)

    tally.judge(file[:20], outcome)
    assert outcome.returncode in {1, 4}
    assert writes_of_others(sandbox) == []


def test_a_link_beside_the_plan_uploads_nothing_but_the_release(
    apparate: Program, sandbox: Sandbox, plan: Path, tally: Tally
) -> None:
    artifact = plan.parent / json.loads(plan.read_text())["release"]["file"]
    artifact.unlink()
    artifact.symlink_to("/etc/passwd")

    outcome = apparate("apply", plan)

    tally.judge("link", outcome)
    assert outcome.returncode == 4
    assert writes_of_others(sandbox) == []
