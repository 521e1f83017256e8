"""Rollback, from any machine: what stands as deployed goes back, what people changed since stays."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from apparate_ng.sandbox.handle import Sandbox
from tests.e2e.jobs import (
    NEW,
    OLD,
    STORE,
    everything,
    pinning,
    plant,
    versions_of,
    wheel_path,
    writes,
)
from tests.e2e.program import Program, error_of
from tests.e2e.terminal import run_on_terminal

_UPDATE = "/api/2.2/jobs/update"
_FILE = "/Workspace/Shared/requirements.txt"
_DENIED = {"error_code": "PERMISSION_DENIED", "message": "ask ana"}


@pytest.fixture
def elsewhere(apparate: Program, tmp_path: Path) -> Program:
    """Another machine: another folder, nothing but the store's name."""
    return apparate.inside(tmp_path / "elsewhere")


@pytest.fixture
def old(sandbox: Sandbox) -> None:
    """The file of the old release, in the store."""
    sandbox.add_file(wheel_path(OLD), b"old")


def _deploy(apparate: Program, release: Path, *options: str) -> str:
    document = apparate.document("upload-and-update", release, *options)
    assert document["status"] == "succeeded"
    return str(document["id"])


def _outcomes(document: Any) -> dict[str, str]:  # noqa: ANN401  JSON
    return {one["id"]: one["outcome"] for one in document["dependents"]}


def _edit_by_hand(sandbox: Sandbox, job_id: int) -> None:
    """Somebody moves the job to a version of their own, when it is read next."""
    tasks = pinning("by hand", "1.6.0")["tasks"]
    sandbox.edit(job_id, path="*/jobs/get", on_job=job_id, new_settings={"tasks": tasks})


@pytest.mark.usefixtures("old")
def test_everything_of_every_kind_stands_as_before(
    apparate: Program, elsewhere: Program, sandbox: Sandbox, release: Path
) -> None:
    sandbox.add_file(wheel_path(OLD).replace("-none-any.whl", ".9.egg"), b"egg")
    egg = {"egg": f"{STORE}/sales_features-1.4.2-py3.9.egg"}
    sandbox.add_file(f"{STORE}/sales_features-1.4.2-py3.9.egg", b"egg")
    job = sandbox.add_job(pinning("nightly", OLD, OLD))
    eggs = sandbox.add_job({"name": "e", "tasks": [{"task_key": "a", "libraries": [egg]}]})
    index = sandbox.add_job(
        {"name": "i", "tasks": [{"task_key": "a", "libraries": [_pypi("sales-features==1.4.2")]}]}
    )
    libraries = [{"whl": wheel_path(OLD)}]
    pipeline = sandbox.add_pipeline({"name": "p", "libraries": libraries})
    policy = sandbox.add_policy({"name": "c", "definition": "{}", "libraries": libraries})
    text = f"\ufeff# ours\r\nnumpy==1.26.4\r\n{wheel_path(OLD)}[plots]  # x\r\n".encode()
    sandbox.add_file(_FILE, text)
    sandbox.add_job(
        {"name": "f", "tasks": [{"task_key": "a", "libraries": [{"requirements": _FILE}]}]}
    )
    before = [
        *(sandbox.job(job_id)["settings"]["tasks"] for job_id in (job, eggs, index)),
        sandbox.pipeline(pipeline)["spec"]["libraries"],
        sandbox.policy(policy)["libraries"],
    ]
    _deploy(apparate, release, "--replace-eggs", "--index-pins", "rewrite")
    assert sandbox.file(_FILE) != text
    assert sandbox.job(eggs)["settings"]["tasks"][0]["libraries"] == [{"whl": wheel_path(NEW)}]

    document = elsewhere.document("rollback")

    assert (document["kind"], document["status"]) == ("rollback", "succeeded")
    assert set(_outcomes(document).values()) == {"updated"}
    assert len(document["dependents"]) == 6
    after = [
        *(sandbox.job(job_id)["settings"]["tasks"] for job_id in (job, eggs, index)),
        sandbox.pipeline(pipeline)["spec"]["libraries"],
        sandbox.policy(policy)["libraries"],
    ]
    assert [_libraries(one) for one in after] == [_libraries(one) for one in before]
    assert sandbox.file(_FILE) == text


def _pypi(package: str) -> dict[str, Any]:
    return {"pypi": {"package": package}}


def _libraries(document: Any) -> Any:  # noqa: ANN401  JSON
    """Of tasks, which the server completes with defaults, what they install."""
    return [one.get("libraries", one) for one in document]


