"""The scan of files: each is read once, with the files that it includes, whoever uses it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import TypeAlias

from apparate_ng.discovery.fields import located
from apparate_ng.discovery.file_document import file_document
from apparate_ng.discovery.file_uses import FileUse
from apparate_ng.discovery.files.kinds import files_included_by, places_in_file
from apparate_ng.discovery.files.text import NotText
from apparate_ng.discovery.findings import Findings, Found
from apparate_ng.discovery.places import Place
from apparate_ng.discovery.references import references_to
from apparate_ng.model.dependent import Dependent, DependentKind, Unreadable, User
from apparate_ng.model.fingerprint import fingerprint
from apparate_ng.model.workspace_path import canonical_path
from apparate_ng.workspace.failures import WorkspaceError

ReadFile: TypeAlias = Callable[[str], bytes]
"""Reads a file by its canonical path; raises WorkspaceError."""
_READERS = 8
_DEEPEST = 20
"""How deep files may include each other; one that includes itself ends sooner."""


@dataclass(frozen=True, slots=True)
class _Looked:
    found: Found
    included: tuple[str, ...] = ()


def scan_files(read: ReadFile, uses: Iterable[FileUse], library: str) -> Findings:
    """Look at every file that is used, and at those that they include, level by level."""
    findings = Findings(kind=DependentKind.FILE)
    users: defaultdict[str, dict[User, None]] = defaultdict(dict)
    looked: dict[str, _Looked] = {}
    level = {(canonical_path(use.path), use.user) for use in uses}
    with ThreadPoolExecutor(_READERS, thread_name_prefix="read-file") as pool:
        for _ in range(_DEEPEST):
            fresh = {(path, user) for path, user in level if user not in users[path]}
            new = sorted({path for path, _ in fresh} - looked.keys())
            looked.update(
                zip(new, pool.map(lambda path: _look(read, path, library), new), strict=True)
            )
            for path, user in fresh:
                users[path][user] = None
            level = {(other, user) for path, user in fresh for other in looked[path].included}
    findings.scanned = len(looked)
    for path in sorted(looked):
        findings.keep(_with_users(looked[path].found, users[path]))
    return findings


def _with_users(found: Found, users: Iterable[User]) -> Found:
    """In one order always: of several users, the first ones decide what a plan says."""
    if not isinstance(found, Dependent):
        return found
    return replace(found, users=tuple(sorted(users, key=lambda user: (user.kind.value, user.id))))


def _look(read: ReadFile, path: str, library: str) -> _Looked:
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


def dependent_from_file(path: str, content: bytes, library: str) -> Dependent | None:
    """The dependent that a file is, or None where it does not name the library.

    Raises:
        NotText: the bytes are no file of that kind.
    """
    references = references_to(library, places_in_file(path, content))
    if not references:
        return None
    return Dependent(
        kind=DependentKind.FILE,
        id=path,
        name=path,
        owner=None,
        schedule=None,
        managed_by=None,
        fingerprint=fingerprint(file_document(path, content)),
        references=located(
            (place, replace(reference, obstacle=reference.obstacle or _obstacle(path, place)))
            for place, reference in references
        ),
    )


def _obstacle(path: str, place: Place) -> str | None:
    if path.startswith("dbfs:"):
        return "a file in DBFS cannot be replaced in one step"
    return None if place.path else "it is written with escapes or over several lines"
