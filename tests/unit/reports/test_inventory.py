from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apparate_ng.model.dependents.dependent import (
    Dependent,
    DependentKind,
    LocatedReference,
    Unreadable,
)
from apparate_ng.model.dependents.reference import Form, Reference, Span
from apparate_ng.model.inventories.inventory import Inventory
from apparate_ng.model.inventories.making import inventory_of, only_behind
from apparate_ng.model.plans.plan import WorkspaceIdentity
from apparate_ng.model.plans.survey import Survey
from apparate_ng.model.releases.kinds import ArtifactKind, Ecosystem
from apparate_ng.model.releases.steps import Step
from apparate_ng.reports.interchange.documents import to_json
from apparate_ng.reports.text.inventory import inventory_report
from apparate_ng.reports.text.inventory_rows import Detail
from apparate_ng.reports.wording.inventory_summary import inventory_summary

Render = Callable[..., str]
Golden = Callable[[str, str], None]
WORKSPACE = WorkspaceIdentity(host="https://adb-1.azuredatabricks.net", identity=None)


def reference(
    version: str | None = None,
    specifier: str | None = None,
    *,
    ecosystem: Ecosystem = Ecosystem.PYTHON,
) -> Reference:
    path = specifier is None
    kind = ArtifactKind.JAR if ecosystem is Ecosystem.JVM else ArtifactKind.WHEEL
    return Reference(
        name="sales-features",
        ecosystem=ecosystem,
        form=Form.PATH if path else Form.REQUIREMENT,
        span=Span(start=0, end=1),
        kind=kind if path else None,
        version=version,
        specifier=specifier,
    )


def job(number: int, *references: Reference, name: str | None = None) -> Dependent:
    return Dependent(
        kind=DependentKind.JOB,
        id=f"6200000000000000{number:02}",
        name=name or f"job-{number}",
        owner="ana@example.com",
        schedule=None,
        managed_by=None,
        fingerprint="sha256:0",
        references=tuple(
            LocatedReference(
                location=f"tasks[t{index}].libraries[0].whl",
                text=f"/lib/{each.version or each.specifier or 'latest'}",
                reference=each,
            )
            for index, each in enumerate(references)
        ),
    )


def inventory(dependents: Sequence[Dependent], in_store: Sequence[str] = ()) -> Inventory:
    return inventory_of(
        "sales-features",
        Survey(scanned={"job": 1234}, dependents=tuple(dependents)),
        store="/Workspace/Shared/libraries",
        in_store=in_store,
        workspace=WORKSPACE,
    )


MANY = [
    job(1, reference("1.4.2")),
    job(2, reference("1.10.0"), reference("1.4.2"), reference("1.4.2")),
    job(3, reference(specifier=">=1.4,<2")),
    job(4, reference()),
    job(5, reference("1.9.0rc1")),
    *(job(number, reference("1.4.2")) for number in range(10, 16)),
]
STORED = ["1.9.0", "1.10.0", "1.4.2", "1.11.0a1"]


def test_versions_are_newest_first_and_not_in_the_order_of_text() -> None:
    found = inventory(MANY, STORED)
    assert [(entry.version, entry.specifier) for entry in found.versions] == [
        ("1.10.0", None),
        ("1.9.0rc1", None),
        ("1.4.2", None),
        (None, ">=1.4,<2"),
        (None, None),
    ]
    assert found.in_store == ("1.11.0a1", "1.10.0", "1.9.0", "1.4.2")


def test_behind_is_the_step_to_the_newest_final_version_in_the_store() -> None:
    found = inventory(MANY, STORED)
    assert found.newest_in_store == "1.10.0"
    assert [entry.behind for entry in found.versions] == [
        Step.NONE,
        Step.MINOR,
        Step.MINOR,
        None,
        None,
    ]


@pytest.mark.parametrize(
    ("in_store", "newest"),
    [([], None), (["1.0a1", "1.0a2"], "1.0a2"), (["not a version"], None), (["1.0", "x"], "1.0")],
)
def test_the_newest_is_final_where_any_is(in_store: list[str], newest: str | None) -> None:
    assert inventory([], in_store).newest_in_store == newest


def test_an_empty_store_tells_no_step() -> None:
    assert {entry.behind for entry in inventory(MANY).versions} == {None}


def test_every_place_counts_as_a_pin_and_every_dependent_once() -> None:
    entry = inventory(MANY).versions[2]
    assert entry.version == "1.4.2"
    assert (len(entry.dependents), entry.dependent_count) == (9, 8)
    assert entry.forms == ("wheel",)


def test_spellings_of_one_version_are_one_entry() -> None:
    found = inventory([job(1, reference("1.5.0")), job(2, reference("1.5"))])
    assert [entry.version for entry in found.versions] == ["1.5"]
    assert found.versions[0].dependent_count == 2


def test_jars_have_the_order_of_maven() -> None:
    texts = ["1.0", "1.0-SNAPSHOT", "1.0-sp1"]
    found = inventory([job(1, *(reference(text, ecosystem=Ecosystem.JVM) for text in texts))])
    assert found.ecosystem is Ecosystem.JVM
    assert [entry.version for entry in found.versions] == ["1.0-sp1", "1.0", "1.0-SNAPSHOT"]


