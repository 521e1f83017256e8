"""The libraries of one cluster, each with its status: what install, uninstall and restart do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from apparate_ng.sandbox.documents.json_text import JsonObject

if TYPE_CHECKING:
    from collections.abc import Sequence

PENDING, INSTALLED, LEAVING = "PENDING", "INSTALLED", "UNINSTALL_ON_RESTART"


def statuses_of(libraries: Sequence[JsonObject], status: str) -> list[JsonObject]:
    """Every library in the same status."""
    return [
        {"library": library, "status": status, "is_library_for_all_clusters": False}
        for library in libraries
    ]


def with_installed(
    statuses: Sequence[JsonObject], libraries: Sequence[JsonObject]
) -> list[JsonObject]:
    """After `install`: what is there stays, the others are `PENDING` (documented: asynchronous).

    What was to leave stays after all.
    """
    staying = [each for each in statuses if each["status"] != LEAVING]
    leaving = [each for each in statuses if each["status"] == LEAVING]
    there = [each["library"] for each in staying]
    added = [library for library in libraries if library not in there]
    return [
        *staying,
        *statuses_of(added, PENDING),
        *(each for each in leaving if each["library"] not in added),
    ]


def with_uninstalled(
    statuses: Sequence[JsonObject], libraries: Sequence[JsonObject]
) -> list[JsonObject]:
    """After `uninstall`: they leave at the next restart; what is not there is passed over.

    What is marked for removal stands last (documented).
    """
    kept = [each for each in statuses if each["library"] not in libraries]
    leaving = [{**each, "status": LEAVING} for each in statuses if each["library"] in libraries]
    return [*kept, *leaving]


def restarted(statuses: Sequence[JsonObject]) -> list[JsonObject]:
    """After a restart: what was to leave is gone."""
    return [each for each in statuses if each["status"] != LEAVING]


def settled(statuses: Sequence[JsonObject]) -> list[JsonObject]:
    """A while later: what was pending is installed."""
    return [
        {**each, "status": INSTALLED} if each["status"] == PENDING else each for each in statuses
    ]