@pytest.mark.usefixtures("old")
def test_a_later_edit_of_the_pin_is_kept_and_named(
    apparate: Program, elsewhere: Program, sandbox: Sandbox, release: Path
) -> None:
    edited, other = plant(sandbox, 2)
    _deploy(apparate, release)
    _edit_by_hand(sandbox, edited)

    document = elsewhere.document("rollback", code=3)
    text = elsewhere("rollback", COLUMNS="80")

    assert _outcomes(document) == {str(edited): "drifted", str(other): "updated"}
    assert versions_of(sandbox, edited, other) == [["1.6.0"], [OLD]]
    assert text.returncode == 3
    assert "it was changed since, and that is kept" in text.stdout
    assert versions_of(sandbox, edited, other) == [["1.6.0"], [OLD]]


@pytest.mark.usefixtures("old")
def test_of_one_job_the_pins_that_stand_go_back_and_the_edited_one_stays(
    apparate: Program, sandbox: Sandbox, release: Path
) -> None:
    job_id = sandbox.add_job(pinning("two", OLD, OLD))
    _deploy(apparate, release)
    tasks = pinning("two", NEW, "1.6.0")["tasks"]
    sandbox.edit(job_id, path="*/jobs/get", new_settings={"tasks": tasks, "tags": {"a": "b"}})

    document = apparate.document("rollback", code=3)

    assert versions_of(sandbox, job_id) == [[OLD, "1.6.0"]]
    assert sandbox.job(job_id)["settings"]["tags"] == {"a": "b"}
    [job] = document["dependents"]
    assert (job["outcome"], document["status"]) == ("updated", "partial")
    assert [warning["code"] for warning in job["warnings"]] == ["pin-kept"]


@pytest.mark.usefixtures("old")
def test_a_limit_that_came_since_keeps_nothing_from_going_back(
    apparate: Program, sandbox: Sandbox, release: Path
) -> None:
    [job_id] = plant(sandbox, 1)
    _deploy(apparate, release)
    sandbox.edit(job_id, path="*/jobs/get", new_settings={"tags": {"apparate": "patch"}})

    document = apparate.document("rollback")

    assert _outcomes(document) == {str(job_id): "updated"}
    assert versions_of(sandbox, job_id) == [[OLD]]
    assert sandbox.job(job_id)["settings"]["tags"] == {"apparate": "patch"}


@pytest.mark.usefixtures("old")
def test_a_rollback_can_be_rolled_back(
    apparate: Program, elsewhere: Program, sandbox: Sandbox, release: Path
) -> None:
    ids = plant(sandbox, 2)
    first = _deploy(apparate, release)
    back = elsewhere.document("rollback")

    again = elsewhere.document("rollback", back["id"])

    assert versions_of(sandbox, *ids) == [[NEW], [NEW]]
    assert (back["rolls_back"], again["rolls_back"]) == (first, back["id"])
    history = elsewhere.document("history")
    assert [one["id"] for one in history["deployments"]] == [again["id"], back["id"], first]
    assert elsewhere.document("rollback", first)["status"] == "succeeded"
    assert versions_of(sandbox, *ids) == [[OLD], [OLD]]


@pytest.mark.usefixtures("old")
@pytest.mark.parametrize("by", ["id", "name"])
def test_only_some_of_it(apparate: Program, sandbox: Sandbox, release: Path, by: str) -> None:
    ids = plant(sandbox, 3)
    _deploy(apparate, release)

    chosen = {"id": str(ids[1]), "name": "*-01"}[by]
    document = apparate.document("rollback", "--job", chosen)

    assert _outcomes(document) == {str(ids[1]): "updated"}
    assert versions_of(sandbox, *ids) == [[NEW], [OLD], [NEW]]


@pytest.mark.usefixtures("old")
def test_a_dry_run_writes_nothing_and_cannot_be_applied(
    apparate: Program, sandbox: Sandbox, release: Path
) -> None:
    plant(sandbox, 2)
    id_ = _deploy(apparate, release)
    sandbox.clear()
    before = everything(sandbox)

    plan = apparate.document("rollback", "--dry-run")
    text = apparate("rollback", "--dry-run", COLUMNS="80")

    assert (plan["schema"], plan["rolls_back"]) == ("apparate.plan/1", id_)
    assert plan["summary"]["pins"]["upgrade"] == 2
    assert "Rollback: 2 pins in 2 jobs to put back" in text.stdout
    assert "Next: apparate rollback" in text.stdout
    assert everything(sandbox) == before
    assert writes(sandbox) == []
    saved = apparate.folder / "rollback.json"
    saved.write_text(apparate("rollback", "--dry-run", "--output", "json").stdout)
    assert "rollback" in error_of(apparate("apply", saved), 1).what


