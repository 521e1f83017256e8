"""Which file of a release the store has."""

from __future__ import annotations

import msgspec

from apparate_ng.model.releases.kinds import ArtifactKind
from apparate_ng.model.releases.release import Release

_BUILT, _STORED = "a" * 64, "b" * 64
_RELEASE = Release(
    name="lib",
    version="1.5.0",
    kind=ArtifactKind.WHEEL,
    filename="lib-1.5.0-py3-none-any.whl",
    sha256=_BUILT,
    size=1,
    uri="/Workspace/Shared/libraries/lib-1.5.0-py3-none-any.whl",
)


def test_the_store_has_what_was_built() -> None:
    stored = _RELEASE.as_stored(_BUILT)

    assert stored == _RELEASE
    assert stored.sha256_in_store == _BUILT
    assert "stored_sha256" not in msgspec.to_builtins(stored)


def test_the_store_has_another_build() -> None:
    stored = _RELEASE.as_stored(_STORED)

    assert (stored.sha256, stored.stored_sha256) == (_BUILT, _STORED)
    assert stored.sha256_in_store == _STORED
    assert stored.as_stored(_BUILT) == _RELEASE
