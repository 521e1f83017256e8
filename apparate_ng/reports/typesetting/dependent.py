"""One dependent in a line: name, id, owner, and when it runs."""

from __future__ import annotations

from typing import Protocol

from msgspec import UnsetType
from rich.style import Style
from rich.text import Text

from apparate_ng.model.dependents.dependent import DependentKind, Manager, Schedule
from apparate_ng.model.plans.plan import FileUser, PlannedDependent
from apparate_ng.reports.safe_text import safe
from apparate_ng.reports.typesetting.palette import QUIET, Look
from apparate_ng.reports.typesetting.paragraph import Paragraph
from apparate_ng.reports.web_address import link_into

_MOST_NAMED = 5


class Named(Protocol):
    """What has the platform's id and a name that people gave it."""

    @property
    def kind(self) -> DependentKind:
        """What it is."""

    @property
    def id(self) -> str:
        """The platform's id."""

    @property
    def name(self) -> str:
        """The name, which need not be unique, and may be empty."""


def title(named: Named, link: str | None = None) -> Text:
    """Return name and id, and the kind where it is no job; they are never shortened.

    With a link, the name leads there where the terminal can do that.
    """
    strong = Style(bold=True, link=link)
    if named.kind is DependentKind.FILE:  # its name is its id
        return Text.assemble((safe(named.id), strong), "  ", ("file", QUIET))
    kind = "" if named.kind is DependentKind.JOB else f"{named.kind.value} "
    return Text.assemble(
        (safe(named.name) or "(no name)", strong), "  ", (f"{kind}id {safe(named.id)}", QUIET)
    )


def dependent_line(
    dependent: PlannedDependent, look: Look, *, indent: int, host: str = ""
) -> Paragraph:
    """Return who it is, and beside or below that, whose it is and when it runs.

    With the workspace's host, its name leads there.
    """
    named = title(dependent, link_into(host, dependent.url))
    lead = Text.assemble((f"{look.sign} ", look.style), named, "  ")
    return Paragraph(lead=lead, body=_circumstances(dependent), indent=indent, whole=True)


def schedule_words(schedule: Schedule | None) -> str:
    """Return when something runs by itself, in words; safe to show."""
    if schedule is None:
        return "no schedule"
    kind = schedule.kind.replace("_", " ")
    told = schedule.text.lower().startswith(kind)
    words = schedule.text if told else f"{kind} {schedule.text}".rstrip()
    return safe(words) + (" (paused)" if schedule.paused else "")


def _circumstances(dependent: PlannedDependent) -> Text:
    if isinstance(dependent.users, UnsetType):
        return Text(", ".join(_own_circumstances(dependent)), style=QUIET)
    if dependent.kind is DependentKind.FILE:
        return Text(used_by(dependent.users), style=QUIET)
    owner = "no owner" if dependent.owner is None else safe(dependent.owner)
    return Text(f"{owner}, {used_by(dependent.users)}", style=QUIET)


def _own_circumstances(dependent: PlannedDependent) -> list[str]:
    owner = "no owner" if dependent.owner is None else safe(dependent.owner)
    parts = [owner, schedule_words(dependent.schedule)]
    if dependent.managed_by is not None:
        parts.append(_manager_words(dependent.managed_by))
    return parts


def used_by(users: tuple[FileUser, ...]) -> str:
    """Return who uses what is shared, the first of them by name; safe to show."""
    if not users:
        return "used by no job"
    names = ", ".join(safe(user.name) for user in users[:_MOST_NAMED])
    more = len(users) - _MOST_NAMED
    return f"used by {names}" + (f" and {more} more" if more > 0 else "")


def _manager_words(manager: Manager) -> str:
    words = {"BUNDLE": "deployed by a bundle", "SYSTEM_MANAGED": "managed by the platform"}
    return words.get(manager.kind, f"managed by {safe(manager.kind)}")
