"""Gathering what checks beyond the version number need: files, runtimes, comparisons.

Only for pins that would move otherwise, each thing once, several at a time.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from apparate_ng.errors import ApparateError
from apparate_ng.model.compatibility.api_diff import ApiDiff
from apparate_ng.model.compatibility.artifact_facts import ArtifactFacts
from apparate_ng.model.dependents.dependent import Dependent, LocatedReference
from apparate_ng.model.dependents.reference import Form
from apparate_ng.model.plans.plan import PlannedDependent
from apparate_ng.model.policies.policy import Policy
from apparate_ng.model.releases.file_names import read_file_name
from apparate_ng.model.releases.kinds import ArtifactKind
from apparate_ng.model.releases.release import Release
from apparate_ng.model.releases.versions import version_or_none
from apparate_ng.operations.facts.comparing import Comparer
from apparate_ng.operations.facts.compute_lookup import ComputeLookup, each_if_had
from apparate_ng.operations.facts.fetching import Fetched, Fetcher, NotFetchedError
from apparate_ng.operations.facts.file_cache import FileCache
from apparate_ng.operations.workspace import Workspace
from apparate_ng.planning.facts import Facts, NotHad, pin_key
from apparate_ng.planning.fitting import asks_nothing
from apparate_ng.planning.requirements_between import requirements_change
from apparate_ng.planning.runtimes import KnownCompute
from apparate_ng.releases.facts import read_facts
from apparate_ng.workspace.connection import CONCURRENCY
from apparate_ng.workspace.pools import workers

_Had: TypeAlias = tuple[ArtifactFacts, Fetched]


@dataclass(frozen=True, slots=True, kw_only=True)
class LocalRelease:
    """A release that is at hand, and how people named it."""

    file: Path
    named: str


def gather_facts(
    workspace: Workspace,
    release: Release,
    local: LocalRelease | None,
    policy: Policy,
    moving: Iterable[LocatedReference],
    cache: FileCache | None = None,
) -> Facts | None:
    """What is to be known of the pins that would move; None where there are none, or no checks.

    What cannot be had is said to be so: no plan fails because of it.
    """
    pins = list(moving) if policy.checks else []
    if not pins:
        return None
    with tempfile.TemporaryDirectory(prefix="apparate-") as folder:
        kept = cache or FileCache()
        fetcher = Fetcher(workspace.files, workspace.connection.host, kept, Path(folder))
        with workers(CONCURRENCY, "facts") as pool:
            return _Gathering(workspace, release, policy, fetcher, kept, pool).facts(pins, local)


def moving_pins(
    planned: Iterable[PlannedDependent], found: Iterable[Dependent]
) -> Iterator[LocatedReference]:
    """The references of which a plan says that they move."""
    by_key = {(one.kind, one.id): one for one in found}
    for dependent in planned:
        references = by_key[dependent.kind, dependent.id].references
        for located, pin in zip(references, dependent.pins, strict=True):
            if pin.to is not None:
                yield located


class _Gathering:
    def __init__(
        self,
        workspace: Workspace,
        release: Release,
        policy: Policy,
        fetcher: Fetcher,
        cache: FileCache,
        pool: Executor,
    ) -> None:
        self._release, self._policy = release, policy
        self._fetcher, self._cache, self._pool = fetcher, cache, pool
        self._lookup = ComputeLookup(workspace, pool)

    def facts(self, pins: list[LocatedReference], local: LocalRelease | None) -> Facts:
        """All of it, stage by stage: what comes first decides what else is needed."""
        wanted = {run.main_class for pin in pins for run in pin.runs if run.main_class}
        release = self._release_facts(local, wanted)
        distinct = {pin_key(pin): pin for pin in pins}
        is_needed = self._release.kind is not ArtifactKind.JAR or _lacks(release, wanted)
        pinned = self._all_pinned(distinct, wanted) if is_needed else {}
        return Facts(
            release=_facts_in(release),
            pinned={key: _facts_in(found) for key, found in pinned.items()},
            api=self._api(distinct, pinned, release),
            compute=self._compute(pins, release),
            on_compute=self._on_compute(pins, release, pinned),
            new_side=None if local is None else local.named,
        )

    def _release_facts(self, local: LocalRelease | None, wanted: set[str]) -> _Had | NotHad:
        release = self._release
        if local is None:
            return self._had(lambda: self._fetcher.fetch(release.uri), release.kind, wanted)
        file = Fetched(path=local.file, name=release.filename, sha256=release.sha256)
        return self._had(lambda: file, release.kind, wanted)

    def _all_pinned(
        self, distinct: Mapping[str, LocatedReference], wanted: set[str]
    ) -> dict[str, _Had | NotHad]:
        return each_if_had(self._pool, distinct, lambda pin: self._pinned(pin, wanted))

    def _pinned(self, pin: LocatedReference, wanted: set[str]) -> _Had | NotHad:
        kind = pin.reference.kind or self._release.kind
        return self._had(lambda: self._fetcher.fetch(self._path(pin)), kind, wanted)

    def _path(self, pin: LocatedReference) -> str:
        """Of a requirement, the file of that version that lies beside the release."""
        if pin.reference.form is Form.PATH:
            return pin.reference.path_in(pin.text)
        folder = self._release.uri.rpartition("/")[0]
        for name in sorted(self._fetcher.names(folder)):
            if self._is_version(name, pin.reference.version):
                return f"{folder}/{name}"
        raise NotFetchedError("the store has no file of it")

    def _is_version(self, file_name: str, version: str | None) -> bool:
        named, release = read_file_name(file_name), self._release
        if named is None or named.version is None or version is None:
            return False
        ecosystem = release.kind.ecosystem
        return (
            named.kind is release.kind
            and named.name == release.comparable_name
            and version_or_none(named.version, ecosystem) == version_or_none(version, ecosystem)
        )

    def _had(
        self, fetch: Callable[[], Fetched], kind: ArtifactKind, wanted: set[str]
    ) -> _Had | NotHad:
        try:
            file = fetch()
            return self._read(file, kind, wanted), file
        except ApparateError as error:
            return NotHad(why=error.what)

    def _read(self, file: Fetched, kind: ArtifactKind, wanted: set[str]) -> ArtifactFacts:
        return read_facts(
            file.path, kind=kind, name=file.name, sha256=file.sha256, main_classes=wanted
        )

    def _api(
        self,
        distinct: Mapping[str, LocatedReference],
        pinned: Mapping[str, _Had | NotHad],
        release: _Had | NotHad,
    ) -> dict[str, ApiDiff]:
        """Each pair of files once, however many pins have it."""
        if isinstance(release, NotHad) or not self._policy.api_check:
            return {}
        if self._release.kind is ArtifactKind.JAR:
            return {}
        comparer = Comparer(self._release, release[1], self._policy.api_allow, self._cache)
        pairs: dict[str, tuple[Fetched, str]] = {}
        for key, had in pinned.items():
            if not isinstance(had, NotHad):
                pairs[had[1].sha256] = (had[1], distinct[key].reference.version or "")
        return each_if_had(self._pool, pairs, lambda pair: comparer.compare(*pair))

    def _compute(self, pins: list[LocatedReference], release: _Had | NotHad) -> KnownCompute:
        """Asked for only where the release does not run just anywhere; eggs never do."""
        runs_anywhere = isinstance(release, NotHad) or (
            self._release.kind is ArtifactKind.WHEEL
            and asks_nothing(release[0].requires_python, release[0].tags)
        )
        if runs_anywhere or self._release.kind is ArtifactKind.JAR:
            return KnownCompute()
        return self._lookup.known(run.compute for pin in pins for run in pin.runs)

    def _on_compute(
        self,
        pins: list[LocatedReference],
        release: _Had | NotHad,
        pinned: Mapping[str, _Had | NotHad],
    ) -> dict[str, frozenset[str]]:
        """Asked for only where the release needs something new."""
        needing = {key for key, had in pinned.items() if _needs_more(had, release)}
        return self._lookup.libraries_on(
            run.compute for pin in pins if pin_key(pin) in needing for run in pin.runs
        )


def _needs_more(pinned: _Had | NotHad, release: _Had | NotHad) -> bool:
    if isinstance(pinned, NotHad) or isinstance(release, NotHad):
        return False
    return bool(requirements_change("", pinned[0].requires, release[0].requires).added)


def _facts_in(had: _Had | NotHad) -> ArtifactFacts | NotHad:
    return had if isinstance(had, NotHad) else had[0]


def _lacks(release: _Had | NotHad, wanted: set[str]) -> bool:
    return isinstance(release, NotHad) or not wanted <= release[0].classes
