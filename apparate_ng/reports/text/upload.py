"""What is said when a release is in the store."""

from __future__ import annotations

from rich.text import Text

from apparate_ng.model.releases.release import Release
from apparate_ng.reports.safe_text import safe


def upload_report(release: Release, *, uploaded: bool) -> Text:
    """What is in the store, whether it was there before, and below it, where."""
    how = "uploaded" if uploaded else "already in the store, unchanged"
    said = Text(safe(f"{release.name} {release.version}: {how}"))
    return said.append(f"\n{safe(release.uri)}")
