"""Whether a wheel could be built here."""

from __future__ import annotations

from apparate_ng.model.diagnosis import Check
from apparate_ng.operations.examinations.case import Case, failed, fine, skipped
from apparate_ng.releases.backend_check import check_backend
from apparate_ng.releases.failures import NoProjectError
from apparate_ng.releases.project import find_project

NAME = "build"
_HINT = "see that pip reaches your package index (pip config list, PIP_INDEX_URL, HTTPS_PROXY)"


def examine(case: Case) -> Check:
    """Get the project's build backend into an environment of its own, and import it there."""
    try:
        project = find_project(case.place.folder)
    except NoProjectError as error:
        return skipped(NAME, f"{error.what}: nothing to build")
    found = check_backend(project)
    if found.problem is None:
        return fine(NAME, f"{found.backend} can be installed and imported")
    return failed(NAME, f"{found.backend}: {found.problem}", _HINT)
