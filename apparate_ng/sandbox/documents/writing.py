"""A job document after a write: checked, merged, with the server's defaults."""

from __future__ import annotations

from typing import TYPE_CHECKING

from apparate_ng.sandbox.documents.defaults import with_defaults
from apparate_ng.sandbox.documents.known_fields import only_known
from apparate_ng.sandbox.documents.merging import MergeRules, merged, without_fields
from apparate_ng.sandbox.documents.validation import problem_of, shape_problem_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from apparate_ng.sandbox.documents.json_text import JsonObject

_AS_DOCUMENTED = MergeRules()


def new_document(job_id: int, settings: JsonObject, *, creator: str, now: int) -> JsonObject:
    """The document of a job that was just created; it runs as its creator.

    Raises:
        ValueError: the settings are refused; the message says why.
    """
    document = {
        "job_id": job_id,
        "creator_user_name": creator,
        "run_as_user_name": creator,
        "settings": {},
        "created_time": now,
    }
    return with_settings(document, settings)


def with_settings(
    document: JsonObject, settings: JsonObject, *, drop_unknown: bool = False
) -> JsonObject:
    """The document with these settings in the place of all that were there (`jobs/reset`).

    `run_as` is never shown among the settings; leaving it out does not clear it.

    Raises:
        ValueError: the settings are refused; the message says why.
    """
    problem = problem_of(settings)
    if problem:
        raise ValueError(problem)
    result = {**document}
    run_as = settings.get("run_as")
    if isinstance(run_as, dict):
        result["run_as_user_name"] = next(iter(run_as.values()), None)
    stored = {key: value for key, value in settings.items() if key != "run_as"}
    result["settings"] = with_defaults(only_known(stored) if drop_unknown else stored)
    return result


def updated(
    document: JsonObject,
    new_settings: JsonObject,
    *,
    fields_to_remove: Sequence[str] = (),
    rules: MergeRules = _AS_DOCUMENTED,
    drop_unknown: bool = False,
) -> JsonObject:
    """The document after `jobs/update`: fields are removed first, then the settings merged.

    Raises:
        ValueError: the request, or what it would lead to, is refused.
    """
    problem = shape_problem_of(new_settings)
    if problem:
        raise ValueError(problem)
    kept = without_fields(document.get("settings") or {}, fields_to_remove)
    return with_settings(document, merged(kept, new_settings, rules), drop_unknown=drop_unknown)
