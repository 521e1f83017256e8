"""JUnit: a case for each dependent, counts that add up, and XML that every reader takes."""

from __future__ import annotations

from xml.etree import ElementTree as ET

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import structs

from apparate_ng.model.deployments.deployment import Deployment, Outcome, Status
from apparate_ng.model.plans.plan import Plan
from apparate_ng.reports.interchange.junit import deployment_junit, plan_junit
from tests.hostile.texts import HOSTILE_TEXTS, raw_in
from tests.pages.estates import deployment_of, large_plan, plan_with_names


def _suite(text: str) -> ET.Element:
    root = ET.fromstring(text)  # noqa: S314  our own output
    [suite] = root
    for count, tag in (
        ("tests", "testcase"),
        ("failures", "failure"),
        ("skipped", "skipped"),
        ("errors", "error"),
    ):
        assert suite.get(count) == root.get(count) == str(len(list(suite.iter(tag))))
    return suite


def _states(suite: ET.Element) -> list[str]:
    return [
        next((part.tag for part in case if part.tag != "system-out"), "passed")
        for case in suite.iter("testcase")
    ]


def test_a_plan_has_a_case_for_each_dependent_and_for_what_could_not_be_read(plan: Plan) -> None:
    suite = _suite(plan_junit(plan))
    assert len(_states(suite)) == len(plan.dependents) + len(plan.unreadable)
    assert _states(suite).count("error") == len(plan.unreadable)
    [held, *_] = suite.iter("skipped")
    assert held.get("type") in {
        "breaking-step",
        "outside-store",
        "held-by-rule",
        "managed-by-bundle",
    }
    assert ": " in (held.get("message") or "")


def test_a_deployment_fails_where_a_dependent_did(deployment: Deployment) -> None:
    suite = _suite(deployment_junit(deployment))
    assert sorted(_states(suite)) == ["failure", "failure", "passed", "passed"]
    assert suite.get("time") == "9"
    assert "HTTP 500 INTERNAL_ERROR" in deployment_junit(deployment)


def test_what_a_rollback_keeps_is_no_failure(deployment: Deployment) -> None:
    suite = _suite(deployment_junit(structs.replace(deployment, rolls_back="x")))
    assert sorted(_states(suite)) == ["failure", "passed", "passed", "skipped"]


def test_what_was_not_reached_is_skipped() -> None:
    deployment = deployment_of(large_plan(42))
    states = _states(_suite(deployment_junit(deployment)))
    assert states.count("skipped") == deployment.count(Outcome.PENDING)


def test_of_what_was_never_closed_nobody_knows_whether_it_was_reached() -> None:
    closed = deployment_of(large_plan(42))
    text = deployment_junit(structs.replace(closed, status=Status.RUNNING, finished_at=None))
    suite = _suite(text)
    assert "not reached" not in text
    assert "Nobody knows how far it came" in text
    unknown = [one for one in suite.iter("skipped") if one.get("type") == "pending"]
    assert len(unknown) == closed.count(Outcome.PENDING) > 0
    assert {one.get("message") for one in unknown} == {
        "unknown: the deployment was cut off, or is still at work"
    }


def test_times_that_cannot_be_read_are_none(deployment: Deployment) -> None:
    cut = structs.replace(deployment, finished_at=None)
    assert _suite(deployment_junit(cut)).get("time") == "0"


def test_names_are_unique_though_jobs_are_not() -> None:
    suite = _suite(plan_junit(plan_with_names(("same", "same", "same"))))
    names = [case.get("name") for case in suite.iter("testcase")]
    assert len(set(names)) == len(names)


def test_hostile_names_are_text() -> None:
    text = plan_junit(plan_with_names(tuple(HOSTILE_TEXTS.values())))
    assert raw_in(text) == []
    assert "alert(1)" in "".join(case.get("name") or "" for case in _suite(text).iter("testcase"))


@settings(deadline=None)
@given(st.text())
def test_every_text_can_be_in_it(text: str) -> None:
    assert len(_states(_suite(plan_junit(plan_with_names((text,)))))) == 2
