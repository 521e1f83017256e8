"""Stores in volumes and in DBFS: every command, and pins in them however they are spelled."""

from __future__ import annotations

from pathlib import Path

import pytest

from apparate_ng.sandbox.handle import Sandbox
from tests.e2e.artifacts import wheel
from tests.e2e.jobs import NEW, OLD, everything, wheel_path, wheels_of, writes
from tests.e2e.program import Program, error_of
from tests.e2e.store_kinds import DBFS, STORE_KINDS, VOLUME, StoreKind, pinning_from, pins_of


@pytest.fixture(params=list(STORE_KINDS.values()), ids=list(STORE_KINDS))
def kind(request: pytest.FixtureRequest, sandbox: Sandbox) -> StoreKind:
    """Each kind; the volume is there."""
    sandbox.add_volume("main.libs.wheels")
    found: StoreKind = request.param
    return found


@pytest.fixture
def program(apparate: Program) -> Program:
    """The command, connected, without a store in its environment."""
    return apparate.without("APPARATE_STORE")


def _stock(sandbox: Sandbox, kind: StoreKind, folder: Path, *versions: str) -> None:
    for version in versions:
        file = wheel(folder, version)
        kind.write(sandbox, f"{kind.uri}/{file.name}", file.read_bytes())


def test_upload_puts_the_very_bytes_there_once(
    program: Program, sandbox: Sandbox, kind: StoreKind, release: Path
) -> None:
    outcome = program("upload", release, "--store", kind.uri)

    assert (outcome.returncode, outcome.stderr) == (0, "")
    assert kind.uri in outcome.stdout
    assert kind.read(sandbox, f"{kind.uri}/{release.name}") == release.read_bytes()

    sandbox.clear()
    again = program("upload", release, "--store", kind.uri)
    assert (again.returncode, again.stderr) == (0, "")
    assert "unchanged" in again.stdout
    assert writes(sandbox) == []


def test_other_contents_are_refused(
    program: Program, sandbox: Sandbox, kind: StoreKind, release: Path, tmp_path: Path
) -> None:
    assert program("upload", release, "--store", kind.uri).returncode == 0

    other = wheel(tmp_path / "other", comment="other")
    said = error_of(program("upload", other, "--store", kind.uri), 1)

    assert (said.where, said.hint) == (f"{kind.uri}/{release.name}", "raise the version")
    assert kind.read(sandbox, f"{kind.uri}/{release.name}") == release.read_bytes()


def test_every_spelling_moves_to_the_stores_own(
    program: Program, sandbox: Sandbox, kind: StoreKind, release: Path
) -> None:
    job_id = pinning_from(sandbox, *kind.spellings)
    in_environment = {"client": "2", "dependencies": [wheel_path(OLD, kind.uri) + "[fast]"]}
    serverless = sandbox.add_job(
        {"name": "serverless", "environments": [{"environment_key": "e", "spec": in_environment}]}
    )

    outcome = program("upload-and-update", release, "--store", kind.uri)

    assert (outcome.returncode, outcome.stderr) == (0, "")
    assert wheels_of(sandbox, job_id) == [wheel_path(NEW, kind.uri)] * len(kind.spellings)
    [environment] = sandbox.job(serverless)["settings"]["environments"]
    assert environment["spec"]["dependencies"] == [wheel_path(NEW, kind.uri) + "[fast]"]
    assert kind.read(sandbox, f"{kind.uri}/{release.name}") == release.read_bytes()

    sandbox.clear()
    assert "Nothing to do" in program("upload-and-update", release, "--store", kind.uri).stdout
    assert writes(sandbox) == []


def test_the_mounted_file_of_a_url_stays_mounted(
    program: Program, sandbox: Sandbox, release: Path
) -> None:
    spec = {"client": "2", "dependencies": [f"file:/dbfs/FileStore/libraries/{_old_name()}"]}
    job_id = sandbox.add_job(
        {"name": "job", "environments": [{"environment_key": "e", "spec": spec}]}
    )

    assert program("upload-and-update", release, "--store", DBFS).returncode == 0

    [environment] = sandbox.job(job_id)["settings"]["environments"]
    assert environment["spec"]["dependencies"] == [f"file:/dbfs/FileStore/libraries/{release.name}"]


