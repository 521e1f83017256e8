"""How `jobs/update` changes settings: documented for 2.2, and in the ways other servers do it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from apparate_ng.sandbox.documents.json_text import JsonObject

_KEYS = {"tasks": "task_key", "job_clusters": "job_cluster_key", "environments": "environment_key"}


@dataclass(frozen=True, kw_only=True, slots=True)
class MergeRules:
    """Which arrays are merged by key; every other top-level field is replaced."""

    tasks: bool = True
    """`tasks` and `job_clusters`, as documented; off is what third-party emulators do."""

    environments: bool = False
    """`environments`: not documented, so both ways can be played."""

    def keys(self) -> dict[str, str]:
        """The merged arrays, each with the name of its key field."""
        is_merged = {
            "tasks": self.tasks,
            "job_clusters": self.tasks,
            "environments": self.environments,
        }
        return {name: key for name, key in _KEYS.items() if is_merged[name]}


def merged(settings: JsonObject, new_settings: JsonObject, rules: MergeRules) -> JsonObject:
    """The settings after an update.

    Documented: top-level fields are replaced; entries of merged arrays are replaced whole, by
    their key, and the others are kept; new entries follow the old ones.
    """
    result = {**settings, **new_settings}
    for name, key in rules.keys().items():
        old, new = settings.get(name), new_settings.get(name)
        if isinstance(old, list) and isinstance(new, list):
            result[name] = _by_key(old, new, key)
    return result


def _by_key(old: list[JsonObject], new: list[JsonObject], key: str) -> list[JsonObject]:
    entries = {entry.get(key): entry for entry in old}
    entries.update({entry.get(key): entry for entry in new})
    return list(entries.values())


def without_fields(settings: JsonObject, fields: Sequence[str]) -> JsonObject:
    """The settings without the `fields_to_remove`.

    Documented: top-level names, and single entries as `tasks/KEY` and `job_clusters/KEY`. What
    is not there is passed over.
    """
    result = {**settings}
    for field in fields:
        name, _, entry = field.partition("/")
        if not entry:
            result.pop(name, None)
        elif name in {"tasks", "job_clusters"} and isinstance(result.get(name), list):
            result[name] = [item for item in result[name] if item.get(_KEYS[name]) != entry]
    return result
