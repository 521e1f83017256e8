"""Fields that documents of several kinds have, read without trust in their shape."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from apparate_ng.discovery.places import Json, Place, inner
from apparate_ng.discovery.secrets_in_urls import without_passwords
from apparate_ng.model.dependents.dependent import LocatedReference, Manager
from apparate_ng.model.dependents.reference import Reference, Span
from apparate_ng.model.dependents.task_run import TaskRun

_PASSWORD = "its address has a password or a query in it, which a plan would have to show"  # noqa: S105  words


def text_or_none(value: Json) -> str | None:
    """A string that says something, or None."""
    return value if isinstance(value, str) and value else None


def manager_of(settings: Json) -> Manager | None:
    """Who else writes the document, by its `deployment`."""
    kind = text_or_none(inner(settings, "deployment", "kind"))
    if kind is None:
        return None
    path = text_or_none(inner(settings, "deployment", "metadata_file_path"))
    return Manager(kind=kind, metadata_file_path=path)


def owner_of(document: Json) -> str | None:
    """Who made it, or where that is not said, as whom it runs."""
    creator, runner = inner(document, "creator_user_name"), inner(document, "run_as_user_name")
    return text_or_none(creator) or text_or_none(runner)


def tags_of(settings: Json) -> dict[str, str]:
    """Tags by key."""
    tags = inner(settings, "tags")
    return {str(key): str(tags[key]) for key in tags} if isinstance(tags, dict) else {}


def located(
    references: Iterable[tuple[Place, Reference]],
    runs_of: Callable[[Place], tuple[TaskRun, ...]] = lambda _: (),
) -> tuple[LocatedReference, ...]:
    """References as a dependent holds them, each with what gets the library by it."""
    return tuple(_located(place, reference, runs_of(place)) for place, reference in references)


def _located(place: Place, reference: Reference, runs: tuple[TaskRun, ...]) -> LocatedReference:
    text = without_passwords(place.text)
    if text != place.text:  # plans and records are read by many
        start, end = (
            len(without_passwords(place.text[:at]))
            for at in (reference.span.start, reference.span.end)
        )
        obstacle = reference.obstacle or _PASSWORD
        reference = replace(reference, span=Span(start=start, end=end), obstacle=obstacle)
    return LocatedReference(location=place.location, text=text, reference=reference, runs=runs)
