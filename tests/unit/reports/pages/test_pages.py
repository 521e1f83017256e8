"""What a page says: counts that add up, links into the workspace only, and nothing unescaped."""

from __future__ import annotations

import base64
import hashlib
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import structs

from apparate_ng.model.deployments.deployment import Context, Deployment, Outcome, Status
from apparate_ng.model.plans.plan import Plan, PlannedDependent
from apparate_ng.model.releases.kinds import Ecosystem
from apparate_ng.model.releases.steps import Step
from apparate_ng.reports.markdown.plan import deployment_markdown
from apparate_ng.reports.notebook import notebook_html
from apparate_ng.reports.pages.difference import difference
from apparate_ng.reports.pages.html_page import html_page
from apparate_ng.reports.pages.inventory import inventory_page
from apparate_ng.reports.pages.matrix import Matrix
from apparate_ng.reports.pages.page import Page
from apparate_ng.reports.pages.plan import deployment_page, plan_page
from apparate_ng.reports.pages.version_ranks import version_ranks
from apparate_ng.reports.web_address import is_web_address, link_into
from apparate_ng.reports.wording.command import Command
from tests.hostile.texts import HOSTILE_TEXTS, raw_in
from tests.pages.estates import (
    HOST,
    dependent_of,
    deployment_of,
    estate_of,
    inventory_of,
    large_plan,
    plan_of,
    plan_with_names,
    release_of,
)


def _sum(matrix: Matrix) -> int:
    """Dependents by column, of the first line."""
    return sum(disc.total for disc in matrix.lines[0].discs if disc)


def test_figures_of_a_plan_are_its_pins(plan: Plan) -> None:
    page = plan_page(plan, ())
    counts = plan.summary.pins
    assert [one.number for one in page.figures] == [
        counts.upgrade,
        counts.hold,
        counts.current,
        counts.ignore,
    ]
    places = [one.row.places for one in page.table.rows]
    assert sum(places) == counts.total
    assert page.table.dependents == len(plan.dependents)


def test_figures_of_a_deployment_are_its_dependents(deployment: Deployment) -> None:
    page = deployment_page(deployment, ())
    assert sum(one.number for one in page.figures) == len(deployment.dependents)
    assert page.table.rows[0].row.state.word == "Failed"


def test_the_page_of_a_deployment_says_how_it_came_about(deployment: Deployment) -> None:
    context = Context(machine="m", command="apply", commit="c", ci_url="https://ci.example/1")
    told = structs.replace(
        deployment, context=context, rolls_back="a", rolled_back_by="b", finished_at=None
    )
    page = deployment_page(told, ())
    facts = dict(page.facts)
    assert (page.kind, page.title) == ("Rollback", deployment.release.name)
    assert (facts["Rolls back"], facts["Rolled back by"], facts["Machine"]) == ("a", "b", "m")
    assert "Ended" not in facts


def test_of_what_was_never_closed_the_page_does_not_say_that_it_was_not_reached() -> None:
    closed = deployment_of(large_plan(42))
    cut_off = structs.replace(closed, status=Status.RUNNING, finished_at=None)
    nouns = {one.noun: one.number for one in deployment_page(cut_off, ()).figures}
    words = {one.row.state.word for one in deployment_page(cut_off, ()).table.rows}
    assert nouns["unknown"] == closed.count(Outcome.PENDING) > 0
    assert "not reached" not in nouns
    assert "Unknown" in words
    assert "Pending" not in words
    markdown = deployment_markdown(cut_off)
    assert "Nobody knows how far it came" in markdown
    assert "### Unknown (" in markdown


def test_the_plan_of_a_rollback_has_its_own_words(plan: Plan) -> None:
    page = plan_page(structs.replace(plan, rolls_back="20260131T120100Z-77c0"), ())
    assert page.kind == "Rollback, planned"
    assert page.lead.startswith("Rollback: 105 pins")
    assert page.table.rows[0].row.state.word == "Put back"


@pytest.mark.parametrize("number", [0, 1, 2, 30, 200])
def test_the_picture_counts_everybody_once_in_each_column(number: int) -> None:
    plan = large_plan(number)
    pages = (plan_page(plan, ()), inventory_page(inventory_of(plan)))
    for page in pages:
        assert [_sum(one) for one in page.matrices] == ([_pairs(plan)] if number else [])
        for matrix in page.matrices:
            assert all(len(line.discs) == len(matrix.columns) for line in matrix.lines)


def _pairs(plan: Plan) -> int:
    return len({(one.id, pin.from_version) for one in plan.dependents for pin in one.pins})


def test_too_many_owners_and_versions_are_drawn_together() -> None:
    release = release_of()
    dependents = tuple(
        structs.replace(dependent_of(at, release), owner=f"o{at}@example.com") for at in range(40)
    )
    [matrix] = plan_page(plan_of(dependents, release), ()).matrices
    assert matrix.lines[-1].name == "25 other owners"
    assert matrix.lines[0].total == 40

    old = structs.replace(
        dependents[0],
        pins=tuple(
            structs.replace(dependents[0].pins[0], from_version=f"1.{minor}.0")
            for minor in range(20)
        ),
    )
    [matrix] = plan_page(plan_of((old,), release), ()).matrices
    assert (matrix.columns[0].name, len(matrix.columns)) == ("older", 10)
    assert matrix.columns[-1].name == release.version


def test_the_release_has_a_column_though_nobody_runs_it_yet() -> None:
    release = release_of(version="9.0.0")
    [matrix] = plan_page(plan_of((dependent_of(1, release),), release), ()).matrices
    assert [one.name for one in matrix.columns] == ["2.2.1", "9.0.0"]
    assert matrix.lines[0].discs[1] is None


