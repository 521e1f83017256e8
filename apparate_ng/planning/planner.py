"""The planner: a release, a survey and a policy become a plan."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

import msgspec

from apparate_ng.model.dependents.dependent import Dependent, DependentKind
from apparate_ng.model.dependents.pages import page_of
from apparate_ng.model.plans.plan import (
    FileUser,
    Notice,
    PinCounts,
    Plan,
    PlannedDependent,
    PlannedPin,
    Summary,
    WorkspaceIdentity,
)
from apparate_ng.model.plans.survey import Survey
from apparate_ng.model.policies.freeze import freeze_at
from apparate_ng.model.policies.policy import Policy
from apparate_ng.model.policies.timing import Timing
from apparate_ng.model.releases.release import Release
from apparate_ng.model.releases.versions import parse_version
from apparate_ng.planning.deciding import Settled, settle
from apparate_ng.planning.facts import Facts
from apparate_ng.planning.hosts import (
    HOSTS,
    KnownHosts,
    host_notices,
    hosts_among,
    restart_notices,
)
from apparate_ng.planning.notices_of_files import (
    egg_notices,
    new_requirement_notices,
    requirement_changes,
    unchecked_notices,
    waived_notices,
)
from apparate_ng.planning.selection import Selection, known_names, selector_notices
from apparate_ng.planning.shared import settle_in_file, settle_on_host

_SETTLED_BY = {DependentKind.FILE: settle_in_file, **dict.fromkeys(HOSTS, settle_on_host)}
"""Of what has users, how its pins are decided."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What is decided by, beside what was found."""

    release: Release
    policy: Policy
    timing: Timing | None
    facts: Facts | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Occasion:
    """What makes one plan differ from the next when nothing else does."""

    id: str
    created_at: str
    """UTC, as `2026-01-31T12:00:00Z`."""
    tool_version: str
    workspace: WorkspaceIdentity
    timing: Timing | None = None
    """None where no decision can depend on time."""


def make_plan(
    release: Release,
    survey: Survey,
    policy: Policy,
    selection: Selection,
    occasion: Occasion,
    facts: Facts | None = None,
) -> Plan:
    """Decide on every reference that the survey found in what was selected.

    Without `facts`, what would have to be known of files and runtimes holds nothing.
    """
    found = referring(survey.dependents, release)
    selected = [dependent for dependent in found if selection.selects(dependent)]
    terms = Terms(release=release, policy=policy, timing=occasion.timing, facts=facts)
    planned = _planned(selected, found, terms, occasion.workspace.host)
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
            deselected_by=selection.given if len(selected) < len(found) else msgspec.UNSET,
        ),
        has_changes=counts.upgrade > 0,
        dependents=planned,
        unreadable=tuple(sorted(survey.unreadable, key=lambda one: (one.kind.value, one.id))),
        warnings=(
            *survey.notices,
            *selector_notices(
                selection,
                known_names(found, survey.unreadable),
                f"refers to {release.name}",
            ),
            *_overridden(policy, occasion.timing),
            *_of_files(planned, selected, facts, policy),
        ),
        requirement_changes=msgspec.UNSET
        if facts is None
        else requirement_changes(planned, selected, facts),
        timing=occasion.timing or msgspec.UNSET,
    )


def plan_dependents(
    dependents: Iterable[Dependent],
    release: Release,
    policy: Policy,
    host: str,
    timing: Timing | None = None,
    facts: Facts | None = None,
) -> tuple[PlannedDependent, ...]:
    """Decide on each reference to the release's library; sorted by kind and id."""
    found = referring(dependents, release)
    terms = Terms(release=release, policy=policy, timing=timing, facts=facts)
    return _planned(found, found, terms, host)


def _of_files(
    planned: Iterable[PlannedDependent],
    selected: Iterable[Dependent],
    facts: Facts | None,
    policy: Policy,
) -> tuple[Notice, ...]:
    if facts is None:
        return ()
    return (
        *unchecked_notices(planned),
        *waived_notices(planned, selected, facts, policy),
        *new_requirement_notices(planned, selected, facts),
    )


def _overridden(policy: Policy, timing: Timing | None) -> tuple[Notice, ...]:
    """Who reads a plan that is made in a freeze is to see that it goes ahead all the same."""
    window = None if timing is None else freeze_at(policy.freeze, timing.now)
    if window is None or policy.override_freeze is None:
        return ()
    text = f"the freeze {window.text} does not hold this: {policy.override_freeze}"
    return (Notice(code="freeze-overridden", text=text),)


def referring(dependents: Iterable[Dependent], release: Release) -> list[Dependent]:
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
    dependents: Iterable[Dependent], found: Iterable[Dependent], terms: Terms, host: str
) -> tuple[PlannedDependent, ...]:
    known = hosts_among(found)
    planned = [
        planned_dependent(one, settled_pins(one, terms), known, terms, host) for one in dependents
    ]
    return tuple(sorted(planned, key=lambda one: (one.kind.value, one.id)))


def settled_pins(dependent: Dependent, terms: Terms) -> list[Settled]:
    """The decision on each reference of the dependent, with what was considered."""
    decide = _SETTLED_BY.get(dependent.kind, settle)
    return [
        decide(located, dependent, terms.release, terms.policy, terms.timing, terms.facts)
        for located in dependent.references
    ]


def planned_dependent(
    dependent: Dependent,
    settled: Iterable[Settled],
    known: KnownHosts,
    terms: Terms,
    host: str,
) -> PlannedDependent:
    """The dependent as it stands in a plan."""
    pins, release = tuple(one.pin for one in settled), terms.release
    return PlannedDependent(
        kind=dependent.kind,
        id=dependent.id,
        name=dependent.name,
        url=page_of(host, dependent.kind, dependent.id),
        owner=dependent.owner,
        schedule=dependent.schedule,
        managed_by=dependent.managed_by,
        fingerprint=dependent.fingerprint,
        warnings=(
            *_conflicts(pins, release),
            *host_notices(dependent, known, release),
            *restart_notices(dependent, pins),
            *egg_notices(dependent, pins, terms.facts),
        ),
        pins=pins,
        users=_users(dependent) if dependent.kind in _SETTLED_BY else msgspec.UNSET,
    )


def _users(shared: Dependent) -> tuple[FileUser, ...]:
    users = [
        FileUser(
            kind=user.kind,
            id=user.id,
            name=user.name,
            fingerprint=user.fingerprint or msgspec.UNSET,
        )
        for user in shared.users
    ]
    return tuple(sorted(users, key=lambda user: (user.kind.value, user.id)))


def _conflicts(pins: tuple[PlannedPin, ...], release: Release) -> tuple[Notice, ...]:
    """A warning where one dependent pins several versions: no run gets what its author means."""
    texts = {pin.from_version for pin in pins if pin.from_version is not None}
    written = {parse_version(text, release.kind.ecosystem): text for text in sorted(texts)}
    if len(written) < 2:  # noqa: PLR2004  two make a conflict
        return ()
    listed = " and ".join(written[version] for version in sorted(written))
    return (Notice(code="conflicting-pins", text=f"it pins several versions: {listed}"),)
