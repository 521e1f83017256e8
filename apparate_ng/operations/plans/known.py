"""Names that people gave and nothing goes by: refused, with the name that may have been meant."""

from __future__ import annotations

from collections.abc import Collection
from difflib import get_close_matches

from apparate_ng.errors import ApparateError
from apparate_ng.model.plans.survey import Survey
from apparate_ng.model.releases.release import Release
from apparate_ng.planning.planner import referring
from apparate_ng.planning.selection import Named, has_wildcards, known_names, matching_nothing


class UnknownNameError(ApparateError):
    """Nothing of what was found goes by that id or name."""


def refuse_unknown(jobs: tuple[str, ...], survey: Survey, release: Release, host: str) -> None:
    """Hold the ids and names of `--job` against what refers to the library.

    A pattern with wildcards may match nothing yet: the plan says so.

    Raises:
        UnknownNameError: nothing that refers to the library goes by one of them.
    """
    known = known_names(referring(survey.dependents, release), survey.unreadable)
    for one in meant_and_unknown(jobs, known):
        raise UnknownNameError(
            nothing_goes_by(one, release),
            where=host,
            hint=where_to_look(one, survey, release),
        )


def meant_and_unknown(jobs: tuple[str, ...], known: Collection[Named]) -> list[str]:
    """Those without wildcards that nothing goes by."""
    return [one for one in matching_nothing(jobs, known) if not has_wildcards(one)]


def nothing_goes_by(wanted: str, release: Release) -> str:
    """What is wrong, in words."""
    return f"nothing that refers to {release.name} goes by {wanted!r}"


def where_to_look(wanted: str, survey: Survey, release: Release) -> str:
    """The name that may have been meant; else how to see all that there are."""
    unread = len(survey.unreadable)
    may_be = f"it may be among the {unread} that could not be read; " if unread else ""
    known = known_names(referring(survey.dependents, release), ())
    otherwise = f"{may_be}look at what does with: apparate inventory {release.name}"
    return did_you_mean(wanted, known) or otherwise


def did_you_mean(wanted: str, known: Collection[Named]) -> str | None:
    """The question after the nearest name; None where none is near."""
    names = {one.name.lower(): one.name for one in known}
    close = get_close_matches(wanted.lower(), names, 1)
    return f"did you mean {names[close[0]]}?" if close else None
