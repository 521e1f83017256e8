"""Pipelines: the whole spec goes back, and the platform notices who was faster."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, TypeAlias

from apparate_ng.deployment.change import Change
from apparate_ng.deployment.editor import Seen
from apparate_ng.deployment.verification import differences
from apparate_ng.discovery.places import Place
from apparate_ng.discovery.rewriting import rewritten
from apparate_ng.discovery.walkers.pipeline import places_in_pipeline
from apparate_ng.workspace.pipelines import Pipelines
from apparate_ng.workspace.retrying import Repeat

Json: TypeAlias = Any


class PipelineEditor:
    """The pipelines of one workspace. A document is a pipeline's spec."""

    noun = "pipeline"

    def __init__(self, pipelines: Pipelines) -> None:
        self._pipelines = pipelines

    def read(self, dependent_id: str) -> Seen:
        """The spec, and what stands beside it."""
        pipeline = self._pipelines.read(dependent_id)
        beside = {key: pipeline[key] for key in pipeline if key != "spec"}
        return Seen(content=pipeline.get("spec") or {}, stamp=beside)

    def places(self, content: Json) -> Iterable[Place]:
        """Every place where a version can stand."""
        return places_in_pipeline(content)

    def change(self, content: Json, rewrites: Sequence[tuple[Place, str]]) -> Change:
        """The whole spec."""
        expected = rewritten(content, rewrites)
        return Change(before=content, expected=expected, sent=expected)

    def send(self, dependent_id: str, change: Change, seen: Seen) -> None:
        """Replace the spec, if nobody has changed it since it was seen."""
        del dependent_id
        self._pipelines.replace(seen.stamp, change.sent, repeat=Repeat.BY_CALLER)

    def damage(self, change: Change, after: Json) -> list[str]:
        """What does not stand as it was sent."""
        return list(differences(change.expected, after, "spec"))

    def was_edited_elsewhere(self, change: Change, after: Json) -> bool:
        """Never: everything is sent, and an edit in between is a conflict."""
        del change, after
        return False

    def restore(self, dependent_id: str, before: Json, seen: Seen) -> None:
        """Replace the spec by what it was, if nobody has changed it since."""
        del dependent_id
        self._pipelines.replace(seen.stamp, before, repeat=Repeat.SAFE)