@pytest.mark.usefixtures("old")
def test_a_job_does_not_go_back_to_a_file_that_is_gone(
    apparate: Program, sandbox: Sandbox, release: Path
) -> None:
    ids = plant(sandbox, 1)
    _deploy(apparate, release)
    sandbox.edit_file(wheel_path(OLD), None)

    document = apparate.document("rollback", code=3)

    assert _outcomes(document) == {str(ids[0]): "drifted"}
    assert f"{wheel_path(OLD)} is not there any more" in document["dependents"][0]["error"]
    assert versions_of(sandbox, *ids) == [[NEW]]


def test_a_job_goes_back_to_a_file_that_was_never_there(
    apparate: Program, sandbox: Sandbox, release: Path
) -> None:
    ids = plant(sandbox, 1)
    id_ = _deploy(apparate, release)
    assert apparate.document("show", id_)["missing_before"] == [wheel_path(OLD)]

    document = apparate.document("rollback")

    assert _outcomes(document) == {str(ids[0]): "updated"}
    assert versions_of(sandbox, *ids) == [[OLD]]


def test_with_nothing_to_roll_back_that_is_said(apparate: Program, sandbox: Sandbox) -> None:
    sandbox.add_file(wheel_path(OLD), b"a store")
    said = apparate("rollback")
    assert (said.returncode, said.stderr) == (0, "")
    assert said.stdout == f"Nothing to roll back: there is no deployment in {STORE}.\n"
    assert apparate.document("rollback") is None


@pytest.mark.usefixtures("old")
def test_twice_the_second_has_nothing_to_put_back(
    apparate: Program, sandbox: Sandbox, release: Path
) -> None:
    plant(sandbox, 2)
    _deploy(apparate, release)
    assert apparate("rollback").returncode == 0
    before = everything(sandbox)

    again = apparate.document("rollback")

    assert set(_outcomes(again).values()) == {"unchanged"}
    assert everything(sandbox) == before
    assert apparate.document("history")["total"] == 2


@pytest.mark.usefixtures("old")
def test_on_a_terminal_it_asks(apparate: Program, sandbox: Sandbox, release: Path) -> None:
    ids = plant(sandbox, 1)
    _deploy(apparate, release)

    code, shown = run_on_terminal(apparate, "rollback", answer="n\n")
    assert (code, "Put back 1 job?" in shown) == (1, True)
    assert versions_of(sandbox, *ids) == [[NEW]]

    assert run_on_terminal(apparate, "rollback", answer="y\n")[0] == 0
    assert versions_of(sandbox, *ids) == [[OLD]]


@pytest.mark.parametrize("wanted", ["../../plan", "20260101T000000000Z-00000000", "zzz", "2*"])
def test_names_that_are_none(apparate: Program, wanted: str) -> None:
    for command in ("rollback", "resume", "show"):
        said = error_of(apparate(command, wanted), 1)
        assert said.hint == "list them with: apparate history"


@pytest.mark.usefixtures("old")
def test_on_failure_what_was_updated_goes_back(
    apparate: Program, sandbox: Sandbox, release: Path
) -> None:
    ids = plant(sandbox, 4)
    sandbox.fault("POST", _UPDATE, nth=4, status=403, body=_DENIED)

    document = apparate.document(
        "upload-and-update", release, "--rollback-on-failure", "--output", "json", code=6
    )

    assert versions_of(sandbox, *ids) == [[OLD]] * 4
    assert sorted(_outcomes(document).values()) == ["failed", *["rolled-back"] * 3]
    assert document["status"] == "rolled-back"
    recorded = apparate.document("history")["deployments"]
    assert [(one["kind"], one["status"]) for one in recorded] == [
        ("rollback", "succeeded"),
        ("deploy", "rolled-back"),
    ]
    assert document["rolled_back_by"] == recorded[0]["id"]
    assert apparate("resume").stdout == f"Nothing to resume in {STORE}.\n"


@pytest.mark.usefixtures("old")
def test_without_a_failure_nothing_goes_back(
    apparate: Program, sandbox: Sandbox, release: Path
) -> None:
    ids = plant(sandbox, 2)
    assert apparate("upload-and-update", release, "--rollback-on-failure").returncode == 0
    assert versions_of(sandbox, *ids) == [[NEW]] * 2


def test_a_deployment_of_another_workspace_is_left_alone(
    apparate: Program, sandbox: Sandbox, release: Path
) -> None:
    ids = plant(sandbox, 1)
    id_ = _deploy(apparate, release)
    path = f"{STORE}/.apparate/deployments/{id_}.json"
    content = sandbox.file(path)
    assert content is not None
    sandbox.add_file(path, content.replace(sandbox.url.encode(), b"https://other.example.com"))

    nothing = f"Nothing to roll back: there is no deployment in {STORE}.\n"
    assert apparate("rollback").stdout == nothing
    assert "another workspace" in error_of(apparate("rollback", id_), 1).what
    assert versions_of(sandbox, *ids) == [[NEW]]
