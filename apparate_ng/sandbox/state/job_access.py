"""Which jobs an identity sees, and what it may do with them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping

    from apparate_ng.sandbox.state.identities import Identity


class Level(IntEnum):
    """Permission levels on jobs, weakest first (documented names, and `NO_ACCESS`)."""

    NO_ACCESS = 0
    CAN_VIEW = 1
    CAN_MANAGE_RUN = 2
    CAN_MANAGE = 3
    IS_OWNER = 4


@dataclass(frozen=True, kw_only=True, slots=True)
class Wanted:
    """A page of the list: `before` is a position (None for the first page), `name` a filter."""

    limit: int
    before: int | None = None
    offset: int = 0
    name: str | None = None
    expanded: bool = False


# What is said about the user wins, then what is said about a group (strongest first: the names
# happen to sort that way), then what the user has on every job.
_PAGE = """
SELECT sequence, CASE WHEN :expanded THEN expanded ELSE brief END AS text FROM jobs
WHERE (:before IS NULL OR sequence < :before) AND (:name IS NULL OR name = :name)
AND (:admin OR creator = :user OR COALESCE(
    (SELECT level FROM job_access a WHERE a.job_id = jobs.job_id AND a.principal = :user),
    (SELECT level FROM job_access a WHERE a.job_id = jobs.job_id
        AND a.principal IN (SELECT value FROM json_each(:groups)) ORDER BY level LIMIT 1),
    :default_level, 'NO_ACCESS') != 'NO_ACCESS')
ORDER BY sequence DESC LIMIT :limit OFFSET :offset
"""


class JobAccess:
    """The question who may do what with a job, answered from the database."""

    def __init__(self, database: sqlite3.Connection) -> None:
        """The permissions in a database."""
        self._database = database

    def page(self, identity: Identity, wanted: Wanted) -> list[tuple[int, str]]:
        """Positions and texts of the jobs that the identity sees, newest first."""
        parameters = {
            "expanded": wanted.expanded,
            "before": wanted.before,
            "name": wanted.name.casefold() if wanted.name is not None else None,
            "limit": wanted.limit,
            "offset": wanted.offset,
            "admin": identity.admin,
            "user": identity.user_name,
            "groups": json.dumps(identity.groups),
            "default_level": identity.default_level,
        }
        rows = self._database.execute(_PAGE, parameters).fetchall()
        return [(row["sequence"], row["text"]) for row in rows]

    def level(self, identity: Identity, job_id: int) -> Level:
        """What the identity may do; on a job that is not there, only an admin may anything."""
        if identity.admin:
            return Level.CAN_MANAGE
        row = self._database.execute(
            "SELECT creator FROM jobs WHERE job_id = ?", (job_id,)
        ).fetchone()
        if row is None:
            return Level.NO_ACCESS
        if row["creator"] == identity.user_name:
            return Level.IS_OWNER
        return granted(identity, self.entries(job_id))

    def entries(self, job_id: int) -> dict[str, str]:
        """What is said about users and groups on one job."""
        rows = self._database.execute(
            "SELECT principal, level FROM job_access WHERE job_id = ? ORDER BY principal", (job_id,)
        ).fetchall()
        return {row["principal"]: row["level"] for row in rows}


def granted(identity: Identity, entries: Mapping[str, str]) -> Level:
    """What entries for users and groups give an identity: the user's own one wins."""
    if identity.user_name in entries:
        return Level[entries[identity.user_name]]
    levels = [Level[entries[group]] for group in identity.groups if group in entries]
    if levels:
        return max(levels)
    return Level[identity.default_level or "NO_ACCESS"]