def _old_name() -> str:
    return wheel_path(OLD).rsplit("/", 1)[-1]


def test_the_store_itself_may_be_spelled_otherwise(
    program: Program, sandbox: Sandbox, kind: StoreKind, release: Path
) -> None:
    job_id = pinning_from(sandbox, kind.uri)

    outcome = program("upload-and-update", release, "--store", kind.spellings[1])

    assert outcome.returncode == 0, outcome.stderr
    assert wheels_of(sandbox, job_id) == [wheel_path(NEW, kind.uri)]


def test_folders_that_look_alike_are_not_touched(
    program: Program, sandbox: Sandbox, kind: StoreKind, release: Path
) -> None:
    pinning_from(sandbox, *kind.near)
    before = everything(sandbox)

    plan = program.document("plan", release, "--store", kind.uri)
    outcome = program("upload-and-update", release, "--store", kind.uri)

    assert outcome.returncode == 0, outcome.stderr
    assert {pin[:2] for pin in pins_of(plan).values()} == {("hold", "outside-store")}
    assert len(pins_of(plan)) == len(kind.near)
    assert everything(sandbox) == before


def test_the_case_inside_a_volume_counts(
    program: Program, sandbox: Sandbox, kind: StoreKind, release: Path
) -> None:
    del kind
    pinning_from(sandbox, f"{VOLUME}/team", "/Volumes/MAIN/libs/wheels/Team")

    plan = program.document("plan", release, "--store", f"{VOLUME}/Team")

    assert [pin[:2] for _, pin in sorted(pins_of(plan).items())] == [
        ("upgrade", "allowed"),
        ("hold", "outside-store"),
    ]


def test_plan_and_update_for_a_release_that_is_there(
    program: Program, sandbox: Sandbox, kind: StoreKind, tmp_path: Path
) -> None:
    _stock(sandbox, kind, tmp_path, OLD, "1.4.10", NEW, "1.6.0rc1")
    job_id = pinning_from(sandbox, kind.uri)
    named = ("--library", "sales-features", "--version", "1.4.10", "--store", kind.uri)

    plan = program.document("plan", *named)

    assert plan["release"]["uri"] == wheel_path("1.4.10", kind.uri)
    assert pins_of(plan) == {
        wheel_path(OLD, kind.uri): ("upgrade", "allowed", wheel_path("1.4.10", kind.uri))
    }
    assert writes(sandbox) == []
    assert program("update", "sales-features", "--store", kind.uri).returncode == 0
    assert wheels_of(sandbox, job_id) == [wheel_path(NEW, kind.uri)]


def test_the_inventory_knows_what_is_there(
    program: Program, sandbox: Sandbox, kind: StoreKind, tmp_path: Path
) -> None:
    _stock(sandbox, kind, tmp_path, OLD, NEW)
    pinning_from(sandbox, *kind.spellings)

    inventory = program.document("inventory", "sales-features", "--store", kind.uri)

    assert inventory["in_store"] == [NEW, OLD]
    [version] = inventory["versions"]
    assert (version["version"], version["behind"]) == (OLD, "minor")
    assert len(version["dependents"]) == len(kind.spellings)


def test_a_saved_plan_knows_its_store(
    program: Program, sandbox: Sandbox, kind: StoreKind, release: Path, tmp_path: Path
) -> None:
    job_id = pinning_from(sandbox, kind.uri)
    saved = tmp_path / "saved" / "plan.json"
    assert program("plan", release, "--store", kind.uri, "--out", saved).returncode == 0

    outcome = program("apply", saved)

    assert outcome.returncode == 0, outcome.stderr
    assert wheels_of(sandbox, job_id) == [wheel_path(NEW, kind.uri)]
    assert kind.read(sandbox, f"{kind.uri}/{release.name}") == release.read_bytes()
