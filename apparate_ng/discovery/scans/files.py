"""The scan of files: each is read once, with the files that it includes, whoever uses it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby
from typing import TypeAlias

from apparate_ng.discovery.files.dependent import file_dependent
from apparate_ng.discovery.files.kinds import files_included_by, places_in_file
from apparate_ng.discovery.files.text import NotText
from apparate_ng.discovery.places import Place
from apparate_ng.discovery.readers.fields import located
from apparate_ng.discovery.readers.task_runs import names_at
from apparate_ng.discovery.references.finding import references_to
from apparate_ng.discovery.scans.findings import Findings, Found
from apparate_ng.discovery.scans.notices import not_looked_at
from apparate_ng.discovery.uses.files import FileUse
from apparate_ng.model.dependents.dependent import (
    Dependent,
    DependentKind,
    LocatedReference,
    Unreadable,
    User,
)
from apparate_ng.model.dependents.task_run import Compute, TaskRun
from apparate_ng.model.dependents.workspace_path import canonical_path
from apparate_ng.model.plans.plan import Notice
from apparate_ng.workspace.failures import WorkspaceError
from apparate_ng.workspace.pools import workers

ReadFile: TypeAlias = Callable[[str], bytes]
"""Reads a file by its canonical path; raises WorkspaceError."""
_READERS = 8
_DEEPEST = 20
"""How deep files may include each other; one that includes itself ends sooner."""
_URL = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Looked:
    found: Found
    included: tuple[str, ...] = ()


def scan_files(read: ReadFile, uses: Iterable[FileUse], library: str | None) -> Findings:
    """Look at every file that is used, and at those that they include, level by level.

    URLs, and paths that are relative where nothing says to what, are named in notices: nobody
    could make them readable from here.
    """
    findings = Findings(kind=DependentKind.FILE)
    users: defaultdict[str, set[User]] = defaultdict(set)
    looked: dict[str, _Looked] = {}
    chains: dict[str, tuple[str, ...]] = {}
    level = {(canonical_path(use.path), use.user) for use in uses}
    with workers(_READERS, "read-file") as pool:
        while level:
            fresh = {(path, user) for path, user in level if user not in users[path]}
            new = sorted({path for path, _ in fresh if _is_file(path)} - looked.keys())
            looks = pool.map(lambda path: _look_at(read, path, library, chains.get(path, ())), new)
            looked.update(zip(new, looks, strict=True))
            for path, user in fresh:
                users[path].add(user)
            for path in new:
                for other in looked[path].included:
                    chains.setdefault(other, (*chains.get(path, ()), path))
            level = {
                (other, user)
                for path, user in fresh
                if path in looked
                for other in looked[path].included
            }
    findings.looked_at = frozenset(looked)
    findings.scanned = sum(len(chains.get(path, ())) < _DEEPEST for path in looked)
    for path in sorted(looked):
        findings.keep(_with_users(looked[path].found, users[path]))
    findings.notices += _out_of_reach(users.keys() - looked.keys())
    return findings


def _is_file(path: str) -> bool:
    return path.startswith(("/", "dbfs:"))


def _out_of_reach(paths: Iterable[str]) -> list[Notice]:
    urls = {path for path in paths if _URL.match(path)}
    relative = set(paths) - urls
    return [
        *not_looked_at("requirements behind URLs and in other storage", urls),
        *not_looked_at("requirements in a job's environment under relative paths", relative),
    ]


def _look_at(read: ReadFile, path: str, library: str | None, chain: tuple[str, ...]) -> _Looked:
    if len(chain) < _DEEPEST:
        return _look(read, path, library)
    first, *_, last = chain
    problem = (
        f"it is included more than {_DEEPEST} files deep, and was not looked at:"
        f" {first} includes {chain[1]}, and so on, until {last} includes it"
    )
    return _Looked(Unreadable(kind=DependentKind.FILE, id=path, name=path, error=problem))


def _with_users(found: Found, users: Iterable[User]) -> Found:
    """In one order always: of several users, the first ones decide what a plan says.

    Whatever gets the file gets the library by it.
    """
    if not isinstance(found, Dependent):
        return found
    listed = tuple(_each_once(users))
    runs = [run for user in listed for run in user.runs]
    return replace(
        found,
        users=listed,
        references=tuple(_with_runs(located, runs) for located in found.references),
    )


def _each_once(users: Iterable[User]) -> Iterator[User]:
    """Who uses a file in several ways (itself, and through others) is one user all the same."""
    for _, same in groupby(sorted(users, key=_in_order), key=lambda user: (user.kind, user.id)):
        first, *others = same
        runs = [run for user in (first, *others) for run in user.runs]
        yield replace(first, runs=tuple(dict.fromkeys(runs)))


def _in_order(user: User) -> tuple[str, str, list[str]]:
    return user.kind.value, user.id, [run.part for run in user.runs]


def _with_runs(located: LocatedReference, runs: Iterable[TaskRun]) -> LocatedReference:
    """Beside what stands in the file itself; where nobody is known, that alone."""
    [own] = located.runs
    merged = tuple(replace(run, beside=run.beside | own.beside) for run in runs)
    return replace(located, runs=merged or located.runs)


def _look(read: ReadFile, path: str, library: str | None) -> _Looked:
    try:
        content = read(path)
        found = dependent_from_file(path, content, library)
        included = tuple(canonical_path(other) for other in files_included_by(path, content))
        return _Looked(found, included)
    except WorkspaceError as error:
        problem = error.what
    except NotText as error:
        problem = str(error)
    return _Looked(Unreadable(kind=DependentKind.FILE, id=path, name=path, error=problem))


def dependent_from_file(path: str, content: bytes, library: str | None) -> Dependent | None:
    """The dependent that a file is, or None where it does not name the library.

    Raises:
        NotText: the bytes are no file of that kind.
    """
    places = places_in_file(path, content)
    references = references_to(library, places)
    if not references:
        return None
    return file_dependent(
        path,
        content,
        located(
            (
                (place, replace(reference, obstacle=reference.obstacle or _obstacle(path, place)))
                for place, reference in references
            ),
            lambda own: (_whoever_uses_it(places, own),),
        ),
    )


def _whoever_uses_it(places: list[Place], own: Place) -> TaskRun:
    return TaskRun(part="whoever uses it", compute=Compute(), beside=names_at(places, own))


def _obstacle(path: str, place: Place) -> str | None:
    if path.startswith("dbfs:"):
        return "a file in DBFS cannot be replaced in one step"
    return None if place.path else "it is written with escapes or over several lines"
