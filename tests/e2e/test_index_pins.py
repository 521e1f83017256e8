"""`index_pins = "replace"`: requirements become the path of the release in the store."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from apparate_ng.sandbox.documents.defaults import with_defaults
from apparate_ng.sandbox.handle import Sandbox
from tests.e2e.jobs import NEW, task, wheel_path, writes
from tests.e2e.program import Program

_FILE = "/Workspace/Shared/requirements.txt"
_REPLACE = ("--index-pins", "replace")
_PACKAGE = {"pypi": {"package": "sales-features==1.4.2"}}


def _environment(*dependencies: str) -> dict[str, Any]:
    return {"environment_key": "e", "spec": {"client": "2", "dependencies": list(dependencies)}}


def test_requirements_become_paths_and_all_else_stays(
    apparate: Program, sandbox: Sandbox, release: Path
) -> None:
    sandbox.add_file(_FILE, b"numpy==1.26.4\r\nsales_features[plots]==1.4.2 # ours\r\n")
    other = {"pypi": {"package": "numpy==1.26.4"}}
    job_id = sandbox.add_job(
        {
            "name": "j",
            "tasks": [task("a", other, _PACKAGE), task("b", {"requirements": _FILE})],
            "environments": [_environment("-q", "sales-features[x]==1.4.2 ; os_name=='posix'")],
        }
    )
    before = sandbox.job(job_id)["settings"]

    outcome = apparate("upload-and-update", release, *_REPLACE)

    assert (outcome.returncode, outcome.stderr) == (0, "")
    after = sandbox.job(job_id)["settings"]
    assert after["tasks"][0].pop("libraries") == [other, {"whl": wheel_path(NEW)}]
    [environment] = after["environments"]
    assert environment["spec"].pop("dependencies") == [
        "-q",
        f"{wheel_path(NEW)}[x] ; os_name=='posix'",
    ]
    assert environment == {"environment_key": "e", "spec": {"client": "2"}}
    assert after["tasks"][1]["libraries"] == before["tasks"][1]["libraries"]
    path = wheel_path(NEW)
    expected = f"numpy==1.26.4\r\nsales_features[plots] @ file://{path} # ours\r\n"
    assert sandbox.file(_FILE) == expected.encode()


def test_a_rerun_changes_nothing(apparate: Program, sandbox: Sandbox, release: Path) -> None:
    sandbox.add_job({"name": "j", "tasks": [task("a", _PACKAGE)]})
    assert apparate("upload-and-update", release, *_REPLACE).returncode == 0
    done = [line for line in writes(sandbox) if "jobs" in line]

    assert apparate("upload-and-update", release, *_REPLACE).returncode == 0
    assert [line for line in writes(sandbox) if "jobs" in line] == done != []


def test_what_a_path_cannot_say_is_held_with_the_reason(
    apparate: Program, sandbox: Sandbox, release: Path
) -> None:
    package = "sales-features==1.4.2"
    own_index = {"pypi": {"package": package, "repo": "https://index.example.com"}}
    extras = {"pypi": {"package": "sales-features[x]==1.4.2"}}
    sandbox.add_job({"name": "j", "tasks": [task("a", own_index), task("b", extras)]})

    plan = apparate.document("plan", release, *_REPLACE)

    first, second = plan["dependents"][0]["pins"]
    assert [first["reason"], second["reason"]] == ["index-pin", "index-pin"]
    assert "repo would be lost" in first["explanation"]
    assert "extras and markers" in second["explanation"]


def test_a_saved_plan_is_carried_out(
    apparate: Program, sandbox: Sandbox, release: Path, tmp_path: Path
) -> None:
    job_id = sandbox.add_job({"name": "j", "tasks": [task("a", _PACKAGE)]})
    plan = tmp_path / "plan.json"
    assert apparate("plan", release, *_REPLACE, "--out", plan).returncode == 0

    assert apparate("apply", plan).returncode == 0

    [library] = sandbox.job(job_id)["settings"]["tasks"][0]["libraries"]
    assert library == {"whl": wheel_path(NEW)}


def test_a_rollback_brings_the_requirements_back(
    apparate: Program, sandbox: Sandbox, release: Path
) -> None:
    """To the letter; a requirement that somebody moved on since stays."""
    text = b"numpy==1.26.4\r\nsales_features[plots]==1.4.2 # ours\r\n"
    sandbox.add_file(_FILE, text)
    dependency = "sales-features[x]==1.4.2 ; os_name=='posix'"
    job_id = sandbox.add_job(
        {
            "name": "j",
            "tasks": [task("a", _PACKAGE), task("b", {"requirements": _FILE})],
            "environments": [_environment("-q", dependency)],
        }
    )
    later_id = sandbox.add_job({"name": "k", "tasks": [task("a", _PACKAGE)]})
    assert apparate("upload-and-update", release, *_REPLACE).returncode == 0
    assert sandbox.file(_FILE) != text
    moved_on = {"pypi": {"package": "sales-features==1.6.0"}}
    tasks = {"tasks": [task("a", moved_on)]}
    sandbox.edit(later_id, path="*/jobs/get", on_job=later_id, new_settings=tasks)

    assert apparate("rollback").returncode == 3

    settings = sandbox.job(job_id)["settings"]
    assert settings["tasks"][0]["libraries"] == [_PACKAGE]
    assert settings["environments"][0]["spec"]["dependencies"] == ["-q", dependency]
    assert sandbox.file(_FILE) == text
    [later] = sandbox.job(later_id)["settings"]["tasks"]
    assert later["libraries"] == [moved_on]


def test_what_a_server_loses_beside_a_requirement_is_put_back(
    apparate: Program, sandbox: Sandbox, release: Path
) -> None:
    settings = {"name": "j", "tasks": [task("a", _PACKAGE), task("b")]}
    job_id = sandbox.add_job(with_defaults(settings))
    before = sandbox.job(job_id)["settings"]
    sandbox.switch(replace_tasks=True)

    outcome = apparate("upload-and-update", release, *_REPLACE)

    assert outcome.returncode == 6
    assert "put back" in outcome.stdout
    assert sandbox.job(job_id)["settings"] == before
