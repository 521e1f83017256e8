"""A requirement that became a path: what may be written, and what may be put back."""

from __future__ import annotations

import pytest

from apparate_ng.deployment.goal import AsRecorded, ToRelease
from apparate_ng.discovery.references.finding import references_to
from apparate_ng.discovery.walkers.job import places_in_job
from apparate_ng.model.releases.kinds import ArtifactKind
from apparate_ng.model.releases.release import Release

URI = "/Workspace/Shared/libraries/lib-1.5.0-py3-none-any.whl"
RELEASE = Release(
    name="lib",
    version="1.5.0",
    kind=ArtifactKind.WHEEL,
    filename=URI.rsplit("/", 1)[-1],
    sha256="0" * 64,
    size=1,
    uri=URI,
)


def permits(goal: ToRelease | AsRecorded, library: dict[str, object], text: str) -> bool:
    document = {"tasks": [{"task_key": "a", "libraries": [library]}]}
    [(place, reference)] = references_to("lib", places_in_job(document))
    return goal.permits(place, reference, text)


@pytest.mark.parametrize(
    ("package", "text", "permitted"),
    [
        ("lib==1.4.2", URI, True),
        ("lib==1.4.2", "lib==1.5.0", True),
        ("lib==1.4.2", "lib==1.6.0", False),
        ("lib==1.4.2", "/Workspace/Users/eve/lib-1.5.0-py3-none-any.whl", False),
        ("lib[a]==1.4.2", URI, False),
    ],
)
def test_a_requirement_may_become_the_release_and_nothing_else(
    package: str, text: str, *, permitted: bool
) -> None:
    goal = ToRelease(release=RELEASE)
    assert permits(goal, {"pypi": {"package": package}}, text) is permitted


@pytest.mark.parametrize(
    ("path", "text", "permitted"),
    [
        (URI, "lib==1.4.2", True),
        (URI, "lib[a]==1.4.2", False),
        (URI, "evil==1.4.2", False),
        (URI, "lib==1.4.2; python_version>'3'", False),
        ("/Workspace/Users/eve/lib-1.5.0-py3-none-any.whl", "lib==1.4.2", False),
    ],
)
def test_it_may_go_back_where_the_way_there_led_to_what_stands(
    path: str, text: str, *, permitted: bool
) -> None:
    assert permits(AsRecorded(release=RELEASE), {"whl": path}, text) is permitted
