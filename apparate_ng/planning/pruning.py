"""Mark and sweep: which releases go, which stay, and why. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cmp_to_key
from typing import Any, TypeAlias

from apparate_ng.model.releases.kinds import Ecosystem
from apparate_ng.model.releases.names import comparable
from apparate_ng.model.releases.versions import AnyVersion, is_older
from apparate_ng.model.stores.claim import Claim, Claimed
from apparate_ng.model.stores.prune import (
    Claiming,
    KeepReason,
    KeptRelease,
    PrunePolicy,
    RemovedRelease,
    Unchecked,
    moment_text,
)
from apparate_ng.model.stores.stored_release import StoredRelease
from apparate_ng.planning.covering import covers, names_exactly

_UNUSED = "nothing refers to it"
_UNITS = ((86_400, "day"), (3_600, "hour"), (60, "minute"), (1, "second"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Marked:
    """Everything that was found, at one look at the workspace."""

    releases: tuple[StoredRelease, ...]
    """Of the stores that are swept, all libraries."""
    claims: tuple[Claim, ...]
    unchecked: tuple[Unchecked, ...]
    now: datetime
    """By the server's clock."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sweep:
    """Every release, either here or there."""

    remove: tuple[RemovedRelease, ...]
    keep: tuple[KeptRelease, ...]


_Kept: TypeAlias = tuple[KeepReason, str, tuple[Claiming, ...]]
_Claims: TypeAlias = Mapping[Claimed, Sequence[Claim]]


def sweep(marked: Marked, policy: PrunePolicy, library: str | None = None) -> Sweep:
    """Decide on every release, or on those of one library.

    A release goes only where nothing claims it, it is none of the newest, it is known to be old
    enough, and everything that may refer to it could be read.
    """
    newest, claims = _newest(marked.releases, policy.keep), _by_what(marked.claims)
    remove: list[RemovedRelease] = []
    keep: list[KeptRelease] = []
    for release in sorted(_of(marked.releases, library), key=_place):
        kept = _first_reason(release, marked, policy, claims, newest)
        if kept is None:
            remove.append(RemovedRelease(**_facts(release), explanation=_UNUSED))
        else:
            reason, explanation, by = kept
            keep.append(
                KeptRelease(**_facts(release), reason=reason, explanation=explanation, used_by=by)
            )
    return Sweep(remove=tuple(remove), keep=tuple(keep))


def _by_what(claims: Iterable[Claim]) -> _Claims:
    """Thousands of dependents claim a few things; each is held against the releases once."""
    found: defaultdict[Claimed, list[Claim]] = defaultdict(list)
    for claim in claims:
        found[claim.what].append(claim)
    return found


def _first_reason(
    release: StoredRelease,
    marked: Marked,
    policy: PrunePolicy,
    claims: _Claims,
    newest: frozenset[str],
) -> _Kept | None:
    """Why it stays, by the strongest reason; None where nothing holds it."""
    claimed = _claimed(release, claims)
    if claimed is not None:
        return claimed
    if release.uri in newest:
        return KeepReason.NEWEST, _newest_words(policy.keep), ()
    by_age = _by_age(release, marked.now, timedelta(seconds=policy.older_than_s))
    if by_age is None and marked.unchecked:
        return KeepReason.NOT_CHECKED, "what could not be read may refer to it", ()
    return by_age


def _claimed(release: StoredRelease, claims: _Claims) -> _Kept | None:
    by: defaultdict[KeepReason, dict[Claiming, None]] = defaultdict(dict)
    for what, those in claims.items():
        if covers(what, release):
            for claim in those:
                by[_reason(claim, release)][claim.by] = None
    strongest = next((reason for reason in KeepReason if reason in by), None)
    return None if strongest is None else (strongest, _CLAIM_WORDS[strongest], tuple(by[strongest]))


def _reason(claim: Claim, release: StoredRelease) -> KeepReason:
    """A reference that does not name the very file only may lead to it."""
    if claim.reason is KeepReason.REFERENCED and not names_exactly(claim.what, release):
        return KeepReason.MAY_BE_REFERENCED
    return claim.reason


_CLAIM_WORDS = {
    KeepReason.REFERENCED: "something refers to it",
    KeepReason.ACTIVE_RUN: "a run that has not ended uses it, or may",
    KeepReason.MAY_BE_REFERENCED: "a version, a range or a path elsewhere may lead to it",
    KeepReason.ROLLBACK: "a rollback or an open deployment needs it",
}


def _newest_words(keep: int) -> str:
    return "the newest of its library" if keep == 1 else f"one of the {keep} newest of its library"


def _by_age(release: StoredRelease, now: datetime, least: timedelta) -> _Kept | None:
    if release.modified_at is None:
        return KeepReason.AGE_UNKNOWN, "the platform does not say how old it is", ()
    if least and now - release.modified_at < least:
        return KeepReason.YOUNG, f"it is younger than {_span_words(least)}", ()
    return None


def _span_words(span: timedelta) -> str:
    seconds = int(span.total_seconds())
    length, unit = next(one for one in _UNITS if seconds % one[0] == 0)
    number = seconds // length
    return f"{number} {unit}" + ("" if number == 1 else "s")


def _newest(releases: Iterable[StoredRelease], keep: int) -> frozenset[str]:
    """The files of the newest versions of each library, and of the newest final one."""
    families: defaultdict[tuple[str, Ecosystem], list[StoredRelease]] = defaultdict(list)
    for release in releases:
        families[release.library, release.ecosystem].append(release)
    return frozenset(one.uri for family in families.values() for one in _newest_of(family, keep))


def _newest_of(family: Sequence[StoredRelease], keep: int) -> list[StoredRelease]:
    """`update` without a version takes the newest final one, so it stays beside prereleases."""
    versions: list[AnyVersion] = []
    for at in sorted((one.parsed for one in family), key=cmp_to_key(_order), reverse=True):
        if not versions or at != versions[-1]:
            versions.append(at)
    stay = versions[:keep] + [at for at in versions if not at.is_prerelease][:1]
    return [one for one in family if one.parsed in stay]


def _order(left: AnyVersion, right: AnyVersion) -> int:
    return -1 if is_older(left, right) else int(is_older(right, left))


def _of(releases: Iterable[StoredRelease], library: str | None) -> Iterator[StoredRelease]:
    for release in releases:
        if library is None or release.library == comparable(library, release.ecosystem):
            yield release


def _place(release: StoredRelease) -> tuple[str, str, Any, str]:
    """By library, oldest first."""
    version = cmp_to_key(_order)(release.parsed)
    return release.library, release.ecosystem.value, version, release.uri


def _facts(release: StoredRelease) -> dict[str, Any]:
    return {
        "library": release.library,
        "version": release.version,
        "kind": release.kind,
        "filename": release.filename,
        "uri": release.uri,
        "size": release.size,
        "modified_at": moment_text(release.modified_at),
    }
