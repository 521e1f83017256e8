"""What is said of a release in the store: two lines, and no third one."""

from __future__ import annotations

from msgspec.structs import replace

from apparate_ng.model.releases.kinds import ArtifactKind
from apparate_ng.model.releases.release import Release
from apparate_ng.reports.text.upload import upload_report

_URI = "/Workspace/Shared/libraries/sales_features-1.5.0-py3-none-any.whl"
RELEASE = Release(
    name="sales-features",
    version="1.5.0",
    kind=ArtifactKind.WHEEL,
    filename="sales_features-1.5.0-py3-none-any.whl",
    sha256="0" * 64,
    size=1,
    uri=_URI,
)


def test_the_place_has_a_line_of_its_own() -> None:
    first, second = upload_report(RELEASE, uploaded=True).plain.split("\n")

    assert first == f"{RELEASE.name} {RELEASE.version}: uploaded"
    assert second == RELEASE.uri


def test_a_name_cannot_begin_a_line() -> None:
    hostile = replace(RELEASE, uri="/Workspace/x\n\x1b[31m.whl")

    assert upload_report(hostile, uploaded=False).plain.count("\n") == 1
