"""From a job as the platform sends it to the dependent that planning reads."""

from __future__ import annotations

from functools import partial
from itertools import chain

from apparate_ng.discovery.places import Json, Place, inner
from apparate_ng.discovery.readers.fields import (
    located,
    manager_of,
    owner_of,
    tags_of,
    text_or_none,
)
from apparate_ng.discovery.readers.schedule import schedule_of
from apparate_ng.discovery.readers.task_runs import runs_in_job
from apparate_ng.discovery.references.finding import references_to
from apparate_ng.discovery.walkers.job import places_in_job
from apparate_ng.discovery.walkers.reported_places import reported_in_job
from apparate_ng.model.dependents.dependent import Dependent, DependentKind
from apparate_ng.model.dependents.fingerprint import fingerprint
from apparate_ng.model.dependents.reference import Reference


def references_in_job(settings: Json, library: str | None) -> list[tuple[Place, Reference]]:
    """Every place of the job that names `library`, with what it says."""
    return references_to(library, chain(places_in_job(settings), reported_in_job(settings)))


def dependent_from_job(job: Json, library: str | None) -> Dependent | None:
    """The dependent that a whole job document is, or None where it does not name the library."""
    settings = inner(job, "settings")
    references = references_in_job(settings, library)
    if not references:
        return None
    return Dependent(
        kind=DependentKind.JOB,
        id=str(job["job_id"]),
        name=text_or_none(inner(settings, "name")) or "(unnamed)",
        owner=owner_of(job),
        schedule=schedule_of(settings),
        managed_by=manager_of(settings),
        tags=tags_of(settings),
        fingerprint=fingerprint(settings),
        references=located(references, partial(runs_in_job, settings)),
    )
