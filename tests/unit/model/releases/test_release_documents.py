"""What is said of a release that was built or uploaded."""

from __future__ import annotations

import msgspec

from apparate_ng.model.releases.documents import Built, Uploaded
from apparate_ng.model.releases.kinds import ArtifactKind
from apparate_ng.model.releases.release import Release

_FILE = "lib-1.5.0-py3-none-any.whl"
_SAID = {
    "name": "lib",
    "version": "1.5.0",
    "kind": "wheel",
    "filename": _FILE,
    "sha256": "ab",
    "size": 7,
}
_RELEASE = Release(
    name="lib",
    version="1.5.0",
    kind=ArtifactKind.WHEEL,
    filename=_FILE,
    sha256="ab",
    size=7,
    uri=f"/store/{_FILE}",
)


def test_what_was_built_is_said_with_its_file() -> None:
    said = msgspec.to_builtins(Built.of(_RELEASE, f"dist/{_FILE}"))

    assert said == {"schema": "apparate.build/1", **_SAID, "file": f"dist/{_FILE}"}


def test_what_was_uploaded_is_said_with_its_place() -> None:
    said = msgspec.to_builtins(Uploaded.of(_RELEASE, uploaded=False))

    where = {"uri": f"/store/{_FILE}", "uploaded": False}
    assert said == {"schema": "apparate.upload/1", **_SAID, **where}
