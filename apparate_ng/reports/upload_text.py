"""What is said when a release is in the store."""

from __future__ import annotations

from rich.text import Text

from apparate_ng.model.release import Release
from apparate_ng.reports.safe_text import safe


def upload_report(release: Release, *, uploaded: bool) -> Text:
    """One line: what is where, and whether it was there before."""
    how = "uploaded" if uploaded else "already in the store, unchanged"
    return Text(safe(f"{release.name} {release.version}: {how}\n{release.uri}"))
