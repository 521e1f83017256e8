"""Whether somebody is signed in, where, as whom, and in which way."""

from __future__ import annotations

from apparate_ng.model.diagnosis import Check
from apparate_ng.operations.examinations.case import Case, fine, warned

NAME = "sign-in"


def examine(case: Case) -> Check:
    """Say who it is.

    Raises:
        AuthenticationError: nobody is signed in.
        WorkspaceError: the workspace does not answer.
    """
    found = case.signed_in.result()
    where = f"{found.workspace.connection.host} ({found.credentials.way}{_source(case)})"
    if found.me.user_name is None:
        return warned(NAME, f"somebody, at {where}: the workspace does not tell who", None)
    admin = ", a workspace admin," if found.me.is_admin else ""
    return fine(NAME, f"{found.me.user_name}{admin} at {where}")


def _source(case: Case) -> str:
    if case.place.profile is not None:
        return f", profile {case.place.profile}"
    return ", DATABRICKS_HOST" if case.place.environment.get("DATABRICKS_HOST") else ""