def test_a_library_of_both_ecosystems_is_shown_whole() -> None:
    jar = reference("2.0", ecosystem=Ecosystem.JVM)
    found = inventory([job(1, jar), *MANY], STORED)
    assert found.ecosystem is Ecosystem.PYTHON
    last = found.versions[-1]
    assert (last.version, last.forms, last.behind) == ("2.0", ("jar",), None)


@given(st.permutations(MANY), st.permutations(STORED))
def test_the_order_of_the_input_makes_no_difference(
    dependents: list[Dependent], in_store: list[str]
) -> None:
    assert inventory(dependents, in_store) == inventory(MANY, STORED)


def test_unreadable_dependents_are_sorted() -> None:
    refused = [
        Unreadable(kind=DependentKind.JOB, id=number, name="hr", error="no") for number in "21"
    ]
    survey = Survey(scanned={"job": 2}, dependents=(), unreadable=tuple(refused))
    found = inventory_of("x", survey, store=None, in_store=[], workspace=WORKSPACE)
    assert [each.id for each in found.unreadable] == ["1", "2"]


def test_the_document_has_the_promised_keys() -> None:
    text = to_json(inventory(MANY, STORED))
    assert text.startswith('{\n  "schema": "apparate.inventory/1",\n  "workspace": {')
    keys = [line.split('"')[1] for line in text.split("\n") if line.startswith('  "')]
    assert keys == [
        "schema",
        "workspace",
        "library",
        "ecosystem",
        "scanned",
        "store",
        "newest_in_store",
        "in_store",
        "versions",
        "unreadable",
        "warnings",
    ]


@pytest.mark.parametrize(
    ("detail", "name"), [(Detail.SOME, "inventory-80"), (Detail.PLACES, "inventory-verbose-80")]
)
def test_the_table_looks_as_recorded(
    render: Render, golden: Golden, detail: Detail, name: str
) -> None:
    report = inventory_report(
        inventory(MANY, STORED), detail=detail, next_command="apparate update sales-features"
    )
    golden(name, render(report))


@pytest.mark.parametrize("detail", [Detail.LONG, Detail.PLACES])
def test_many_users_are_folded_unless_they_are_asked_for(render: Render, detail: Detail) -> None:
    short = render(inventory_report(inventory(MANY, STORED)))
    full = render(inventory_report(inventory(MANY, STORED), detail=detail))
    assert "... and 5 more (--long shows all)" in short
    assert all(each.id in full for each in MANY)


def test_the_summary_adds_up() -> None:
    assert inventory_summary(inventory(MANY, STORED)) == (
        "3 versions in use: 13 pins in 11 of 1,234 jobs scanned. 10 pins are behind."
    )
    assert inventory_summary(inventory([])) == (
        "Nothing refers to sales-features; 1,234 jobs scanned."
    )


def test_releases_behind_are_the_final_ones_that_are_newer() -> None:
    found = inventory(MANY, STORED)
    assert [entry.releases_behind for entry in found.versions] == [0, 2, 2, None, None]


def test_where_none_is_final_prereleases_count() -> None:
    found = inventory([job(1, reference("1.0a1"))], ["1.0a1", "1.0a2", "1.0b1"])
    assert [entry.releases_behind for entry in found.versions] == [2]


@given(st.permutations(STORED), st.sampled_from(["1.0", "1.9.0", "1.10.0", "1.11.0a1", "2.0"]))
def test_releases_are_behind_exactly_where_a_step_upwards_leads_to_the_newest(
    in_store: list[str], pin: str
) -> None:
    (entry,) = inventory([job(1, reference(pin))], in_store).versions
    assert entry.is_behind is (entry.behind not in {Step.NONE, Step.DOWNGRADE})


def test_only_what_is_behind_can_be_asked_for() -> None:
    found = only_behind(inventory(MANY, STORED))
    assert [entry.version for entry in found.versions] == ["1.9.0rc1", "1.4.2"]
    assert inventory_summary(only_behind(inventory(MANY)), stale=True) == (
        "Nothing is behind; 1,234 jobs scanned."
    )


def test_without_a_store_the_newest_is_unknown(render: Render) -> None:
    survey = Survey(scanned={"job": 2}, dependents=tuple(MANY))
    found = inventory_of("x", survey, store=None, in_store=[], workspace=WORKSPACE)
    assert "no store configured: newest unknown" in render(inventory_report(found))


def test_nothing_found_is_said_without_a_table(render: Render) -> None:
    output = render(inventory_report(inventory([])))
    assert "no version in the store" in output
    assert "behind" not in output


def test_names_steer_nothing_and_are_no_markup(render: Render) -> None:
    hostile = job(1, reference(specifier="\x1b[2J"), name="[b]\x1b[2J")
    output = render(inventory_report(inventory([hostile])))
    assert r"[b]\x1b[2J" in output
    assert "\x1b" not in output
