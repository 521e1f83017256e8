from __future__ import annotations

import pytest

from apparate_ng.configuration.ci import approved_by, ci_server, ci_url


@pytest.mark.parametrize(
    ("environment", "address"),
    [
        ({}, None),
        ({"BUILD_URL": "https://ci.example.com/job/x/7/"}, "https://ci.example.com/job/x/7/"),
        (
            {"CI_JOB_URL": "https://gitlab.example.com/a/-/jobs/1", "BUILD_URL": "http://x.y/"},
            "https://gitlab.example.com/a/-/jobs/1",
        ),
        (
            {
                "GITHUB_SERVER_URL": "https://github.com",
                "GITHUB_REPOSITORY": "a/b",
                "GITHUB_RUN_ID": "17",
            },
            "https://github.com/a/b/actions/runs/17",
        ),
        ({"GITHUB_SERVER_URL": "https://github.com", "GITHUB_RUN_ID": "17"}, None),
        (
            {
                "SYSTEM_COLLECTIONURI": "https://dev.azure.com/org/",
                "SYSTEM_TEAMPROJECT": "my project",
                "BUILD_BUILDID": "3",
            },
            "https://dev.azure.com/org/my%20project/_build/results?buildId=3",
        ),
        (
            {
                "BITBUCKET_GIT_HTTP_ORIGIN": "https://bitbucket.org/a/b",
                "BITBUCKET_BUILD_NUMBER": "9",
            },
            "https://bitbucket.org/a/b/pipelines/results/9",
        ),
        ({"BUILD_URL": "https://me:secret@ci.example.com/7"}, None),
        ({"BUILD_URL": "javascript:alert(1)"}, None),
        ({"BUILD_URL": "https://ci.example.com/\x1b[31m"}, None),
        ({"BUILD_URL": "https://ci.example.com/" + "x" * 500}, None),
        ({"BUILD_URL": "https://[broken"}, None),
        ({"BUILD_URL": "17"}, None),
        (
            {"BUILD_URL": "not this", "CIRCLE_BUILD_URL": "https://c.example.com/1"},
            "https://c.example.com/1",
        ),
    ],
)
def test_the_page_of_the_run(environment: dict[str, str], address: str | None) -> None:
    assert ci_url(environment) == address


@pytest.mark.parametrize(
    ("environment", "server"),
    [
        ({}, None),
        ({"CI": "false"}, None),
        ({"CI": ""}, None),
        ({"CI": "true"}, "a CI server"),
        ({"CI": "true", "GITHUB_ACTIONS": "true"}, "GitHub Actions"),
        ({"CI": "true", "GITLAB_CI": "true"}, "GitLab CI"),
        ({"JENKINS_URL": "https://ci.example.com/"}, "Jenkins"),
        ({"TF_BUILD": "True"}, "Azure Pipelines"),
    ],
)
def test_the_server(environment: dict[str, str], server: str | None) -> None:
    assert ci_server(environment) == server


@pytest.mark.parametrize(
    ("said", "who"),
    [(None, None), ("", None), ("  ", None), (" eva ", "eva"), ("x" * 600, "x" * 500)],
)
def test_who_approved(said: str | None, who: str | None) -> None:
    environment = {} if said is None else {"APPARATE_APPROVED_BY": said}

    assert approved_by(environment) == who
