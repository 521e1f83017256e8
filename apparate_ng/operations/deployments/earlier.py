"""Earlier deployments of a release: a rollback takes back one, and says which of the others stand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TypeAlias

from apparate_ng.deployment.records import RecordError
from apparate_ng.deployment.restating import Restated
from apparate_ng.model.dependents.dependent import DependentKind
from apparate_ng.model.deployments.deployment import Deployment, DeploymentKind
from apparate_ng.model.plans.plan import EarlierDeployment, Notice, PlannedDependent
from apparate_ng.operations.deployments.reversing import Reversal, standing_of, with_notices
from apparate_ng.operations.queries.history import NewestRecords, earlier_of_release
from apparate_ng.operations.workspace import Workspace

EARLIER_STANDS = "earlier-stands"
NAMED = 5
"""How many are named to people, each with its command; the document has all that were found."""
_Place: TypeAlias = tuple[DependentKind, str, str]


def with_earlier(
    workspace: Workspace, reversal: Reversal, newest: NewestRecords, jobs: tuple[str, ...]
) -> Reversal:
    """The same, with what earlier deployments of the release did, and it does not take back.

    A release often goes out in several deployments: a rerun moves what failed at first. Whether
    their pins stand is read from the workspace, since the record of one that was killed cannot say.

    Args:
        workspace: where.
        reversal: what goes back.
        newest: the records; no more than the newest fifty are read.
        jobs: ids, or globs on id or name, to which it is limited.

    Raises:
        WorkspaceError: the records, or the workspace, cannot be read.
    """
    if reversal.deployment.kind is DeploymentKind.ROLLBACK:
        return reversal
    found = earlier_of_release(newest, reversal.deployment)
    usable = [one for one in found if isinstance(one, Deployment)]
    unusable = [one for one in found if isinstance(one, RecordError)]
    earlier = list(_standing(workspace, usable, reversal.plan.dependents, jobs))
    told = [*_told(earlier), *(earlier_unknown(one.what) for one in unusable[:1])]
    return with_notices(reversal, told, earlier)


def earlier_unknown(why: str) -> Notice:
    """What is said where nobody can tell."""
    text = f"whether earlier deployments of the release still stand cannot be told: {why}"
    return Notice(code="earlier-unknown", text=text)


def _standing(
    workspace: Workspace,
    newest_first: Iterable[Deployment],
    going_back: Iterable[PlannedDependent],
    jobs: tuple[str, ...],
) -> Iterator[EarlierDeployment]:
    """A place counts for the newest that put there what stands."""
    taken = {place for one in going_back for place in _places(one)}
    for deployment in newest_first:
        standing = standing_of(workspace, deployment, jobs)
        stands = [set(_places(one.dependent)) for one in standing if isinstance(one, Restated)]
        number = sum(1 for places in stands if places - taken)
        taken = taken.union(*stands)
        if number:
            yield EarlierDeployment(id=deployment.id, dependents=number)


def _places(dependent: PlannedDependent) -> Iterator[_Place]:
    """Where the pins stand that would go back."""
    return ((dependent.kind, dependent.id, pin.location) for pin in dependent.upgrades)


def _told(earlier: Sequence[EarlierDeployment]) -> Iterator[Notice]:
    for one in earlier[:NAMED]:
        what, them = (
            ("dependents stay", "them") if one.dependents > 1 else ("dependent stays", "it")
        )
        text = f"{one.dependents:,} {what} where deployment {one.id} put {them}"
        yield Notice(code=EARLIER_STANDS, text=text)
    more = len(earlier) - NAMED
    if more > 0:
        what = "deployments stand" if more > 1 else "deployment stands"
        text = f"{more:,} more earlier {what}; list them with: apparate history"
        yield Notice(code=EARLIER_STANDS, text=text)
