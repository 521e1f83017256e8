"""Checks that do not look at the size of the step: is there a pin, is it behind, is it ours?"""

from __future__ import annotations

import posixpath
from typing import Any

from apparate_ng.model.article import with_article
from apparate_ng.model.dependents.dependent import DependentKind
from apparate_ng.model.dependents.read_by_pip import is_cut_by_pip, is_read_by_pip
from apparate_ng.model.dependents.reference import Form
from apparate_ng.model.dependents.replacing import CannotReplaceError, text_with_path
from apparate_ng.model.dependents.workspace_path import is_in_storage, lies_in
from apparate_ng.model.plans.decision import Reason
from apparate_ng.model.releases.coordinates import group_before
from apparate_ng.model.releases.kinds import ArtifactKind
from apparate_ng.model.releases.steps import Step
from apparate_ng.planning.in_force import Setting
from apparate_ng.planning.question import Question, Verdict
from apparate_ng.planning.ranges import admits, starts_above

_ON_AN_INDEX = "it is installed from a package index, where this release may not be"


def obstacle(question: Question) -> Verdict | None:
    """It may be reported, never rewritten."""
    why = question.reference.obstacle or _cut(question)
    if why is None:
        return None
    return Verdict(
        reason=Reason.REPORT_ONLY,
        explanation=why,
        hint=question.reference.remedy or "change it by hand",
    )


def _cut(question: Question) -> str | None:
    """Why the release's path, as it stands, would be another one to pip."""
    located, uri = question.located, question.release.uri
    is_plain = question.reference.form is Form.PATH and not (
        question.reference.is_behind_file_scheme(located.text)
    )
    if is_plain and is_read_by_pip(located.location) and is_cut_by_pip(uri):
        return f"pip would read {uri} only up to the blank before an option or a comment"
    return None


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
    included = question.in_force.include_bundle_managed
    if manager is None or manager.kind != "BUNDLE" or included.value:
        return None
    bundle = manager.metadata_file_path or "its bundle"
    lifting = "add --include-bundle-managed" if included.rule is None else _changing(included)
    return Verdict(
        reason=Reason.MANAGED_BY_BUNDLE,
        explanation="the next deploy of its bundle would undo the change",
        hint=f"change it in {bundle}, or {lifting}",
    )


def _changing(setting: Setting[Any]) -> str:
    return f"change {setting.named_rule} in the configuration"


def pinned_by_tag(question: Question) -> Verdict | None:
    """Its own tag says hold."""
    hold = question.in_force.hold
    if not hold.value or hold.tag is None:
        return None
    kind = question.dependent.kind.value
    return Verdict(
        reason=Reason.PINNED_BY_TAG,
        explanation=f"the {kind} carries the tag {hold.tag}",
        hint=f"remove the tag from the {kind} to let it move",
    )


def held_by_rule(question: Question) -> Verdict | None:
    """A rule of ours says hold."""
    hold = question.in_force.hold
    if not hold.value or hold.tag is not None:
        return None
    return Verdict(
        reason=Reason.HELD_BY_RULE,
        explanation=f"rules[{hold.rule}] holds it: {hold.reason or 'no reason given'}",
        hint=f"change rules[{hold.rule}] in the configuration, or let a later rule say hold = false",
    )


def outside_store(question: Question) -> Verdict | None:
    """The file lies in none of our stores: it is not ours to replace."""
    if question.reference.form is not Form.PATH:
        return None
    path = question.reference.path_in(question.located.text)
    in_storage = is_in_storage(path)  # a rollback writes no other path, so none may be left
    if in_storage and any(lies_in(path, store) for store in question.policy.stores):
        return None
    folder = posixpath.dirname(path) or path
    return Verdict(
        reason=Reason.OUTSIDE_STORE,
        explanation="it lies in none of the configured stores",
        hint=f'if releases live there: also_stores = ["{folder}"]'
        if in_storage
        else "change it by hand: no address of the web and no relative path is a store",
    )


def index_pin(question: Question) -> Verdict | None:
    """A release in a store is on no package index, nor in a Maven repository."""
    index_pins = question.in_force.index_pins
    if question.reference.form is Form.PATH or question.reference.specifier is not None:
        return None
    if index_pins.value == "rewrite":
        return _of_another_group(question)
    if index_pins.value == "replace":
        return _no_path_instead(question)
    if index_pins.rule is not None:
        return Verdict(
            reason=Reason.INDEX_PIN, explanation=_ON_AN_INDEX, hint=_changing(index_pins)
        )
    return Verdict(
        reason=Reason.INDEX_PIN,
        explanation=_ON_AN_INDEX,
        hint='if the release is there too: index_pins = "rewrite";'
        ' for its path in the store instead: index_pins = "replace"',
    )


def _of_another_group(question: Question) -> Verdict | None:
    """Artifacts of two groups may have one name, and share nothing else."""
    located, reference = question.located, question.reference
    if reference.form is not Form.COORDINATES:
        return None
    theirs, ours = group_before(located.text, reference.span.start), question.release.group
    if ours is None:
        why = f"the release does not say its group, and this is of {theirs}"
        hint = "change it by hand, or build the jar with Maven's pom.properties in it"
    elif ours != theirs:
        why, hint = f"it is of the group {theirs}, and the release of {ours}", None
    else:
        return None
    return Verdict(reason=Reason.INDEX_PIN, explanation=why, hint=hint)


def _no_path_instead(question: Question) -> Verdict | None:
    located = question.located
    try:
        text_with_path(located.text, located.location, question.reference, question.release)
    except CannotReplaceError as error:
        return Verdict(
            reason=Reason.INDEX_PIN,
            explanation=f"a path cannot take its place: {error}",
            hint='change it by hand, or if the release is on the index too: index_pins = "rewrite"',
        )
    return None


def needs_restart(question: Question) -> Verdict | None:
    """A running cluster keeps its libraries until somebody restarts it."""
    if question.dependent.kind is not DependentKind.CLUSTER or question.policy.include_clusters:
        return None
    return Verdict(
        reason=Reason.NEEDS_RESTART,
        explanation="a cluster takes another version only at its next restart",
        hint="add --include-clusters, and restart the cluster afterwards",
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
        explanation=f"it is pinned as {kind.value}, and the release is"
        f" {with_article(release.kind.value)}",
        hint="add --replace-eggs" if eggs_move else None,
    )
