"""Every place in a cluster policy where a version can stand."""

from __future__ import annotations

from collections.abc import Iterator

from apparate_ng.discovery.places import Json, Place, inner
from apparate_ng.discovery.walkers.libraries import places_in_libraries


def places_in_policy(policy: Json) -> Iterator[Place]:
    """All places: the libraries that each cluster of the policy gets."""
    yield from places_in_libraries(inner(policy, "libraries"), "libraries", ("libraries",))
