"""References that are names of scripts: `install-lib-1.4.2.sh`."""

from __future__ import annotations

import re

from apparate_ng.model.dependents.reference import Form, Reference, Span
from apparate_ng.model.releases.kinds import Ecosystem
from apparate_ng.model.releases.names import comparable
from apparate_ng.model.releases.versions import version_or_none

_VERBS = r"(?:pip|install|setup|set-up|set_up|init|bootstrap|load|add|get|deploy|use)"
_SCRIPT = re.compile(
    # nobody needs more verbs; without a limit, a name of nothing but verbs takes forever
    rf"(?:{_VERBS}[-_]){{0,8}}(?P<name>[A-Za-z][A-Za-z0-9._-]*?)"
    r"(?:==|[-_@])v?(?P<version>\d+(?:\.\d+)+(?:[a-z.+]+\d+)?)"
    rf"(?:[-_]{_VERBS})*(?:[-_]script)?\.(?:sh|bash|py)",
    re.IGNORECASE,
)


def read_script_name(text: str) -> Reference | None:
    """Read the path of a script that says in its name which library it installs, and in which version.

    Verbs around it are no part of the name. One without a version says too little: None.
    """
    start = text.rfind("/") + 1
    match = _SCRIPT.fullmatch(text, start)
    if match is None or version_or_none(match["version"], Ecosystem.PYTHON) is None:
        return None
    return Reference(
        name=comparable(match["name"], Ecosystem.PYTHON),
        ecosystem=Ecosystem.PYTHON,
        form=Form.SCRIPT,
        span=Span(start=match.start("version"), end=match.end("version")),
        version=match["version"],
    )
