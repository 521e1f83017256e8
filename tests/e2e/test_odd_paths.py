"""Paths as people write them: where pip reads them, with blanks, with steps; there and back again."""

from __future__ import annotations

from pathlib import Path

import pytest

from apparate_ng.sandbox.handle import Sandbox
from tests.e2e.jobs import NEW, OLD, STORE, wheel_path
from tests.e2e.program import Program

_OLD_FILE, _NEW_FILE = wheel_path(OLD).rsplit("/", 1)[1], wheel_path(NEW).rsplit("/", 1)[1]
_REQUIREMENTS, _YAML = "/Workspace/Shared/requirements.txt", "/Workspace/Shared/env.yaml"
_BLANK_STORE = "/Workspace/Shared/my libs"


def _using(sandbox: Sandbox, file: str, content: str) -> None:
    sandbox.add_file(file, content.encode())
    task = {"task_key": "t", "libraries": [{"requirements": file}]}
    sandbox.add_job({"name": "uses a file", "tasks": [task]})


def _libraries(sandbox: Sandbox, job_id: int) -> object:
    return sandbox.job(job_id)["settings"]["tasks"][0]["libraries"]


def _job(sandbox: Sandbox, library: dict[str, str]) -> int:
    return sandbox.add_job({"name": "j", "tasks": [{"task_key": "t", "libraries": [library]}]})


@pytest.mark.parametrize(
    "path",
    [
        f"/Workspace/Shared/tools/../libraries/{_OLD_FILE}",
        f"{STORE}/team -a/{_OLD_FILE}",
        f"/Workspace//Shared/./libraries/{_OLD_FILE}",
        f"dbfs:/FileStore/x/../jars/{_OLD_FILE}",
    ],
)
def test_what_moves_goes_back(
    apparate: Program, sandbox: Sandbox, release: Path, path: str
) -> None:
    job_id = _job(sandbox, {"whl": path})
    stores = ("--also-store", "dbfs:/FileStore/jars")
    document = apparate.document("upload-and-update", release, *stores)
    assert _libraries(sandbox, job_id) == [{"whl": wheel_path(NEW)}]
    assert document["stores"] == [STORE, "dbfs:/FileStore/jars"]

    assert apparate("rollback").returncode == 0

    assert _libraries(sandbox, job_id) == [{"whl": path}]


def test_pip_keeps_a_path_that_it_can_open(
    apparate: Program, sandbox: Sandbox, release: Path
) -> None:
    before = f"numpy\n/dbfs/FileStore/jars/{_OLD_FILE}\n"
    _using(sandbox, _REQUIREMENTS, before)

    apparate.document("upload-and-update", release, "--store", "dbfs:/FileStore/jars")

    after = f"numpy\n/dbfs/FileStore/jars/{_NEW_FILE}\n".encode()
    assert sandbox.file(_REQUIREMENTS) == after
    assert apparate("rollback", "--store", "dbfs:/FileStore/jars").returncode == 0
    assert sandbox.file(_REQUIREMENTS) == before.encode()


@pytest.mark.parametrize("blank", [" ", "%20"])
def test_a_url_into_a_store_with_a_blank_in_its_name(
    apparate: Program, sandbox: Sandbox, release: Path, blank: str
) -> None:
    old = f"{_BLANK_STORE}/{_OLD_FILE}"
    sandbox.add_file(old, b"old")
    before = f"sales-features @ file://{old.replace(' ', blank)}\n"
    _using(sandbox, _REQUIREMENTS, before)

    apparate.document("upload-and-update", release, "--store", _BLANK_STORE)

    url = f"file:///Workspace/Shared/my%20libs/{_NEW_FILE}"
    assert sandbox.file(_REQUIREMENTS) == f"sales-features @ {url}\n".encode()
    assert apparate("rollback", "--store", _BLANK_STORE).returncode == 0
    assert sandbox.file(_REQUIREMENTS) == before.encode()


def test_an_entry_of_a_flow_list_goes_back_from_another_line(
    apparate: Program, sandbox: Sandbox, release: Path
) -> None:
    sandbox.add_file(wheel_path(OLD), b"old")
    before = f"environment_version: '3'\ndependencies: [numpy, '{wheel_path(OLD)}']\n".encode()
    sandbox.add_file(_YAML, before)
    spec = {"base_environment": _YAML}
    sandbox.add_job({"name": "b", "environments": [{"environment_key": "e", "spec": spec}]})
    apparate.document("upload-and-update", release)
    sandbox.add_file(_YAML, b"# a note\n" + (sandbox.file(_YAML) or b""))

    assert apparate("rollback").returncode == 0

    assert sandbox.file(_YAML) == b"# a note\n" + before


@pytest.mark.parametrize("behind", [" ", "\n", "[x]"])
def test_an_egg_with_something_behind_it_becomes_a_wheel_and_goes_back(
    apparate: Program, sandbox: Sandbox, release: Path, behind: str
) -> None:
    egg = f"{STORE}/sales_features-1.4.2-py3.9.egg"
    sandbox.add_file(egg, b"old")
    job_id = _job(sandbox, {"egg": egg + behind})
    apparate.document("upload-and-update", release, "--replace-eggs")
    assert _libraries(sandbox, job_id) == [{"whl": wheel_path(NEW) + behind}]

    assert apparate("rollback").returncode == 0

    assert _libraries(sandbox, job_id) == [{"egg": egg + behind}]


def test_two_files_in_one_text_are_reported_and_stay(
    apparate: Program, sandbox: Sandbox, release: Path
) -> None:
    text = f"{STORE}/other-1.0-py3-none-any.whl,{wheel_path(OLD)}"
    job_id = _job(sandbox, {"whl": text})

    plan = apparate.document("plan", release)
    apparate.document("upload-and-update", release)

    [pin] = plan["dependents"][0]["pins"]
    assert (pin["reason"], "several files" in pin["explanation"]) == ("report-only", True)
    assert _libraries(sandbox, job_id) == [{"whl": text}]


@pytest.mark.parametrize("command", ["plan", "inventory"])
@pytest.mark.parametrize("output", ["text", "json"])
def test_the_signature_of_an_address_is_not_shown(
    apparate: Program, sandbox: Sandbox, release: Path, command: str, output: str
) -> None:
    _job(sandbox, {"whl": f"https://files.example.com/{_OLD_FILE}?sig=s3cret"})
    named = release if command == "plan" else "sales-features"

    said = apparate(command, named, "-v", "--output", output)

    assert said.returncode == 0
    assert "https://files.example.com" in said.stdout or output == "text"
    assert "1.4.2" in said.stdout
    assert "s3cret" not in said.stdout + said.stderr
