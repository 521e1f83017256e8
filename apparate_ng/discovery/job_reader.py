"""From a job as the platform sends it to the dependent that planning reads."""

from __future__ import annotations

from apparate_ng.discovery.job_schedule import schedule_of
from apparate_ng.discovery.job_walker import places_in_job
from apparate_ng.discovery.places import Json, Place, inner
from apparate_ng.discovery.references import references_to
from apparate_ng.model.dependent import Dependent, DependentKind, LocatedReference, Manager
from apparate_ng.model.fingerprint import fingerprint
from apparate_ng.model.reference import Reference


def references_in_job(settings: Json, library: str) -> list[tuple[Place, Reference]]:
    """Every place of the job that names `library`, with what it says."""
    return references_to(library, places_in_job(settings))


def dependent_from_job(job: Json, library: str) -> Dependent | None:
    """The dependent that a whole job document is, or None where it does not name the library."""
    settings = inner(job, "settings")
    references = references_in_job(settings, library)
    if not references:
        return None
    return Dependent(
        kind=DependentKind.JOB,
        id=str(job["job_id"]),
        name=_text(inner(settings, "name")) or "(unnamed)",
        owner=_text(inner(job, "creator_user_name")) or _text(inner(job, "run_as_user_name")),
        schedule=schedule_of(settings),
        managed_by=_manager(settings),
        tags=_tags(settings),
        fingerprint=fingerprint(settings),
        references=tuple(
            LocatedReference(location=place.location, text=place.text, reference=reference)
            for place, reference in references
        ),
    )


def _text(value: Json) -> str | None:
    return value if isinstance(value, str) and value else None


def _manager(settings: Json) -> Manager | None:
    kind = _text(inner(settings, "deployment", "kind"))
    if kind is None:
        return None
    path = _text(inner(settings, "deployment", "metadata_file_path"))
    return Manager(kind=kind, metadata_file_path=path)


def _tags(settings: Json) -> dict[str, str]:
    tags = inner(settings, "tags")
    return {str(key): str(tags[key]) for key in tags} if isinstance(tags, dict) else {}