def test_what_names_no_version_stands_behind_the_newest() -> None:
    plan = large_plan(3)
    loose = structs.replace(plan.dependents[0].pins[0], from_version=None, step=None)
    dependents = (structs.replace(plan.dependents[0], pins=(loose,)), *plan.dependents[1:])
    [matrix] = plan_page(plan_of(dependents), ()).matrices
    assert matrix.columns[-1].name == "no version"


def test_an_estate_shows_libraries_and_owners() -> None:
    page = inventory_page(estate_of(large_plan(90), ("a", "b")))
    assert [one.of for one in page.matrices] == ["Library", "Owner"]
    assert [one.text for one in page.commands] == ["apparate update a", "apparate update b"]
    assert page.table.has_libraries


def test_every_lag_has_its_word() -> None:
    inventory = inventory_of(large_plan(60))
    [first, *_] = inventory.versions
    loose = structs.replace(first, version=None, specifier=">=1", behind=None, releases_behind=None)
    unknown = structs.replace(loose, specifier=None)
    ahead = structs.replace(first, version="9.0", behind=Step.DOWNGRADE, releases_behind=0)
    told = structs.replace(
        inventory, versions=(ahead, *inventory.versions, loose, unknown), store=None
    )
    words = {one.row.state.word for one in inventory_page(told).table.rows}
    assert {"Ahead", "Floats", "Unknown", "Newest", "Minor behind", "Major behind"} <= words
    assert dict(inventory_page(told).facts)["Store"].startswith("none configured")


def test_a_library_that_is_nowhere_has_an_empty_page() -> None:
    inventory = inventory_of(large_plan(0))
    page = inventory_page(structs.replace(inventory, newest_in_store=None))
    assert (page.figures, page.matrices, page.table.rows) == ((), (), ())
    assert "There is none." in html_page(page)


def _each_page() -> list[Page]:
    names = tuple(HOSTILE_TEXTS.values())
    plan = plan_with_names(names)
    hostile = Command(purpose="<b>go</b>", text="apparate apply '<script>'")
    return [
        plan_page(plan, (hostile,)),
        deployment_page(deployment_of(plan), ()),
        inventory_page(inventory_of(plan)),
    ]


def test_what_people_wrote_is_text() -> None:
    for page in _each_page():
        html = html_page(page)
        assert html.count("<script>") == html.count("</script>") == 1
        assert not re.search(r"<(img|b onclick|iframe|object)", html)
        assert raw_in(html) == []
        assert "&lt;script&gt;" in html


def test_the_policy_names_the_one_script_and_the_one_style() -> None:
    html = html_page(_each_page()[0])
    for tag in ("script", "style"):
        [inside] = re.findall(rf"<{tag}>(.*?)</{tag}>", html, re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(inside.encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in html
    assert "default-src 'none'" in html


def test_a_text_that_is_endless_is_cut() -> None:
    assert len(html_page(plan_page(plan_with_names(("x" * 1_000_000,)), ()))) < 100_000


def test_a_notebook_shows_rows_without_scripts() -> None:
    plan = large_plan(300)
    html = notebook_html(plan)
    assert html.startswith("<div")
    assert "<script" not in html
    assert "<style" not in html
    assert html.count("<tr>") == 201
    assert "more rows" in html
    for document in (inventory_of(plan), estate_of(plan, ("a", "b")), deployment_of(plan)):
        assert "<table" in notebook_html(document)
    assert "&lt;script&gt;" in notebook_html(plan_with_names(("<script>",)))


def test_files_say_who_uses_them() -> None:
    page = html_page(inventory_page(inventory_of(large_plan(120))))
    assert "Used by sales-score" in page
    assert "Used by no job" in html_page(plan_page(plan_of((_unused_file(),)), ()))


def _unused_file() -> PlannedDependent:
    return structs.replace(dependent_of(13, release_of()), users=())


@settings(deadline=None)
@given(st.text(alphabet="ab1.-/", max_size=12), st.text(alphabet="ab1.-/", max_size=12))
def test_a_difference_puts_both_texts_together_again(before: str, after: str) -> None:
    found = difference(before, after)
    assert found.head + found.old + found.tail == before
    assert found.head + found.new + found.tail == after


def test_versions_differ_as_wholes() -> None:
    found = difference("/s/lib-1.4.2-py3.whl", "/s/lib-1.5.0-py3.whl")
    assert (found.old, found.new, found.tail) == ("1.4.2", "1.5.0", "-py3.whl")


def test_versions_are_ranked_before_what_is_none() -> None:
    ranks = version_ranks(["1.10", "1.9", "what", None, "1.9"], Ecosystem.PYTHON)
    assert sorted(ranks, key=lambda text: ranks[text]) == ["1.10", "1.9", "what", None]


@pytest.mark.parametrize(
    "address",
    ["javascript:alert(1)", "https://a b", 'https://a"', "https://a\n", "//a", "https://other/x"],
)
def test_a_link_leads_into_the_workspace_or_nowhere(address: str) -> None:
    assert link_into(HOST, address) is None


def test_links_of_the_workspace() -> None:
    assert link_into(HOST, f"{HOST}/jobs/1") == f"{HOST}/jobs/1"
    assert link_into(HOST, f"{HOST}.evil.example/jobs/1") is None
    assert link_into("", "/jobs/1") is None
    assert link_into(HOST, None) is None
    assert is_web_address("http://localhost:1/x")


def test_outcomes_are_shown_whole() -> None:
    deployment = deployment_of(large_plan(60))
    html = html_page(deployment_page(deployment, ()))
    for outcome in (Outcome.FAILED, Outcome.DRIFTED):
        assert deployment.count(outcome)
    assert "HTTP 500 INTERNAL_ERROR" in html
