"""A row of a table: a dependent, with those of its references of which the same is said."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from apparate_ng.model.dependents.dependent import DependentKind, Schedule
from apparate_ng.model.plans.decision import Reason
from apparate_ng.reports.pages.difference import Difference, difference
from apparate_ng.reports.typesetting.dependent import schedule_words


class Tone(str, Enum):
    """What something means for whoever looks; each has a sign besides, as in a terminal."""

    GOOD = "good"
    """It moves, or it did."""
    NEAR = "near"
    """It is nearly where it should be."""
    STILL = "still"
    """It is where it should be."""
    WAIT = "wait"
    """It stays behind, for a reason."""
    BAD = "bad"
    QUIET = "quiet"
    """Nothing to say."""


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """The first thing to know of a row: a decision, an outcome, or how far it is behind."""

    word: str
    sign: str
    tone: Tone
    rank: int
    """Where it stands among others of its sort."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What stands at some locations, and what will stand there; None where that is the same."""

    before: str
    after: str | None
    locations: tuple[str, ...]

    @property
    def difference(self) -> Difference | None:
        """Where the two differ; None where nothing changes."""
        return None if self.after is None else difference(self.before, self.after)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """What the tables of all documents have in common. Nothing in it is escaped for anything."""

    library: str
    kind: DependentKind
    id: str
    name: str
    url: str | None
    """Into the workspace, and fit to be a link; else None."""
    owner: str | None
    schedule: Schedule | None
    state: State
    version: str
    """What stands there: a version, a range, or that there is none."""
    version_rank: int
    """Its place among all versions, the newest first."""
    to_version: str | None = None
    note: str = ""
    """Beside the versions: the step, or the releases in between."""
    reason: str | None = None
    explanation: str | None = None
    hint: str | None = None
    error: str | None = None
    entries: tuple[Entry, ...] = ()
    notices: tuple[str, ...] = ()
    users: tuple[str, ...] | None = None
    """Names of what uses it; None where nothing can."""

    @property
    def key(self) -> tuple[DependentKind, str]:
        """Which dependent it is: an id is unique among its kind only."""
        return self.kind, self.id

    @property
    def title(self) -> str:
        """The name, or the id of what has none."""
        return self.name.strip() or self.id

    @property
    def gist(self) -> str:
        """The one thing to say of it in a line; of what simply moves, where it stands."""
        where = self.entries[0].locations[0] if self.entries else ""
        why = None if self.reason == Reason.ALLOWED.value else self.explanation
        return self.error or why or where

    @property
    def when(self) -> str:
        """When it runs by itself, in words."""
        return schedule_words(self.schedule)

    @property
    def places(self) -> int:
        """How many locations there are."""
        return sum(len(entry.locations) for entry in self.entries)


NO_VERSION = "no version"


def entries_of(those: Iterable[tuple[str, str | None, str]]) -> tuple[Entry, ...]:
    """Put what stands before and after, and where, together where it is the same."""
    locations: dict[tuple[str, str | None], list[str]] = {}
    for before, after, location in those:
        locations.setdefault((before, after), []).append(location)
    return tuple(
        Entry(before=before, after=after, locations=tuple(found))
        for (before, after), found in locations.items()
    )
