"""The scan of scripts and notebooks, which only `--deep` does: each is read once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from typing import Protocol, TypeAlias

from apparate_ng.discovery.files.dependent import file_dependent
from apparate_ng.discovery.files.text import NotText
from apparate_ng.discovery.readers.fields import located
from apparate_ng.discovery.references.finding import references_to
from apparate_ng.discovery.scans.findings import Findings, Found
from apparate_ng.discovery.scans.notices import NOT_IN_WORKSPACE, NOT_LOOKED_AT, not_looked_at
from apparate_ng.discovery.scripts.places import files_named_by, places_in_script
from apparate_ng.discovery.uses.scripts import ScriptUse
from apparate_ng.discovery.uses.users import in_order
from apparate_ng.model.dependents.dependent import Dependent, DependentKind, Unreadable, User
from apparate_ng.model.dependents.workspace_path import canonical_path
from apparate_ng.model.releases.names import mentioned
from apparate_ng.workspace.failures import WorkspaceError
from apparate_ng.workspace.pools import workers

_READERS = 8


class ScriptFiles(Protocol):
    """Reads scripts and notebooks by their canonical paths."""

    def read(self, path: str) -> bytes:
        """A file's content; raises WorkspaceError."""

    def read_notebook(self, path: str) -> bytes:
        """A notebook's source; raises WorkspaceError."""


@dataclass(frozen=True, slots=True)
class _Looked:
    found: Found
    named: tuple[str, ...] = field(default=())
    """Files of requirements that it installs from."""


_Key: TypeAlias = tuple[str, bool]
"""Canonical path, and whether it is a notebook."""


def scan_scripts(
    files: ScriptFiles, uses: Iterable[ScriptUse], library: str | None, known: Iterable[str] = ()
) -> Findings:
    """Look at every script and notebook; `known` are the paths of files that were looked at before.

    What cannot be read by anybody from here (git, other storage), and the files that scripts
    install from, are named in notices: nobody could do anything about them.
    """
    findings = Findings(kind=DependentKind.FILE)
    before = frozenset(known)
    users: defaultdict[_Key, set[User]] = defaultdict(set)
    scripts: set[str] = set()
    notebooks: set[str] = set()
    for use in uses:
        if use.can_be_read:
            users[canonical_path(use.path), use.is_notebook].add(use.user)
        else:
            (notebooks if use.is_notebook else scripts).add(use.path)
    keys = sorted(key for key in users if key[0] not in before)
    with workers(_READERS, "read-script") as pool:
        looked = list(pool.map(_looker(files, library, users), keys))
    for one in looked:
        findings.keep(one.found)
    findings.scanned = len(looked)
    named = {name for one in looked for name in one.named} - before
    findings.notices += [
        *not_looked_at("scripts in other storage", scripts, NOT_LOOKED_AT),
        *not_looked_at("notebooks in git", notebooks, NOT_IN_WORKSPACE),
        *not_looked_at("files that scripts and notebooks install from", named, NOT_LOOKED_AT),
    ]
    return findings


def _looker(
    files: ScriptFiles, library: str | None, users: dict[_Key, set[User]]
) -> Callable[[_Key], _Looked]:
    is_mentioned = (lambda _: True) if library is None else mentioned(library)

    def look(key: _Key) -> _Looked:
        path, is_notebook = key
        try:
            content = files.read_notebook(path) if is_notebook else files.read(path)
            named = tuple(files_named_by(content, is_notebook=is_notebook))
            if not is_mentioned(content):
                return _Looked(None, named)
            return _Looked(_dependent(key, content, library, users[key]), named)
        except WorkspaceError as error:
            problem = error.what
        except NotText as error:
            problem = str(error)
        return _Looked(Unreadable(kind=DependentKind.FILE, id=path, name=path, error=problem))

    return look


def _dependent(
    key: _Key, content: bytes, library: str | None, users: Iterable[User]
) -> Dependent | None:
    path, is_notebook = key
    places = places_in_script(path, content, is_notebook=is_notebook)
    references = references_to(library, places)
    if not references:
        return None
    found = file_dependent(path, content, located(references))
    return replace(found, users=in_order(users))
