"""`upload`, `update` and `inventory`: the parts of the main job, each alone."""

from __future__ import annotations

import zipfile
from pathlib import Path

from apparate_ng.sandbox.handle import Sandbox
from tests.e2e.artifacts import wheel
from tests.e2e.jobs import NEW, OLD, everything, pinning, plant, versions_of, writes
from tests.e2e.program import Program, error_of


def _stock(sandbox: Sandbox, folder: Path, *versions: str) -> None:
    for version in versions:
        file = wheel(folder, version)
        sandbox.add_file(f"/Shared/libraries/{file.name}", file.read_bytes())


def test_upload_puts_the_very_bytes_into_the_store_and_touches_no_job(
    apparate: Program, sandbox: Sandbox, release: Path
) -> None:
    plant(sandbox, 1)
    before = everything(sandbox)

    outcome = apparate("upload", release)

    assert (outcome.returncode, outcome.stderr) == (0, "")
    assert "sales-features 1.5.0" in outcome.stdout
    assert sandbox.file(f"/Shared/libraries/{release.name}") == release.read_bytes()
    assert everything(sandbox) == before


def test_upload_again_is_a_success_that_changes_nothing(
    apparate: Program, sandbox: Sandbox, release: Path
) -> None:
    assert apparate("upload", release).returncode == 0
    sandbox.clear()

    outcome = apparate("upload", release)

    assert (outcome.returncode, outcome.stderr) == (0, "")
    assert "unchanged" in outcome.stdout
    assert writes(sandbox) == []


def test_the_same_contents_in_other_bytes_count_as_the_same(
    apparate: Program, sandbox: Sandbox, release: Path
) -> None:
    assert apparate("upload", release).returncode == 0
    first = release.read_bytes()
    with zipfile.ZipFile(release) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(release, "w", zipfile.ZIP_STORED) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name, (2024, 1, 1, 0, 0, 0)), content)
    assert release.read_bytes() != first

    assert apparate("upload", release).returncode == 0
    assert sandbox.file(f"/Shared/libraries/{release.name}") == first


def test_other_contents_under_a_version_are_refused(
    apparate: Program, sandbox: Sandbox, release: Path, tmp_path: Path
) -> None:
    assert apparate("upload", release).returncode == 0
    sandbox.clear()

    said = error_of(apparate("upload", wheel(tmp_path / "other", comment="other")), 1)

    assert said.where is not None
    assert release.name in said.where
    assert said.hint == "raise the version"
    assert writes(sandbox) == []
    assert sandbox.file(f"/Shared/libraries/{release.name}") == release.read_bytes()


def test_update_takes_the_newest_final_release(
    apparate: Program, sandbox: Sandbox, tmp_path: Path
) -> None:
    _stock(sandbox, tmp_path, "1.4.10", "1.4.9", "1.5.0rc1")
    ids = plant(sandbox, 1)

    assert apparate("update", "sales-features").returncode == 0
    assert versions_of(sandbox, *ids) == [["1.4.10"]]


def test_update_takes_the_version_that_is_named(
    apparate: Program, sandbox: Sandbox, tmp_path: Path
) -> None:
    _stock(sandbox, tmp_path, "1.4.3", "1.5.0")
    ids = plant(sandbox, 1)

    assert apparate("update", "Sales.Features", "1.4.3").returncode == 0
    assert versions_of(sandbox, *ids) == [["1.4.3"]]


def test_update_names_what_there_is_where_the_version_is_not(
    apparate: Program, sandbox: Sandbox, tmp_path: Path
) -> None:
    _stock(sandbox, tmp_path, "1.4.3")
    plant(sandbox, 1)

    said = error_of(apparate("update", "sales-features", "9.9"), 1)

    assert "sales-features 9.9" in said.what
    assert said.hint is not None
    assert "1.4.3" in said.hint
    assert writes(sandbox) == []


def test_update_knows_no_library_of_another_name(
    apparate: Program, sandbox: Sandbox, tmp_path: Path
) -> None:
    _stock(sandbox, tmp_path, "1.4.3")

    error_of(apparate("update", "sales"), 1)
    assert writes(sandbox) == []


def test_the_inventory_lists_versions_newest_first(
    apparate: Program, sandbox: Sandbox, tmp_path: Path
) -> None:
    _stock(sandbox, tmp_path, OLD, NEW)
    ids = plant(sandbox, 2)
    newer = sandbox.add_job(pinning("newer", "1.4.10"))

    inventory = apparate.document("inventory", "sales_features")

    versions = {
        each["version"]: {use["id"] for use in each["dependents"]} for each in inventory["versions"]
    }
    assert versions == {"1.4.10": {str(newer)}, OLD: set(map(str, ids))}
    assert [each["version"] for each in inventory["versions"]] == ["1.4.10", OLD]
    assert inventory["newest_in_store"] == NEW
    assert writes(sandbox) == []


def test_the_inventory_as_text_names_versions_and_jobs(apparate: Program, sandbox: Sandbox) -> None:
    plant(sandbox, 2)

    outcome = apparate.without("APPARATE_STORE")("inventory", "sales-features", "-v")

    assert (outcome.returncode, outcome.stderr) == (0, "")
    assert OLD in outcome.stdout
    assert "job-00" in outcome.stdout
    assert "job-01" in outcome.stdout


def test_the_inventory_of_an_unknown_library_is_empty(apparate: Program, sandbox: Sandbox) -> None:
    plant(sandbox, 1)

    outcome = apparate("inventory", "nobody-has-this")

    assert (outcome.returncode, outcome.stderr) == (0, "")
    assert apparate.document("inventory", "nobody-has-this")["versions"] == []
