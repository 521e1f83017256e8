"""Claims: what dependents, runs and deployments say that they need."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from apparate_ng.discovery.claims.library_paths import library_paths
from apparate_ng.discovery.places import Place
from apparate_ng.discovery.references.coordinates import read_coordinates
from apparate_ng.discovery.references.requirements import read_dependency
from apparate_ng.model.dependents.dependent import Dependent
from apparate_ng.model.dependents.reference import Form, Reference
from apparate_ng.model.deployments.deployment import Deployment
from apparate_ng.model.stores.claim import Claim, ClaimedPath, claimed_by
from apparate_ng.model.stores.prune import Claiming, KeepReason

_DEPLOYMENT = "deployment"
_ELSEWHERE = frozenset({Form.IMAGE, Form.URL})
"""An image has what it was built with, and an address leads out of every store."""


def claims_of_dependents(
    dependents: Iterable[Dependent], reason: KeepReason = KeepReason.REFERENCED
) -> Iterator[Claim]:
    """One for each reference that was found."""
    for dependent in dependents:
        for one in dependent.references:
            by = Claiming(
                kind=dependent.kind.value,
                id=dependent.id,
                name=dependent.name,
                location=one.location,
            )
            yield from _claim(by, one.text, one.reference, reason)


def claims_of_places(
    found: Iterable[tuple[Place, Reference]], by: Claiming, reason: KeepReason
) -> Iterator[Claim]:
    """One for each place of a document that is no dependent."""
    for place, reference in found:
        located = Claiming(kind=by.kind, id=by.id, name=by.name, location=place.location)
        yield from _claim(located, place.text, reference, reason)


def _claim(by: Claiming, text: str, reference: Reference, reason: KeepReason) -> Iterator[Claim]:
    if reference.form not in _ELSEWHERE:
        yield Claim(by=by, what=claimed_by(text, reference), reason=reason)


def claims_of_deployments(deployments: Iterable[Deployment]) -> Iterator[Claim]:
    """What each of them leads to and back to."""
    for deployment in deployments:
        yield from _claims_of_deployment(deployment)


def _claims_of_deployment(deployment: Deployment) -> Iterator[Claim]:
    by = Claiming(kind=_DEPLOYMENT, id=deployment.id, name=deployment.id)
    texts = {deployment.release.uri: None}
    for dependent in deployment.dependents:
        for pin in dependent.pins:
            texts |= {text: None for text in (pin.from_, pin.to) if text}
    for text in texts:
        yield from claims_in_text(text, by, KeepReason.ROLLBACK)


def claims_in_text(text: str, by: Claiming, reason: KeepReason) -> Iterator[Claim]:
    """What the text of a pin claims, whatever kind of place it stands in."""
    paths = list(library_paths(text))
    for path in paths:
        yield Claim(by=by, what=ClaimedPath(path=path), reason=reason)
    if paths:
        return
    whole = read_coordinates(text) or read_dependency(text)
    found = [whole] if whole else [read_coordinates(one) for one in text.split(",")]
    for reference in found:
        if reference is not None:
            yield from _claim(by, text, reference, reason)
