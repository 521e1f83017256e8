"""The inventory of every library: which are listed, how they look, and their rows as CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from pathlib import PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apparate_ng.model.dependents.dependent import (
    Dependent,
    DependentKind,
    LocatedReference,
    Schedule,
    Unreadable,
    User,
)
from apparate_ng.model.dependents.reference import Form, Reference, Span
from apparate_ng.model.inventories.inventory import WorkspaceInventory
from apparate_ng.model.inventories.making import LibraryKey, only_behind, workspace_inventory_of
from apparate_ng.model.plans.plan import WorkspaceIdentity
from apparate_ng.model.plans.survey import Survey
from apparate_ng.model.releases.kinds import ArtifactKind, Ecosystem
from apparate_ng.reports.interchange.documents import to_json
from apparate_ng.reports.interchange.inventory_csv import COLUMNS, to_csv
from apparate_ng.reports.text.inventory import workspace_inventory_report
from apparate_ng.reports.text.inventory_rows import Detail
from apparate_ng.reports.wording.inventory_summary import workspace_summary

Render = Callable[..., str]
Golden = Callable[[str, str], None]
WORKSPACE = WorkspaceIdentity(host="https://adb-1.azuredatabricks.net", identity="ci@example.com")
STORE = "/Workspace/Shared/libraries"
PYTHON, JVM = Ecosystem.PYTHON, Ecosystem.JVM


def located(
    name: str,
    version: str | None,
    *,
    form: Form = Form.PATH,
    ecosystem: Ecosystem = PYTHON,
    specifier: str | None = None,
) -> LocatedReference:
    kind = ArtifactKind.JAR if ecosystem is JVM else ArtifactKind.WHEEL
    reference = Reference(
        name=name,
        ecosystem=ecosystem,
        form=form,
        span=Span(start=0, end=1),
        kind=kind if form is Form.PATH else None,
        version=version,
        specifier=specifier,
    )
    return LocatedReference(
        location=f"tasks[t].libraries[0].{name}", text=f"{STORE}/{name}", reference=reference
    )


def job(number: int, *references: LocatedReference, name: str = "") -> Dependent:
    return Dependent(
        kind=DependentKind.JOB,
        id=f"6200000000000000{number:02}",
        name=name or f"job-{number}",
        owner="ana@example.com",
        schedule=Schedule(kind="cron", paused=True, text="0 0 2 * * ? UTC"),
        managed_by=None,
        fingerprint="sha256:0",
        references=references,
    )


def file(path: str, *references: LocatedReference) -> Dependent:
    user = User(kind=DependentKind.JOB, id="7", name="seven", managed_by=None, tags={})
    return Dependent(
        kind=DependentKind.FILE,
        id=path,
        name=PurePosixPath(path).name,
        owner=None,
        schedule=None,
        managed_by=None,
        fingerprint="sha256:0",
        references=references,
        users=(user,),
    )


def requirement(
    name: str, version: str | None = "1.0", specifier: str | None = None
) -> LocatedReference:
    return located(name, version, form=Form.REQUIREMENT, specifier=specifier)


DEPENDENTS = (
    job(1, located("lib", "1.4.2"), requirement("numpy", "1.26.0")),
    job(2, located("lib", "1.4.2"), located("core_2.12", "3.1", ecosystem=JVM)),
    job(3, located("lib", "1.5.0"), requirement("numpy", None, ">=1")),
    job(4, requirement("ours-by-name", "0.9")),
    job(5, located("lib", "2.0", ecosystem=JVM)),
    file(f"{STORE}/requirements.txt", located("lib", "1.3.0"), requirement("pandas")),
)
STORED: Mapping[LibraryKey, Sequence[str]] = {
    ("lib", PYTHON): ["1.4.2", "1.5.0", "1.3.0"],
    ("ours-by-name", PYTHON): ["1.0"],
    ("unused", PYTHON): ["1.0"],
}


def inventory(
    dependents: Sequence[Dependent] = DEPENDENTS,
    in_store: Mapping[LibraryKey, Sequence[str]] = STORED,
    *,
    everything: bool = False,
    unreadable: Sequence[Unreadable] = (),
    store: str | None = STORE,
) -> WorkspaceInventory:
    scanned = {"job": 40, "file": 1}
    return workspace_inventory_of(
        Survey(scanned=scanned, dependents=tuple(dependents), unreadable=tuple(unreadable)),
        store=store,
        in_store=in_store,
        workspace=WORKSPACE,
        everything=everything,
    )


def listed(found: WorkspaceInventory) -> list[tuple[str, str]]:
    return [(library.library, library.ecosystem.value) for library in found.libraries]


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


@pytest.mark.parametrize("everything", [False, True])
def test_what_names_no_library_is_in_no_inventory(*, everything: bool) -> None:
    nameless = job(9, located("", None), located("", None, ecosystem=JVM), located("-", None))

    found = inventory([*DEPENDENTS, nameless], everything=everything)

    assert found == inventory(everything=everything)


def test_files_and_what_the_store_has_are_listed_and_the_rest_is_counted() -> None:
    found = inventory()
    assert listed(found) == [
        ("core_2.12", "jvm"),
        ("lib", "jvm"),
        ("lib", "python"),
        ("ours-by-name", "python"),
    ]
    assert found.left_out == 2


def test_everything_can_be_asked_for() -> None:
    found = inventory(everything=True)
    assert {"numpy", "pandas"} <= {name for name, _ in listed(found)}
    assert found.left_out == 0


def test_each_version_is_compared_with_the_releases_of_its_own_library() -> None:
    found = {(one.library, one.ecosystem): one for one in inventory().libraries}
    behind = [(each.version, each.releases_behind) for each in found["lib", PYTHON].versions]
    assert behind == [("1.5.0", 0), ("1.4.2", 1), ("1.3.0", 2)]
    assert [each.releases_behind for each in found["lib", JVM].versions] == [None]
    assert [each.releases_behind for each in found["ours-by-name", PYTHON].versions] == [1]


@pytest.mark.parametrize("form", [Form.SCRIPT, Form.IMAGE])
def test_names_of_scripts_and_images_count_for_known_libraries_alone(form: Form) -> None:
    hints = [located(name, "1.4.2", form=form) for name in ("lib", "python")]
    found = inventory([job(1, *hints)])
    assert listed(found) == [("lib", "python")]
    assert listed(inventory([job(1, *hints)], everything=True)) == listed(found)
    assert found.left_out == 0


def test_only_what_is_behind_can_be_asked_for() -> None:
    found = only_behind(inventory())
    assert [
        (library.library, [entry.version for entry in library.versions])
        for library in found.libraries
    ] == [("lib", ["1.4.2", "1.3.0"]), ("ours-by-name", ["0.9"])]


@given(st.permutations(DEPENDENTS))
def test_the_order_of_the_input_makes_no_difference(dependents: list[Dependent]) -> None:
    assert inventory(dependents) == inventory()


def test_the_document_says_how_each_is_compared() -> None:
    text = to_json(inventory())
    assert text.startswith('{\n  "schema": "apparate.inventory/1",\n  "workspace": {')
    keys = [line.split('"')[1] for line in text.split("\n") if line.startswith('  "')]
    assert keys == [
        "schema",
        "workspace",
        "scanned",
        "store",
        "libraries",
        "left_out",
        "unreadable",
        "warnings",
    ]


@pytest.mark.parametrize(
    ("detail", "width", "name"),
    [
        (Detail.NONE, 80, "workspace-inventory-80"),
        (Detail.LONG, 80, "workspace-inventory-long-80"),
        (Detail.LONG, 160, "workspace-inventory-long-160"),
    ],
)
def test_it_looks_as_recorded(
    render: Render, golden: Golden, detail: Detail, width: int, name: str
) -> None:
    missing = Unreadable(kind=DependentKind.JOB, id="9", name="hr", error="not allowed")
    report = workspace_inventory_report(inventory(unreadable=[missing]), detail=detail)
    golden(name, render(report, width=width))


def test_the_summary_adds_up() -> None:
    missing = Unreadable(kind=DependentKind.JOB, id="9", name="hr", error="not allowed")
    assert workspace_summary(inventory(unreadable=[missing])) == (
        "4 libraries in 6 versions: 7 pins in 6 of 40 jobs and 1 file scanned. 4 pins are behind."
        " 2 libraries that only an index has are left out (--all shows them)."
        " 1 job could not be read."
    )
    assert workspace_summary(inventory([])) == ("No library is in use; 40 jobs and 1 file scanned.")


def test_without_a_store_the_newest_is_unknown(render: Render) -> None:
    found = inventory(in_store={}, store=None)
    assert "no store configured: newest unknown" in render(workspace_inventory_report(found))
    assert {entry.behind for one in found.libraries for entry in one.versions} == {None}


def test_a_row_for_each_pin() -> None:
    text = to_csv(inventory())
    assert text.endswith("\r\n")
    assert text.count("\n") == text.count("\r\n") == 8
    found = rows(text)
    assert tuple(found[0]) == COLUMNS
    [row] = [row for row in found if row["id"] == "620000000000000001"]
    assert row == {
        "library": "lib",
        "ecosystem": "python",
        "version": "1.4.2",
        "specifier": "",
        "form": "wheel",
        "newest_in_store": "1.5.0",
        "behind": "minor",
        "releases_behind": "1",
        "kind": "job",
        "id": "620000000000000001",
        "name": "job-1",
        "owner": "ana@example.com",
        "schedule": "0 0 2 * * ? UTC",
        "paused": "true",
        "location": "tasks[t].libraries[0].lib",
        "text": f"{STORE}/lib",
        "used_by": "",
    }
    assert [row["used_by"] for row in found if row["kind"] == "file"] == ["job 7"]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_no_cell_is_a_formula(start: str) -> None:
    hostile = job(1, located("lib", "1.0"), name=f"{start}HYPERLINK(1)")
    [row] = rows(to_csv(inventory([hostile])))
    assert row["name"].startswith("'")


@given(st.text(alphabet="a,\"; '=é", min_size=1))
def test_what_is_harmless_comes_back_as_it_was(name: str) -> None:
    [row] = rows(to_csv(inventory([job(1, located("lib", "1.0"), name=name)])))
    assert row["name"].removeprefix("'" if name.lstrip().startswith("=") else "") == name
