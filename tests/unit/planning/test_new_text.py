"""`to`: the found part replaced, every other byte kept."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from msgspec import structs

from apparate_ng.model.dependents.dependent import Dependent, LocatedReference
from apparate_ng.model.dependents.reference import Slot
from apparate_ng.model.plans.plan import PlannedPin
from apparate_ng.model.policies.policy import Policy
from apparate_ng.model.releases.kinds import ArtifactKind
from apparate_ng.model.releases.release import Release
from apparate_ng.planning.deciding import decide

Decided = Callable[..., PlannedPin]

URI = "/Workspace/Shared/libraries/lib-1.5.0-py3-none-any.whl"
PIN, DEPENDENCY = URI.replace("1.5.0", "1.4.2"), "environments[e].spec.dependencies[0]"
STORES = (
    "/Workspace/Shared/libraries",
    "/Volumes/main/libs/wheels",
    "dbfs:/FileStore/jars",
)


@pytest.mark.parametrize(
    ("text", "to"),
    [
        ("/Workspace/Shared/libraries/lib-1.4.2-py3-none-any.whl", URI),
        ("/Shared/libraries/lib-1.4.2-py3-none-any.whl", URI),
        ("/Workspace/Shared/libraries/lib-1.4.2.whl", URI),
        ("/Workspace/Shared/libraries/lib-1.4.2-py3-none-any.whl[spark]", f"{URI}[spark]"),
        (
            '/Shared/libraries/lib-1.4.2-py3-none-any.whl[spark, ml] ; python_version > "3"  # ours',
            f'{URI}[spark, ml] ; python_version > "3"  # ours',
        ),
        ("file:///Workspace/Shared/libraries/lib-1.4.2-py3-none-any.whl", f"file://{URI}"),
        ("file:/Workspace/Shared/libraries/lib-1.4.2-py3-none-any.whl", f"file:{URI}"),
        (
            "lib[spark] @ file:///Workspace/Shared/libraries/lib-1.4.2-py3-none-any.whl",
            f"lib[spark] @ file://{URI}",
        ),
        (
            "lib @ file:/Workspace/Shared/libraries/lib-1.4.2-py3-none-any.whl",
            f"lib @ file:{URI}",
        ),
        ("/Volumes/main/libs/wheels/lib/1.4.2/lib-1.4.2-py3-none-any.whl", URI),
        ("dbfs:/Volumes/Main/libs/wheels/lib-1.4.2-py3-none-any.whl", URI),
        (
            "dbfs:/FileStore/jars/8c2a7c1e-93d4-4b1c-9a60-0d5a1f0b7e11/lib-1.4.2-py3-none-any.whl",
            URI,
        ),
        ("/dbfs/FileStore/jars/lib-1.4.2-py3-none-any.whl", URI),
        ("  /Shared/libraries/my folder/lib-1.4.2-py3-none-any.whl  ", f"  {URI}  "),
    ],
)
def test_a_path_becomes_the_uri_of_the_release(decided: Decided, text: str, to: str) -> None:
    found = decided(text, policy={"stores": STORES})
    assert (found.reason.value, found.to, found.from_) == ("allowed", to, text)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("lib @ file:///Workspace/Shared/my%20libs/lib-1.4.2-py3-none-any.whl", "allowed"),
        ("lib @ file:///Workspace/Shared/my libs/lib-1.4.2-py3-none-any.whl", "allowed"),
        ("/Workspace/Shared/my libs/lib-1.4.2-py3-none-any.whl", "allowed"),
        ("/Workspace/Shared/my%20libs/lib-1.4.2-py3-none-any.whl", "outside-store"),
        ("/Workspace/Shared/my libs/a -b/lib-1.4.2-py3-none-any.whl", "report-only"),
    ],
)
def test_the_folder_of_a_url_is_decoded(decided: Decided, text: str, reason: str) -> None:
    found = decided(text, policy={"stores": ("/Workspace/Shared/my libs",)})
    assert found.reason.value == reason


@pytest.mark.parametrize(
    ("text", "location", "reason"),
    [
        (PIN, DEPENDENCY, "report-only"),
        (f"file://{PIN}", DEPENDENCY, "allowed"),
        (PIN, "tasks[t].libraries[0].whl", "allowed"),
    ],
)
def test_a_path_that_pip_would_cut_is_not_written(
    released: Callable[..., Release],
    located: Callable[..., LocatedReference],
    job: Callable[..., Dependent],
    text: str,
    location: str,
    reason: str,
) -> None:
    release = structs.replace(released(), uri="/Shared/team -a/lib-1.5.0-py3-none-any.whl")
    where = replace(located(text), location=location)
    assert decide(where, job(), release, Policy(stores=STORES)).reason.value == reason


@pytest.mark.parametrize(
    ("text", "to"),
    [
        ("lib==1.4.2", "lib==1.5.0"),
        ("LIB == 1.4.2", "LIB == 1.5.0"),
        ("lib[spark,ml]==1.4.2", "lib[spark,ml]==1.5.0"),
        ("lib===1.4.2", "lib===1.5.0"),
        ("lib (==1.4.2)", "lib (==1.5.0)"),
        (
            'lib[x]==1.4.2 ; python_version == "3.10"  # keep',
            'lib[x]==1.5.0 ; python_version == "3.10"  # keep',
        ),
        ('lib==1.4.2;python_version=="1.4.2"', 'lib==1.5.0;python_version=="1.4.2"'),
        ("  lib==1.4.2\t", "  lib==1.5.0\t"),
        ("lib==1.4.2.RC1", "lib==1.5.0"),
    ],
)
def test_in_a_requirement_only_the_version_changes(decided: Decided, text: str, to: str) -> None:
    found = decided(text, policy={"index_pins": "rewrite"})
    assert (found.reason.value, found.to) == ("allowed", to)


@pytest.mark.parametrize(
    ("text", "to"),
    [
        ("com.acme:lib:1.4.2", "com.acme:lib:1.5.0"),
        ("com.acme:lib:jar:tests:1.4.2", "com.acme:lib:jar:tests:1.5.0"),
        (" com.acme:lib:1.4.2 ", " com.acme:lib:1.5.0 "),
    ],
)
def test_in_coordinates_only_the_version_changes(decided: Decided, text: str, to: str) -> None:
    policy = {"index_pins": "rewrite"}
    found = decided(text, kind=ArtifactKind.JAR, slot=Slot.MAVEN, policy=policy)
    assert (found.reason.value, found.to) == ("allowed", to)


@pytest.mark.parametrize(
    "text",
    [
        "/Workspace/Shared/libraries-old/lib-1.4.2-py3-none-any.whl",
        "/Workspace/Shared/libraries/../mine/lib-1.4.2-py3-none-any.whl",
        "lib @ https://example.com/lib-1.4.2-py3-none-any.whl",
        "https://example.com/lib-1.4.2-py3-none-any.whl",
        "libraries/lib-1.4.2-py3-none-any.whl",
        "lib-1.4.2-py3-none-any.whl",
    ],
)
def test_a_file_that_is_not_ours_is_held(decided: Decided, text: str) -> None:
    assert decided(text).reason.value == "outside-store"
    assert decided(text, policy={"stores": ()}).reason.value == "outside-store"
    assert decided(text, policy={"stores": ("",)}).reason.value == "outside-store"


@pytest.mark.parametrize(
    ("folder", "reason", "hint"),
    [
        ("https://example.com/libs", "outside-store", "by hand"),
        ("libs", "outside-store", "by hand"),
        ("s3://bucket/libs", "allowed", None),
    ],
)
def test_what_a_rollback_could_not_put_back_is_in_no_store(
    decided: Decided, folder: str, reason: str, hint: str | None
) -> None:
    found = decided(f"{folder}/lib-1.4.2-py3-none-any.whl", policy={"stores": (folder,)})
    assert found.reason.value == reason
    assert (found.hint is None) if hint is None else (hint in (found.hint or ""))
