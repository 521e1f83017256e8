"""The CI kits: which files each of them is, where they go, and what is filled in."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from apparate_ng.__about__ import __version__
from apparate_ng.configuration.complaints import ConfigurationError
from apparate_ng.errors import ApparateError

_PLAIN = re.compile(r"[\w./+@ -]+")
"""Of a folder's name: what every pipeline's language takes as it stands, in quotes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kit:
    """A pipeline for one CI server."""

    files: Mapping[str, str]
    """Where each file goes in a repository, and which one of ours it is."""
    to_do: tuple[str, ...]
    """What is left for people, in order."""


KITS: Mapping[str, Kit] = {
    "jenkins": Kit(
        files={
            "Jenkinsfile": "jenkins/Jenkinsfile",
            "ci/apparate.groovy": "jenkins/vars/apparate.groovy",
        },
        to_do=(
            "add the secret texts databricks-host, databricks-client-id, databricks-client-secret",
            "make a multibranch pipeline for this repository; it deploys from the branch main",
        ),
    ),
    "github": Kit(
        files={
            ".github/workflows/apparate.yml": "github/workflow.yml",
            ".github/actions/apparate/action.yml": "github/action/action.yml",
        },
        to_do=(
            "set the variables DATABRICKS_HOST and DATABRICKS_CLIENT_ID",
            "give the service principal a federation policy for this repository",
            "make the environment production, with required reviewers",
        ),
    ),
    "gitlab": Kit(
        files={
            ".gitlab-ci.yml": "gitlab/pipeline.yml",
            ".gitlab/apparate.yml": "gitlab/templates/apparate.yml",
        },
        to_do=(
            "set the variables WORKSPACE_HOST, WORKSPACE_CLIENT_ID and WORKSPACE_AUDIENCE",
            "give the service principal a federation policy for this project",
            "protect the environment production, so that not everybody may deploy",
        ),
    ),
}


def filled_in(kit: Kit, project: str) -> dict[str, bytes]:
    """The kit's files for the library in a folder, given relative to the repository's top.

    Raises:
        ConfigurationError: the folder's name cannot stand in a pipeline.
        ApparateError: the kits are not part of this installation.
    """
    if not _PLAIN.fullmatch(project):
        raise ConfigurationError(
            "the folder's name has characters that a pipeline cannot hold", where=project
        )
    values = {"@PROJECT@": project, "@VERSION@": __version__}
    return {place: _with(values, source) for place, source in kit.files.items()}


def _with(values: Mapping[str, str], source: str) -> bytes:
    text = _folder_of_kits().joinpath(source).read_text(encoding="utf-8")
    for name, value in values.items():
        text = text.replace(name, value)
    return text.encode()


def _folder_of_kits() -> Path:
    """Beside this room in an installed package, or in the checkout."""
    package = Path(__file__).parents[1]
    for place in (package / "kits", package.parent / "ci"):
        if (place / "jenkins").is_dir():
            return place
    raise ApparateError("the CI kits are not part of this installation")
