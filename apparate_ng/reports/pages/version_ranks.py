"""The order of the versions that a table names, the newest first."""

from __future__ import annotations

from collections.abc import Iterable

from apparate_ng.model.releases.kinds import Ecosystem
from apparate_ng.model.releases.versions import version_or_none
from apparate_ng.model.stores.stored_versions import newest_first


def version_ranks(texts: Iterable[str | None], ecosystem: Ecosystem) -> dict[str | None, int]:
    """Return the place of each text: versions first, then what is none, by its letters."""
    known = {text: version_or_none(text, ecosystem) for text in set(texts) if text is not None}
    versions = [(version, text) for text, version in known.items() if version is not None]
    versions.sort(key=lambda pair: (newest_first(pair[0]), pair[1]))
    others = sorted(text for text, version in known.items() if version is None)
    ranked: list[str | None] = [*(text for _, text in versions), *others, None]
    return {text: rank for rank, text in enumerate(ranked)}
