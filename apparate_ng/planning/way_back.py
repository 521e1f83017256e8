"""The way back: which deployments say what a rollback would still need. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import TypeAlias

from apparate_ng.model.dependents.dependent import DependentKind
from apparate_ng.model.deployments.deployment import (
    DeployedDependent,
    Deployment,
    Outcome,
    Status,
)
from apparate_ng.model.plans.decision import Decision

_OPEN = frozenset({Status.RUNNING, Status.INTERRUPTED})
_WENT_BACK = frozenset({Outcome.UPDATED, Outcome.UNCHANGED})
_MAY_STAND = frozenset({Outcome.UPDATED, Outcome.UNCHANGED, Outcome.FAILED})
"""In a record that was closed, where the release may stand since."""
_Key: TypeAlias = tuple[DependentKind, str]


def deployments_on_the_way_back(newest_first: Iterable[Deployment]) -> Iterator[Deployment]:
    """Those whose old and new releases stay, of each library in each workspace.

    These are the last deployment, and the rollbacks since, which can be rolled back, too. A release
    often goes out in several deployments, since a rerun moves what failed at first: those before
    the last one belong to it, one after the other, as long as they are of the very same release;
    unless all that they did was rolled back. Whatever is open stays besides.
    """
    releases: dict[tuple[str, tuple[str, str]], str | None] = {}
    went_back: defaultdict[str, set[_Key]] = defaultdict(set)
    for one in newest_first:
        library, version = (one.workspace.host, one.library), one.release.version
        if one.rolls_back is not None:
            went_back[one.rolls_back] |= _put_back(one) - went_back[one.id]
            is_needed = library not in releases
        else:
            is_last = library not in releases
            releases[library] = version if releases.get(library, version) == version else None
            belongs = releases[library] is not None
            is_needed = is_last or (belongs and bool(_standing(one) - went_back[one.id]))
        if is_needed or one.status in _OPEN:
            yield one


def _put_back(rollback: Deployment) -> set[_Key]:
    """What went back wholly."""
    return {
        (one.kind, one.id)
        for one in rollback.dependents
        if one.outcome in _WENT_BACK and not _kept_pins(one)
    }


def _kept_pins(dependent: DeployedDependent) -> bool:
    return any(pin.decision is Decision.HOLD for pin in dependent.pins)


def _standing(deployment: Deployment) -> set[_Key]:
    return {
        (one.kind, one.id)
        for one in deployment.dependents
        if one.upgrades and one.outcome in _MAY_STAND
    }
