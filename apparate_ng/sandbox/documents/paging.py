"""How a large job is shown: 100 of each array at a time (documented for 2.2)."""

from __future__ import annotations

from apparate_ng.sandbox.documents.json_text import JsonObject

PAGE = 100
PAGED = ("tasks", "job_clusters", "environments", "parameters")


def has_more(settings: JsonObject, start: int = 0) -> bool:
    """True where a page that begins at `start` leaves something out."""
    return any(len(_array(settings, name)) > start + PAGE for name in PAGED)


def page_of(settings: JsonObject, start: int = 0) -> JsonObject:
    """The settings with the entries `start` to `start + 99` of each paged array.

    On the first page every array stands as it is stored; on later pages a finished one is missing.
    """
    page = {**settings}
    for name in PAGED:
        entries = _array(settings, name)[start : start + PAGE]
        if entries:
            page[name] = entries
        elif start:
            page.pop(name, None)
    return page


def _array(settings: JsonObject, name: str) -> list[JsonObject]:
    value = settings.get(name)
    return value if isinstance(value, list) else []
