"""Libraries with numbers in their names are not taken for each other."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest

from apparate_ng.sandbox.handle import Sandbox
from tests.e2e.jobs import STORE, task
from tests.e2e.program import Program, error_of


def _jar(folder: Path, name: str, version: str, group: str = "com.acme") -> Path:
    file = folder / f"{name}-{version}.jar"
    with zipfile.ZipFile(file, "w") as archive:
        properties = f"groupId={group}\nartifactId={name}\nversion={version}\n"
        archive.writestr(f"META-INF/maven/{group}/{name}/pom.properties", properties)
        archive.writestr("com/acme/Main.class", version)
    return file


def _pinning(sandbox: Sandbox, *files: str) -> int:
    libraries = [{"jar": f"{STORE}/{file}"} for file in files]
    return sandbox.add_job({"name": "etl", "tasks": [task("t", *libraries)]})


def _pins(sandbox: Sandbox, job_id: int) -> list[str]:
    libraries = sandbox.job(job_id)["settings"]["tasks"][0]["libraries"]
    return [library["jar"].rpartition("/")[2] for library in libraries]


def test_a_release_takes_no_pin_of_a_longer_name(
    apparate: Program, sandbox: Sandbox, tmp_path: Path
) -> None:
    others = ("sales-3-etl-1.4.2.jar", "sales-3-1.jar")
    job_id = _pinning(sandbox, *others, "sales-3.0.0.jar")

    outcome = apparate("upload-and-update", _jar(tmp_path, "sales", "3.1.0"))

    assert outcome.returncode == 0, outcome.stderr
    assert _pins(sandbox, job_id) == [*others, "sales-3.1.0.jar"]
    assert "may be that of another library" in outcome.stdout


def test_a_library_with_a_number_in_its_name_moves_rolls_back_and_stays(
    apparate: Program, sandbox: Sandbox, tmp_path: Path
) -> None:
    job_id = _pinning(sandbox, "sales-3-etl-1.4.2.jar")
    for version in ("1.4.2", "1.5.0"):
        assert apparate("upload", _jar(tmp_path, "sales-3-etl", version)).returncode == 0

    outcome = apparate("update", "sales-3-etl")
    assert outcome.returncode == 0, outcome.stderr
    assert _pins(sandbox, job_id) == ["sales-3-etl-1.5.0.jar"]

    assert apparate("rollback").returncode == 0
    assert _pins(sandbox, job_id) == ["sales-3-etl-1.4.2.jar"]


def test_prune_keeps_the_only_release_and_what_may_be_of_two(
    apparate: Program, sandbox: Sandbox, tmp_path: Path
) -> None:
    for name, version in (("sales", "3.1.0"), ("sales-2-core", "1.0.0")):
        assert apparate("upload", _jar(tmp_path, name, version)).returncode == 0
    sandbox.add_file(f"{STORE}/sales-2-1.jar", b"x")
    admin = apparate.knowing(DATABRICKS_TOKEN=sandbox.admin_token)

    outcome = admin("prune", "--older-than", "0s", "--output", "json")

    assert outcome.returncode == 0, outcome.stderr
    assert json.loads(outcome.stdout)["remove"] == []


def test_a_name_of_two_libraries_is_refused(apparate: Program, tmp_path: Path) -> None:
    outcome = apparate("upload", _jar(tmp_path, "sales-3", "1"))
    assert error_of(outcome, 1).what == "the file's name may be that of another library, too"


@pytest.mark.parametrize("version", ["1.5.0-20240101.120000-1", "1.5.0-dev", "1.5.0-preview1"])
def test_a_build_before_the_final_one_is_asked_for(
    apparate: Program, sandbox: Sandbox, tmp_path: Path, version: str
) -> None:
    job_id = _pinning(sandbox, "lib-1.4.2.jar")
    release = _jar(tmp_path, "lib", version)

    assert apparate("upload-and-update", release).returncode == 0
    assert _pins(sandbox, job_id) == ["lib-1.4.2.jar"]

    assert apparate("upload-and-update", release, "--pre").returncode == 0
    assert _pins(sandbox, job_id) == [f"lib-{version}.jar"]


def test_coordinates_of_another_group_stay_also_for_a_stored_jar(
    apparate: Program, sandbox: Sandbox, tmp_path: Path
) -> None:
    texts = ("org.apache.spark:core_2.12:1.4.2", "com.acme:core_2.12:1.4.2")
    libraries = [{"maven": {"coordinates": text}} for text in texts]
    job_id = sandbox.add_job({"name": "etl", "tasks": [task("t", *libraries)]})
    assert apparate("upload", _jar(tmp_path, "core_2.12", "1.5.0")).returncode == 0

    outcome = apparate("update", "core_2.12", "--index-pins", "rewrite")

    assert outcome.returncode == 0, outcome.stderr
    found = sandbox.job(job_id)["settings"]["tasks"][0]["libraries"]
    assert [one["maven"]["coordinates"] for one in found] == [
        "org.apache.spark:core_2.12:1.4.2",
        "com.acme:core_2.12:1.5.0",
    ]
    assert "org.apache.spark, and the release of com.acme" in outcome.stdout
