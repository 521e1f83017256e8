"""From a pipeline as the platform sends it to the dependent that planning reads."""

from __future__ import annotations

from apparate_ng.discovery.fields import located, manager_of, tags_of, text_or_none
from apparate_ng.discovery.pipeline_walker import places_in_pipeline
from apparate_ng.discovery.places import Json, inner
from apparate_ng.discovery.references import references_to
from apparate_ng.model.dependent import Dependent, DependentKind, Schedule
from apparate_ng.model.fingerprint import fingerprint


def dependent_from_pipeline(pipeline: Json, library: str) -> Dependent | None:
    """The dependent that a whole pipeline is, or None where it does not name the library."""
    spec = inner(pipeline, "spec")
    references = references_to(library, places_in_pipeline(spec))
    if not references:
        return None
    creator, runner = inner(pipeline, "creator_user_name"), inner(pipeline, "run_as_user_name")
    runs_always = inner(spec, "continuous") is True
    return Dependent(
        kind=DependentKind.PIPELINE,
        id=str(pipeline["pipeline_id"]),
        name=text_or_none(inner(spec, "name")) or "(unnamed)",
        owner=text_or_none(creator) or text_or_none(runner),
        schedule=Schedule(kind="continuous", paused=False, text="continuous")
        if runs_always
        else None,
        managed_by=manager_of(spec),
        tags=tags_of(spec),
        fingerprint=fingerprint(spec),
        references=located(references),
    )
