"""Comparing the API of a release with those of the files that it replaces, each pair once."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib.metadata import version
from threading import Lock
from typing import TYPE_CHECKING

from msgspec import structs

from apparate_ng.__about__ import __version__
from apparate_ng.model.compatibility.api_diff import ApiDiff, ComparedWheel, Verdict
from apparate_ng.model.compatibility.waiver import Waiver, waiver_of
from apparate_ng.model.releases.release import Release
from apparate_ng.operations.facts.fetching import Fetched
from apparate_ng.operations.facts.file_cache import FileCache

if TYPE_CHECKING:
    from apparate_ng.compatibility.visits import Visits
    from apparate_ng.compatibility.wheels import ReadWheel

_KIND = "diffs"


class Comparer:
    """Compares one release with others. Thread-safe; griffe loads only where nothing was kept.

    Args:
        release: the newer side.
        file: the release's file.
        allow: what may break.
        cache: where verdicts are kept; waivers are no part of them.
    """

    def __init__(
        self, release: Release, file: Fetched, allow: Sequence[Waiver], cache: FileCache
    ) -> None:
        self._release, self._file = release, file
        self._allow, self._cache = allow, cache
        self._new: tuple[ReadWheel, Visits] | None = None
        self._lock = Lock()

    def compare(self, pinned: Fetched, pinned_version: str) -> ApiDiff:
        """Whether code written for the pinned file can use the release.

        Raises:
            ArtifactError: one of them is damaged.
        """
        key = (pinned.sha256, self._file.sha256, __version__, _version_of_reader())
        diff = self._cache.document(_KIND, key, ApiDiff)
        if diff is None:
            diff = self._compared(pinned, pinned_version)
            self._cache.keep_document(_KIND, key, diff)
        return with_waivers(diff, self._allow)

    def _compared(self, pinned: Fetched, pinned_version: str) -> ApiDiff:
        from apparate_ng.compatibility.visits import Visits
        from apparate_ng.compatibility.wheels import compare_read

        name = self._release.name
        with self._lock:  # reading is work for the processor, which threads cannot share
            if self._new is None:
                visits = Visits()
                self._new = _read(self._file, name, self._release.version, visits), visits
            new, visits = self._new
            return compare_read(_read(pinned, name, pinned_version, visits), new)


def with_waivers(diff: ApiDiff, allow: Sequence[Waiver]) -> ApiDiff:
    """A comparison that was made without waivers, as it is with them."""
    waived = tuple(one for one in diff.breaks if waiver_of(one.object, allow) is not None)
    breaks = tuple(one for one in diff.breaks if one not in waived)
    verdict = diff.verdict
    if waived and not breaks:
        verdict = Verdict.UNCHECKED if diff.unchecked else Verdict.COMPATIBLE
    return structs.replace(diff, breaks=breaks, waived=waived, verdict=verdict)


def _read(file: Fetched, name: str, version: str, visits: Visits) -> ReadWheel:
    """A file may lie in the workspace under a name of its own, which is no reason to refuse it."""
    from apparate_ng.compatibility.reading import read_surface
    from apparate_ng.compatibility.wheels import ReadWheel

    wheel = ComparedWheel(name=name, version=version, filename=file.name, sha256=file.sha256)
    return ReadWheel(wheel=wheel, surface=read_surface(file.path, visits))


@cache
def _version_of_reader() -> str:
    return version("griffelib")
