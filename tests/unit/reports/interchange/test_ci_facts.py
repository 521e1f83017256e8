"""Facts for pipelines: a line each, whatever is in a name."""

from __future__ import annotations

import re

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import UNSET, structs

from apparate_ng.configuration.settings import KEYS
from apparate_ng.configuration.variables import passed_over, variable_of
from apparate_ng.model.deployments.deployment import Deployment
from apparate_ng.model.plans.plan import Plan
from apparate_ng.reports.interchange.ci_facts import as_dotenv, as_outputs, as_properties, facts_of
from tests.pages.estates import large_plan

_PLAN = large_plan(1)


def test_facts_of_a_plan(plan: Plan) -> None:
    facts = facts_of(plan, "out/plan.json")
    assert facts == {
        "library": "sales-features",
        "version": "1.5.0",
        "has_changes": "true",
        "plan_id": plan.id,
        "dependents": "4",
        "upgrade": "105",
        "hold": "5",
        "current": "3",
        "ignore": "1",
        "unreadable": str(len(plan.unreadable)),
        "plan": "out/plan.json",
    }
    assert "plan" not in facts_of(plan)


def test_facts_of_a_deployment(deployment: Deployment) -> None:
    facts = facts_of(deployment)
    assert (facts["deployment"], facts["status"]) == (deployment.id, "partial")
    assert (facts["updated"], facts["drifted"], facts["failed"]) == ("2", "1", "1")
    assert (facts["rolled_back"], facts["pending"], facts["has_changes"]) == ("0", "0", "true")


def test_what_was_held_is_a_fact_of_a_deployment_too(plan: Plan, deployment: Deployment) -> None:
    assert "hold" not in facts_of(structs.replace(deployment, planned=UNSET))
    assert facts_of(structs.replace(deployment, planned=plan.summary))["hold"] == "5"


def test_what_is_in_no_store_has_no_id_to_go_on_with(deployment: Deployment) -> None:
    assert facts_of(structs.replace(deployment, recorded=False))["deployment"] == ""


@settings(deadline=None)
@given(st.text())
def test_no_text_makes_a_second_line(text: str) -> None:
    facts = {"plan": facts_of(_PLAN, text)["plan"], "end": "1"}
    for written in (as_outputs(facts), as_dotenv(facts), as_properties(facts)):
        assert len(written.splitlines()) == len(re.split(r"[\r\n]+", written.strip())) == 2


@settings(deadline=None)
@given(st.text(alphabet=st.characters(categories=["L", "N", "P", "S", "Zs"])))
def test_properties_come_back_as_they_were(text: str) -> None:
    written = as_properties({"plan": text})
    assert written.isascii()
    value = written.removeprefix("plan=").removesuffix("\n")
    units = re.sub(
        r"\\(?:u([0-9a-f]{4})|(.))",
        lambda found: chr(int(found[1], 16)) if found[1] else found[2],
        value,
    )
    assert units.encode("utf-16", "surrogatepass").decode("utf-16") == text


def test_no_fact_is_a_setting(plan: Plan, deployment: Deployment) -> None:
    settings = {variable_of(key) for key in KEYS}
    for document in (plan, deployment):
        names = {line.split("=")[0] for line in as_dotenv(facts_of(document, "p")).splitlines()}
        assert not names & settings
        assert list(passed_over(dict.fromkeys(names, "x"))) == []
        assert all(re.fullmatch("APPARATE_[A-Z_]+", name) for name in names)


def test_a_version_with_a_line_end_is_one_fact(plan: Plan) -> None:
    release = structs.replace(plan.release, version="1\nhas_changes=false")
    written = as_outputs(facts_of(structs.replace(plan, release=release)))
    assert "version=1\\nhas_changes=false\n" in written
    assert written.count("\nhas_changes=") == 1
