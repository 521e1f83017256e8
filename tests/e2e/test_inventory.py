"""`inventory` without a name: every library, from the command line to text, JSON and CSV."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from apparate_ng.sandbox.handle import Sandbox
from tests.e2e.jobs import NEW, OLD, STORE, pinning, task, wheel_path, writes
from tests.e2e.program import Program, error_of

_FILE = "/Workspace/Shared/requirements.txt"
_OTHER = f"{STORE}/other_kit-3.0-py3-none-any.whl"


@pytest.fixture
def several(sandbox: Sandbox) -> Sandbox:
    """Two releases in the store, a job that is behind, one that is not, a file, and an index."""
    for version in (OLD, NEW):
        sandbox.add_file(wheel_path(version), b"")
    sandbox.add_file(_FILE, f"{wheel_path(OLD)}\nnumpy==1.26.4\n".encode())
    sandbox.add_job(pinning("behind", OLD))
    sandbox.add_job(pinning("=SUM(A1)", NEW))
    libraries = ({"whl": _OTHER}, {"requirements": _FILE}, {"pypi": {"package": "pandas==2.2.0"}})
    sandbox.add_job({"name": "several", "tasks": [task("a", *libraries)]})
    return sandbox


def test_every_library_as_a_document(apparate: Program, several: Sandbox) -> None:
    document = apparate.document("inventory")

    assert document["schema"] == "apparate.inventory/1"
    assert document["store"] == STORE
    assert (document["left_out"], document["unreadable"]) == (2, [])
    assert [
        (
            library["library"],
            library["newest_in_store"],
            [(one["version"], one["releases_behind"]) for one in library["versions"]],
        )
        for library in document["libraries"]
    ] == [
        ("other-kit", None, [("3.0", None)]),
        ("sales-features", NEW, [(NEW, 0), (OLD, 1)]),
    ]
    assert writes(several) == []


def test_the_text_fits_a_terminal(apparate: Program, several: Sandbox) -> None:
    del several
    outcome = apparate("inventory", COLUMNS="80")

    assert (outcome.returncode, outcome.stderr) == (0, "")
    assert max(map(len, outcome.stdout.splitlines())) <= 80
    assert "1 behind 1.5.0, minor" in outcome.stdout
    assert "2 libraries that only an index has are left out" in outcome.stdout


def test_names_owners_and_schedules_can_be_asked_for(apparate: Program, several: Sandbox) -> None:
    del several
    assert "behind  id" not in apparate("inventory").stdout
    assert "behind  id" in apparate("inventory", "--long").stdout
    assert f"{_FILE}  file  used by several" in apparate("inventory", "--long").stdout


def test_only_what_is_behind(apparate: Program, several: Sandbox) -> None:
    del several
    [library] = apparate.document("inventory", "--stale")["libraries"]
    assert [one["version"] for one in library["versions"]] == [OLD]
    one = apparate.document("inventory", "sales-features", "--stale")
    assert [each["version"] for each in one["versions"]] == [OLD]


def test_all_of_them(apparate: Program, several: Sandbox) -> None:
    del several
    document = apparate.document("inventory", "--all")
    names = [library["library"] for library in document["libraries"]]
    assert names == ["numpy", "other-kit", "pandas", "sales-features"]
    assert document["left_out"] == 0


def test_without_a_store_the_newest_is_unknown(apparate: Program, several: Sandbox) -> None:
    del several
    program = apparate.without("APPARATE_STORE")
    assert program.document("inventory")["store"] is None
    assert "no store configured: newest unknown" in program("inventory").stdout
    assert error_of(program("inventory", "--stale"), 1).hint is not None


@pytest.mark.parametrize("name", [[], ["sales-features"]])
def test_rows_for_a_spreadsheet(apparate: Program, several: Sandbox, name: list[str]) -> None:
    del several
    outcome = apparate("--output", "csv", "inventory", *name)

    assert (outcome.returncode, outcome.stderr) == (0, "")
    rows = list(csv.DictReader(io.StringIO(outcome.stdout, newline="")))
    ours = [row for row in rows if row["library"] == "sales-features"]
    assert [(row["kind"], row["version"], row["behind"]) for row in ours] == [
        ("job", NEW, "none"),
        ("file", OLD, "minor"),
        ("job", OLD, "minor"),
    ]
    assert ours[0]["name"] == "'=SUM(A1)"
    assert ours[1]["used_by"].startswith("job ")


def test_what_cannot_be_read_is_named_whatever_the_output(
    apparate: Program, several: Sandbox
) -> None:
    several.add_job({"tasks": [task("a", {"requirements": "/Workspace/Shared/gone.txt"})]})

    text, rows = apparate("inventory"), apparate("inventory", "--output", "csv")

    assert (text.returncode, rows.returncode) == (3, 3)
    assert "1 file could not be read." in " ".join(text.stdout.split())
    assert "/Workspace/Shared/gone.txt" in text.stdout
    assert "/Workspace/Shared/gone.txt" in rows.stderr
    assert "gone.txt" not in rows.stdout
    assert len(apparate.document("inventory", code=3)["unreadable"]) == 1


def test_rows_are_for_the_inventory_alone(
    apparate: Program, sandbox: Sandbox, release: Path
) -> None:
    error_of(apparate("--output", "csv", "plan", release), 2)
    error_of(apparate("plan", release, "--output", "csv"), 2)
    assert sandbox.journal() == []


def test_all_goes_without_a_name(apparate: Program, sandbox: Sandbox) -> None:
    error_of(apparate("inventory", "lib", "--all"), 2)
    assert sandbox.journal() == []
