"""Is the minor really a minor? What the release broke of the API of the pinned version."""

from __future__ import annotations

from packaging.version import Version

from apparate_ng.model.compatibility.api_diff import ApiChange, ApiDiff, Verdict
from apparate_ng.model.compatibility.checks import Check, CheckName
from apparate_ng.model.releases.kinds import ArtifactKind
from apparate_ng.model.releases.steps import Limit, Step
from apparate_ng.planning.facts import Facts, NotHad
from apparate_ng.planning.outcomes import failed, passed, unchecked
from apparate_ng.planning.question import Question

_MOST_NAMED = 3
_UNPROMISING = frozenset({Step.NONE, Step.DOWNGRADE})
"""Steps of which nobody expects that the API stays."""


def api_check(question: Question, facts: Facts) -> Check | None:
    """Nothing public is gone, unless the step says so or whoever runs it takes breaking steps."""
    if not _promises_api(question):
        return None
    pinned = facts.of_pin(question.located)
    missing = next((one for one in (facts.release, pinned) if isinstance(one, NotHad)), None)
    if isinstance(pinned, NotHad) or missing is not None:
        why = "" if missing is None else f": {missing.why}"
        text = f"the API of {question.reference.version} was not compared{why}"
        return unchecked(CheckName.API, text)
    diff = facts.api.get(pinned.sha256)
    if diff is None:
        text = f"the API of {question.reference.version} was not compared"
        return unchecked(CheckName.API, text)
    return _of_diff(diff, question, facts)


def _promises_api(question: Question) -> bool:
    change, old = question.change, question.pinned
    if not question.policy.api_check or question.release.kind is ArtifactKind.JAR:
        return False
    if change is None or change.breaking or change.step in _UNPROMISING:
        return False
    is_prerelease = isinstance(old, Version) and old.is_prerelease
    return not is_prerelease and question.in_force.allow.value is not Limit.MAJOR


def _of_diff(diff: ApiDiff, question: Question, facts: Facts) -> Check:
    version = question.reference.version
    if diff.verdict is Verdict.COMPATIBLE:
        waived = ", ".join(change_words(one) for one in diff.waived)
        more = f"; api_allow lets pass {waived}" if waived else ""
        return passed(CheckName.API, f"{diff.compared} names compared{more}")
    if diff.verdict is Verdict.UNCHECKED:
        said = "; ".join(dict.fromkeys(one.text for one in diff.unchecked[:_MOST_NAMED]))
        return unchecked(CheckName.API, f"the API of {version} could not be compared: {said}")
    left = len(diff.breaks) - _MOST_NAMED
    listed = ", ".join(change_words(one) for one in diff.breaks[:_MOST_NAMED])
    rest = f" and {left} more" if left > 0 else ""
    return failed(
        CheckName.API,
        f"code written for {version} breaks: {listed}{rest}",
        f"look: {_how_to_look(question, facts)}; to let it pass: {_how_to_waive(diff)},"
        f" or {_how_to_allow(question)}",
    )


def _how_to_look(question: Question, facts: Facts) -> str:
    new = facts.new_side or question.release.version
    return f"apparate diff --library {question.release.name} {question.reference.version} {new}"


def _how_to_waive(diff: ApiDiff) -> str:
    names = [f'"{one.object}"' for one in diff.breaks[:_MOST_NAMED]]
    more = ["…"] if len(diff.breaks) > _MOST_NAMED else []
    return f"api_allow = [{', '.join([*dict.fromkeys(names), *more])}]"


def _how_to_allow(question: Question) -> str:
    allow = question.in_force.allow
    if allow.tag is not None:
        return f"the tag {allow.tag} = major"
    return "--allow major" if allow.rule is None else f"allow = major in {allow.named_rule}"


def change_words(change: ApiChange) -> str:
    """What broke, of what kind, and where."""
    line = "" if change.line is None else f":{change.line}"
    return f"{change.object} ({change.kind.value}, {change.file}{line})"
