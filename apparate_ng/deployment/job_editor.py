"""Jobs: only what changed is sent, and merged by the platform."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, TypeAlias

from apparate_ng.deployment.change import Change
from apparate_ng.deployment.editor import Seen
from apparate_ng.deployment.verification import damage, was_edited_elsewhere
from apparate_ng.discovery.places import Place
from apparate_ng.discovery.rewriting import rewritten
from apparate_ng.discovery.walkers.job import places_in_job
from apparate_ng.workspace.jobs import Jobs

Json: TypeAlias = Any


class JobEditor:
    """The jobs of one workspace. A document is a job's settings."""

    noun = "job"

    def __init__(self, jobs: Jobs) -> None:
        self._jobs = jobs

    def read(self, dependent_id: str) -> Seen:
        """The settings of one job, all pages."""
        return Seen(content=self._jobs.read(int(dependent_id)).get("settings") or {})

    def places(self, content: Json) -> Iterable[Place]:
        """Every place where a version can stand."""
        return places_in_job(content)

    def change(self, content: Json, rewrites: Sequence[tuple[Place, str]]) -> Change:
        """What has to be sent."""
        return change_of_job(content, rewrites)

    def send(self, dependent_id: str, change: Change, seen: Seen) -> None:
        """Update the job; it has no version that the platform could compare."""
        del seen
        self._jobs.update(int(dependent_id), change.sent)

    def damage(self, change: Change, after: Json) -> list[str]:
        """What is not as it must be after the write."""
        return damage(change, after)

    def was_edited_elsewhere(self, change: Change, after: Json) -> bool:
        """True where something differs that was not sent."""
        return was_edited_elsewhere(change, after)

    def restore(self, dependent_id: str, before: Json, seen: Seen) -> None:
        """Reset the whole job: for this alone."""
        del seen
        self._jobs.reset(int(dependent_id), before)


def change_of_job(settings: Json, rewrites: Sequence[tuple[Place, str]]) -> Change:
    """Changed tasks whole and no others, since tasks merge by key.

    Where an environment changed, the whole array of them: how those merge is not documented.
    """
    expected = rewritten(settings, rewrites)
    touched = {place.path[:2] for place, _ in rewrites}
    tasks = sorted(index for top, index in touched if top == "tasks" and isinstance(index, int))
    sent: dict[str, Json] = {}
    if tasks:
        sent["tasks"] = [expected["tasks"][index] for index in tasks]
    if any(top == "environments" for top, _ in touched):
        sent["environments"] = expected["environments"]
    return Change(
        before=settings,
        expected=expected,
        sent=sent,
        relies_on_merging=bool(tasks) and len(tasks) < len(expected["tasks"]),
    )
