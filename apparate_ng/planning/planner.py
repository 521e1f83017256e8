"""The planner: a release, a survey and a policy become a plan."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

import msgspec

from apparate_ng.model.dependent import Dependent, DependentKind
from apparate_ng.model.plan import (
    FileUser,
    Notice,
    PinCounts,
    Plan,
    PlannedDependent,
    PlannedPin,
    Summary,
    WorkspaceIdentity,
)
from apparate_ng.model.policy import Policy
from apparate_ng.model.release import Release
from apparate_ng.model.survey import Survey
from apparate_ng.model.versions import parse_version
from apparate_ng.planning.deciding import decide
from apparate_ng.planning.selection import Selection
from apparate_ng.planning.shared_files import decide_in_file

_PAGES = {
    DependentKind.JOB: "jobs",
    DependentKind.PIPELINE: "pipelines",
    DependentKind.POLICY: "compute/policies",
    DependentKind.CLUSTER: "compute/clusters",
}
"""Where the workspace shows dependents of a kind to people."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Occasion:
    """What makes one plan differ from the next when nothing else does."""

    id: str
    created_at: str
    """UTC, as `2026-01-31T12:00:00Z`."""
    tool_version: str
    workspace: WorkspaceIdentity


def make_plan(
    release: Release, survey: Survey, policy: Policy, selection: Selection, occasion: Occasion
) -> Plan:
    """Decide on every reference that the survey found in what was selected."""
    found = _referring(survey.dependents, release)
    selected = [dependent for dependent in found if selection.selects(dependent)]
    planned = _planned(selected, release, policy, occasion.workspace.host)
    counts = PinCounts.of(planned)
    return Plan(
        id=occasion.id,
        created_at=occasion.created_at,
        tool_version=occasion.tool_version,
        workspace=occasion.workspace,
        release=release,
        policy=policy,
        summary=Summary(
            scanned=dict(survey.scanned),
            dependents=len(planned),
            pins=counts,
            deselected=len(found) - len(selected),
        ),
        has_changes=counts.upgrade > 0,
        dependents=planned,
        unreadable=tuple(sorted(survey.unreadable, key=lambda one: (one.kind.value, one.id))),
        warnings=survey.notices,
    )


def plan_dependents(
    dependents: Iterable[Dependent], release: Release, policy: Policy, host: str
) -> tuple[PlannedDependent, ...]:
    """Decide on each reference to the release's library; sorted by kind and id."""
    return _planned(_referring(dependents, release), release, policy, host)


def _referring(dependents: Iterable[Dependent], release: Release) -> list[Dependent]:
    """Without what names a library of another ecosystem: a jar may bear a wheel's name."""
    own = [
        replace(
            dependent,
            references=tuple(
                located
                for located in dependent.references
                if located.reference.ecosystem is release.kind.ecosystem
            ),
        )
        for dependent in dependents
    ]
    return [dependent for dependent in own if dependent.references]


def _planned(
    dependents: Iterable[Dependent], release: Release, policy: Policy, host: str
) -> tuple[PlannedDependent, ...]:
    planned = [_plan_dependent(dependent, release, policy, host) for dependent in dependents]
    return tuple(sorted(planned, key=lambda one: (one.kind.value, one.id)))


def _plan_dependent(
    dependent: Dependent, release: Release, policy: Policy, host: str
) -> PlannedDependent:
    is_file = dependent.kind is DependentKind.FILE
    settle = decide_in_file if is_file else decide
    pins = tuple(settle(located, dependent, release, policy) for located in dependent.references)
    return PlannedDependent(
        kind=dependent.kind,
        id=dependent.id,
        name=dependent.name,
        url=f"{host}/{_PAGES[dependent.kind]}/{dependent.id}" if dependent.kind in _PAGES else None,
        owner=dependent.owner,
        schedule=dependent.schedule,
        managed_by=dependent.managed_by,
        fingerprint=dependent.fingerprint,
        warnings=_conflicts(pins, release),
        pins=pins,
        users=_users(dependent) if is_file else msgspec.UNSET,
    )


def _users(file: Dependent) -> tuple[FileUser, ...]:
    users = [FileUser(kind=user.kind, id=user.id, name=user.name) for user in file.users]
    return tuple(sorted(users, key=lambda user: (user.kind.value, user.id)))


def _conflicts(pins: tuple[PlannedPin, ...], release: Release) -> tuple[Notice, ...]:
    """A warning where one dependent pins several versions: no run gets what its author means."""
    texts = {pin.from_version for pin in pins if pin.from_version is not None}
    written = {parse_version(text, release.kind.ecosystem): text for text in sorted(texts)}
    if len(written) < 2:  # noqa: PLR2004  two make a conflict
        return ()
    listed = " and ".join(written[version] for version in sorted(written))
    return (Notice(code="conflicting-pins", text=f"it pins several versions: {listed}"),)
