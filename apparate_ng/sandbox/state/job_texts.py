"""The texts that a job is answered with, made once when it is written.

Listing a page is then a query and a join: no document is parsed to be listed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from apparate_ng.sandbox.documents.json_text import to_text
from apparate_ng.sandbox.documents.paging import has_more, page_of

if TYPE_CHECKING:
    from apparate_ng.sandbox.documents.json_text import JsonObject

_GET_ONLY = frozenset({"run_as_user_name"})
_EXPANDED_ONLY = frozenset({"tasks", "job_clusters", "environments"})


@dataclass(frozen=True, kw_only=True, slots=True)
class JobTexts:
    """A job as `get` shows it, and as `list` does with and without `expand_tasks`."""

    document: str
    expanded: str
    brief: str
    large: bool


def texts_of(document: JsonObject) -> JobTexts:
    """The texts of a whole job document."""
    settings: JsonObject = document.get("settings") or {}
    listed = {key: value for key, value in document.items() if key not in _GET_ONLY}
    slim = {key: value for key, value in settings.items() if key not in _EXPANDED_ONLY}
    large = has_more(settings)
    whole = {**listed, "settings": page_of(settings), "has_more": True} if large else listed
    return JobTexts(
        document=to_text(document),
        expanded=to_text(whole),
        brief=to_text({**listed, "settings": slim}),
        large=large,
    )
