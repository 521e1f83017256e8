"""Pins that leave an older place, of whatever kind, for the store."""

from __future__ import annotations

from pathlib import Path

import pytest

from apparate_ng.sandbox.handle import Sandbox
from tests.e2e.jobs import NEW, OLD, wheel_path, wheels_of
from tests.e2e.program import Program
from tests.e2e.store_kinds import DBFS, VOLUME, pinning_from, pins_of


@pytest.fixture
def program(apparate: Program) -> Program:
    """The command, connected, without a store in its environment."""
    return apparate.without("APPARATE_STORE")


_COPY = "dbfs:/FileStore/jars/0f8fad5b-d9cb-469f-a165-70867728950e"


@pytest.mark.parametrize(
    ("old", "also", "store"),
    [
        ("dbfs:/FileStore/jars", "dbfs:/FileStore/jars", VOLUME),
        ("/dbfs/FileStore/jars", "dbfs:/FileStore/jars", VOLUME),
        (_COPY, "dbfs:/FileStore/jars", VOLUME),
        (_COPY, "/dbfs/FileStore/jars/", DBFS),
        ("/Workspace/Shared/libraries", "/Shared/libraries", VOLUME),
        ("/Shared/libraries", "/Workspace/Shared/libraries", DBFS),
        ("dbfs:/Volumes/Old/Libs/Wheels", "/Volumes/old/libs/wheels", DBFS),
        ("/Volumes/old/libs/wheels", "dbfs:/Volumes/Old/libs/wheels", VOLUME),
        (DBFS, DBFS, "/Workspace/Shared/libraries"),
        ("s3://bucket/libs", "s3://bucket/libs", VOLUME),
        ("s3://bucket/libs/team a", "s3://bucket/", DBFS),
        ("abfss://c@a.dfs.core.windows.net/libs", "abfss://c@a.dfs.core.windows.net/", VOLUME),
        ("gs://bucket/libs", "gs://bucket/libs/", "/Workspace/Shared/libraries"),
    ],
)
def test_a_move_from_an_older_place(
    program: Program, sandbox: Sandbox, release: Path, old: str, also: str, store: str
) -> None:
    sandbox.add_volume("main.libs.wheels")
    job_id = pinning_from(sandbox, old)

    held = program.document("plan", release, "--store", store)
    outcome = program("upload-and-update", release, "--store", store, "--also-store", also)

    assert pins_of(held) == {wheel_path(OLD, old): ("hold", "outside-store", None)}
    assert outcome.returncode == 0, outcome.stderr
    assert wheels_of(sandbox, job_id) == [wheel_path(NEW, store)]


@pytest.mark.parametrize(
    ("near", "also"),
    [
        ("s3://bucket/libs2", "s3://bucket/libs"),
        ("s3://bucket2/libs", "s3://bucket"),
        ("s3a://bucket/libs", "s3://bucket/libs"),
        ("S3://bucket/libs", "gs://bucket/libs"),
        ("abfss://c@b.dfs.core.windows.net/libs", "abfss://c@a.dfs.core.windows.net/"),
        ("gs://bucket/libs", "/Workspace/gs:/bucket/libs"),
    ],
)
def test_object_storage_that_is_not_listed(
    program: Program, sandbox: Sandbox, release: Path, near: str, also: str
) -> None:
    sandbox.add_volume("main.libs.wheels")
    pinning_from(sandbox, near)

    plan = program.document("plan", release, "--store", VOLUME, "--also-store", also)

    assert pins_of(plan) == {wheel_path(OLD, near): ("hold", "outside-store", None)}
    [pin] = plan["dependents"][0]["pins"]
    assert f'also_stores = ["{near}"]' in pin["hint"]


def test_object_storage_in_dependencies_of_environments(
    program: Program, sandbox: Sandbox, release: Path
) -> None:
    sandbox.add_volume("main.libs.wheels")
    texts = [
        wheel_path(OLD, "s3://bucket/libs"),
        f"sales-features @ {wheel_path(OLD, 'gs://bucket/libs')}",
        wheel_path(OLD, "abfss://c@a.dfs.core.windows.net/libs") + "[fast]",
    ]
    spec = {"client": "2", "dependencies": texts}
    sandbox.add_job({"name": "job", "environments": [{"environment_key": "e", "spec": spec}]})

    plan = program.document("plan", release, "--store", VOLUME)
    moved = program.document(
        "plan", release, "--store", VOLUME,
        "--also-store", "s3://bucket", "--also-store", "gs://bucket/libs",
        "--also-store", "abfss://c@a.dfs.core.windows.net/libs",
    )  # fmt: skip

    new = wheel_path(NEW, VOLUME)
    targets = [new, f"sales-features @ {new}", f"{new}[fast]"]
    assert pins_of(plan) == dict.fromkeys(texts, ("hold", "outside-store", None))
    assert pins_of(moved) == {
        text: ("upgrade", "allowed", target) for text, target in zip(texts, targets, strict=True)
    }


def test_dbfs_that_is_switched_off_is_no_hindrance_to_leaving_it(
    program: Program, sandbox: Sandbox, release: Path
) -> None:
    sandbox.add_volume("main.libs.wheels")
    job_id = pinning_from(sandbox, DBFS)
    sandbox.switch(dbfs_off=True)

    outcome = program("upload-and-update", release, "--store", VOLUME, "--also-store", DBFS)

    assert outcome.returncode == 0, outcome.stderr
    assert wheels_of(sandbox, job_id) == [wheel_path(NEW, VOLUME)]
