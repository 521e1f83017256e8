"""Explaining: the planner's own decisions on some dependents, with what it considered."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from apparate_ng.model.dependents.dependent import Dependent
from apparate_ng.model.plans.explanation import (
    Consideration,
    ExplainedDependent,
    ExplainedPin,
    ExplainedRule,
    ExplainedSetting,
    Explanation,
    FurtherHold,
)
from apparate_ng.model.plans.plan import PlannedDependent, PlannedPin
from apparate_ng.model.plans.survey import Survey
from apparate_ng.model.policies.policy import RULE_SETTINGS, Policy
from apparate_ng.planning.deciding import Considered, Settled
from apparate_ng.planning.hosts import hosts_among
from apparate_ng.planning.in_force import InForce
from apparate_ng.planning.matching import Subject, matches, unmet
from apparate_ng.planning.planner import (
    Occasion,
    Terms,
    planned_dependent,
    referring,
    settled_pins,
)
from apparate_ng.planning.selection import any_matches


def explain(terms: Terms, survey: Survey, wanted: str, occasion: Occasion) -> Explanation:
    """Explain the decisions on each dependent that `wanted` names, and on the files and hosts it uses."""
    found = referring(survey.dependents, terms.release)
    known = hosts_among(found)
    explained = []
    for dependent in (one for one in found if _is_wanted(one, wanted)):
        settled = settled_pins(dependent, terms)
        planned = planned_dependent(dependent, settled, known, terms, occasion.workspace.host)
        explained.append(_explained(planned, settled))
    return Explanation(
        created_at=occasion.created_at,
        tool_version=occasion.tool_version,
        workspace=occasion.workspace,
        release=terms.release,
        policy=terms.policy,
        wanted=wanted,
        dependents=tuple(sorted(explained, key=lambda one: (one.kind.value, one.id))),
        unreadable=tuple(one for one in survey.unreadable if any_matches((wanted,), one)),
        timing=terms.timing or msgspec.UNSET,
    )


def _is_wanted(dependent: Dependent, wanted: str) -> bool:
    named = any_matches((wanted,), dependent)
    return named or any(any_matches((wanted,), user) for user in dependent.users)


def _explained(planned: PlannedDependent, settled: list[Settled]) -> ExplainedDependent:
    fields = {name: getattr(planned, name) for name in PlannedDependent.__struct_fields__}
    return ExplainedDependent(**fields | {"pins": tuple(_pin(one) for one in settled)})


def _pin(settled: Settled) -> ExplainedPin:
    fields = {name: getattr(settled.pin, name) for name in PlannedPin.__struct_fields__}
    considered = tuple(_consideration(one) for one in settled.considered)
    return ExplainedPin(**fields, considered=considered)


def _consideration(considered: Considered) -> Consideration:
    question, verdict = considered.question, considered.verdict
    dependent = question.dependent
    return Consideration(
        kind=dependent.kind,
        id=dependent.id,
        name=dependent.name,
        owner=dependent.owner,
        schedule=dependent.schedule,
        tags=dependent.tags,
        rules=tuple(_rules(question.policy, question.subject)),
        settings=tuple(_settings(question.in_force)),
        passed=considered.passed,
        decided_by=considered.decided_by,
        not_asked=considered.not_asked,
        reason=verdict.reason,
        explanation=verdict.explanation,
        hint=verdict.hint,
        further=tuple(
            FurtherHold(reason=one.reason, explanation=one.explanation, hint=one.hint)
            for one in considered.further()
        ),
    )


def _rules(policy: Policy, subject: Subject) -> Iterator[ExplainedRule]:
    for index, rule in enumerate(policy.rules):
        yield ExplainedRule(
            index=index,
            rule=rule,
            matched=matches(rule, subject),
            unmet=tuple(unmet(rule, subject)),
        )


def _settings(in_force: InForce) -> Iterator[ExplainedSetting]:
    for name in RULE_SETTINGS:
        setting = getattr(in_force, name)
        yield ExplainedSetting(
            name=name,
            value=setting.value,
            tag=setting.tag,
            rule=setting.rule,
            reason=setting.reason,
        )
