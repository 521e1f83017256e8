"""From where a deployment is started: machine, user, commit, CI run. Nothing secret is looked at."""

from __future__ import annotations

import getpass
import platform
import re
from collections.abc import Mapping
from pathlib import Path

import msgspec

from apparate_ng.__about__ import __version__
from apparate_ng.configuration.ci import approved_by, ci_url
from apparate_ng.model.deployments.deployment import Context
from apparate_ng.releases.checkout import head_commit

_COMMITS = (
    "GITHUB_SHA",
    "CI_COMMIT_SHA",
    "GIT_COMMIT",
    "BUILD_SOURCEVERSION",
    "BITBUCKET_COMMIT",
    "CIRCLE_SHA1",
)
"""Of GitHub, GitLab, Jenkins, Azure DevOps, Bitbucket, CircleCI."""
_SHA = re.compile(r"[0-9a-fA-F]{7,64}")


def context_of(
    environment: Mapping[str, str],
    *,
    command: str | None,
    folder: Path | None,
    override_freeze: str | None = None,
) -> Context:
    """Where this process runs.

    Args:
        environment: the process's; only variables that CI servers set for this are looked at.
        command: the name of the command.
        folder: the project's, whose commit it is where no CI server says it.
        override_freeze: why it goes ahead in a freeze.
    """
    return Context(
        machine=platform.node() or None,
        user=_user(),
        command=command,
        tool_version=__version__,
        commit=_commit(environment) or (None if folder is None else head_commit(folder)),
        ci_url=ci_url(environment),
        override_freeze=override_freeze or msgspec.UNSET,
        approved_by=approved_by(environment) or msgspec.UNSET,
    )


def _user() -> str | None:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # a container's user may have no name
        return None


def _commit(environment: Mapping[str, str]) -> str | None:
    said = (environment.get(name, "") for name in _COMMITS)
    return next((sha for sha in said if _SHA.fullmatch(sha)), None)
