"""The versions of one library that the store has: their order, the newest, what is newer than."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cmp_to_key

from apparate_ng.model.releases.kinds import Ecosystem
from apparate_ng.model.releases.versions import AnyVersion, is_older, version_or_none


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredVersions:
    """What the store has of one library."""

    texts: tuple[str, ...]
    """Newest first; what cannot be read as a version is last."""
    newest: str | None
    """The newest final version, or the newest of all where none is final."""
    goals: tuple[AnyVersion, ...]
    """Those that count as releases, newest first: the final ones, or all where none is final."""

    @property
    def goal(self) -> AnyVersion | None:
        """The newest, in its ecosystem's order."""
        return next(iter(self.goals), None)

    def newer_than(self, version: AnyVersion) -> int:
        """How many releases are newer; spellings of one version count once."""
        return len({goal for goal in self.goals if is_older(version, goal)})


def stored_versions(texts: Iterable[str], ecosystem: Ecosystem) -> StoredVersions:
    """Put versions into order; how often and in which order they come makes no difference."""
    read = [(version_or_none(text, ecosystem), text) for text in sorted(set(texts))]
    known = [(version, text) for version, text in read if version is not None]
    known.sort(key=lambda pair: newest_first(pair[0]))
    goals = [pair for pair in known if not pair[0].is_prerelease] or known
    return StoredVersions(
        texts=(
            *(text for _, text in known),
            *(text for version, text in read if version is None),
        ),
        newest=goals[0][1] if goals else None,
        goals=tuple(version for version, _ in goals),
    )


def _compare_newest(left: AnyVersion, right: AnyVersion) -> int:
    return is_older(left, right) - is_older(right, left)


newest_first = cmp_to_key(_compare_newest)
"""A key that sorts versions of one ecosystem, the newest first."""
