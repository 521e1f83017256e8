"""What must be true of every plan, whoever wrote or edited its file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator

from msgspec import UNSET

from apparate_ng.model.dependents.dependent import DependentKind
from apparate_ng.model.plans.plan import PinCounts, Plan, PlannedDependent
from apparate_ng.model.releases.file_names import read_file_name
from apparate_ng.model.releases.release import Release
from apparate_ng.model.releases.versions import version_or_none

_JOB = DependentKind.JOB
_LONGEST_ID = 19
"""Digits of a job's id; the platform's are 64-bit numbers."""
_LONGEST_NAME = 255
"""Bytes of a file's name, on every system that is in use."""
_LARGEST = 1 << 50
"""Bytes of a file."""


def problems_of(plan: Plan) -> Iterator[str]:
    """What is wrong with a plan that has the right shape, in words."""
    if plan.rolls_back is not UNSET:
        yield "it is that of a rollback, which plans anew: apparate rollback"
    yield from problems_of_release(plan.release)
    yield from problems_of_dependents(plan.dependents)
    for one in plan.changing:
        if one.kind is DependentKind.CLUSTER and not plan.policy.include_clusters:
            yield f"cluster {one.id} changes only with include_clusters"
    if plan.has_changes is not bool(plan.changing):
        yield "has_changes does not say what its pins say"
    if plan.summary.pins != PinCounts.of(plan.dependents):
        yield "its summary does not count its pins"


def problems_of_release(release: Release) -> Iterator[str]:
    """The file that is checked and uploaded must be the very file that jobs will point at."""
    named = read_file_name(release.filename)
    version = version_or_none(release.version, release.kind.ecosystem)
    if "/" in release.filename or "\\" in release.filename or named is None or _is_long(release):
        yield f"{release.filename!r} is no library's file name"
    elif version is None:
        yield f"{release.version!r} is no version"
    elif not release.uri.endswith(f"/{release.filename}"):
        yield "the release's uri and file name differ"
    elif named.kind is not release.kind or named.name != release.comparable_name:
        yield "the release's file name is another library's"
    elif named.version is None or version != version_or_none(named.version, release.kind.ecosystem):
        yield "the release's file name has another version"
    if not 0 <= release.size < _LARGEST:
        yield "the release's size is none of a file"
    if release.file is not None and release.file != release.filename:
        yield "the file beside it is not called as the release's"


def _is_long(release: Release) -> bool:
    return len(release.filename.encode("utf-8", "surrogatepass")) > _LONGEST_NAME


def problems_of_dependents(dependents: Collection[PlannedDependent]) -> Iterator[str]:
    """No dependent twice, each with an id of its kind, and only such that can be changed."""
    times = Counter((one.kind, one.id) for one in dependents)
    for (kind, id_), number in times.items():
        if number > 1:
            yield f"{kind.value} {id_} is there more than once"
        if kind is _JOB and not _is_job_id(id_):
            yield f"{id_!r} is no job id"
    users = {user.id for one in dependents for user in one.users or () if user.kind is _JOB}
    yield from (f"{id_!r} is no job id" for id_ in sorted(users) if not _is_job_id(id_))


def _is_job_id(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= _LONGEST_ID
