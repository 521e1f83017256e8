"""The explanation: a plan's decisions, with everything that was considered on the way to them."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from apparate_ng.model.dependents.dependent import DependentKind, Schedule, Unreadable
from apparate_ng.model.plans.decision import Reason
from apparate_ng.model.plans.plan import PlannedDependent, PlannedPin, WorkspaceIdentity
from apparate_ng.model.policies.policy import Policy, Rule
from apparate_ng.model.policies.soak import Soak
from apparate_ng.model.policies.timing import Timing
from apparate_ng.model.releases.release import Release

EXPLANATION_SCHEMA = "apparate.explanation/1"


class ExplainedRule(msgspec.Struct, frozen=True, kw_only=True):
    """A rule of the configuration, held against one pin."""

    index: int
    """Its place in the configuration, from 0."""
    rule: Rule
    matched: bool
    unmet: tuple[str, ...]
    """The matchers that did not match."""


class ExplainedSetting(msgspec.Struct, frozen=True, kw_only=True):
    """What is in force for one pin, and who said so; neither tag nor rule: the general policy."""

    name: str
    value: str | bool | Soak | None
    tag: str | None
    """As `key=value`."""
    rule: int | None
    reason: str | None
    """That of the rule."""


class FurtherHold(msgspec.Struct, frozen=True, kw_only=True):
    """What would hold a pin next, once that which holds it no longer does."""

    reason: Reason
    explanation: str
    hint: str | None


class Consideration(msgspec.Struct, frozen=True, kw_only=True):
    """One pin, as it was decided for one dependent: the one that holds it, or who uses the file."""

    kind: DependentKind
    id: str
    name: str
    owner: str | None
    schedule: Schedule | None
    tags: Mapping[str, str]
    rules: tuple[ExplainedRule, ...]
    settings: tuple[ExplainedSetting, ...]
    passed: tuple[Reason, ...]
    """The checks that were asked and had nothing to say, in order."""
    decided_by: Reason | None
    """The check that decided; None where nothing stands against it."""
    not_asked: tuple[Reason, ...]
    """The checks after that one, which a plan leaves out."""
    reason: Reason
    explanation: str
    hint: str | None
    further: tuple[FurtherHold, ...]
    """Of what is held, and as far as it can be told without a look into files."""


class ExplainedPin(PlannedPin, frozen=True, kw_only=True):
    """The pin as it stands in a plan, and why. Of a file, one consideration for each user."""

    considered: tuple[Consideration, ...]


class ExplainedDependent(PlannedDependent, frozen=True, kw_only=True):
    """The dependent as it stands in a plan, with its pins explained."""

    pins: tuple[ExplainedPin, ...]


class Explanation(msgspec.Struct, frozen=True, kw_only=True):
    """What a plan would decide about some dependents, and why."""

    schema: str = EXPLANATION_SCHEMA
    created_at: str
    tool_version: str
    workspace: WorkspaceIdentity
    release: Release
    policy: Policy
    wanted: str
    """The id, or the glob, that was asked for."""
    dependents: tuple[ExplainedDependent, ...]
    unreadable: tuple[Unreadable, ...]
    """Of what was asked for."""
    timing: Timing | msgspec.UnsetType = msgspec.UNSET
