"""The CI run that this is part of: its server, its page, who approved it."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import quote, urlsplit

_WHOLE = ("CI_JOB_URL", "CIRCLE_BUILD_URL", "BUILDKITE_BUILD_URL", "RUN_DISPLAY_URL", "BUILD_URL")
"""GitLab, CircleCI, Buildkite, Jenkins with Blue Ocean, Jenkins."""
_LONGEST = 500
_SERVERS = {
    "GITHUB_ACTIONS": "GitHub Actions",
    "GITLAB_CI": "GitLab CI",
    "JENKINS_URL": "Jenkins",
    "TF_BUILD": "Azure Pipelines",
    "BITBUCKET_BUILD_NUMBER": "Bitbucket Pipelines",
    "CIRCLECI": "CircleCI",
    "BUILDKITE": "Buildkite",
    "CI": "a CI server",
}
"""The variable by which each of them is known."""
_OFF = frozenset({"", "0", "false"})
_APPROVED_BY = "APPARATE_APPROVED_BY"


def ci_server(environment: Mapping[str, str]) -> str | None:
    """The CI server that this runs on; None elsewhere."""
    found = (name for name in _SERVERS if environment.get(name, "").lower() not in _OFF)
    return next((_SERVERS[name] for name in found), None)


def approved_by(environment: Mapping[str, str]) -> str | None:
    """Who approved the run, as the pipeline says in `APPARATE_APPROVED_BY`; None if nobody."""
    return environment.get(_APPROVED_BY, "").strip()[:_LONGEST] or None


def ci_url(environment: Mapping[str, str]) -> str | None:
    """The address of the run's page, from the CI server's own variables; None elsewhere."""
    whole = [environment.get(name, "") for name in _WHOLE]
    for address in (*whole, _github(environment), _azure(environment), _bitbucket(environment)):
        if _is_address(address):
            return address
    return None


def _github(environment: Mapping[str, str]) -> str:
    server = environment.get("GITHUB_SERVER_URL", "")
    repository, run = environment.get("GITHUB_REPOSITORY", ""), environment.get("GITHUB_RUN_ID", "")
    return f"{server}/{repository}/actions/runs/{run}" if server and repository and run else ""


def _azure(environment: Mapping[str, str]) -> str:
    server = environment.get("SYSTEM_COLLECTIONURI", "").rstrip("/")
    project, run = environment.get("SYSTEM_TEAMPROJECT", ""), environment.get("BUILD_BUILDID", "")
    found = server and project and run
    return f"{server}/{quote(project)}/_build/results?buildId={run}" if found else ""


def _bitbucket(environment: Mapping[str, str]) -> str:
    repository = environment.get("BITBUCKET_GIT_HTTP_ORIGIN", "")
    run = environment.get("BITBUCKET_BUILD_NUMBER", "")
    return f"{repository}/pipelines/results/{run}" if repository and run else ""


def _is_address(text: str) -> bool:
    """True for an address that may be shown: of the web, and without a password in it."""
    if not text.isprintable() or len(text) > _LONGEST or " " in text:
        return False
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.hostname) and "@" not in parts.netloc
