"""Whether the runtimes that the workspace offers are known, with their Python."""

from __future__ import annotations

import re

from apparate_ng.model.diagnosis import Check
from apparate_ng.operations.examinations.case import Case, fine, signed_in, skipped, warned
from apparate_ng.planning.runtime_table import AS_OF, RUNTIMES
from apparate_ng.workspace.failures import WorkspaceError

NAME = "runtimes"
_NUMBER = re.compile(r"v?(\d+(?:\.\d+)?)\.x(?:-|$)")


def examine(case: Case) -> Check:
    """Compare what the workspace offers with the table of this version of the program."""
    workspace = signed_in(case).workspace
    try:
        offered = {
            found[1] for key in workspace.clusters.runtimes() if (found := _NUMBER.match(key))
        }
    except WorkspaceError as error:
        return skipped(NAME, f"the workspace does not list them: {error.what}")
    unknown = sorted(offered - RUNTIMES.keys(), key=_in_order)
    if not unknown:
        return fine(NAME, f"all {len(offered)} on offer are known (table of {AS_OF})")
    text = f"{', '.join(unknown)}: unknown to this version, so their Python is not checked"
    return warned(NAME, text, "pip install --upgrade apparate-ng")


def _in_order(number: str) -> list[int]:
    return [int(part) for part in number.split(".")]
