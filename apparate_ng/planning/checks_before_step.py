"""Checks that do not look at the size of the step: is there a pin, is it behind, is it ours?"""

from __future__ import annotations

import posixpath

from apparate_ng.model.decision import Reason
from apparate_ng.model.dependent import DependentKind
from apparate_ng.model.kinds import ArtifactKind
from apparate_ng.model.reference import Form
from apparate_ng.model.steps import Step
from apparate_ng.model.workspace_path import lies_in
from apparate_ng.planning.question import Question, Verdict
from apparate_ng.planning.ranges import admits, starts_above


def obstacle(question: Question) -> Verdict | None:
    """It may be reported, never rewritten."""
    if question.reference.obstacle is None:
        return None
    return Verdict(
        reason=Reason.REPORT_ONLY,
        explanation=question.reference.obstacle,
        hint="change it by hand",
    )


def unversioned(question: Question) -> Verdict | None:
    """It names no version that can be read."""
    if question.pinned is not None or question.reference.specifier is not None:
        return None
    return Verdict(
        reason=Reason.UNVERSIONED,
        explanation="it names no version, or one that only a run completes",
    )


def already_there(question: Question) -> Verdict | None:
    """The pin stands at the release already."""
    if question.change is None or question.change.step is not Step.NONE:
        return None
    return Verdict(reason=Reason.SAME_VERSION, explanation="it has this version already")


def already_past(question: Question) -> Verdict | None:
    """The pin is newer than the release."""
    if question.change is None or question.change.step is not Step.DOWNGRADE:
        return None
    if question.policy.allow_downgrade:
        return None
    return Verdict(
        reason=Reason.NEWER_VERSION,
        explanation=f"{question.pinned} is newer than {question.release.version}",
    )


def in_range(question: Question) -> Verdict | None:
    """A range that admits the release, or that begins above it, needs no rewrite."""
    specifier = question.reference.specifier
    if specifier is None:
        return None
    if admits(specifier, question.new):
        explanation = f"{specifier} admits {question.release.version}"
        return Verdict(reason=Reason.IN_RANGE, explanation=explanation)
    if starts_above(specifier, question.new):
        explanation = f"{specifier} begins above {question.release.version}"
        return Verdict(reason=Reason.NEWER_VERSION, explanation=explanation)
    return None


def system_managed(question: Question) -> Verdict | None:
    """The platform says that the dependent is read-only."""
    manager = question.dependent.managed_by
    if manager is None or manager.kind != "SYSTEM_MANAGED":
        return None
    kind = question.dependent.kind.value
    return Verdict(
        reason=Reason.SYSTEM_MANAGED,
        explanation=f"the platform manages this {kind}: it is read-only",
    )


def managed_by_bundle(question: Question) -> Verdict | None:
    """The next deploy of its bundle would undo the change."""
    manager = question.dependent.managed_by
    if manager is None or manager.kind != "BUNDLE" or question.policy.include_bundle_managed:
        return None
    bundle = manager.metadata_file_path or "its bundle"
    return Verdict(
        reason=Reason.MANAGED_BY_BUNDLE,
        explanation="the next deploy of its bundle would undo the change",
        hint=f"change it in {bundle}, or add --include-bundle-managed",
    )


def held_by_tag_or_rule(question: Question) -> Verdict | None:
    """Its own tag, or a rule of ours, says hold."""
    limit = question.limit
    if limit.allow is not None:
        return None
    if limit.tag is not None:
        kind = question.dependent.kind.value
        return Verdict(
            reason=Reason.PINNED_BY_TAG,
            explanation=f"the {kind} carries the tag {limit.tag}",
            hint=f"remove the tag from the {kind} to let it move",
        )
    reason = limit.rule.reason if limit.rule else None
    return Verdict(
        reason=Reason.HELD_BY_RULE,
        explanation=f"a rule holds it: {reason or 'no reason given'}",
        hint="change the rule in the configuration",
    )


def outside_store(question: Question) -> Verdict | None:
    """The file lies in none of our stores: it is not ours to replace."""
    if question.reference.form is not Form.PATH:
        return None
    path = question.reference.span.of(question.located.text)
    if any(lies_in(path, store) for store in question.policy.stores):
        return None
    folder = posixpath.dirname(path) or path
    return Verdict(
        reason=Reason.OUTSIDE_STORE,
        explanation="it lies in none of the configured stores",
        hint=f'if releases live there: also_stores = ["{folder}"]',
    )


def index_pin(question: Question) -> Verdict | None:
    """A release in a store is on no package index, nor in a Maven repository."""
    if question.reference.form is Form.PATH or question.policy.index_pins == "rewrite":
        return None
    if question.reference.specifier is not None:
        return None
    return Verdict(
        reason=Reason.INDEX_PIN,
        explanation="it is installed from a package index, where this release may not be",
        hint='if the release is there too: index_pins = "rewrite"',
    )


def needs_restart(question: Question) -> Verdict | None:
    """A running cluster keeps its libraries until somebody restarts it."""
    if question.dependent.kind is not DependentKind.CLUSTER:
        return None
    return Verdict(
        reason=Reason.NEEDS_RESTART,
        explanation="a cluster takes another version only at its next restart",
        hint="install the release on the cluster by hand, remove the old one, and restart it",
    )


def kind_changed(question: Question) -> Verdict | None:
    """The pinned file and the release are of different kinds."""
    kind, release = question.reference.kind, question.release
    if kind is None or kind is release.kind:
        return None
    eggs_move = kind is ArtifactKind.EGG and release.kind is ArtifactKind.WHEEL
    if eggs_move and question.policy.replace_eggs:
        return None
    return Verdict(
        reason=Reason.KIND_CHANGED,
        explanation=f"it is pinned as {kind.value}, and the release is a {release.kind.value}",
        hint="add --replace-eggs" if eggs_move else None,
    )
