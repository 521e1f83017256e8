"""The new text of a path: the platform resolves its own names, pip opens files."""

from __future__ import annotations

import string
from urllib.parse import urlparse
from urllib.request import url2pathname

import pytest
from hypothesis import given
from hypothesis import strategies as st
from packaging.requirements import Requirement

from apparate_ng.discovery.references.slots import read_reference
from apparate_ng.model.dependents.reference import Slot
from apparate_ng.model.dependents.target import target_text
from apparate_ng.model.releases.kinds import ArtifactKind
from apparate_ng.model.releases.release import Release

OLD, NEW = "lib-1.4.2-py3-none-any.whl", "lib-1.5.0-py3-none-any.whl"
WORKSPACE, DBFS = "/Workspace/Shared/libraries", "dbfs:/FileStore/jars"
LIST, LINE, YAML = (
    "environments[e].spec.dependencies[0]",
    "/Workspace/r.txt:2",
    "/Workspace/e.yaml:2#2",
)
PIPELINE, PACKAGE = "environment.dependencies[0]", "tasks[t].libraries[0].pypi.package"
WHL, PY_FILES = "tasks[t].libraries[0].whl", "tasks[t].spark_submit_task.parameters[1]"
BY_PIP, BY_THE_PLATFORM = (LIST, LINE, YAML, PIPELINE, PACKAGE), (WHL, PY_FILES)


def moved(text: str, location: str, store: str) -> str:
    reference = read_reference(text, Slot.DEPENDENCY)
    assert reference is not None
    release = Release(
        name="lib",
        version="1.5.0",
        kind=ArtifactKind.WHEEL,
        filename=NEW,
        sha256="00",
        size=1,
        uri=f"{store}/{NEW}",
    )
    return target_text(text, location, reference, release)


@pytest.mark.parametrize("location", BY_PIP)
@pytest.mark.parametrize(
    ("text", "store", "to"),
    [
        (f"/dbfs/FileStore/jars/{OLD}", DBFS, f"/dbfs/FileStore/jars/{NEW}"),
        (f"/dbfs/FileStore/jars/{OLD}[x]", DBFS, f"/dbfs/FileStore/jars/{NEW}[x]"),
        (f"/dbfs/FileStore/jars/{OLD}", WORKSPACE, f"{WORKSPACE}/{NEW}"),
        (f"{WORKSPACE}/{OLD}", DBFS, f"/dbfs/FileStore/jars/{NEW}"),
        (f"file:///dbfs/FileStore/jars/{OLD}", DBFS, f"file:///dbfs/FileStore/jars/{NEW}"),
        # it works as little as it did before
        (f"dbfs:/FileStore/jars/{OLD}", DBFS, f"{DBFS}/{NEW}"),
    ],
)
def test_pip_gets_a_path_that_it_can_open(location: str, text: str, store: str, to: str) -> None:
    assert moved(text, location, store) == to


@pytest.mark.parametrize("location", BY_THE_PLATFORM)
@pytest.mark.parametrize("text", [f"/dbfs/FileStore/jars/{OLD}", f"{DBFS}/{OLD}"])
def test_the_platform_gets_its_own_name(location: str, text: str) -> None:
    assert moved(text, location, DBFS) == f"{DBFS}/{NEW}"


@pytest.mark.parametrize(
    ("text", "location", "to"),
    [
        (f"lib @ file:///Shared/my%20libs/{OLD}", LIST, f"lib @ file:///Shared/my%20libs/{NEW}"),
        (f"lib @ file:///Shared/my libs/{OLD}", LINE, f"lib @ file:///Shared/my%20libs/{NEW}"),
        (f"file:/Shared/my libs/{OLD}[x]", LIST, f"file:/Shared/my%20libs/{NEW}[x]"),
        (f"/Shared/my libs/{OLD}", LIST, f"/Shared/my libs/{NEW}"),
        (f"file:/Shared/my libs/{OLD}", WHL, f"file:/Shared/my libs/{NEW}"),
        (f"file:/Shared/my%20libs/{OLD}", WHL, f"file:/Shared/my%20libs/{NEW}"),
    ],
)
def test_behind_file_stands_a_url(text: str, location: str, to: str) -> None:
    assert moved(text, location, "/Shared/my libs") == to


_FOLDERS = st.text(
    st.sampled_from(string.ascii_letters + " %#?;,[]&+@=:!~é"), min_size=1, max_size=9
)


@given(_FOLDERS.filter(lambda folder: folder.strip() == folder))
def test_packaging_reads_the_url_and_it_leads_to_the_file(folder: str) -> None:
    store = f"/Workspace/{folder}"
    text = moved(f"lib[x] @ file:///Workspace/a/{OLD} ; python_version > '3.8'", LIST, store)
    requirement = Requirement(text)
    assert requirement.marker is not None
    assert url2pathname(urlparse(requirement.url or "").path) == f"{store}/{NEW}"
    found = read_reference(text, Slot.DEPENDENCY)
    assert found is not None
    assert found.path_in(text) == f"{store}/{NEW}"
