"""Whether what stands after a disturbed run is what was promised."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from apparate_ng.errors import ExitCode
from apparate_ng.model.deployments.deployment import DeployedDependent, Outcome
from apparate_ng.model.stores.prune import PruneOutcome
from apparate_ng.sandbox.handle import Sandbox
from tests.e2e.jobs import NEW, OLD
from tests.faults.commands import Ended
from tests.faults.planted import UNUSED, releases, standing

Documents = Mapping[str, str]
_AT_GOAL = frozenset({Outcome.UPDATED, Outcome.UNCHANGED})
_AT_START = frozenset({Outcome.PENDING, Outcome.ROLLED_BACK, Outcome.DRIFTED})


def torn(sandbox: Sandbox, ends: tuple[Documents, ...]) -> Iterator[str]:
    """What stands neither as at one end of the way nor as at the other, and files that are not whole."""
    stands = standing(sandbox)
    if set(stands) != set(ends[0]):
        yield f"other documents than before: {set(stands) ^ set(ends[0])}"
        return
    for key, text in stands.items():
        if all(text != end[key] for end in ends):
            yield f"{key} is torn: {text[:500]}"


def torn_releases(
    sandbox: Sandbox, before: Mapping[str, bytes | None], new: bytes, *, pruned: bool
) -> Iterator[str]:
    """What of the store is neither as it was nor whole."""
    for version, content in releases(sandbox).items():
        allowed = {before[version]}
        if version == NEW:
            allowed.add(new)
        if pruned and version in UNUSED:
            allowed.add(None)
        if content not in allowed:
            yield f"release {version} is torn or gone"


def unlike_said(sandbox: Sandbox, ended: Ended, start: Documents, goal: Documents) -> Iterator[str]:
    """Where the exit code, or what is said of one dependent, is not what stands."""
    stands = standing(sandbox)
    if ended.pruned is not None:
        yield from _unlike_pruned(sandbox, ended)
    elif ended.exit_code is ExitCode.DONE:
        yield from _unlike(stands, goal, "exit code 0, and")
    elif ended.deployment is None:
        if ended.exit_code not in {ExitCode.ERROR, ExitCode.STALE, ExitCode.REFUSED}:
            yield f"an error with exit code {ended.exit_code}: {ended.error}"
        yield from _unlike(stands, start, f"error {ended.error!r}, and")
    elif ended.exit_code not in {ExitCode.PARTIAL, ExitCode.REFUSED}:
        yield f"exit code {ended.exit_code}: {_said(ended)}"
    if ended.deployment is not None:
        for one in ended.deployment.dependents:
            yield from _unlike_outcome(one, stands, start, goal)


def _said(ended: Ended) -> list[str]:
    dependents = ended.deployment.dependents if ended.deployment else ()
    return [f"{one.id} {one.outcome.value} {one.error}" for one in dependents]


def _unlike(stands: Documents, expected: Documents, words: str) -> Iterator[str]:
    for key, text in stands.items():
        if text != expected[key]:
            yield f"{words} {key} stands otherwise"


def _unlike_outcome(
    one: DeployedDependent, stands: Documents, start: Documents, goal: Documents
) -> Iterator[str]:
    key = f"{one.kind.value} {one.id}"
    if one.outcome in _AT_GOAL and stands[key] != goal[key]:
        yield f"{key} is said to be {one.outcome.value}, and is not at the goal"
    if one.outcome in _AT_START and stands[key] != start[key]:
        yield f"{key} is said to be {one.outcome.value}, and does not stand as before"
    if one.outcome not in _AT_GOAL and not one.error and one.outcome is not Outcome.DRIFTED:
        yield f"{key} is {one.outcome.value} without a word"


def _unlike_pruned(sandbox: Sandbox, ended: Ended) -> Iterator[str]:
    there = releases(sandbox)
    assert ended.pruned is not None
    for one in ended.pruned.remove:
        version = next(each for each in (*UNUSED, OLD) if f"-{each}-" in one.uri)
        if one.outcome is PruneOutcome.REMOVED and there[version] is not None:
            yield f"{version} is said to be removed, and is there"
        if one.outcome in {PruneOutcome.PENDING, PruneOutcome.CLAIMED} and there[version] is None:
            yield f"{version} is gone, and said to be {one.outcome.value}"
    if ended.exit_code not in {ExitCode.DONE, ExitCode.PARTIAL}:
        yield f"exit code {ended.exit_code} of a prune"
