"""Whether this is a CI run, as whoever reads the records of deployments will see it."""

from __future__ import annotations

from apparate_ng.configuration.ci import ci_server, ci_url
from apparate_ng.model.diagnosis import Check
from apparate_ng.operations.examinations.case import Case, fine

NAME = "CI"


def examine(case: Case) -> Check:
    """Say which server, and the page of the run."""
    environment = case.place.environment
    server = ci_server(environment)
    if server is None:
        return fine(NAME, "none: you are asked before anything changes, if on a terminal")
    return fine(NAME, ", ".join(filter(None, (server, ci_url(environment)))))
