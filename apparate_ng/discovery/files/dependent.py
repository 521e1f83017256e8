"""A file as a dependent, whatever is in it: requirements, an environment, a script."""

from __future__ import annotations

from apparate_ng.discovery.files.document import file_document
from apparate_ng.model.dependents.dependent import Dependent, DependentKind, LocatedReference
from apparate_ng.model.dependents.fingerprint import fingerprint


def file_dependent(
    path: str, content: bytes, references: tuple[LocatedReference, ...]
) -> Dependent:
    """The file, which nobody owns and no schedule runs, with what it refers to."""
    return Dependent(
        kind=DependentKind.FILE,
        id=path,
        name=path,
        owner=None,
        schedule=None,
        managed_by=None,
        fingerprint=fingerprint(file_document(path, content)),
        references=references,
    )
