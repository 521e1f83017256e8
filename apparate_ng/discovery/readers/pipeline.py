"""From a pipeline as the platform sends it to the dependent that planning reads."""

from __future__ import annotations

from itertools import chain

from apparate_ng.discovery.places import Json, inner
from apparate_ng.discovery.readers.compute import compute_of_environment
from apparate_ng.discovery.readers.fields import (
    located,
    manager_of,
    owner_of,
    tags_of,
    text_or_none,
)
from apparate_ng.discovery.readers.schedule import schedule_of_pipeline
from apparate_ng.discovery.references.finding import references_to
from apparate_ng.discovery.walkers.pipeline import places_in_pipeline
from apparate_ng.discovery.walkers.reported_places import reported_in_pipeline
from apparate_ng.model.dependents.dependent import Dependent, DependentKind
from apparate_ng.model.dependents.fingerprint import fingerprint
from apparate_ng.model.dependents.task_run import TaskRun


def dependent_from_pipeline(pipeline: Json, library: str | None) -> Dependent | None:
    """The dependent that a whole pipeline is, or None where it does not name the library."""
    spec = inner(pipeline, "spec")
    references = references_to(library, chain(places_in_pipeline(spec), reported_in_pipeline(spec)))
    if not references:
        return None
    return Dependent(
        kind=DependentKind.PIPELINE,
        id=str(pipeline["pipeline_id"]),
        name=text_or_none(inner(spec, "name")) or "(unnamed)",
        owner=owner_of(pipeline),
        schedule=schedule_of_pipeline(spec),
        managed_by=manager_of(spec),
        tags=tags_of(spec),
        fingerprint=fingerprint(spec),
        references=located(references, lambda _: (run_of_pipeline(spec),)),
    )


def run_of_pipeline(spec: Json) -> TaskRun:
    """Its runtime is the platform's choice, unless its environment says a version."""
    name = text_or_none(inner(spec, "name")) or "(unnamed)"
    environment = inner(spec, "environment")
    return TaskRun(part=f"pipeline {name}", compute=compute_of_environment(environment))
