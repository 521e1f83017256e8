"""Releases in a store, as tests put them there and look for them."""

from __future__ import annotations

from apparate_ng.model.stores.prune import Prune
from apparate_ng.sandbox.handle import Sandbox
from tests.integration.store.place import PLACES, Place

PLACE_OF = {place.uri: kind for kind, place in PLACES.items()}


def file_of(version: str, library: str = "lib") -> str:
    """The name of a wheel."""
    return f"{library}-{version}-py3-none-any.whl"


def put(sandbox: Sandbox, place: Place, version: str, library: str = "lib") -> None:
    """A wheel in the store."""
    place.put(sandbox, file_of(version, library), f"{library} {version}".encode())


def there(sandbox: Sandbox, place: Place, *versions: str) -> list[str]:
    """Those of the versions that are in the store."""
    return [each for each in versions if place.stored(sandbox, file_of(each)) is not None]


def removed(prune: Prune) -> dict[str, str]:
    """What became of each version that was to go."""
    return {one.version: one.outcome.value for one in prune.remove}


def kept(prune: Prune) -> dict[str, str]:
    """Why each other version stays."""
    return {one.version: one.reason.value for one in prune.keep}
